"""Ranking: what is likely relevant comes first, whatever the texts and labels."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from screening.nudging import BAD_TEXTS, CRITERIA, NUDGE, OTHER, RECORDS, TRUTH

from cireview.errors import ProtocolError
from cireview.screening import (
    PRESETS,
    measure_loss,
    rank,
)
from cireview.screening.learning import lift_odd, place_empty, score_records, trust_likeness
from cireview.screening.space import place_records
from cireview.screening.svm import WarmLinearSVM


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


def test_records_without_an_abstract_are_moved_half_way_to_the_others():
    scores = np.array([1.0, 2, 3, -2, -1, -9])
    bare = np.array([False, False, False, True, True, False])
    whole = np.array([True, True, True, False, False, False])  # the last has no text at all
    moved = lift_odd(scores, bare, whole, share=0.5)
    assert moved == pytest.approx([1, 2, 3, -2 + 3.5 / 12, -1 + 3.5 / 12, -9])  # two are few: 2 / 12
    for one, other in ((bare & False, whole), (bare, whole & False)):
        assert lift_odd(scores, one, other, share=0.5) is scores


def score_after_twelve(records, **changes):
    preset = replace(PRESETS["default"], **changes)
    space = place_records(records, criteria="", preset=preset)
    given = {"preset": preset, "estimator": WarmLinearSVM(C=0.05)}
    return score_records(space, np.arange(12), TRUTH.to_numpy()[:12], **given)


def test_titles_alone_do_not_sink_for_being_short():
    cut = RECORDS.assign(abstract=RECORDS["abstract"].where(RECORDS.index % 2 == 0, ""))
    places = [pd.Series(score_after_twelve(cut, lift=lift)).rank()[1::2].mean() for lift in (0.0, 0.5)]
    assert places[0] < places[1] < 24


OTHER_LANGUAGES = {
    "finnish": "hoitajien toimintaa ohjattiin sairaalassa vuoden ajan ja tulokset olivat hyviä kaikilla "
    "osastoilla koska potilaat saivat tietoa lääkkeistä aiempaa enemmän sekä nopeammin kuin muualla",
    "chinese": "本研究考察了助推如何改变医生的处方行为",
}


@pytest.mark.parametrize("text", OTHER_LANGUAGES.values(), ids=OTHER_LANGUAGES)
def test_the_mean_of_records_in_another_language_is_moved_to_that_of_the_others(text):
    foreign = np.arange(len(RECORDS)) >= 30  # none of them is labelled
    mixed = RECORDS.copy()
    mixed.loc[foreign, ["title", "abstract"]] = ["", text]
    gaps = [
        abs(scores[foreign].mean() - scores[~foreign].mean())
        for scores in (score_after_twelve(mixed, foreign_lift=share) for share in (0.0, 0.5, 1.0))
    ]
    assert gaps == pytest.approx([gaps[0], 0.75 * gaps[0], 0.5 * gaps[0]])  # ten count half
    assert gaps[0] > 0.1


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


@pytest.mark.parametrize(
    ("likeness", "relevant", "trust"),
    [
        ([], [], 1.0),  # nothing is known yet
        ([2, 1], [True, True], 1.0),  # of one class alone, nothing either
        ([2, 1], [True, False], 1.0),
        ([1, 2], [True, False], 1 / 6),  # A = 3.75 / 6
        ([1, 2] * 10, [True, False] * 10, 0.0),  # A = 3.75 / 15
        ([2, 1] * 10, [True, False] * 10, 1.0),
        ([1, 1] * 10, [True, False] * 10, 0.0),  # A = (10 / 2 + 3.75) / 15
    ],
)
def test_the_likeness_counts_as_far_as_the_labels_bear_it_out(likeness, relevant, trust):
    assert trust_likeness(np.array(likeness, float), np.array(relevant, bool)) == pytest.approx(trust)


def test_likeness_to_the_criteria_is_added_to_what_was_learnt():
    space = place_records(RECORDS, criteria=CRITERIA, preset=PRESETS["default"])
    for wanted, share in ((TRUTH.to_numpy(), 0.5), (~TRUTH.to_numpy(), 0.0)):
        rows = np.arange(36)
        plain, told = (
            score_records(space, rows, wanted[:36], preset=preset, estimator=WarmLinearSVM(C=0.05))
            for preset in (replace(PRESETS["default"], likeness=0.0), PRESETS["default"])
        )
        np.testing.assert_allclose(told - plain, share * space.likeness, atol=1e-6)


@pytest.mark.parametrize("labelled", [1, 3])
def test_without_a_relevant_label_what_the_search_was_made_for_comes_before_what_it_brought_along(labelled):
    # As in real searches: the topic stands in most records, and what is irrelevant shares a part of it.
    topic = [f"nudge pupils meals {i}" for i in range(12)]
    along = [f"meals {word} {i}" for i, word in enumerate(("rats", "cats", "dogs", "mice", "hens", "pigs"))]
    texts = [*along, *topic]
    ids = [f"t{number}" for number in range(len(texts))]
    records = pd.DataFrame({"record_id": ids, "title": texts, "abstract": ""})
    labels = pd.Series([False] * labelled, index=ids[:labelled], dtype=bool)
    ranked = rank(records, labels, criteria="", seed=1)["record_id"].tolist()
    assert set(ranked[:12]) == set(ids[6:])


def test_nothing_but_identical_or_empty_records_without_a_relevant_label():
    same = pd.DataFrame({"record_id": list("abc"), "title": ["x y"] * 3, "abstract": ""})
    for records in (same, same.assign(title="")):
        assert len(rank(records, pd.Series([False], index=["a"]), criteria="", seed=1)) == 2
