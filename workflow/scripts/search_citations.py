import warnings

from cireview.citations import CITATION, CITATION_LOG, PlannedRound, fetch_citations
from cireview.logs import keep_log
from cireview.search.attempts import note_attempt
from cireview.sources.outcome import SEARCH_LOG
from cireview.tables import RECORD, REJECTED, write_table
from cireview.web import Session

output, params = snakemake.output, snakemake.params
with keep_log(snakemake.log[0]), Session(seed=params.seed, tries=3) as session:
    found = fetch_citations(PlannedRound(**params.round), archive_folder=params.archive, session=session)
    for problem in found.problems:
        warnings.warn(str(problem), stacklevel=1)
    write_table(found.records, output.records, RECORD)
    write_table(REJECTED.empty(), output.rejected, REJECTED)
    write_table(found.search, output.search, SEARCH_LOG)
    write_table(found.citations, output.citations, CITATION)
    write_table(found.log, output.citation_searches, CITATION_LOG)
    note_attempt(params.attempts_folder, snakemake.wildcards.round, complete=not found.problems)
