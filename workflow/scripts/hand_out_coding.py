import pandas as pd

from cireview.coding import SUGGESTED
from cireview.logs import keep_log
from cireview.sheets.content import Recipients, coding_sheets
from cireview.sheets.handouts import write_handouts
from cireview.tables import RECORD, read_table
from cireview.tables.workbook import ByRow

params, inputs = snakemake.params, snakemake.input
with keep_log(snakemake.log[0]):
    waiting = {name: read_table(inputs[name]) for name in ("awaiting", "conflicts")}
    sheets = coding_sheets(
        read_table(inputs.reports, RECORD),
        suggestions=read_table(inputs.suggestions, SUGGESTED),
        recipients=Recipients(**params.readers, **waiting),
        **params.codebook,
    )
    choices = {"value": ByRow("dimension", params.codebook["values"])}
    write_handouts(sheets, params.folder, choices=choices, legend=pd.DataFrame(params.legend))
