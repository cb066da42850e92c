from cireview.deduplication import deduplicate
from cireview.labels import read_answers
from cireview.logs import keep_log
from cireview.tables import MATCH, POSSIBLE, RECORD, read_table, write_table

with keep_log(snakemake.log[0]):
    found = deduplicate(
        read_table(snakemake.input.records, RECORD),
        answers=read_answers("data/labels/duplicates"),
        workers=snakemake.threads,
        preprints=snakemake.params.preprints,
    )
    write_table(found.matches, snakemake.output.matches, MATCH)
    write_table(found.possible, snakemake.output.possible, POSSIBLE)
    write_table(found.reports, snakemake.output.reports, RECORD)
    write_table(found.origins, snakemake.output.origins)
