from cireview.labels import Reopening, Team, read_labels, read_matches
from cireview.logs import keep_log
from cireview.stopping import Plan, keep_stop, read_samples, read_stops, settle_screening
from cireview.tables import DECISION, read_table, write_table

params, inputs = snakemake.params, snakemake.input
with keep_log(snakemake.log[0]):
    team = Team(**params.team)
    about = {"team": team, "stop": params.stop, "stops": read_stops(params.stops, params.stop)}
    tables = settle_screening(
        read_labels(inputs.labels, stage="screening", people=team.people, reasons=params.reasons),
        matches=read_matches(inputs.matches, inputs.answers),
        rules=read_table(inputs.rules, DECISION),
        samples=read_samples(inputs.samples, plan=Plan(**params.planned)),
        reopenings=[Reopening(**one) for one in params.reopenings],
        **about,
    )
    keep_stop(params.stops, tables.pop("stop"))
    for name, table in tables.items():
        write_table(table, snakemake.output[name])
