import pandas as pd

from cireview.logs import keep_log
from cireview.tables import read_table, write_table

with keep_log(snakemake.log[0]):
    tables = [read_table(path) for path in snakemake.input]
    write_table(pd.concat(tables, ignore_index=True), snakemake.output[0], bom=False)
