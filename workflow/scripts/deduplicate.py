from cireview.deduplication import Choices, gather, normalise, warn_unused
from cireview.identity import follow_answers
from cireview.labels import read_answers
from cireview.logs import keep_log
from cireview.tables import MATCH, POSSIBLE, RECORD, read_table, write_table

SCHEMAS = {"matches": MATCH, "possible": POSSIBLE, "left_out": POSSIBLE, "reports": RECORD}
with keep_log(snakemake.log[0]):
    records = read_table(snakemake.input.records, RECORD)
    earlier = snakemake.input.get("earlier")
    found = gather(
        *(records, normalise(records), map(read_table, snakemake.input.pairs)),
        answers=follow_answers(read_answers(snakemake.input.answers), records["record_id"]),
        earlier=read_table(earlier, MATCH) if earlier else None,
        choices=Choices.read(snakemake.params.preprints, snakemake.params.caution),
        prefer=snakemake.params.prefer,
    )
    warn_unused(found.unused)
    for name in ("matches", "possible", "left_out", "unused", "reports", "origins"):
        write_table(getattr(found, name), snakemake.output[name], SCHEMAS.get(name))
