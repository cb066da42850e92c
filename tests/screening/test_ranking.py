import sys
import types
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cireview.errors import ProtocolError
from cireview.screening import (
    PRESETS,
    evaluate,
    list_disagreements,
    measure_drift,
    measure_loss,
    note_texts,
    rank,
    tabulate_reliability,
    weigh_words,
)
from cireview.screening.calibration import bound_share, fit_sigmoid, split_folds
from cireview.screening.embedding import embed_texts
from cireview.screening.learning import balance_weights, place_empty, score_records
from cireview.screening.space import place_records
from cireview.screening.svm import WarmLinearSVM
from cireview.screening.texts import LONGEST_TEXT, clean_text, split_words

NUDGE = "nudging changes the prescribing of physicians and the habits of nurses in wards"
OTHER = "metoprolol lowers the blood pressure of rats in a chamber after one dose"
CRITERIA = "Does nudging change what physicians do?"


def make_records(count=40, seed=0):
    """Every fourth record is about nudging; words are drawn so that no two are alike."""
    generator = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        words = (NUDGE if number % 4 == 0 else OTHER).split()
        picked = " ".join(generator.choice(words, 9, replace=False))
        rows.append((f"r{number}", picked[:30], f"{picked} study {number}"))
    records = pd.DataFrame(rows, columns=["record_id", "title", "abstract"])
    return records, pd.Series([n % 4 == 0 for n in range(count)], index=records["record_id"])


RECORDS, TRUTH = make_records()


def read_order(ranked):
    return TRUTH[ranked["record_id"]].to_numpy()


@pytest.mark.parametrize("model", [*PRESETS, "sklearn.naive_bayes.ComplementNB", "sklearn.svm.LinearSVC"])
def test_relevant_records_come_first(model):
    ranked = rank(RECORDS, TRUTH[:12], criteria=CRITERIA, model=model, seed=1)
    assert set(ranked["record_id"]) == set(TRUTH.index[12:])
    assert ranked["rank"].tolist() == list(range(1, 29))
    assert measure_loss(read_order(ranked)) == 0


def test_the_protocols_words_rank_before_any_label():
    ranked = rank(RECORDS, TRUTH[:0], criteria=CRITERIA, seed=1)
    assert measure_loss(read_order(ranked)) < 0.05
    assert ranked["probability"].unique().tolist() == [0.5]


@pytest.mark.parametrize("relevant", [True, False])
def test_labels_of_one_class_rank_by_likeness(relevant):
    labels = TRUTH[relevant == TRUTH][:5]
    ranked = rank(RECORDS, labels, criteria="", seed=1)
    assert measure_loss(read_order(ranked)) < 0.05
    assert len(ranked) == 35


