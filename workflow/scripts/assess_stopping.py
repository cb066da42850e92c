from cireview.logs import keep_log
from cireview.screening.stopping_report import assess, trace_stopping
from cireview.tables import INCLUDE, read_table, write_table

with keep_log(snakemake.log[0]):
    rules, labels = read_table(snakemake.input.rules), read_table(snakemake.input.labels)
    total = int((rules["decision"] == INCLUDE).sum())
    target = {"recall": snakemake.params.recall, "confidence": snakemake.params.confidence}
    relevant = (labels.set_index("record_id")["decision"] == INCLUDE).astype(bool)
    write_table(assess(list(relevant.index), relevant, total=total, **target), snakemake.output.rules)
    write_table(trace_stopping(relevant.to_numpy(), total=total, **target), snakemake.output.curve)
