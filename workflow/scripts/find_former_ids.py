from cireview.identity import FORMER, find_former, read_register
from cireview.labels import read_answers, read_rows
from cireview.logs import keep_log
from cireview.tables import RECORD, read_table, write_table

with keep_log(snakemake.log[0]):
    former = find_former(
        read_rows(snakemake.input.sheets),
        read_table(snakemake.input.records, RECORD),
        entries=read_register(snakemake.params.register),
        answers=read_answers(snakemake.input.answers),
    )
    write_table(former, snakemake.output[0], FORMER)
