"""Every record has exactly one fate, and every number of the flow is a count of fates."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.errors import TableError
from cireview.prisma import FATES, assign_fates, check_flow, count_flow
from cireview.tables import DECISION, MATCH, RECORD

RETRIEVED = ["record_id", "retrieved"]


def decisions(stage, rows):
    frame = pd.DataFrame(
        [(one, stage, said, why, by, "", "") for one, said, why, by in rows], columns=list(DECISION.columns)
    )
    return DECISION.conform(frame)


def fates_of(records, groups, *, rules=(), screening=(), eligibility=(), retrieved=()):
    table = RECORD.conform(
        pd.DataFrame({"record_id": records, "source": "Scopus"}).reindex(
            columns=list(RECORD.columns), fill_value=""
        )
    ).assign(source="Scopus")
    pairs = [(record, groups.get(record, record), "single", 1.0) for record in records]
    return assign_fates(
        table,
        MATCH.conform(pd.DataFrame(pairs, columns=list(MATCH.columns))),
        decisions("rules", rules),
        decisions("screening", screening),
        decisions("eligibility", eligibility),
        pd.DataFrame(list(retrieved), columns=RETRIEVED, dtype="str"),
    )


IN, OUT = ("include", "", "anna"), ("exclude", "why", "anna")
CASES = {
    "ineligible": {"rules": [("a", *OUT)]},
    "awaiting_screening": {"rules": [("a", *IN)]},
    "excluded_screening": {"screening": [("a", *OUT)]},
    "awaiting_retrieval": {"screening": [("a", *IN)]},
    "not_retrieved": {"screening": [("a", *IN)], "retrieved": [("a", "no")]},
    "awaiting_assessment": {"screening": [("a", *IN)], "retrieved": [("a", "yes")]},
    "excluded_eligibility": {"screening": [("a", *IN)], "eligibility": [("a", *OUT)]},
    "included": {"screening": [("a", *IN)], "eligibility": [("a", *IN)]},
}


@pytest.mark.parametrize(("fate", "tables"), CASES.items(), ids=CASES)
def test_each_way_through_the_review_ends_in_its_fate(fate, tables):
    assert fates_of(["a"], {}, **tables)["fate"].tolist() == [fate]


def test_a_record_that_is_not_the_one_kept_is_a_duplicate_whatever_was_decided():
    table = fates_of(["a", "b"], {"b": "a"}, screening=[("a", *IN)], eligibility=[("a", *IN)])
    assert table["fate"].tolist() == ["included", "duplicate"]


def test_a_later_stage_never_overrules_an_earlier_exclusion():
    table = fates_of(["a"], {}, rules=[("a", *OUT)], screening=[("a", *IN)], eligibility=[("a", *IN)])
    assert table["fate"].tolist() == ["ineligible"]


def test_a_full_text_decision_counts_only_after_the_abstract_was_let_through():
    assert fates_of(["a"], {}, eligibility=[("a", *IN)])["fate"].tolist() == ["awaiting_screening"]


def test_a_report_decided_twice_in_a_stage_is_an_error():
    with pytest.raises(TableError, match="decided twice"):
        fates_of(["a"], {}, screening=[("a", *IN), ("a", *OUT)])


def test_a_record_without_a_report_is_an_error():
    table = RECORD.conform(
        pd.DataFrame({"record_id": ["a"]}).reindex(columns=list(RECORD.columns), fill_value="")
    )
    nothing = decisions("x", [])
    with pytest.raises(TableError, match="exactly one report"):
        assign_fates(table, MATCH.empty(), nothing, nothing, nothing, pd.DataFrame(columns=RETRIEVED))


@given(st.lists(st.sampled_from([*CASES, "duplicate"]), max_size=30))
def test_every_record_is_counted_once_and_the_identities_hold(wanted):
    tables = {"rules": [], "screening": [], "eligibility": [], "retrieved": []}
    groups = {}
    for place, fate in enumerate(wanted):
        if fate == "duplicate":
            groups[f"r{place}"] = "kept"
        for name, rows in CASES.get(fate, {}).items():
            tables[name] += [(f"r{place}", *row[1:]) for row in rows]
    table = fates_of(["kept", *(f"r{place}" for place in range(len(wanted)))], groups, **tables)
    counts = count_flow(table, kinds={"Scopus": "database"}, reasons={"why": "A reason"})
    assert set(table["fate"]) <= set(FATES)
    assert counts["database_results"] == len(wanted) + 1
    assert counts["duplicates"] == wanted.count("duplicate")
    assert counts["new_reports"] == wanted.count("included")
    assert sum(counts["dbr_excluded"].values()) == wanted.count("excluded_eligibility")
    assert counts["records_screened"] == counts["records_excluded"] + counts["dbr_sought_reports"]


@pytest.mark.parametrize(
    "key", ["duplicates", "records_screened", "dbr_sought_reports", "dbr_assessed", "new_reports"]
)
def test_a_number_that_does_not_add_up_is_found(key):
    table = fates_of(["a", "b"], {}, screening=[("a", *IN)], eligibility=[("a", *IN)])
    counts = count_flow(table, kinds={"Scopus": "database"}, reasons={})
    with pytest.raises(TableError, match="does not add up"):
        check_flow(counts | {key: counts[key] + 1}, records=2)


def test_reasons_stand_in_the_order_of_the_protocol_and_a_missing_one_is_said():
    rows = [("a", "exclude", "late", "x"), ("b", "exclude", "early", "x"), ("c", "exclude", "", "x")]
    table = fates_of(list("abc"), {}, screening=[(one, *IN) for one in "abc"], eligibility=rows)
    counts = count_flow(table, kinds={"Scopus": "database"}, reasons={"early": "Early", "late": "Late"})
    assert list(counts["dbr_excluded"].items()) == [("Early", 1), ("Late", 1), ("Reason not given", 1)]


def test_what_a_model_excluded_is_told_apart_from_what_people_excluded():
    rows = [("a", "exclude", "", "model: stop"), ("b", "exclude", "", "anna")]
    counts = count_flow(fates_of(["a", "b"], {}, screening=rows), kinds={"Scopus": "database"}, reasons={})
    assert (counts["records_excluded_automation"], counts["records_excluded_human"]) == (1, 1)
