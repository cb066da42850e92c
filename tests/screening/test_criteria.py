import pandas as pd
import pytest

from cireview.errors import ProtocolError
from cireview.screening import score_criteria, suggest_reasons

TRIAL = ("trial", "randomised controlled trial", ["randomised trial", "random allocation"])
NURSE = ("nurse", "healthcare professionals", ["nurse", "physician"])


def make_records(*texts):
    rows = [(f"r{i}", title, abstract) for i, (title, abstract) in enumerate(texts)]
    return pd.DataFrame(rows, columns=["record_id", "title", "abstract"])


def score_one(title, abstract, criterion):
    return score_criteria(make_records((title, abstract)), [criterion]).loc[0]


@pytest.mark.parametrize(
    ("title", "abstract", "score", "words"),
    [
        ("", "", 0.0, ""),
        ("", "Nurses were asked.", 0.5, "nurse"),  # one term: 1 − 2^−1
        ("Nurses", "", 0.75, "nurse"),  # in the title: two
        ("Nurses", "A physician and nurses.", 0.875, "nurse; physician"),
        ("", "Healthcare only", 0.5, "healthcare"),  # half of the content words: 2 · 1/2
        ("", "A study without nurses", 0.0, "not: nurse"),
        ("", "No change was seen in all of the nurses", 0.5, "nurse"),  # too far from the negation
    ],
)
def test_score_and_words_by_hand(title, abstract, score, words):
    row = score_one(title, abstract, NURSE)
    assert row["score"] == pytest.approx(score)
    assert row["words"] == words


def test_terms_of_several_words_match_by_their_lemmas():
    assert "randomised trial" in score_one("Two Randomised Trials", "", TRIAL)["words"]


def test_one_row_per_record_and_criterion_in_their_order():
    table = score_criteria(make_records(("a", ""), ("b", "")), [TRIAL, NURSE])
    pairs = [("r0", "trial"), ("r0", "nurse"), ("r1", "trial"), ("r1", "nurse")]
    assert list(zip(table["record_id"], table["criterion"], strict=True)) == pairs


@pytest.mark.parametrize(
    ("records", "criteria"),
    [
        (make_records(), [NURSE]),
        (make_records(("a", None)), []),
        (make_records((None, None)), [("x", "", [])]),
    ],
)
def test_nothing_to_score(records, criteria):
    table = score_criteria(records, criteria)
    assert table.columns.tolist() == ["record_id", "criterion", "score", "words"]
    assert (table["score"] == 0).all()
    assert not table.isna().any(axis=None)


def test_keywords_count():
    records = make_records(("a", "")).assign(keywords="Nurses")
    assert score_criteria(records, [NURSE]).loc[0, "words"] == "nurse"


def test_spacy_model_that_is_not_installed():
    with pytest.raises(ProtocolError, match="not installed"):
        score_criteria(make_records(("a", "")), [NURSE], spacy_model="xx_no_model")


RECORDS = make_records(
    *((f"randomised trial of drug {i} in rats", "rats in cages, randomised trial") for i in range(8)),
    *((f"opinion {i} of nurses", "nurses were interviewed on wards") for i in range(8)),
)


def test_reason_suggested_from_words_while_nothing_is_labelled():
    scores = score_criteria(RECORDS, [TRIAL, NURSE])
    table = suggest_reasons(RECORDS, pd.Series(dtype="str"), scores)
    assert table["suggested_reason"].tolist() == ["nurse"] * 8 + ["trial"] * 8
    assert set(table["basis"]) == {"words"}


def test_reason_suggested_by_a_model_per_criterion_once_there_are_labels():
    scores = score_criteria(RECORDS, [TRIAL, NURSE]).assign(score=0.0)
    labelled = [f"r{i}" for i in [*range(6), *range(8, 14)]]
    reasons = pd.Series(["nurse"] * 6 + ["trial"] * 6, index=labelled)
    table = suggest_reasons(RECORDS, reasons, scores).set_index("record_id")
    assert table["suggested_reason"].to_dict() == {
        "r6": "nurse",
        "r7": "nurse",
        "r14": "trial",
        "r15": "trial",
    }
    assert set(table["basis"]) == {"labels"}
