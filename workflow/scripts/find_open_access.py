import warnings

from cireview.logs import keep_log
from cireview.search.attempts import note_attempt
from cireview.sources.open_access import OPEN_ACCESS, find_open_access
from cireview.tables import DECISION, INCLUDE, RECORD, read_table, write_table
from cireview.web import Access, Session

params = snakemake.params
with keep_log(snakemake.log[0]), Session(seed=params.seed, tries=3) as session:
    screening = read_table(snakemake.input.screening, DECISION)
    reports = read_table(snakemake.input.reports, RECORD)
    sought = reports["record_id"].isin(screening.loc[screening["decision"] == INCLUDE, "record_id"])
    found = find_open_access(reports[sought], Access(params.archive, params.date, session))
    for problem in found.problems:
        warnings.warn(str(problem), stacklevel=1)
    write_table(found.places, snakemake.output[0], OPEN_ACCESS)
    note_attempt(params.attempts_folder, "open_access", complete=found.has_ended)
