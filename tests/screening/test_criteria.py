import pandas as pd
import pytest

from cireview.errors import ProtocolError
from cireview.screening import PRESETS, learn_criteria, score_criteria
from cireview.screening.space import place_records

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


@pytest.mark.parametrize(
    "text",
    [
        "healthcare; excluded were editorials",
        "healthcare, not editorials",
        "Healthcare. Editorials were excluded.",
        "healthcare (no editorials)",
        "Inclusion criteria: healthcare. Exclusion criteria: editorials.",
    ],
)
def test_words_of_an_exclusion_do_not_count_for_the_criterion(text):
    row = score_one("Editorials", "On healthcare.", ("topic", text, []))
    assert row["words"] == "healthcare"


def test_a_criterion_that_only_excludes_has_no_words():
    row = score_one("Editorials", "", ("topic", "Editorials are excluded.", []))
    assert (row["score"], row["words"]) == (0, "")


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


CRITERIA = [TRIAL, NURSE]
NOTHING = pd.DataFrame(columns=["record_id", "criterion", "met"], dtype="str")


def learn(answers=NOTHING, reasons=None, scores=None, records=RECORDS):
    space = place_records(records, criteria="any", preset=PRESETS["default"])
    scores = score_criteria(records, CRITERIA) if scores is None else scores
    reasons = pd.Series(reasons or {}, dtype="str")
    return learn_criteria(space, scores, answers, reasons, seed=1)


def answer(met, criterion="nurse"):
    rows = [(record, criterion, said) for record, said in met.items()]
    return pd.DataFrame(rows, columns=["record_id", "criterion", "met"], dtype="str")


#: Six of eight records about rats and six of eight about nurses, each with the criterion that it fails.
REASONS = {f"r{i}": "nurse" if i < 8 else "trial" for i in [*range(6), *range(8, 14)]}
ANSWERS = {record: "no" if reason == "nurse" else "yes" for record, reason in REASONS.items()}


def test_while_nothing_is_labelled_the_words_stand():
    scores, models = learn()
    words = score_criteria(RECORDS, CRITERIA)
    pd.testing.assert_frame_equal(scores.drop(columns=["basis", "unseen"]), words)
    assert scores["unseen"].tolist() == words["score"].tolist()
    assert set(scores["basis"]) == set(models["basis"]) == {"words"}


WORDLESS = score_criteria(RECORDS, CRITERIA).assign(score=0.0, words="")


TRIALS = {record: "no" if reason == "trial" else "yes" for record, reason in REASONS.items()}
GIVEN = {
    "reasons": {"reasons": REASONS},
    "answers": {"answers": pd.concat([answer(ANSWERS), answer(TRIALS, "trial")])},
}


@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)
def test_once_there_are_labels_each_criterion_has_a_model(given):
    scores, models = learn(scores=WORDLESS, **given)
    assert models[["criterion", "met", "not_met", "basis"]].to_numpy().tolist() == [
        ["trial", 6, 6, "labels"],
        ["nurse", 6, 6, "labels"],
    ]
    nurse = scores[scores["criterion"] == "nurse"].set_index("record_id")
    assert nurse.loc["r6", "score"] < 0.5 < nurse.loc["r14", "score"]
    assert "; not: " in nurse.loc["r6", "words"]
    assert {"nurses", "wards"} & set(nurse.loc["r14", "words"].split("; "))


def test_answers_for_a_criterion_stand_above_reasons():
    wrong = {record: "trial" if reason == "nurse" else "nurse" for record, reason in REASONS.items()}
    scores, _ = learn(answer(ANSWERS), wrong, scores=WORDLESS)
    nurse = scores[scores["criterion"] == "nurse"].set_index("record_id")["score"]
    assert nurse["r6"] < 0.5 < nurse["r14"]


def test_a_few_answers_correct_the_reasons_of_the_same_records():
    _, models = learn(answer({"r0": "yes"}), REASONS, scores=WORDLESS)
    assert models.set_index("criterion").loc["nurse", ["met", "not_met"]].tolist() == [7, 5]


@pytest.mark.parametrize("kept", [4, 5])
def test_a_model_needs_five_labels_of_each_kind(kept):
    few = {record: said for record, said in ANSWERS.items() if said == "yes" or int(record[1:]) < kept}
    _, models = learn(answer(few), scores=WORDLESS)
    assert models.set_index("criterion").loc["nurse", "basis"] == ("labels" if kept == 5 else "words")


def test_words_that_tell_the_labels_apart_better_than_the_model_stand():
    met = {f"r{i}": "yes" if i % 3 else "no" for i in range(16)}  # labels that no text explains
    knowing = WORDLESS.assign(score=[float(met[record] == "yes") for record in WORDLESS["record_id"]])
    scores, models = learn(answer(met), scores=knowing)
    row = models.set_index("criterion").loc["nurse"]
    assert float(row["auc_labels"]) < float(row["auc_words"]) == 1
    assert row["basis"] == "words"
    assert scores["score"].tolist() == knowing["score"].tolist()


def test_labels_of_unknown_records_and_no_records_at_all_change_nothing():
    gone = answer({f"z{i}": "yes" if i < 9 else "no" for i in range(18)})
    scores, models = learn(gone)
    assert models["met"].tolist() == [0, 0]
    scores, models = learn(gone, records=RECORDS[:0])
    assert scores.empty
