import pandas as pd

from cireview.identity import read_register
from cireview.labels import CHECKED, check_rows, list_parted, read_answers, read_rows
from cireview.logs import keep_log
from cireview.tables import MATCH, RECORD, read_table, write_table

with keep_log(snakemake.log[0]):
    registered = read_register(snakemake.params.register)
    records = pd.concat([read_table(snakemake.input.records, RECORD), registered], ignore_index=True)
    matches = read_table(snakemake.input.matches, MATCH)
    report_of = dict(zip(matches["record_id"], matches["report_id"], strict=True))
    parted = list_parted(read_answers(snakemake.input.answers))
    checked = check_rows(read_rows(snakemake.input.sheets), records, report_of=report_of, parted=parted)
    write_table(checked, snakemake.output[0], CHECKED)
