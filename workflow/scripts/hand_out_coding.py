import pandas as pd

from cireview.coding import SUGGESTED
from cireview.logs import keep_log
from cireview.sheets.coding import coding_choices, coding_prompts, coding_sheets
from cireview.sheets.content import Recipients
from cireview.sheets.handouts import write_handouts
from cireview.tables import RECORD, read_table
from cireview.tables.questions import make_questions

params, tables = snakemake.params, snakemake.input
with keep_log(snakemake.log[0]):
    questions = make_questions(params.questions)
    waiting = {name: read_table(tables[name]) for name in ("awaiting", "conflicts")}
    suggestions = read_table(tables.suggestions, SUGGESTED) if params.show_suggestions else None
    people = Recipients(**params.readers, **waiting)
    shown = {"suggestions": suggestions, "recipients": people, "questions": questions, "wide": params.wide}
    sheets = coding_sheets(read_table(tables.reports, RECORD), **shown)
    told = {"prompts": coding_prompts(questions), "legend": pd.DataFrame(params.legend)}
    write_handouts(sheets, params.folder, choices=coding_choices(questions), **told)
