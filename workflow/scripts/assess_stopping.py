from cireview.batches import BY_BATCH
from cireview.logs import keep_log
from cireview.samples import RANDOM
from cireview.screening.stopping_report import assess, find_reached, trace_stopping
from cireview.tables import INCLUDE, read_table, write_table

inputs, planned = snakemake.input, dict(snakemake.params.planned)
with keep_log(snakemake.log[0]):
    labels = read_table(inputs.labels).set_index("record_id")
    total = int((read_table(inputs.rules)["decision"] == INCLUDE).sum())
    relevant = (labels["decision"] == INCLUDE).astype(bool)
    by_ranking = labels["chosen"].isin(["", *BY_BATCH])
    order, apart = relevant[by_ranking], relevant[~by_ranking]
    sample = labels.index[labels["chosen"].str.startswith(RANDOM)]
    reached = find_reached(read_table(inputs.ranking)["record_id"], read=labels.index, sample=sample)
    drawn = {"samples": read_table(inputs.samples), "random_sample": sample, "reached": reached}
    drawn |= {"total": total, "stop": snakemake.params.stop}
    write_table(assess(order.index, relevant, **drawn, **planned), snakemake.output.rules)
    planned |= {"total": total - len(apart), "found_apart": int(apart.sum())}
    write_table(trace_stopping(order.to_numpy(), **planned), snakemake.output.curve)