def test_without_labels_and_criteria_the_order_is_random_and_repeatable():
    first, again, other = (rank(RECORDS, TRUTH[:0], criteria="", seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert first["record_id"].tolist() != other["record_id"].tolist()


def test_order_of_the_rows_changes_no_rank():
    labels = TRUTH[:12]
    shuffled = RECORDS.sample(frac=1, random_state=3)
    one, two = (rank(table, labels, criteria=CRITERIA, seed=1) for table in (RECORDS, shuffled))
    joined = one.merge(two, on="record_id")
    assert (joined["probability_x"] - joined["probability_y"]).abs().max() < 0.05


def test_words_are_told_that_speak_for_and_against():
    ranked = rank(RECORDS, TRUTH[:12], criteria="", seed=1).set_index("record_id")
    first, last = ranked.iloc[0], ranked.iloc[-1]
    assert set(first["words_for"].split("; ")) & set(NUDGE.split())
    assert set(last["words_against"].split("; ")) & set(OTHER.split())


BAD_TEXTS = {
    "nothing": ("", ""),
    "missing": (None, float("nan")),
    "no abstract": ("Nudging physicians", ""),
    "long": ("Nudging", "physicians nudging " * 11_000),
    "html": ("<i>Nudging</i> &amp; habits", "<p>p &lt; 0.05</p>"),
    "formula": ("=SUM(A1)", "∑ x² ≥ ∫ f(x) dx, $\\alpha_1$"),
    "finnish": ("Tönäisy hoitotyössä", "Hoitajien toimintaa ohjattiin tönäisyllä sairaalassa vuoden ajan"),
    "chinese": ("助推对医生处方的影响", "本研究考察了助推如何改变医生的处方行为"),
    "arabic": ("تأثير الوكز على الأطباء", "درسنا أثر الوكز في سلوك الأطباء"),
    "symbols": ("\x00", "🙂 \u200b"),
}


@pytest.mark.parametrize("model", PRESETS)
def test_no_text_stops_the_ranking(model):
    bad = pd.DataFrame([(name, *texts) for name, texts in BAD_TEXTS.items()], columns=RECORDS.columns)
    ranked = rank(pd.concat([RECORDS, bad]), TRUTH[:12], criteria=CRITERIA, model=model, seed=1)
    assert set(bad["record_id"]) <= set(ranked["record_id"])
    assert ranked["probability"].between(0, 1).all()
    assert not ranked.isna().any(axis=None)


def test_one_relevant_record_in_20_000():
    texts = np.random.default_rng(0).choice(OTHER.split(), (20_000, 6))
    ids = [f"r{number}" for number in range(len(texts))]
    records = pd.DataFrame({"record_id": ids, "title": "", "abstract": [" ".join(words) for words in texts]})
    records.loc[[7, 19_999], "abstract"] = NUDGE
    labels = pd.Series(records["record_id"].to_numpy() == "r7", index=ids).drop("r19999")
    ranked = rank(records, labels, criteria="", seed=1)
    assert ranked["record_id"].tolist() == ["r19999"]
    assert ranked["probability"].between(0, 0.5).all()


def test_100_identical_abstracts():
    same = pd.DataFrame({"record_id": [f"s{i}" for i in range(100)], "title": "Nudging", "abstract": NUDGE})
    labels = pd.Series([i % 2 == 0 for i in range(20)], index=same["record_id"][:20])
    ranked = rank(same, labels, criteria="", seed=1)
    assert len(ranked) == 80
    assert ranked["probability"].nunique() == 1


@pytest.mark.parametrize("labelled", [False, True])
def test_one_record_or_none(labelled):
    one = RECORDS[:1]
    assert len(rank(one, TRUTH[:1] if labelled else TRUTH[:0], criteria="", seed=1)) == 1 - labelled
    assert rank(RECORDS[:0], TRUTH[:0], criteria=CRITERIA, seed=1).empty


def test_records_without_any_text_are_expected_to_be_as_relevant_as_any():
    empty = pd.DataFrame({"record_id": ["e"], "title": [""], "abstract": [""]})
    ranked = rank(pd.concat([RECORDS, empty]), TRUTH[:12], criteria="", seed=1)
    place = ranked.set_index("record_id").loc["e", "rank"]
    assert read_order(ranked[ranked["rank"] < place]).all()
    assert place < len(ranked) / 2
    scores = np.array([3.0, 1.0, -9.0])
    assert place_empty(scores, np.array([False, False, True]), spread=0.5)[2] == 2.5
    assert place_empty(scores, np.array([True, True, True]), spread=0.5).tolist() == scores.tolist()


def test_keywords_and_journal_are_used_where_present():
    labels = pd.Series([True, False], index=["a", "b"])
    bare = pd.DataFrame({"record_id": list("abcd"), "title": ["t"] * 4, "abstract": ""})
    more = bare.assign(keywords=["nudging", "rats", "nudging", "rats"])
    assert rank(more, labels, criteria="", seed=1).set_index("record_id")["rank"].to_dict() == {
        "c": 1,
        "d": 2,
    }


def test_labels_of_unknown_records_change_nothing():
    labels = pd.concat([TRUTH[:12], pd.Series([True], index=["nobody"])])
    pd.testing.assert_frame_equal(
        rank(RECORDS, labels, criteria="", seed=1), rank(RECORDS, TRUTH[:12], criteria="", seed=1)
    )


@pytest.mark.parametrize("model", ["nonsense", "sklearn.nothing", "sklearn.cluster.KMeans", "os.path", ""])
def test_models_that_are_none_are_refused(model):
    with pytest.raises(ProtocolError, match=r"screening\.model"):
        rank(RECORDS, TRUTH[:12], criteria="", model=model, seed=1)


def test_classes_are_balanced():
    weights = balance_weights(np.array([True, False, False, False]), ratio=9.0)
    assert weights.mean() == pytest.approx(1)
    assert weights[0] / weights[1:].sum() == pytest.approx(9)
    assert balance_weights(np.array([True, True]), ratio=9.0).tolist() == [1, 1]


def test_folds_hold_both_classes():
    relevant = np.array([True] * 3 + [False] * 17)
    folds = split_folds(relevant, seed=0)
    assert sorted(folds[relevant].tolist()) == [0, 1, 2]
    assert sorted(np.bincount(folds[~relevant]).tolist()) == [5, 6, 6]


def test_sigmoid_recovers_the_probabilities_that_made_the_labels():
    generator = np.random.default_rng(0)
    scores = generator.normal(size=20_000)
    relevant = generator.random(20_000) < 1 / (1 + np.exp(-(2 * scores - 1)))
    assert fit_sigmoid(scores, relevant) == pytest.approx((2, -1), abs=0.1)


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.booleans()), min_size=2, max_size=50))
@settings(deadline=None)
def test_sigmoid_is_finite_whatever_the_scores(pairs):
    scores = np.array([score for score, _ in pairs])
    assert np.isfinite(fit_sigmoid(scores, np.array([label for _, label in pairs]))).all()


