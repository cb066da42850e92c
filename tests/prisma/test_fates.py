"""Every record has exactly one fate, and every number of the flow is a count of fates."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.errors import TableError
from cireview.flow.kinds import OTHER_KINDS, other_sources
from cireview.prisma import FATES, assign_fates, check_flow, count_flow
from cireview.tables import DECISION, MATCH, RECORD

RETRIEVED = ["record_id", "retrieved"]
KINDS = {"Scopus": "database", "ICTRP": "register", "WHO": "website", "Citations": "citations"}


def decisions(stage, rows):
    frame = pd.DataFrame(
        [(one, stage, said, why, by, "", "") for one, said, why, by in rows], columns=list(DECISION.columns)
    )
    return DECISION.conform(frame)


def fates_of(records, groups, *, sources=None, rules=(), screening=(), eligibility=(), retrieved=()):
    found_in = [(sources or {}).get(record, "Scopus") for record in records]
    table = RECORD.conform(
        pd.DataFrame({"record_id": records, "source": found_in}).reindex(
            columns=list(RECORD.columns), fill_value=""
        )
    )
    pairs = [(record, groups.get(record, record), "single", 1.0) for record in records]
    return assign_fates(
        table,
        MATCH.conform(pd.DataFrame(pairs, columns=list(MATCH.columns))),
        decisions("rules", rules),
        decisions("screening", screening),
        decisions("eligibility", eligibility),
        pd.DataFrame(list(retrieved), columns=RETRIEVED, dtype="str"),
        others=other_sources(KINDS),
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


@pytest.mark.parametrize(
    ("sources", "fates"),
    [
        ({"a": "WHO", "b": "Scopus"}, ["duplicate", "included"]),
        ({"a": "WHO", "b": "Citations"}, ["included", "duplicate"]),
        ({"a": "WHO", "b": "ICTRP"}, ["duplicate", "included"]),
        ({"a": "Scopus", "b": "ICTRP"}, ["included", "duplicate"]),
    ],
)
def test_a_record_of_a_database_stands_for_its_report_whichever_it_is_named_after(sources, fates):
    decided = {"screening": [("a", *IN)], "eligibility": [("a", *IN)]}
    table = fates_of(["a", "b"], {"b": "a"}, sources=sources, **decided)
    assert table["fate"].tolist() == fates
    assert table["report_id"].tolist() == ["a", "a"]


def test_a_later_stage_never_overrules_an_earlier_exclusion():
    table = fates_of(["a"], {}, rules=[("a", *OUT)], screening=[("a", *IN)], eligibility=[("a", *IN)])
    assert table["fate"].tolist() == ["ineligible"]


def test_a_full_text_decision_counts_only_after_the_abstract_was_let_through():
    assert fates_of(["a"], {}, eligibility=[("a", *IN)])["fate"].tolist() == ["awaiting_screening"]


def test_a_report_decided_twice_in_a_stage_is_an_error():
    with pytest.raises(TableError, match="has two decisions"):
        fates_of(["a"], {}, screening=[("a", *IN), ("a", *OUT)])


def test_a_record_without_a_report_is_an_error():
    table = RECORD.conform(
        pd.DataFrame({"record_id": ["a"]}).reindex(columns=list(RECORD.columns), fill_value="")
    )
    nothing = decisions("x", [])
    with pytest.raises(TableError, match="exactly one report"):
        assign_fates(table, MATCH.empty(), nothing, nothing, nothing, pd.DataFrame(columns=RETRIEVED))


reports = st.tuples(
    st.sampled_from(list(CASES)), st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=3)
)


@given(st.lists(reports, max_size=20))
def test_every_record_is_counted_once_by_its_way_and_the_identities_hold(wanted):
    """Each report has a fate and records of some sources, and is named after the first of them."""
    tables = {"rules": [], "screening": [], "eligibility": [], "retrieved": []}
    groups, sources = {}, {}
    for place, (fate, found_in) in enumerate(wanted):
        for copy, source in enumerate(found_in):
            groups[f"r{place}.{copy}"] = f"r{place}.0"
            sources[f"r{place}.{copy}"] = source
        for name, rows in CASES[fate].items():
            tables[name] += [(f"r{place}.0", *row[1:]) for row in rows]
    table = fates_of(list(groups), groups, sources=sources, **tables)
    counts = count_flow(table, kinds=KINDS, reasons={"why": "A reason"})
    by_database = [(fate, set(found_in) & {"Scopus", "ICTRP"} != set()) for fate, found_in in wanted]
    found = list(sources.values())
    assert set(table["fate"]) <= set(FATES)
    assert sorted(table["record_id"]) == sorted(groups)
    assert {KINDS[name]: counts[f"{KINDS[name]}_results"] for name in KINDS} == {
        KINDS[name]: found.count(name) for name in KINDS
    }
    assert counts["duplicates"] + counts["other_already_found"] == len(found) - len(wanted)
    for fate, key, other in [
        ("ineligible", "excluded_automatic", "other_ineligible"),
        ("excluded_screening", "records_excluded", "other_screened_out"),
        ("awaiting_screening", "awaiting_screening", "other_awaiting_screen"),
        ("not_retrieved", "dbr_notretrieved_reports", "other_notretrieved_reports"),
    ]:
        assert (counts[key], counts[other]) == (
            by_database.count((fate, True)),
            by_database.count((fate, False)),
        )
    for key, is_database in (("dbr_excluded", True), ("other_excluded", False)):
        assert sum(counts[key].values()) == by_database.count(("excluded_eligibility", is_database))
    assert counts["new_reports"] == counts["new_studies"] == [fate for fate, _ in wanted].count("included")


NUMBERS = """
duplicates records_screened dbr_sought_reports dbr_assessed new_reports citations_results other_already_found
other_ineligible other_screened_out other_awaiting_screen other_sought_reports other_notretrieved_reports
other_assessed other_awaiting
""".split()  # noqa: SIM905


@pytest.mark.parametrize("key", NUMBERS)
def test_a_number_that_does_not_add_up_is_found(key):
    included = {"screening": [("a", *IN)], "eligibility": [("a", *IN)]}
    table = fates_of(["a", "b"], {}, sources={"b": "Citations"}, **included)
    counts = count_flow(table, kinds=KINDS, reasons={})
    with pytest.raises(TableError, match="does not add up"):
        check_flow(counts | {key: counts[key] + 1}, records=2)


def test_other_methods_are_counted_only_where_such_a_source_is():
    counts = count_flow(fates_of(["a"], {}), kinds={"Scopus": "database"}, reasons={})
    assert [key for key in counts if key.startswith(("other", *OTHER_KINDS))] == []
    counts = count_flow(fates_of(["a"], {}), kinds={"Scopus": "database", "WHO": "website"}, reasons={})
    assert (counts["website_results"], counts["other_sought_reports"]) == (0, 0)
    assert "citations_results" not in counts


def test_reasons_stand_in_the_order_of_the_protocol_and_a_missing_one_is_said():
    rows = [("a", "exclude", "late", "x"), ("b", "exclude", "early", "x"), ("c", "exclude", "", "x")]
    table = fates_of(list("abc"), {}, screening=[(one, *IN) for one in "abc"], eligibility=rows)
    counts = count_flow(table, kinds={"Scopus": "database"}, reasons={"early": "Early", "late": "Late"})
    assert list(counts["dbr_excluded"].items()) == [("Early", 1), ("Late", 1), ("Reason not given", 1)]


def test_what_a_model_excluded_is_told_apart_from_what_people_excluded():
    rows = [("a", "exclude", "", "model: stop"), ("b", "exclude", "", "anna")]
    counts = count_flow(fates_of(["a", "b"], {}, screening=rows), kinds={"Scopus": "database"}, reasons={})
    assert (counts["records_excluded_automation"], counts["records_excluded_human"]) == (1, 1)
