from cireview import screening
from cireview.logs import keep_log
from cireview.practical_screen import keep_passed
from cireview.tables import DECISION, INCLUDE, RECORD, read_table, write_table

params, given, output = snakemake.params, snakemake.input, snakemake.output
with keep_log(snakemake.log[0]):
    read = read_table(given.labels).set_index("record_id")
    labels = (read["decision"] == INCLUDE).astype(bool)
    reports = keep_passed(read_table(given.reports, RECORD), read_table(given.rules, DECISION))
    settings = {"criteria": params.criteria, "model": params.model}
    settings |= {"space": screening.open_space(given.features, reports, **settings)}
    summary, predictions = screening.evaluate(reports, labels, seed=params.seed, **settings)
    write_table(summary, output.performance)
    write_table(predictions, output.predictions)
    write_table(screening.measure_drift(predictions, read["file"]), output.drift)
    write_table(screening.list_disagreements(predictions), output.audit)
    write_table(screening.weigh_words(reports, labels, **settings), output.words)
    seen = predictions["probability"].to_numpy(float), predictions["include"].to_numpy(bool)
    write_table(screening.tabulate_reliability(*seen), output.reliability)
