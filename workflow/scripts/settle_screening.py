from cireview.labels import Team, read_labels, read_matches
from cireview.logs import keep_log
from cireview.stopping import Plan, settle_screening
from cireview.stopping.samples import read_samples
from cireview.tables import DECISION, read_table, write_table

params = snakemake.params
with keep_log(snakemake.log[0]):
    team = Team(**{name: params[name] for name in ("reviewers", "adjudicator", "overlap", "unsure")})
    tables = settle_screening(
        read_labels(snakemake.input.labels, stage="screening", people=team.people, reasons=params.reasons),
        matches=read_matches(snakemake.input.matches, snakemake.input.answers),
        rules=read_table(snakemake.input.rules, DECISION),
        team=team,
        samples=read_samples(snakemake.input.samples, plan=Plan(**params.planned)),
        stop=params.stop,
    )
    for name, table in tables.items():
        write_table(table, snakemake.output[name])
