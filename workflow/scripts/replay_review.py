from cireview.logs import keep_log
from cireview.screening.finished import read_finished
from cireview.screening.simulation import simulate
from cireview.tables import read_table, write_table

of = snakemake.wildcards
with keep_log(snakemake.log[0]):
    tables = [read_table(path) for path in snakemake.input[1:]]
    words = [table.loc[table["review"] == of.review, ["question", "criteria"]] for table in tables]
    criteria = "\n".join(cell for table in words for row in table.to_numpy() for cell in row)
    labelled, _ = read_finished(snakemake.input.labelled)
    settings = {"seed": int(of.seed), "model": snakemake.params.model, "criteria": criteria}
    order, metrics = simulate(labelled, **settings)
    metrics.insert(0, "review", of.review)
    write_table(order, snakemake.output.order, bom=False)
    write_table(metrics, snakemake.output.metrics, bom=False)
