from cireview.coding.outcomes import write_metafor, write_revman
from cireview.logs import keep_log
from cireview.practical_screen import year_of
from cireview.tables import RECORD, read_table, write_table
from cireview.tables.questions import find_question

inputs, outputs = snakemake.input, snakemake.output
with keep_log(snakemake.log[0]):
    outcomes, reports = read_table(inputs.outcomes), read_table(inputs.reports, RECORD)
    years = dict(zip(reports["record_id"], map(year_of, reports["year"]), strict=True))
    question = find_question(snakemake.params.questions, snakemake.wildcards.dimension)
    write_table(write_metafor(outcomes, question), outputs.metafor)
    write_table(write_revman(outcomes, question, years), outputs.revman)
