import warnings

from cireview.logs import keep_log
from cireview.search.attempts import note_attempt
from cireview.search.complete import COMPLETION, UNCOMPLETED
from cireview.search.retry import complete_records
from cireview.tables import RECORD, read_table, write_table
from cireview.web import Access, Session

params, output = snakemake.params, snakemake.output
with keep_log(snakemake.log[0]), Session(seed=params.seed, tries=3) as session:
    records = read_table(snakemake.input[0], RECORD)
    records, completion = complete_records(records, Access(params.archive, params.date, session))
    for problem in completion.problems:
        warnings.warn(str(problem), stacklevel=1)
    write_table(records, output.records, RECORD)
    write_table(completion.filled, output.filled, COMPLETION)
    write_table(completion.missing, output.missing, UNCOMPLETED)
    note_attempt(params.attempts_folder, "completion", complete=not completion.problems)
