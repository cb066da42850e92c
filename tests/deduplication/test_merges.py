"""What was merged can be looked over, and each merge taken back: exactly that record leaves its report."""

from __future__ import annotations

import pandas as pd
import pytest
from deduplication.records_at_hand import ARTICLE, groups_of, make_records
from deduplication.test_answers import OTHER, group_ids

from cireview.deduplication import deduplicate
from cireview.sheets.duplicates import MERGE_ROWS, list_merges, tell_cut
from cireview.tables import LINE, MATCH

# ARTICLE joins them: it has the place of the one and the title of the other.
TRANSLATED = ARTICLE | {"title": "Kaffee und Schlaf bei Schichtarbeit"}
BRIEF = ARTICLE | {"issue": "", "pages": "201"}


def take_out(*pairs: tuple[str, str]) -> pd.DataFrame:
    """Return the answers of who wrote that each second record is different from the first, which is kept."""
    rows = [(kept, gone, "different", gone) for kept, gone in pairs]
    return pd.DataFrame(rows, columns=["record_id_1", "record_id_2", "decision", "leaves"], dtype="str")


def asked_pairs(possible: pd.DataFrame) -> list[list[str]]:
    return sorted(possible[["record_id_1", "record_id_2"]].to_numpy().tolist())


# Four records of one report each: alike, or not, to the one that is kept.
REPORTS = {
    "copies": [ARTICLE] * 4,
    "each lacks something": [
        ARTICLE,
        *(ARTICLE | {lacking: ""} for lacking in ("pages", "issue", "journal")),
    ],
    "one DOI": [ARTICLE | {"doi": "10.1234/a", "pages": pages} for pages in ("201-210", "", "201", "201-10")],
}


@pytest.mark.parametrize("rows", REPORTS.values(), ids=REPORTS)
@pytest.mark.parametrize(("size", "gone"), [(3, 1), (3, 2), (4, 1), (4, 2), (4, 3)])
def test_exactly_the_record_that_is_different_leaves(rows: list, size: int, gone: int) -> None:
    records = make_records(*rows[:size])
    assert len(deduplicate(records).reports) == 1
    found = deduplicate(records, answers=take_out(("r0", f"r{gone}")))
    others = " ".join(f"r{number}" for number in range(size) if number != gone)
    assert groups_of(found.matches) == group_ids(others, f"r{gone}")


def test_what_else_a_record_that_left_was_joined_to_is_asked() -> None:
    """r0 differs from r2; whether r1, which stays, is the same as r2, the answer does not say."""
    one, other = ARTICLE | {"doi": "10.1234/a"}, ARTICLE | {"doi": "10.1234/a", "issue": ""}
    records = make_records(one, other, other | {"year": ""})
    assert groups_of(deduplicate(records).matches) == group_ids("r0 r1 r2")
    found = deduplicate(records, answers=take_out(("r0", "r2")))
    assert groups_of(found.matches) == group_ids("r0 r1", "r2")
    assert asked_pairs(found.possible) == [["r1", "r2"]]
    answers = pd.concat([take_out(("r0", "r2")), answer("r1", "r2", "different")])
    found = deduplicate(records, answers=answers)
    assert groups_of(found.matches) == group_ids("r0 r1", "r2")
    assert found.possible.empty


def answer(one: str, other: str, decision: str) -> pd.DataFrame:
    row = {"record_id_1": one, "record_id_2": other, "decision": decision, "leaves": ""}
    return pd.DataFrame([row], dtype="str")


def test_a_record_that_is_the_same_as_one_that_left_leaves_with_it() -> None:
    answers = pd.concat([take_out(("r0", "r2")), answer("r1", "r2", "same")])
    found = deduplicate(make_records(ARTICLE, ARTICLE, ARTICLE), answers=answers)
    assert groups_of(found.matches) == group_ids("r0", "r1 r2")
    assert found.possible.empty


def test_two_records_that_leave_one_report_stay_together() -> None:
    found = deduplicate(make_records(*[ARTICLE] * 4), answers=take_out(("r0", "r2"), ("r0", "r3")))
    assert groups_of(found.matches) == group_ids("r0 r1", "r2 r3")


def test_the_rest_of_a_report_that_hung_together_by_the_record_that_left_is_asked() -> None:
    records = make_records(TRANSLATED, ARTICLE, BRIEF)
    assert groups_of(deduplicate(records).matches) == group_ids("r0 r1 r2")
    found = deduplicate(records, answers=take_out(("r0", "r1")))
    assert groups_of(found.matches) == group_ids("r0", "r1", "r2")
    assert ["r1", "r2"] in asked_pairs(found.possible)


