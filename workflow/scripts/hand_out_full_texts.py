from cireview.handouts import write_handouts
from cireview.logs import keep_log
from cireview.sheets import full_text_sheets
from cireview.tables import DECISIONS, RECORD, read_table

params = snakemake.params
with keep_log(snakemake.log[0]):
    sheets = full_text_sheets(
        read_table(snakemake.input.reports, RECORD),
        retrieved=read_table(snakemake.input.retrieved),
        awaiting=read_table(snakemake.input.awaiting),
        conflicts=read_table(snakemake.input.conflicts),
        people=params.people,
        adjudicator=params.adjudicator,
    )
    choices = {"retrieved": ["yes", "no"], "decision": list(DECISIONS), "reason": params.reasons}
    write_handouts(sheets, "results/5_methodological_screen/sheets", choices=choices)
