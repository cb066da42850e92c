from cireview.labels import Team, read_labels, read_matches, settle_criteria
from cireview.logs import keep_log
from cireview.tables import write_table

params = snakemake.params
with keep_log(snakemake.log[0]):
    team = Team(**params.team)
    expected = {"people": team.people, "reasons": params.reasons, "criteria": list(params.reasons)}
    tables = settle_criteria(
        read_labels(snakemake.input.labels, stage="screening", **expected),
        matches=read_matches(snakemake.input.matches, snakemake.input.answers),
        team=team,
    )
    for name, table in tables.items():
        write_table(table, snakemake.output[name])
