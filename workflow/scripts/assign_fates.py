from cireview.labels.studies import name_studies, read_studies
from cireview.logs import keep_log
from cireview.prisma import FATE, assign_fates, count_flow, note_flow
from cireview.prisma.table import flow_table
from cireview.tables import DECISION, MATCH, RECORD, read_table, write_table
from cireview.versions import find_base, read_versions

of, params = snakemake.input, snakemake.params
with keep_log(snakemake.log[0]):
    stages = [read_table(path, DECISION) for path in (of.rules, of.screening, of.eligibility)]
    records, log, studies = read_table(of.records, RECORD), read_table(of.searches), read_studies(of.studies)
    base = find_base(read_versions(params.folder), log, records["record_id"], update_of=params.update_of)
    who = {"others": params.others, "earlier": base.standing if base else ()}
    fates = assign_fates(records, read_table(of.matches, MATCH), *stages, read_table(of.retrieved), **who)
    write_table(fates, snakemake.output.fates, FATE)
    update = {"earlier": base.fates, "searched": base.searched_since(log)} if base else {}
    update["study_of"] = name_studies(studies, fates)
    counts = count_flow(fates, kinds=params.kinds, **params.reasons, **update)
    notes = note_flow(counts, searches=log, studies=studies, notes=params.notes)
    write_table(flow_table(counts, notes), snakemake.output.flow, bom=False)
