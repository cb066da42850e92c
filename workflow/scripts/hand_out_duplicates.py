import warnings

import pandas as pd

from cireview.identity import FORMER, tell_former
from cireview.logs import keep_log
from cireview.sheets import duplicates as sheets
from cireview.sheets.handouts import write_handouts
from cireview.tables import LINE, MATCH, POSSIBLE, RECORD, read_table

given, settings = snakemake.input, {"choices": sheets.CHOICES, "rows": {"merges": sheets.MERGE_ROWS}}
with keep_log(snakemake.log[0]):
    questions, former = tell_former(read_table(given.former, FORMER))
    possible = pd.concat([read_table(given.possible, POSSIBLE), questions], ignore_index=True)
    records = read_table(given.records, RECORD)
    asked = sheets.side_by_side(pd.concat([records, former], ignore_index=True), possible)
    merges = sheets.list_merges(records, read_table(given.matches, MATCH), read_table(given.lines, LINE))
    write_handouts({"possible_duplicates": asked, "merges": merges}, snakemake.params.folder, **settings)
    for sentence in sheets.tell_cut(merges):
        warnings.warn(sentence, stacklevel=1)
