from cireview.logs import keep_log
from cireview.practical_screen import RULES_BY_SOURCE, apply_rules, count_rules_by_source
from cireview.tables import DECISION, MATCH, RECORD, read_table, write_table

params = snakemake.params
with keep_log(snakemake.log[0]):
    records = read_table(snakemake.input.records, RECORD)
    matches = read_table(snakemake.input.matches, MATCH)
    decisions = apply_rules(
        records,
        matches,
        years=params.years and tuple(params.years),
        languages=params.languages,
        document_types=params.document_types,
    )
    write_table(decisions, snakemake.output.decisions, DECISION)
    searches = read_table(snakemake.input.searches)
    by_source = count_rules_by_source(records, matches, decisions, searches)
    write_table(by_source, snakemake.output.by_source, RULES_BY_SOURCE)