def test_the_rest_that_is_the_same_by_itself_stays_though_only_the_record_that_left_was_compared() -> None:
    """Copies meet through the first of them alone, which here is the one that leaves."""
    kept = ARTICLE | {"journal": "J Occup Sleep"}
    records = make_records(kept, ARTICLE, ARTICLE)
    found = deduplicate(records, answers=take_out(("r0", "r1")))
    assert groups_of(found.matches) == group_ids("r0 r2", "r1")
    assert asked_pairs(found.possible) == [["r1", "r2"]]
    assert found.matches["rule"].tolist() == ["kept", "single", "same title and place"]


def test_a_record_leaves_a_report_of_an_earlier_run() -> None:
    records = make_records(*[ARTICLE] * 3)
    earlier = deduplicate(records).matches
    found = deduplicate(records, earlier=earlier, answers=take_out(("r0", "r1")))
    assert groups_of(found.matches) == group_ids("r0 r2", "r1")


def test_the_record_that_leaves_does_not_hang_on_its_id() -> None:
    """A new record names the report now; the one that was taken out stays out."""
    records = make_records(*[ARTICLE] * 3)
    found = deduplicate(records, answers=take_out(("r2", "r1")))
    assert groups_of(found.matches) == group_ids("r0 r2", "r1")


def test_records_that_a_weak_rule_joined_stay_when_another_leaves() -> None:
    vague = ARTICLE | {"authors": "", "journal": "", "volume": "", "issue": "", "pages": ""}
    records = make_records(ARTICLE, ARTICLE, vague)
    assert groups_of(deduplicate(records).matches) == group_ids("r0 r1 r2")
    found = deduplicate(records, answers=take_out(("r0", "r1")))
    assert groups_of(found.matches) == group_ids("r0 r2", "r1")


def lines_of(records: pd.DataFrame) -> pd.DataFrame:
    rows = [(record, "x.ris", number) for number, record in enumerate(records["record_id"], 1)]
    return LINE.conform(pd.DataFrame(rows, columns=list(LINE.columns)))


def test_each_removed_record_stands_beside_the_one_that_is_kept() -> None:
    records = make_records(
        ARTICLE | {"source": "pubmed", "doi": "10.1234/A", "pages": "201-10"},
        ARTICLE | {"source": "scopus", "doi": "https://doi.org/10.1234/a", "volume": "", "journal": "JOS"},
        OTHER,
    )
    (row,) = list_merges(records, deduplicate(records).matches, lines_of(records)).to_dict("records")
    assert (row["record_id_1"], row["record_id_2"], row["records"]) == ("r0", "r1", 2)
    assert (row["different?"], row["note"]) == ("", "")
    assert row["rule"] == "same identifier"
    assert row["agreed"] == "title; authors; year; issue; pages; doi"
    assert row["differences"] == "journal"
    assert (row["source_1"], row["file_1"], row["line_1"]) == ("pubmed", "x.ris", "1")
    assert (row["source_2"], row["file_2"], row["line_2"]) == ("scopus", "x.ris", "2")
    assert (row["journal_1"], row["journal_2"]) == ("Journal of Occupational Sleep", "JOS")


def merge_table(*scores: float) -> pd.DataFrame:
    """Return MATCH of reports of two records each, of which the second was removed with this score."""
    rows = [
        (record, f"k{number}", rule, score)
        for number, removed in enumerate(scores)
        for record, rule, score in ((f"k{number}", "kept", 1.0), (f"s{number}", "a rule", removed))
    ]
    return MATCH.conform(pd.DataFrame(rows, columns=list(MATCH.columns)))


def list_ids(matches: pd.DataFrame) -> list[str]:
    records = make_records(*({"record_id": record} for record in matches["record_id"]))
    return list_merges(records, matches, LINE.empty())["record_id_2"].tolist()


def test_the_merges_to_doubt_first_come_first() -> None:
    assert list_ids(merge_table(0.9, 0.7, 0.9)) == ["s1", "s0", "s2"]


def test_a_record_from_no_file_has_no_line() -> None:
    records = make_records({"record_id": "k0"}, {"record_id": "s0"})
    (row,) = list_merges(records, merge_table(0.9), LINE.empty()).to_dict("records")
    assert (row["file_1"], row["line_1"]) == ("", "")


def test_no_merges_are_a_sheet_with_its_columns() -> None:
    records = make_records(ARTICLE)
    sheet = list_merges(records, deduplicate(records).matches, lines_of(records))
    assert sheet.empty
    assert list(sheet.columns[:4]) == ["record_id_1", "record_id_2", "different?", "note"]


def test_a_workbook_that_does_not_hold_all_merges_says_so() -> None:
    rows = pd.DataFrame(index=range(MERGE_ROWS))
    assert tell_cut(rows) == []
    (sentence,) = tell_cut(pd.DataFrame(index=range(MERGE_ROWS + 1)))
    assert f"the CSV holds all {MERGE_ROWS + 1}" in sentence
