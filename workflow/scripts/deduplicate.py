from cireview.deduplication import gather, normalise
from cireview.identity import follow_answers
from cireview.labels import read_answers
from cireview.logs import keep_log
from cireview.tables import MATCH, POSSIBLE, RECORD, read_table, write_table

SCHEMAS = {"matches": MATCH, "possible": POSSIBLE, "reports": RECORD, "origins": None}
with keep_log(snakemake.log[0]):
    records = read_table(snakemake.input.records, RECORD)
    answers = follow_answers(read_answers(snakemake.input.answers), records["record_id"])
    earlier = snakemake.input.get("earlier")
    pairs = [read_table(path) for path in snakemake.input.pairs]
    found = gather(
        *(records, normalise(records), pairs),
        answers=answers,
        earlier=read_table(earlier, MATCH) if earlier else None,
        preprints=snakemake.params.preprints,
        prefer=snakemake.params.prefer,
    )
    for name, schema in SCHEMAS.items():
        write_table(getattr(found, name), snakemake.output[name], schema)
