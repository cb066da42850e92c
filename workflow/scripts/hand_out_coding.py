from cireview.logs import keep_log
from cireview.sheets.content import coding_sheets
from cireview.sheets.handouts import write_handouts
from cireview.tables import CODE, RECORD, read_table

params = snakemake.params
with keep_log(snakemake.log[0]):
    sheets = coding_sheets(
        read_table(snakemake.input.reports, RECORD),
        suggestions=read_table(snakemake.input.suggestions, CODE),
        awaiting=read_table(snakemake.input.awaiting),
        coders=params.coders,
        questions=params.questions,
        values=params.values,
    )
    write_handouts(sheets, params.folder, choices={})