def test_wilson_interval_by_hand():
    # Wilson 1927 for 1 of 10: (0.1 + 0.192) / 1.384 ± …
    assert bound_share(0.1, 10) == pytest.approx((0.0179, 0.4042), abs=1e-4)


def test_evaluation_of_labels_that_can_be_learnt():
    summary, predictions = evaluate(RECORDS, TRUTH, criteria="", seed=1)
    value = summary.set_index("measure")["value"]
    assert (value["labelled"], value["relevant"], value["roc_auc"], value["loss"]) == (40, 10, 1, 0)
    assert value["brier"] < value["brier_constant"]
    assert predictions["record_id"].is_unique
    assert len(predictions) == 40


def test_a_wrong_label_heads_the_audit_list():
    labels = TRUTH.copy()
    labels["r4"] = False
    _, predictions = evaluate(RECORDS, labels, criteria="", seed=1)
    assert list_disagreements(predictions, count=3)["record_id"][0] == "r4"


@pytest.mark.parametrize("labels", [TRUTH[:0], TRUTH[TRUTH], TRUTH[:2]])
def test_too_few_labels_to_evaluate_give_the_counts_alone(labels):
    summary, predictions = evaluate(RECORDS, labels, criteria=CRITERIA, seed=1)
    assert summary["measure"].tolist() == ["labelled", "relevant"]
    assert summary["value"][0] == len(labels)
    assert predictions.empty


def test_reliability_by_hand():
    table = tabulate_reliability(np.array([0.1, 0.3, 0.8, 0.6]), np.array([False, True, True, True]), bins=2)
    assert table[["n", "predicted", "observed"]].to_numpy().tolist() == [[2, 0.2, 0.5], [2, 0.7, 1.0]]


def test_words_that_weigh_most():
    words = weigh_words(RECORDS, TRUTH, criteria="", count=5)
    assert words["weight"].is_monotonic_decreasing
    assert words["word"][0].split()[0] in NUDGE.split()
    assert words["word"].iloc[-1].split()[0] in OTHER.split()


