import warnings

from cireview.logs import keep_log, show_progress
from cireview.practical_screen import keep_passed
from cireview.screening import doubt_criteria, note_texts, open_space, score_criteria
from cireview.tables import DECISION, RECORD, read_table, write_table

params, output = snakemake.params, snakemake.output
with keep_log(snakemake.log[0]):
    reports = read_table(snakemake.input.reports, RECORD)
    reports = keep_passed(reports, read_table(snakemake.input.rules, DECISION))
    settings = {"criteria": params.criteria, "model": params.model}
    space = open_space(output.features, reports, **settings, notify=show_progress)
    if doubt := doubt_criteria(space, params.criteria):
        warnings.warn(doubt, stacklevel=1)
    write_table(score_criteria(reports, params.terms, spacy_model=params.spacy_model), output.words)
    write_table(note_texts(reports), output.notes)
