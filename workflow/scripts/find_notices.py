import warnings

from cireview.logs import keep_log
from cireview.prisma import FATE
from cireview.search.attempts import note_attempt
from cireview.search.notices import NOTICE, find_notices
from cireview.sources.lookup import Library
from cireview.tables import RECORD, read_table, write_table
from cireview.web import Access, Session

of, params = snakemake.input, snakemake.params
with keep_log(snakemake.log[0]), Session(seed=params.seed, tries=3) as session:
    fates, access = read_table(of.fates, FATE), Access(params.archive, params.date, session)
    asked = fates.loc[fates["fate"] == "included", "report_id"]
    library = Library(access, purpose="notices") if params.date else None
    found = find_notices(read_table(of.reports, RECORD), files=of.files, library=library, asked=asked)
    for problem in library.problems if library else ():
        warnings.warn(str(problem), stacklevel=1)
    write_table(found, snakemake.output[0], NOTICE)
    note_attempt(params.attempts_folder, "notices", complete=not (library and library.problems))
