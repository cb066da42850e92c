from cireview.logs import keep_log
from cireview.sheets.duplicates import side_by_side
from cireview.sheets.handouts import write_handouts
from cireview.tables import POSSIBLE, RECORD, read_table

with keep_log(snakemake.log[0]):
    records = read_table(snakemake.input.records, RECORD)
    sheet = side_by_side(records, read_table(snakemake.input.possible, POSSIBLE))
    choices = {"decision": ["same", "different"]}
    write_handouts({"possible_duplicates": sheet}, snakemake.params.folder, choices=choices)
