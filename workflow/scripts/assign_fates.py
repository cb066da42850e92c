from cireview.logs import keep_log
from cireview.prisma import FATE, assign_fates, count_flow
from cireview.prisma.table import flow_table
from cireview.tables import DECISION, MATCH, RECORD, read_table, write_table
from cireview.tables.kinds import other_sources

of, params = snakemake.input, snakemake.params
with keep_log(snakemake.log[0]):
    stages = [read_table(path, DECISION) for path in (of.rules, of.screening, of.eligibility)]
    records, matches = read_table(of.records, RECORD), read_table(of.matches, MATCH)
    others = other_sources(params.kinds)
    fates = assign_fates(records, matches, *stages, read_table(of.retrieved), others=others)
    write_table(fates, snakemake.output.fates, FATE)
    counts = count_flow(fates, kinds=params.kinds, reasons=params.reasons)
    write_table(flow_table(counts), snakemake.output.flow, bom=False)
