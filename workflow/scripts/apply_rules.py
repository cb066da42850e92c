from cireview.logs import keep_log
from cireview.practical_screen import apply_rules
from cireview.tables import DECISION, MATCH, RECORD, read_table, write_table

params = snakemake.params
with keep_log(snakemake.log[0]):
    decisions = apply_rules(
        read_table(snakemake.input.records, RECORD),
        read_table(snakemake.input.matches, MATCH),
        years=params.years and tuple(params.years),
        languages=params.languages,
        document_types=params.document_types,
    )
    write_table(decisions, snakemake.output[0], DECISION)
