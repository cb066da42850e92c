import pandas as pd

from cireview.labels.studies import name_studies, read_studies
from cireview.logs import keep_log
from cireview.prisma import FATE, LIFE, find_members, list_lives
from cireview.tables import DECISION, LINE, MATCH, RECORD, read_table, write_table
from cireview.versions import find_base, read_versions

of, params = snakemake.input, snakemake.params
with keep_log(snakemake.log[0]):
    stages = pd.concat(read_table(path, DECISION) for path in (of.rules, of.screening, of.eligibility))
    tables = {"lines": read_table(of.lines, LINE), "matches": read_table(of.matches, MATCH)}
    records, fates, log = read_table(of.records, RECORD), read_table(of.fates, FATE), read_table(of.searches)
    base = find_base(read_versions(params.folder), log, records["record_id"], update_of=params.update_of)
    tables["former"] = base.records if base else RECORD.empty()
    update = {"earlier": base.fates, "searched": base.searched_since(log)} if base else {}
    tables["study_of"] = name_studies(read_studies(of.studies), fates)
    members = find_members(fates, kinds=params.kinds, **params.reasons, study_of=tables["study_of"], **update)
    tables |= {"searches": log, "decisions": stages, "ranking": read_table(of.ranking)}
    write_table(list_lives(records, fates, members, **params.reasons, **tables), snakemake.output[0], LIFE)
