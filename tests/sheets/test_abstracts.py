"""The order of a sheet of abstracts: most likely relevant first, what has no rank after it."""

import pandas as pd
import pytest

from cireview.labels.criteria import CRITERION_LABEL
from cireview.sheets.content import Recipients, abstract_sheets
from cireview.sheets.hints import Hints
from cireview.tables import RECORD


def order_of(ranking, records="abcd", **shown):
    """Return the sheet of one reviewer, whom all `records` await, under a ranking of some of them."""
    reports = pd.DataFrame([dict.fromkeys(RECORD.columns, "") | {"record_id": record} for record in records])
    return sheet_of(RECORD.conform(reports), ranking, **shown)


def sheet_of(reports, ranking=(), *, show_score=False, reasons=(), criteria=(), quoted=False):
    """Return the sheet of one reviewer, whom all `reports` await."""
    ranks = pd.DataFrame(ranking, columns=["record_id", "rank", "probability"], dtype="str")
    sentences = {"sentence_for": "Good.", "sentence_against": "Bad."} if quoted else {}
    hints = Hints(
        ranking=ranks.assign(**sentences),
        criteria=pd.DataFrame(criteria, columns=["record_id", "criterion", "score", "words"]),
        reasons=pd.DataFrame(reasons, columns=["record_id", "suggested_reason"]),
        notes=pd.DataFrame(columns=["record_id", "note"]),
        show_score=show_score,
    )
    recipients = Recipients(
        people=["anna"],
        adjudicator=None,
        awaiting=pd.DataFrame({"record_id": reports["record_id"], "awaits": "anna", "conflict": ""}),
        conflicts=pd.DataFrame(columns=["record_id", "kind", "decisions"]),
    )
    sheets = abstract_sheets(
        reports, hints=hints, recipients=recipients, answers=CRITERION_LABEL.empty(), asked=[]
    )
    return sheets["screening_anna"]


@pytest.mark.parametrize(
    ("ranking", "order"),
    [
        pytest.param([("d", "1", "0.9"), ("b", "2", "0.5")], "dbac", id="what has no rank comes last"),
        pytest.param([("c", "2", "0.5"), ("a", "10", "0.1"), ("d", "1", "0.9")], "dcab", id="as numbers"),
        pytest.param([], "abcd", id="by id where nothing is ranked"),
    ],
)
def test_a_sheet_follows_the_ranking(ranking, order):
    assert "".join(order_of(ranking)["record_id"]) == order


def test_what_has_no_rank_shows_no_probability():
    sheet = order_of([("b", "1", "0.876")], show_score=True).set_index("record_id")
    assert sheet["probability"].to_dict() == {"b": "0.88", "a": "", "c": "", "d": ""}


def test_reasons_are_suggested_in_a_column_of_their_own_if_there_are_any():
    assert order_of([], "ab", reasons=[("b", "trial")])["suggested_reason"].tolist() == ["", "trial"]
    assert "suggested_reason" not in order_of([], "ab")


def test_sentences_stand_on_a_sheet_only_where_the_score_does():
    ranking = [("b", "1", "0.9")]
    shown = order_of(ranking, "ab", show_score=True, quoted=True)
    assert shown[["sentence_for", "sentence_against"]].to_numpy().tolist() == [["Good.", "Bad."], ["", ""]]
    blind = order_of(ranking, "ab", quoted=True, criteria=[("a", "x", "0", ""), ("a", "y", "1", "")])
    assert not {"sentence_for", "sentence_against", "perhaps_unmet", "probability"} & set(blind)


UNMET = {
    "the one with least": ([("x", "0.2"), ("y", "0.4"), ("z", "0.9")], "x"),
    "several with least": ([("x", "0"), ("y", "0.5"), ("z", "0")], "x; z"),
    "none where all are alike": ([("x", "0"), ("y", "0")], ""),
    "none where all are likelier met": ([("x", "0.5"), ("y", "0.9")], ""),
    "the only one": ([("x", "0.1")], "x"),
    "none where there are no criteria": ([], ""),
}


@pytest.mark.parametrize(("scores", "unmet"), UNMET.values(), ids=UNMET)
def test_the_criterion_that_is_perhaps_not_met_is_named_as_a_hint(scores, unmet):
    criteria = [("a", criterion, score, "") for criterion, score in scores]
    sheet = order_of([], "ab", show_score=True, criteria=criteria)
    assert sheet.set_index("record_id")["perhaps_unmet"].to_dict() == {"a": unmet, "b": ""}
