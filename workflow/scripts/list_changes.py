from cireview.labels.reopen import count_reopened
from cireview.logs import keep_log
from cireview.prisma import FATE
from cireview.tables import RECORD, read_table, write_table
from cireview.versions import CHANGE, find_base, list_changes, read_versions

of, params, output = snakemake.input, snakemake.params, snakemake.output
with keep_log(snakemake.log[0]):
    records, fates = read_table(of.records, RECORD), read_table(of.fates, FATE)
    versions, log = read_versions(params.folder), read_table(of.searches)
    base = find_base(versions, log, records["record_id"], update_of=params.update_of)
    # Without a later search: what changed since the last version of all.
    since = base or (versions[-1] if versions else None)
    changes = list_changes(records, fates, read_table(of.notices), since=since) if since else CHANGE.empty()
    write_table(changes, output.changes, CHANGE)
    reopened = {name: read_table(of[name]) for name in ("screening", "eligibility")}
    write_table(count_reopened(params.amendments, reopened), output.amendments)
