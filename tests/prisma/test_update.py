"""An updated review: what the version before dealt with is not counted again, and the sums hold."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.prisma import FATES, count_flow
from cireview.prisma.update import part_fates

DONE = [fate for fate in FATES if fate != "duplicate" and not fate.startswith("awaiting")]
KINDS = {"Scopus": "database", "Trials": "register", "Web": "website"}


def fates(*rows):
    """Return FATE of rows ``record report fate [source]``."""
    table = pd.DataFrame([(*row.split(), "Scopus")[:4] for row in rows])
    table.columns = ["record_id", "report_id", "fate", "source"]
    return table.assign(reason="", decided_by="").astype("str")


THEN = fates("a a included", "b b excluded_screening", "c b duplicate", "d d excluded_eligibility",
             "x a duplicate")  # fmt: skip

# What is there today, and then: new, again, previously included, still counted.
CASES = {
    "nothing is new": (["a a included", "b b excluded_screening", "c b duplicate"],
                       [], [], 1, 1),
    "a new report": (["a a included", "b b excluded_screening", "e e included"], ["e"], [], 1, 1),
    "a new record of a known report": (["a a included", "e a duplicate"], ["e"], [], 1, 1),
    "included before and excluded now": (["a a excluded_eligibility"], [], ["a"], 1, 0),
    "included before and open again": (["a a awaiting_assessment"], [], ["a"], 1, 0),
    "excluded before and included now": (["a a included", "b b included"], [], ["b"], 1, 1),
    "excluded at another step": (["a a included", "d d excluded_screening"], [], ["d"], 1, 1),
    "excluded at the same step": (["a a included", "d d excluded_eligibility"], [], [], 1, 1),
    "its report is named after another record": (["a a included", "c c excluded_screening", "b c duplicate"],
                                                 [], [], 1, 1),
    "parted from its report, the duplicate is judged as the report was": (
        ["a a included", "b b excluded_screening", "c c excluded_screening"], [], [], 1, 1),
    "an included report was parted, and both are included": (["a a included", "x x included"],
                                                              [], ["x"], 1, 1),
    "two reports became one": (["a a included", "b a duplicate", "d a duplicate"], [], [], 1, 1),
    "an included record is gone": (["b b excluded_screening"], [], [], 1, 0),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_counted_anew(case):
    now, new, again, previous, kept = CASES[case]
    update = part_fates(fates(*now), THEN)
    assert sorted(update.new["record_id"]) == new
    assert sorted(update.again["record_id"]) == again
    assert (len(update.previous), len(update.kept)) == (previous, kept)
    assert len(update.no_longer) == previous - kept


def test_boxes_of_an_update():
    now = fates(
        "a a excluded_eligibility", "b b excluded_screening", "d d included", "e e included",
        "f f excluded_screening", "g e duplicate", "h h ineligible Trials",
    )  # fmt: skip
    counts = count_flow(now, kinds=KINDS, reasons={}, earlier=THEN, searched=["Scopus"])
    expected = {
        "previous_reports": 1,
        "no_longer_counted": 1,
        "database_results": 3,
        "register_results": 1,
        "looked_at_again": 2,
        "duplicates": 1,
        "excluded_automatic": 1,
        "records_screened": 4,
        "dbr_assessed": 3,
        "new_reports": 2,
        "total_reports": 2,
    }
    assert {key: counts[key] for key in expected} == expected
    assert "other_assessed" not in counts
    assert counts["database_specific_results"] == {"Scopus": 3}


def test_a_source_that_was_searched_again_in_vain_is_named():
    counts = count_flow(THEN, kinds=KINDS, reasons={}, earlier=THEN, searched=["Trials"])
    assert counts["register_specific_results"] == {"Trials": 0}
    assert counts["database_results"] == 0
    assert counts["total_reports"] == 1


@st.composite
def reviews(draw):
    """Return the fates of a version, and those of a later day with other reports and other ends."""
    size = draw(st.integers(1, 12))
    members = [draw(st.integers(0, number)) for number in range(size)]
    later = [draw(st.integers(0, number)) for number in range(size + draw(st.integers(0, 6)))]
    source = st.sampled_from(sorted(KINDS))
    return tuple(fates(*_end(draw, owners, source)) for owners in (members, later))


def _end(draw, owners, source):
    """Yield rows in which each record belongs to itself or to an earlier record that stands alone."""
    stands = {}
    for number, owner in enumerate(owners):
        root = owner if stands.get(owner) else number
        stands[number] = root == number
        end = draw(st.sampled_from(DONE)) if root == number else "duplicate"
        yield f"r{number} r{root} {end} {draw(source)}"


@given(reviews())
def test_every_update_adds_up(both):
    then, now = both
    counts = count_flow(now, kinds=KINDS, reasons={}, earlier=then)
    included = int((now["fate"] == "included").sum())
    assert counts["total_reports"] == included
    assert min(counts["previous_reports"], counts.get("no_longer_counted", 0)) >= 0
