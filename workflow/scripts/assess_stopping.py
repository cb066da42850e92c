from cireview.logs import keep_log
from cireview.sheets.batches import BY_BATCH
from cireview.stopping import Plan, SampleEvidence, add_savings, assess, trace_stopping
from cireview.stopping.progress import count_progress, find_reached
from cireview.stopping.samples import RANDOM
from cireview.tables import INCLUDE, read_table, write_table

inputs, stop = snakemake.input, snakemake.params.stop
with keep_log(snakemake.log[0]):
    tables = (read_table(inputs[name]) for name in ("rules", "decisions", "labels", "unread"))
    labels, unread, progress = count_progress(*tables)
    relevant, by_ranking = labels["decision"] == INCLUDE, labels["chosen"].isin(["", *BY_BATCH])
    sample = labels.index[labels["chosen"].str.startswith(RANDOM)]
    reached = find_reached(read_table(inputs.ranking)["record_id"], unread=unread, sample=sample)
    standing = {"progress": progress, "plan": Plan(**snakemake.params.planned)}
    shown = {"evidence": SampleEvidence(read_table(inputs.samples), sample, reached)}
    rules = assess(labels.index[by_ranking], relevant.astype(bool), stop=stop, **shown, **standing)
    curve = trace_stopping(relevant.to_numpy(bool), by_ranking.to_numpy(), **standing)
    write_table(add_savings(rules, curve), snakemake.output.rules)
    write_table(curve, snakemake.output.curve)
