from cireview.labels import read_labels
from cireview.logs import keep_log
from cireview.stopping import settle_screening
from cireview.stopping.samples import read_samples
from cireview.tables import DECISION, MATCH, read_table, write_table

params = snakemake.params
with keep_log(snakemake.log[0]):
    people = [*params.reviewers, *([params.adjudicator] if params.adjudicator else [])]
    tables = settle_screening(
        read_labels(snakemake.input.labels, stage="screening", people=people, reasons=params.reasons),
        matches=read_table(snakemake.input.matches, MATCH),
        rules=read_table(snakemake.input.rules, DECISION),
        samples=read_samples(snakemake.input.samples, **params.planned),
        **{name: params[name] for name in ("reviewers", "adjudicator", "overlap", "unsure", "stop")},
    )
    for name, table in tables.items():
        write_table(table, snakemake.output[name])
