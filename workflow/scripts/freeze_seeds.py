import warnings

from cireview.citations import ROUND, read_round, settle_rounds, write_seeds
from cireview.logs import keep_log
from cireview.tables import DECISION, MATCH, RECORD, read_table, write_table

TABLES, of = {"reports": RECORD, "matches": MATCH, "decisions": DECISION}, snakemake.input
params = snakemake.params
with keep_log(snakemake.log[0]):
    table, seeds = settle_rounds(
        [read_round(params.archive, name=name, date=date) for name, date in params.rounds],
        **{name: read_table(of[name], schema) for name, schema in TABLES.items()},
        awaiting=len(read_table(of.screening)) + len(read_table(of.eligibility)),
        searches=read_table(of.searches),
    )
    for date, articles in seeds.items():
        write_seeds(articles, params.archive, date)
    for row in table.loc[table["note"] != ""].to_dict("records"):
        warnings.warn(f"{row['source']}: {row['note']}", stacklevel=1)
    write_table(table, snakemake.output[0], ROUND)
