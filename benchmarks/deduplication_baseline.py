"""Plain baseline: the same normalised title and year are one report. Arguments: records, output folder."""

import sys
from pathlib import Path

import pandas as pd

records = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
title = records["title"].str.lower().str.replace(r"[\W_]+", "", regex=True)
first = records.groupby([title, records["year"]])["ID"].transform("first")
groups = pd.DataFrame({"record_id": records["ID"], "report_id": first, "rule": "title and year", "score": 1})
groups.to_csv(Path(sys.argv[2]) / "groups.csv", index=False)
