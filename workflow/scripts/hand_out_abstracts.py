from cireview.handouts import hand_out_abstracts
from cireview.logs import keep_log
from cireview.sheets import abstract_sheets
from cireview.tables import DECISIONS, RECORD, read_table

of, params = snakemake.input, snakemake.params
with keep_log(snakemake.log[0]):
    sheets = abstract_sheets(
        read_table(of.reports, RECORD),
        ranking=read_table(of.ranking),
        criteria=read_table(of.criteria),
        awaiting=read_table(of.awaiting),
        conflicts=read_table(of.conflicts),
        people=params.people,
        adjudicator=params.adjudicator,
        show_score=params.show_score,
    )
    choices = {"decision": list(DECISIONS), "reason": params.reasons}
    folder = "results/4_practical_screen/sheets"
    hand_out_abstracts(sheets, folder, choices=choices, batch=params.batch, seed=params.seed)
