from cireview.logs import keep_log
from cireview.sheets.batches import BY_BATCH
from cireview.stopping import Plan, Progress, SampleEvidence, assess, trace_stopping
from cireview.stopping.progress import count_progress, find_reached
from cireview.stopping.samples import RANDOM
from cireview.tables import INCLUDE, read_table, write_table

inputs, plan = snakemake.input, Plan(**snakemake.params.planned)
with keep_log(snakemake.log[0]):
    tables = {name: read_table(inputs[name]) for name in ("rules", "decisions", "labels", "unread")}
    labels, unread, counts = count_progress(**tables)
    relevant, by_ranking = labels["decision"] == INCLUDE, labels["chosen"].isin(["", *BY_BATCH])
    sample = labels.index[labels["chosen"].str.startswith(RANDOM)]
    reached = find_reached(read_table(inputs.ranking)["record_id"], unread=unread, sample=sample)
    standing = {"progress": Progress(**counts), "plan": plan, "stop": snakemake.params.stop}
    standing |= {"evidence": SampleEvidence(read_table(inputs.samples), sample, reached)}
    span = {name: counts[name] for name in ("total", "unread")}
    curve = trace_stopping(relevant.to_numpy(bool), by_ranking.to_numpy(), plan=plan, **span)
    write_table(assess(labels.index[by_ranking], relevant.astype(bool), **standing), snakemake.output.rules)
    write_table(curve, snakemake.output.curve)
