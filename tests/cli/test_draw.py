"""`cireview draw` in a folder."""

import pandas as pd
from cli.conftest import run

from cireview.tables import DECISION, write_table
from cireview.tables.spreadsheets import write_sheet


def test_nothing_is_drawn_as_long_as_a_batch_is_out(folder):
    config = folder / "config/config.yaml"
    config.write_text(config.read_text().replace("batch: null", "batch: {size: 2}"))
    matches = {"record_id": ["a", "b"], "report_id": ["a", "b"], "rule": "single", "score": 1.0}
    write_table(pd.DataFrame(matches), folder / "results/3_search/duplicates.csv")
    empty = dict.fromkeys(DECISION.columns, "")
    rules = pd.DataFrame([{**empty, "record_id": one, "decision": "include"} for one in ("a", "b")])
    write_table(rules, folder / "results/4_practical_screen/rules.csv")
    batch = folder / "results/4_practical_screen/sheets/screening_reviewer_1_001.csv"
    write_sheet(pd.DataFrame({"record_id": ["a"], "decision": [""]}), batch)
    command = ["draw", "pilot", "--on", "2026-01-31", "--size", "1", folder]
    told = str(run(*command).exception)
    assert "sheets/screening_reviewer_1_001.csv: this batch of reviewer_1 is out" in told
    batch.unlink()
    assert "drew 1 of 2 unread abstracts" in run(*command).stdout
