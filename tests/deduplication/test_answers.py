"""What people said, and what an earlier run decided, stands."""

from __future__ import annotations

import pandas as pd
import pytest
from deduplication.records_at_hand import ARTICLE, groups_of, make_records

from cireview.deduplication import Choices, deduplicate
from cireview.errors import LabelError, TableError

OTHER = ARTICLE | {"title": "Platform labour and the welfare state in the Nordic countries", "pages": "1-20"}
UNSURE = ARTICLE | {"year": "", "journal": "", "volume": "", "issue": "", "pages": ""}


def answer(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["record_id_1", "record_id_2", "decision"], dtype="str")


def group_ids(*groups: str) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in groups}


@pytest.mark.parametrize(
    ("rows", "answers", "groups"),
    [
        ([ARTICLE, OTHER], [("r0", "r1", "same")], ["r0 r1"]),
        ([ARTICLE, ARTICLE], [("r1", "r0", " Different ")], ["r0", "r1"]),
        ([ARTICLE, ARTICLE], [("r0", "r1", "")], ["r0 r1"]),
        ([ARTICLE, ARTICLE], [("r0", "gone", "different")], ["r0 r1"]),
        ([ARTICLE, OTHER, OTHER], [("r0", "r1", "same")], ["r0 r1 r2"]),
        ([ARTICLE, OTHER, ARTICLE], [("r0", "r1", "same"), ("r0", "r2", "different")], ["r0 r1", "r2"]),
    ],
    ids=["same", "different", "no decision", "unknown id", "copies follow", "both at once"],
)
def test_answers_decide(rows: list, answers: list, groups: list[str]) -> None:
    found = deduplicate(make_records(*rows), answers=answer(*answers))
    assert groups_of(found.matches) == group_ids(*groups)


def test_an_answered_pair_is_not_asked_again() -> None:
    records = make_records(UNSURE, ARTICLE)
    assert len(deduplicate(records).possible) == 1
    for decision in ("same", "different"):
        assert deduplicate(records, answers=answer(("r0", "r1", decision))).possible.empty


def test_an_answer_follows_its_records_when_new_ones_arrive() -> None:
    records = make_records(UNSURE, ARTICLE, ARTICLE)
    found = deduplicate(records, answers=answer(("r0", "r1", "different")))
    assert groups_of(found.matches) == group_ids("r0", "r1 r2")
    assert found.possible.empty


def test_answers_hold_against_rules_on_both_sides_of_them() -> None:
    """r0 is r1 by one answer, r2 is not r3 by another, and rules join r2 to r0 and r3 to r1."""
    answers = answer(("r0", "r1", "same"), ("r2", "r3", "different"))
    groups = groups_of(deduplicate(make_records(ARTICLE, OTHER, ARTICLE, OTHER), answers=answers).matches)
    assert groups in (group_ids("r0 r1 r2", "r3"), group_ids("r0 r1 r3", "r2"))


def test_what_is_the_same_as_a_record_differs_from_what_that_differs_from() -> None:
    answers = answer(("r0", "r1", "same"), ("r1", "r2", "different"))
    groups = groups_of(deduplicate(make_records(ARTICLE, OTHER, ARTICLE), answers=answers).matches)
    assert groups == group_ids("r0 r1", "r2")


def test_answers_that_cannot_all_hold_keep_records_apart() -> None:
    answers = answer(("r0", "r1", "same"), ("r1", "r2", "same"), ("r0", "r2", "different"))
    groups = groups_of(deduplicate(make_records(ARTICLE, OTHER, UNSURE), answers=answers).matches)
    assert not any({"r0", "r2"} <= group for group in groups)


@pytest.mark.parametrize(
    ("answers", "error"),
    [(answer(("r0", "r1", "maybe")), LabelError), (answer().drop(columns="decision"), TableError)],
)
def test_answers_that_cannot_be_read_are_refused(answers: pd.DataFrame, error: type[Exception]) -> None:
    with pytest.raises(error, match="decision"):
        deduplicate(make_records(ARTICLE, OTHER), answers=answers)


def test_a_record_between_two_that_must_differ_is_asked_about() -> None:
    one, other = (ARTICLE | {"pages": "201", "doi": doi} for doi in ("10.1234/a", "10.1234/b"))
    found = deduplicate(make_records(one, other, ARTICLE | {"pages": "201"}))
    assert groups_of(found.matches) in (group_ids("r0 r2", "r1"), group_ids("r0", "r1 r2"))
    assert found.possible["doubt"].tolist() == ["joins records that must differ"]


def test_a_record_that_says_too_little_joins_neither_of_two_that_must_differ() -> None:
    one, other = ARTICLE | {"doi": "10.1234/a"}, ARTICLE | {"doi": "10.1234/b", "pages": "301-310"}
    vague = ARTICLE | {"volume": "", "issue": "", "pages": ""}
    found = deduplicate(make_records(one, other, vague))
    assert groups_of(found.matches) == group_ids("r0", "r1", "r2")
    asked = found.possible[["record_id_1", "record_id_2"]].to_numpy().tolist()
    assert sorted(asked) == [["r0", "r1"], ["r0", "r2"], ["r1", "r2"]]


def test_new_records_join_an_earlier_report_under_its_id() -> None:
    earlier = deduplicate(make_records(ARTICLE | {"record_id": "z"})).matches
    records = make_records(ARTICLE | {"record_id": "z"}, ARTICLE | {"record_id": "a"})
    found = deduplicate(records, earlier=earlier)
    assert set(found.matches["report_id"]) == {"z"}


def test_old_records_are_not_compared_again() -> None:
    records = make_records(ARTICLE, ARTICLE, ARTICLE)
    earlier = pd.DataFrame(
        {"record_id": ["r0", "r1"], "report_id": ["r0", "r1"], "rule": "single", "score": 1.0}
    )
    found = deduplicate(records, earlier=earlier)
    assert groups_of(found.matches) == group_ids("r0 r2", "r1")
    assert found.possible[["record_id_1", "record_id_2"]].to_numpy().tolist() == [["r1", "r2"]]


def test_an_answer_joins_or_parts_earlier_reports() -> None:
    records = make_records(ARTICLE, ARTICLE, OTHER)
    earlier = deduplicate(records).matches
    found = deduplicate(records, earlier=earlier, answers=answer(("r0", "r2", "same")))
    assert groups_of(found.matches) == group_ids("r0 r1 r2")
    found = deduplicate(records, earlier=earlier, answers=answer(("r0", "r1", "different")))
    assert groups_of(found.matches) == group_ids("r0", "r1", "r2")
    assert found.matches["report_id"].tolist() == ["r0", "r1", "r2"]


def test_a_preprint_joins_its_article_where_the_review_says_so() -> None:
    preprint = ARTICLE | {"journal": "medRxiv", "volume": "", "issue": "", "pages": "", "year": "2014"}
    records = make_records(preprint | {"doi": "10.1101/1"}, ARTICLE | {"doi": "10.1234/a"})
    assert groups_of(deduplicate(records).matches) == group_ids("r0", "r1")
    assert groups_of(deduplicate(records, choices=Choices(preprints="merge")).matches) == group_ids("r0 r1")
