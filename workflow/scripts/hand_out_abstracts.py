from cireview.logs import keep_log
from cireview.sheets.content import abstract_sheets
from cireview.sheets.handouts import hand_out_abstracts
from cireview.tables import RECORD, read_table

HINTS = ("ranking", "criteria", "reasons", "notes", "awaiting", "conflicts", "answers")
params = snakemake.params
with keep_log(snakemake.log[0]):
    sheets = abstract_sheets(
        read_table(snakemake.input.reports, RECORD),
        **{name: read_table(snakemake.input[name]) for name in HINTS},
        asked=list(params.prompts),
        people=params.people,
        adjudicator=params.adjudicator,
        show_score=params.show_score,
    )
    settings = {name: params[name] for name in ("choices", "prompts", "purposes", "batch", "seed")}
    awaiting = read_table(snakemake.input.awaiting)
    hand_out_abstracts(sheets, params.folder, awaiting=awaiting, **settings)
