from cireview.logs import keep_log, show_cost
from cireview.search.attempts import note_attempt
from cireview.search.retry import PlannedSearch, fetch_records
from cireview.sources.outcome import SEARCH_LOG
from cireview.tables import RECORD, REJECTED, write_table
from cireview.web import Session

params = snakemake.params
with keep_log(snakemake.log[0]), Session(seed=params.seed) as session:
    search = PlannedSearch(**params.source)
    outcome = fetch_records(search, archive_folder=params.archive, session=session, notify=show_cost)
    write_table(outcome.records, snakemake.output.records, RECORD)
    write_table(outcome.rejected, snakemake.output.rejected, REJECTED)
    write_table(outcome.log, snakemake.output.search, SEARCH_LOG)
    note_attempt(params.attempts_folder, snakemake.wildcards.api, complete=outcome.has_ended)
