import pandas as pd

from cireview.identity import FORMER, tell_former
from cireview.logs import keep_log
from cireview.sheets.duplicates import side_by_side
from cireview.sheets.handouts import write_handouts
from cireview.tables import POSSIBLE, RECORD, read_table

with keep_log(snakemake.log[0]):
    questions, former = tell_former(read_table(snakemake.input.former, FORMER))
    records = pd.concat([read_table(snakemake.input.records, RECORD), former], ignore_index=True)
    possible = pd.concat([read_table(snakemake.input.possible, POSSIBLE), questions], ignore_index=True)
    choices = {"decision": ["same", "different"]}
    sheet = side_by_side(records, possible)
    write_handouts({"possible_duplicates": sheet}, snakemake.params.folder, choices=choices)
