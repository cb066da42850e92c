"""`cireview draw` in a folder."""

import pandas as pd
from cli.conftest import run

from cireview.tables import DECISION, write_table
from cireview.tables.spreadsheets import write_sheet


def make_unread(folder, records):
    """Write the tables of a run after which nobody has read these records."""
    matches = {"record_id": records, "report_id": records, "rule": "single", "score": 1.0}
    write_table(pd.DataFrame(matches), folder / "results/3_search/duplicates.csv")
    empty = dict.fromkeys(DECISION.columns, "")
    rules = pd.DataFrame([{**empty, "record_id": one, "decision": "include"} for one in records])
    write_table(rules, folder / "results/4_practical_screen/rules.csv")


def test_what_a_certificate_costs_is_a_table(folder):
    make_unread(folder, [f"r{number}" for number in range(400)])
    lines = run("draw", "certification", "--on", "2026-01-31", folder).stdout.splitlines()
    assert lines[:2] == [" " * 16 + "recall certified", "sample  labels  if none relevant  if 1 % relevant"]
    assert {len(line) for line in lines[1:-2]} == {len(lines[1])}


def test_what_somebody_may_have_begun_is_not_drawn(folder):
    """That batches which nobody has begun are taken back stands in tests/workflow/test_stops.py."""
    config = folder / "config/config.yaml"
    config.write_text(config.read_text().replace("batch: null", "batch: {size: 2}"))
    make_unread(folder, ["a", "b"])
    name = "screening_reviewer_1_001.csv"
    batch = folder / f"results/4_practical_screen/sheets/{name}"
    write_sheet(pd.DataFrame({"record_id": ["a"], "decision": [""]}), batch)
    saved = folder / f"data/labels/screening/{name}"
    saved.write_bytes(batch.read_bytes())
    command = ["draw", "pilot", "--on", "2026-01-31", "--size", "1", folder]
    assert "drew 1 of 1 unread abstracts" in run(*command).stdout
    assert batch.exists()
