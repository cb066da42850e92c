from cireview.coding import read_findings
from cireview.logs import keep_log
from cireview.sheets.findings import findings_sheet, list_choices
from cireview.sheets.handouts import write_handouts

asked = snakemake.params.asked
with keep_log(snakemake.log[0]):
    sheet = findings_sheet(read_findings(snakemake.input, **asked))
    choices = list_choices(asked["components"], asked["concerns"], asked["confidence"])
    write_handouts({"findings": sheet}, snakemake.params.folder, choices=choices)
