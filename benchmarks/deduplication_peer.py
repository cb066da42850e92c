"""Run bib-dedupe, in its own environment. Arguments: records, output folder."""

import sys
from pathlib import Path

import pandas as pd
from bib_dedupe.bib_dedupe import block, cluster, match, prep

out = Path(sys.argv[2])
records = pd.read_csv(sys.argv[1])
matched = match(block(prep(records, cpu=1), cpu=1), cpu=1)
report = {record: record for record in records["ID"]}
for group in cluster(matched):
    report |= dict.fromkeys(group, min(group))
groups = pd.DataFrame({"record_id": list(report), "report_id": list(report.values())})
groups.assign(rule="bib-dedupe", score=1).to_csv(out / "groups.csv", index=False)
maybe = matched[matched["duplicate_label"] == "maybe"]
maybe = maybe[["ID_1", "ID_2"]].set_axis(["record_id_1", "record_id_2"], axis=1)
maybe.to_csv(out / "possible.csv", index=False)
