from cireview.flow.kinds import other_sources
from cireview.logs import keep_log
from cireview.prisma import FATE, assign_fates, count_flow
from cireview.prisma.table import flow_table
from cireview.tables import DECISION, MATCH, RECORD, read_table, write_table
from cireview.versions import find_base, read_versions

of, params = snakemake.input, snakemake.params
with keep_log(snakemake.log[0]):
    stages = [read_table(path, DECISION) for path in (of.rules, of.screening, of.eligibility)]
    records, matches, searches = read_table(of.records, RECORD), read_table(of.matches, MATCH), of.searches
    others, log = other_sources(params.kinds), read_table(searches)
    base = find_base(read_versions(params.folder), log, records["record_id"], update_of=params.update_of)
    earlier = base.standing if base else ()
    retrieved = read_table(of.retrieved)
    fates = assign_fates(records, matches, *stages, retrieved, others=others, earlier=earlier)
    write_table(fates, snakemake.output.fates, FATE)
    update = {"earlier": base.fates, "searched": base.searched_since(log)} if base else {}
    counts = count_flow(fates, kinds=params.kinds, reasons=params.reasons, **update)
    write_table(flow_table(counts), snakemake.output.flow, bom=False)
