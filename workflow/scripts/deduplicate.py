from cireview.deduplication import gather, normalise
from cireview.labels import read_answers
from cireview.logs import keep_log
from cireview.tables import MATCH, POSSIBLE, RECORD, read_table, write_table

with keep_log(snakemake.log[0]):
    records = read_table(snakemake.input.records, RECORD)
    earlier = snakemake.input.get("earlier")
    found = gather(
        records,
        normalise(records),
        [read_table(path) for path in snakemake.input.pairs],
        answers=read_answers(snakemake.input.answers),
        earlier=read_table(earlier, MATCH) if earlier else None,
        preprints=snakemake.params.preprints,
    )
    for name, schema in {"matches": MATCH, "possible": POSSIBLE, "reports": RECORD, "origins": None}.items():
        write_table(getattr(found, name), snakemake.output[name], schema)
