from cireview.logs import keep_log
from cireview.sheets.batches import BY_BATCH
from cireview.stopping import Plan, Progress, SampleEvidence, assess, trace_stopping
from cireview.stopping.assess import find_reached
from cireview.stopping.samples import RANDOM
from cireview.tables import INCLUDE, read_table, write_table

inputs, plan = snakemake.input, Plan(**snakemake.params.planned)
with keep_log(snakemake.log[0]):
    labels, unread = read_table(inputs.labels).set_index("record_id"), read_table(inputs.unread)["record_id"]
    counts = {"total": int((read_table(inputs.rules)["decision"] == INCLUDE).sum()), "unread": len(unread)}
    found = int((read_table(inputs.decisions)["decision"] == INCLUDE).sum())
    relevant, by_ranking = labels["decision"] == INCLUDE, labels["chosen"].isin(["", *BY_BATCH])
    sample = labels.index[labels["chosen"].str.startswith(RANDOM)]
    reached = find_reached(read_table(inputs.ranking)["record_id"], unread=unread, sample=sample)
    standing = {"progress": Progress(**counts, found=found), "plan": plan, "stop": snakemake.params.stop}
    standing |= {"evidence": SampleEvidence(read_table(inputs.samples), sample, reached)}
    curve = trace_stopping(relevant.to_numpy(bool), by_ranking.to_numpy(), plan=plan, **counts)
    write_table(assess(labels.index[by_ranking], relevant.astype(bool), **standing), snakemake.output.rules)
    write_table(curve, snakemake.output.curve)
