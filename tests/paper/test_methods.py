"""The methods of a review: every number is counted, and what nobody knows is not said."""

import pandas as pd
import pytest

from cireview import __version__
from cireview.labels import Team
from cireview.paper.methods import Plan, Work, write_methods

AGREED = {"reviewer_1": "all", "reviewer_2": "", "n": "93", "agreement": "0.903", "kappa": "0.80",
          "kappa_low": "0.68", "kappa_high": "0.92"}  # fmt: skip
NONE = pd.DataFrame({"reviewer_1": [], "kappa": []}, dtype="str")
FLOW = {
    "database_results": 221,
    "duplicates": 3,
    "excluded_automatic": 5,
    "records_screened": 93,
    "records_excluded_human": 40,
    "records_excluded_automation": 2,
    "dbr_sought_reports": 51,
    "dbr_notretrieved_reports": 1,
    "dbr_assessed": 50,
    "dbr_excluded": {"Wrong age": 10, "Wrong place": 8},
    "new_studies": 2,
}


def tell(flow=None, *, amendments=(), conflicts=(), coding=NONE, screening=AGREED, **plan):
    searches = pd.DataFrame({"source": ["A", "B"], "searched_on": ["2020-03", "2020-04"], "complete": "yes"})
    columns = ["stage", "settled_by"]
    work = Work(
        flow=FLOW | (flow or {}),
        searches=searches,
        matches=pd.DataFrame({"rule": ["kept", "single", "same DOI", "same DOI", "same place"]}),
        fates=pd.DataFrame({"fate": ["included", "included", "duplicate"]}),
        agreements={"screening": pd.DataFrame([screening]), "eligibility": NONE, "coding": coding},
        conflicts=pd.DataFrame(conflicts, columns=columns),
        amendments=pd.DataFrame(amendments, columns=["on", "change"]),
    )
    teams = {"screening": Team(["a", "b"], "j"), "eligibility": Team(["c"]), "coding": Team(["c"])}
    values = {"kinds": {"A": "database", "B": "register"}, "teams": teams, "stop": None, "seed": 7,
              "target": (0.95, 0.9), "caution": "balanced", "dimensions": 3}  # fmt: skip
    values |= {"ranking": "SVM"} | plan
    return " ".join(write_methods(work, Plan(**values)))


@pytest.mark.parametrize(
    "sentence",
    [
        "1 database was searched: A (2020-03).",
        "1 register was searched: B (2020-04).",
        "They gave 221 records. Of these 3 were duplicates (same DOI 2, same place 1).",
        f"found by cireview {__version__}: named rules decide, a learnt probability (caution: balanced)",
        "excluded 5 records.",
        "2 reviewers screened titles and abstracts, 2 reading each.",
        "Unread abstracts were ranked by SVM.",
        "They agreed on 90.3% of 93 records, kappa 0.80 (95 % interval 0.68 to 0.92).",
        "People excluded 40 records; automation excluded 2.",
        "Of 51 reports sought, 1 could not be retrieved.",
        "In full text 50 were assessed by 1 reviewer, alone; 18 were excluded.",
        "2 reports of 2 studies were included.",
        "1 coder coded 3 dimensions of each.",
        "random seed 7).",
        "No amendment of the protocol is recorded.",
    ],
)
def test_what_is_said_of_a_review(sentence):
    assert sentence in tell()


SETTLED = [("screening", "j"), ("screening", "")]
CODES = pd.DataFrame([AGREED | {"dimension": "x"}, AGREED | {"dimension": "y", "kappa": "0.61"}])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"stop": {"on": "2026-01-02", "rule": "certified"}}, "stopped on 2026-01-02 by the rule certified"),
        ({"stop": {"on": "2026-01-02", "rule": "certified"}}, "a recall of 0.95 with confidence 0.9"),
        ({"flow": {"awaiting_screening": 1}}, "1 record still to be screened."),
        ({"flow": {"other_already_found": 1}}, "Of these 4 were duplicates."),
        ({"amendments": [("2025-01-01", "Years widened")]}, "1 amendment of the protocol: 2025-01-01: Y"),
        ({"conflicts": SETTLED}, "2 answers that differed or were unsure: settled 1 by j, 1 open."),
        ({"coding": CODES}, "Their kappa is 0.61 to 0.80, by dimension."),
        ({"notes": ["Counts are invented."]}, "Counts are invented."),
    ],
)  # fmt: skip
def test_what_is_said_where_there_is_more(given, sentence):
    assert sentence in tell(**given)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "stopped"),
        ({}, "differed"),
        ({}, "by dimension"),
        ({"screening": AGREED | {"kappa": ""}}, "agreed"),
    ],
)
def test_what_nobody_knows_or_did_is_not_said(given, words):
    assert words not in tell(**given)
