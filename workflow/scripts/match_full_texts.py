import warnings

import pandas as pd

from cireview.full_texts import EXTRACTED, FULL_TEXT, match_full_texts, warn_of_files
from cireview.logs import keep_log
from cireview.tables import MATCH, read_table, write_table

with keep_log(snakemake.log[0]):
    extracted = pd.concat([read_table(row, EXTRACTED) for row in snakemake.input.rows])
    full_texts = match_full_texts(extracted, read_table(snakemake.input.matches, MATCH))
    for problem in warn_of_files(full_texts):
        warnings.warn(str(problem), stacklevel=1)
    write_table(full_texts, snakemake.output[0], FULL_TEXT)
