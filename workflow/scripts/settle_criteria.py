from cireview.labels import read_labels, settle_criteria
from cireview.logs import keep_log
from cireview.tables import MATCH, read_table, write_table

params = snakemake.params
with keep_log(snakemake.log[0]):
    people = [*params.reviewers, *([params.adjudicator] if params.adjudicator else [])]
    known = {"people": people, "reasons": params.reasons, "criteria": list(params.reasons)}
    tables = settle_criteria(
        read_labels(snakemake.input.labels, stage="screening", **known),
        matches=read_table(snakemake.input.matches, MATCH),
        reviewers=params.reviewers,
        adjudicator=params.adjudicator,
        unsure=params.unsure,
    )
    for name, table in tables.items():
        write_table(table, snakemake.output[name])
