"""An amendment sets answers of before aside, by decision or by reason, and no others."""

import pandas as pd
import pytest

from cireview.labels.read import LABEL
from cireview.labels.reopen import Reopening, count_reopened, set_aside

REPORT_OF = {"a": "a", "b": "b", "c": "c", "a2": "a"}


def labels(*rows):
    """Return LABEL of rows ``record decision[:reason] day``."""
    parts = [row.split() for row in rows]
    table = pd.DataFrame(
        [
            {
                "record_id": one,
                "decision": what.split(":")[0],
                "reason": [*what.split(":"), ""][1],
                "decided_on": day,
            }
            for one, what, day in parts
        ]
    )
    table = table.assign(row=range(2, len(table) + 2), stage="eligibility", decided_by="anna", file="s.csv")
    return LABEL.conform(
        table.replace({"decided_on": {"-": ""}}).reindex(columns=list(LABEL.columns), fill_value="")
    )


def decide(part):
    """Return the last answer on each report as its decision."""
    named = part.assign(record_id=part["record_id"].map(REPORT_OF))
    return named.drop_duplicates("record_id", keep="last")[["record_id", "decision", "reason"]]


GIVEN = labels("a include 2024-01-01", "b exclude:method 2024-01-01", "c exclude:topic 2024-01-01")

CASES = {
    "what was included": (GIVEN, ["include"], ["a"]),
    "what was excluded": (GIVEN, ["exclude"], ["b", "c"]),
    "what was excluded for one reason": (GIVEN, ["method"], ["b"]),
    "both": (GIVEN, ["include", "topic"], ["a", "c"]),
    "an answer of the day itself is of after": (labels("a include 2025-01-01"), ["include"], []),
    "a later answer is of after": (labels("a include 2025-06-01"), ["include"], []),
    "an answer without a date is of before": (labels("a include -"), ["include"], ["a"]),
    "a month that may be of before or of after": (labels("a include 2025-01"), ["include"], []),
    "a record of the same report": (labels("a2 include 2024-01-01"), ["include"], ["a"]),
    "who answered again": (labels("a include 2024-01-01", "a include 2025-02-01"), ["include"], ["a"]),
    "who answered again without a date, and otherwise": (
        labels("a include 2024-01-01", "a exclude -"),
        ["include"],
        ["a", "a"],
    ),
    "nothing": (GIVEN, [], []),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_set_aside(case):
    given, wanted, reports = CASES[case]
    kept, aside = set_aside(given, [Reopening("2025-01-01", wanted)], report_of=REPORT_OF, decide=decide)
    assert aside["record_id"].tolist() == reports
    # An answer of after stays, whatever becomes of those before it.
    assert len(kept[kept["decision"] != ""]) == len(given) - len(reports)
    assert len(kept) == len(given)


def test_a_text_that_was_had_stays_had():
    kept, _ = set_aside(GIVEN, [Reopening("2025", ["include"])], report_of=REPORT_OF, decide=decide)
    assert kept.set_index("record_id").loc["a", ["decision", "retrieved"]].tolist() == ["", "yes"]


def test_two_amendments_one_after_the_other():
    given = labels("a include 2024-01-01", "b include 2025-03-01")
    both = [Reopening("2026-01-01", ["include"]), Reopening("2025-01-01", ["include"])]
    _, aside = set_aside(given, both, report_of=REPORT_OF, decide=decide)
    assert aside[["record_id", "amended_on"]].to_numpy().tolist() == [
        ["a", "2025-01-01"],
        ["b", "2026-01-01"],
    ]
    listed = count_reopened(
        [{"on": "2025-01-01"}, {"on": "2026-01-01"}, {"on": "2027"}], {"eligibility": aside}
    )
    assert listed["set_aside"].tolist() == [1, 1, 0]