def test_drift_shows_a_batch_judged_otherwise():
    _, predictions = evaluate(RECORDS, TRUTH, criteria="", seed=1)
    strict = predictions.assign(include=predictions["include"] & (predictions["record_id"] > "r2"))
    batches = pd.Series(np.where(TRUTH.index > "r2", "late", "early"), index=TRUTH.index)
    table = measure_drift(strict, batches).set_index("batch")
    assert table.loc["early", "found"] == 0
    assert table.loc["early", "z"] < -2 < table.loc["late", "z"]


def test_what_is_odd_about_texts_is_told():
    bad = pd.DataFrame([(name, *texts) for name, texts in BAD_TEXTS.items()], columns=RECORDS.columns)
    notes = note_texts(bad).groupby("record_id")["note"].agg("; ".join)
    assert notes["nothing"].startswith("neither title nor abstract")
    assert notes["no abstract"] == "no abstract: ranked by its title"
    assert str(LONGEST_TEXT) in notes["long"]
    assert all("not English" in notes[name] for name in ("chinese", "arabic"))
    assert note_texts(RECORDS).empty
    english = "The effects of a nudge on the habits of nurses were small in this trial of the four wards"
    finnish = (
        "hoitajien toimintaa ohjattiin sairaalassa vuoden ajan ja tulokset olivat hyviä kaikilla osastoilla "
        * 3
    )
    for text, odd in ((english, 0), (finnish, 1)):
        record = pd.DataFrame({"record_id": ["a"], "title": ["Nudge"], "abstract": [text]})
        assert len(note_texts(record)) == odd


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<b>Sleep</b> &amp; REM", ["sleep", "rem"]),
        ("p < 0.05 and n > 3", ["05", "and"]),
        ("助推", ["助", "推"]),
        ("Tönäisy ﬁnal", ["tönäisy", "final"]),
        (None, []),
    ],
)
def test_words_of_a_text(text, words):
    assert split_words(clean_text(text)) == words


class FakeTransformer:
    """Knows what is about nudging, whatever the words."""

    def __init__(self, folder, local_files_only):
        assert local_files_only

    def encode(self, texts, normalize_embeddings, show_progress_bar):
        return np.array([[1.0, 0.0] if "nudg" in text else [0.0, 1.0] for text in texts])


def test_embeddings_of_a_local_model_are_features(tmp_path, monkeypatch):
    module = types.SimpleNamespace(SentenceTransformer=FakeTransformer)
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    ranked = rank(RECORDS, TRUTH[:12], criteria=CRITERIA, model=f"embeddings:{tmp_path}", seed=1)
    assert measure_loss(read_order(ranked)) == 0
    assert embed_texts(["", "nudge"], str(tmp_path)).tolist() == [[0, 0], [1, 0]]


def test_embeddings_need_a_folder_and_the_package(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    for folder, message in ((tmp_path / "none", "no folder"), (tmp_path, "not installed")):
        with pytest.raises(ProtocolError, match=message):
            rank(RECORDS, TRUTH[:12], criteria="", model=f"embeddings:{folder}", seed=1)


def test_likeness_to_the_criteria_counts_less_the_more_is_known():
    space = place_records(RECORDS, criteria=CRITERIA, preset=PRESETS["default"])
    misled = ~TRUTH.to_numpy()  # the reviewers want what the criteria do not say
    shares = []
    for count in (4, 36):
        rows, wanted = np.arange(count), misled[:count]
        plain, told = (
            score_records(space, rows, wanted, preset=preset, estimator=WarmLinearSVM(C=0.05))
            for preset in (replace(PRESETS["default"], likeness=0.0), PRESETS["default"])
        )
        added = told - plain
        np.testing.assert_allclose(np.corrcoef(added, space.likeness)[0, 1], 1, atol=1e-6)
        shares.append(added.std())
    assert shares == pytest.approx([10 / 13, 10 / 37])
