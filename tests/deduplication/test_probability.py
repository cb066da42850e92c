"""How probable a pair is: evidence against lowers it, and weights are never half read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from deduplication.records_at_hand import ARTICLE, make_records

from cireview.deduplication import Choices, compare_shard, deduplicate, normalise
from cireview.deduplication.block import block
from cireview.deduplication.compare import compare
from cireview.deduplication.evidence import weigh
from cireview.deduplication.probability import EVIDENCE, INTERCEPT, describe, estimate, read_weights
from cireview.errors import TableError


def score(left: dict[str, str], right: dict[str, str]) -> float:
    forms = normalise(make_records(left, right))
    found = compare(forms, *block(forms))
    (probability,) = estimate(found, weigh(found))
    return float(probability)


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        pytest.param({"doi": "10.1234/a"}, {}, id="another DOI"),
        pytest.param({"doi": "", "pmid": "7"}, {"doi": ""}, id="another PubMed id"),
        pytest.param({"volume": "13"}, {}, id="another volume"),
        pytest.param({"pages": "311-320"}, {}, id="other pages"),
        pytest.param({"volume": "13", "pages": "311-320"}, {"pages": "311-320"}, id="another place"),
        pytest.param({"authors": "Abebe, Z.; Novak, T."}, {}, id="other people"),
        pytest.param({"year": "2005"}, {"year": "2014"}, id="years further apart"),
        pytest.param({"journal": "Annals of Geology"}, {}, id="another journal"),
    ],
)
def test_what_speaks_against_a_pair_makes_it_less_probable(
    weaker: dict[str, str], stronger: dict[str, str]
) -> None:
    full = ARTICLE | {"doi": "10.1234/b", "pmid": "8"}
    assert score(full, full | weaker) < score(full, full | stronger)


def test_the_same_article_twice_is_nearly_certain() -> None:
    assert score(ARTICLE, ARTICLE) > 0.99


def test_each_weight_speaks_for_one_piece_of_evidence() -> None:
    assert set(read_weights()) == {INTERCEPT, *EVIDENCE}


def test_evidence_lies_between_none_and_full() -> None:
    forms = normalise(make_records(ARTICLE, ARTICLE | {"title": "Sleep", "authors": "", "year": ""}))
    found = compare(forms, *block(forms))
    described = describe(found, weigh(found))
    assert described.ge(0).all(axis=None)
    assert described.le(1).all(axis=None)


WEIGHTS = dict.fromkeys([INTERCEPT, *EVIDENCE], 0.5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(None, "does not exist", id="missing"),
        pytest.param("", "is cut off, or is not a file of weights", id="empty"),
        pytest.param(
            json.dumps({"weights": WEIGHTS})[:-40], "is cut off, or is not a file of weights", id="cut"
        ),
        pytest.param(json.dumps({"weights": {}}), "has no number", id="no weights"),
        pytest.param(json.dumps({"weights": list(WEIGHTS)}), "has no number", id="a list"),
        pytest.param(
            json.dumps({"weights": WEIGHTS | {"identifier": None}}),
            "number for 1 of .*: identifier",
            id="one empty",
        ),
        pytest.param(
            json.dumps({"weights": WEIGHTS | {"identifier": "3"}}),
            "number for 1 of .*: identifier",
            id="a text",
        ),
        pytest.param(
            json.dumps({"weights": WEIGHTS | {"identifier": float("nan")}}),
            "number for 1 of",
            id="no number",
        ),
    ],
)
def test_weights_that_are_missing_or_cut_are_refused(text: str | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=message) as refused:
        read_weights(path)
    assert "weights.json" in str(refused.value)
    assert "Create it again" in str(refused.value)


def test_own_weights_decide(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text(json.dumps({"weights": dict.fromkeys(WEIGHTS, 0.0)}), encoding="utf-8")
    pairs = compare_shard(
        normalise(make_records(ARTICLE, ARTICLE)),
        shard=0,
        shards=1,
        choices=Choices.read("separate", "balanced", path),
    )
    assert pairs["score"].tolist() == [0.5]


@pytest.mark.parametrize(
    ("caution", "threshold", "floor"),
    [("bold", 10 / 11, 0), ("balanced", 100 / 101, 0), ("cautious", 1000 / 1001, 0.99), (4.0, 0.8, 0)],
)
def test_the_threshold_follows_from_what_a_lost_study_costs(
    caution: str | float, threshold: float, floor: float
) -> None:
    choices = Choices.read("separate", caution)
    assert (choices.threshold, choices.floor) == (pytest.approx(threshold), floor)


# One abstract a year apart and no place to tell: probable, but not as probable as a balanced review wants.
PROBABLE = (
    ARTICLE | dict.fromkeys(["volume", "issue", "pages"], "") | {"abstract": "Coffee keeps us awake. " * 9}
)


def test_a_bolder_review_merges_what_a_balanced_one_asks() -> None:
    records = make_records(PROBABLE, PROBABLE | {"year": "2014", "journal": ""})
    reports = {
        caution: len(deduplicate(records, choices=Choices.read("separate", caution)).reports)
        for caution in ("bold", "balanced")
    }
    assert reports == {"bold": 1, "balanced": 2}


def test_a_cautious_review_asks_about_what_a_rule_alone_would_merge() -> None:
    brief = {"title": ARTICLE["title"], "year": "2015"}
    records = make_records(ARTICLE, brief)
    found = deduplicate(records, choices=Choices.read("separate", "cautious"))
    assert (len(found.reports), len(found.possible)) == (2, 1)
    assert len(deduplicate(records).reports) == 1


def test_no_word_of_difference_is_merged_however_probable() -> None:
    men, women = (
        ARTICLE
        | {"title": f"Effects of caffeine on sleep quality in {people} who work in shifts", "pages": ""}
        for people in ("men", "women")
    )
    found = deduplicate(make_records(men, women), choices=Choices(cost=1))
    assert found.possible["score"].tolist() > [0.5]
    assert len(found.reports) == 2
