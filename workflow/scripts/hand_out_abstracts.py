from cireview.handouts import write_handouts
from cireview.logs import keep_log
from cireview.sheets import abstract_sheets
from cireview.tables import DECISIONS, RECORD, read_table

params = snakemake.params
with keep_log(snakemake.log[0]):
    sheets = abstract_sheets(
        read_table(snakemake.input.reports, RECORD),
        ranking=read_table(snakemake.input.ranking),
        criteria=read_table(snakemake.input.criteria),
        awaiting=read_table(snakemake.input.awaiting),
        conflicts=read_table(snakemake.input.conflicts),
        people=params.people,
        adjudicator=params.adjudicator,
        show_score=params.show_score,
    )
    choices = {"decision": list(DECISIONS), "reason": params.reasons}
    write_handouts(sheets, "results/4_practical_screen/sheets", choices=choices)
