from cireview.logs import keep_log
from cireview.screening import evaluate
from cireview.tables import INCLUDE, RECORD, read_table, write_table

params = snakemake.params
with keep_log(snakemake.log[0]):
    labels = read_table(snakemake.input.labels)
    labels = (labels.set_index("record_id")["decision"] == INCLUDE).astype(bool)
    reports = read_table(snakemake.input.reports, RECORD)
    summary, predictions = evaluate(
        reports, labels, criteria=params.criteria, model=params.model, seed=params.seed
    )
    write_table(summary, snakemake.output.performance)
    write_table(predictions, snakemake.output.predictions)
