from cireview.logs import keep_log
from cireview.screening import evaluate, list_disagreements, measure_drift, tabulate_reliability, weigh_words
from cireview.tables import INCLUDE, RECORD, read_table, write_table

params, output = snakemake.params, snakemake.output
with keep_log(snakemake.log[0]):
    read = read_table(snakemake.input.labels).set_index("record_id")
    labels = (read["decision"] == INCLUDE).astype(bool)
    reports = read_table(snakemake.input.reports, RECORD)
    settings = {"criteria": params.criteria, "model": params.model}
    summary, predictions = evaluate(reports, labels, seed=params.seed, **settings)
    write_table(summary, output.performance)
    write_table(predictions, output.predictions)
    write_table(measure_drift(predictions, read["file"]), output.drift)
    write_table(list_disagreements(predictions), output.audit)
    write_table(weigh_words(reports, labels, **settings), output.words)
    seen = predictions["probability"].to_numpy(float), predictions["include"].to_numpy(bool)
    write_table(tabulate_reliability(*seen), output.reliability)
