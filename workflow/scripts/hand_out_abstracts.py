from cireview.logs import keep_log
from cireview.sheets.content import Hints, Recipients, abstract_sheets
from cireview.sheets.handouts import BatchPlan, hand_out_abstracts
from cireview.tables import RECORD, read_table

params, inputs = snakemake.params, snakemake.input
with keep_log(snakemake.log[0]):
    hints = {name: read_table(inputs[name]) for name in ("ranking", "criteria", "reasons", "notes")}
    awaiting = read_table(inputs.awaiting)
    sheets = abstract_sheets(
        read_table(inputs.reports, RECORD),
        hints=Hints(**hints, show_score=params.show_score),
        recipients=Recipients(params.people, params.adjudicator, awaiting, read_table(inputs.conflicts)),
        answers=read_table(inputs.answers),
        asked=list(params.prompts),
    )
    settings = {name: params[name] for name in ("choices", "prompts", "purposes")}
    settings |= {name: set(read_table(inputs[name])["record_id"]) for name in ("unread", "reopened")}
    settings["batch"] = BatchPlan(**params.batch, seed=params.seed) if params.batch else None
    hand_out_abstracts(sheets, params.folder, awaiting=awaiting, **settings)
