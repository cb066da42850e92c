"""What a stop by each rule would have left unread and found."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cireview.stopping import Progress, assess, trace_stopping
from cireview.stopping.rules import RULES
from cireview.stopping.savings import add_savings

DOCS = Path(__file__).parents[2] / "docs/screening.md"
# A hundred relevant ones first, and one more at the end.
LABELS = pd.Series([i < 100 or i == 999 for i in range(1000)], index=[f"r{i}" for i in range(1000)])


def told(labels, *, unread):
    progress = Progress(total=len(labels) + unread, unread=unread, found=int(labels.sum()))
    rules = assess(list(labels.index), labels, progress=progress)
    every = np.full(len(labels), True)
    curve = trace_stopping(labels.to_numpy(bool), every, progress=progress, points=1000)
    return add_savings(rules, curve).set_index("rule")


def test_a_rule_tells_what_its_first_stop_would_have_left_and_missed():
    table = told(LABELS, unread=500)
    # A hundred irrelevant ones stand at rank 200: 800 of those read since, and 500 never read, were left.
    assert table.loc["consecutive", ["would_leave", "would_have"]].tolist() == ["1300", f"{100 / 101:.3f}"]


def test_a_rule_that_was_never_met_tells_nothing():
    table = told(LABELS.head(150), unread=500)
    assert table.loc[["consecutive", "certified", "quantile"], "would_leave"].tolist() == ["", "", ""]


def test_reading_all_leaves_nothing():
    assert told(LABELS, unread=0).loc["read_all", ["would_leave", "would_have"]].tolist() == ["0", "1.000"]


def test_nothing_read_tells_nothing():
    assert set(told(LABELS.head(0), unread=500)["would_leave"]) == {""}


NAMES = {
    "certified": "certified, after every answer",
    "quantile": "quantile",
    "hypergeometric": "hypergeometric tail",
    "knee": "knee",
    "consecutive": "100 consecutive",
}


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.name != "read_all"], ids=lambda rule: rule.name
)
def test_what_rules_did_on_real_orders_is_what_the_docs_measured(rule):
    real_orders = DOCS.read_text().split("### How often the rules miss")[1].split("A thousand made")[0]
    row = re.search(rf"^\| {re.escape(NAMES[rule.name])} \|(.*)\|$", real_orders, re.MULTILINE)
    missed, _, lowest, unread, _ = (float(cell) for cell in row[1].split("|"))
    wanted = f"missed the target in {missed:.1%}; lowest recall {lowest:.2f}; {unread:.0%} left unread"
    assert rule.seen == wanted
