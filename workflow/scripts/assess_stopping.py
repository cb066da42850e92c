from cireview.logs import keep_log
from cireview.sheets.batches import BY_BATCH
from cireview.stopping.assess import assess, find_reached, trace_stopping
from cireview.stopping.samples import RANDOM
from cireview.tables import INCLUDE, read_table, write_table

inputs, planned = snakemake.input, dict(snakemake.params.planned)
with keep_log(snakemake.log[0]):
    labels, unread = read_table(inputs.labels).set_index("record_id"), read_table(inputs.unread)["record_id"]
    planned |= {"total": int((read_table(inputs.rules)["decision"] == INCLUDE).sum()), "unread": len(unread)}
    relevant = (labels["decision"] == INCLUDE).astype(bool)
    by_ranking = labels["chosen"].isin(["", *BY_BATCH])
    sample = labels.index[labels["chosen"].str.startswith(RANDOM)]
    reached = find_reached(read_table(inputs.ranking)["record_id"], unread=unread, sample=sample)
    drawn = {"samples": read_table(inputs.samples), "random_sample": sample, "reached": reached}
    drawn |= {"found": int((read_table(inputs.decisions)["decision"] == INCLUDE).sum())}
    drawn |= {"stop": snakemake.params.stop}
    write_table(assess(labels.index[by_ranking], relevant, **drawn, **planned), snakemake.output.rules)
    write_table(trace_stopping(relevant.to_numpy(), by_ranking.to_numpy(), **planned), snakemake.output.curve)
