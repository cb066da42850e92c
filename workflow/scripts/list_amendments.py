from cireview.labels.reopen import count_reopened
from cireview.logs import keep_log
from cireview.tables import read_table, write_table

of, params = snakemake.input, snakemake.params
with keep_log(snakemake.log[0]):
    reopened = {name: read_table(of[name]) for name in ("screening", "eligibility")}
    write_table(count_reopened(params.amendments, reopened), snakemake.output[0])
