"""The likeness of a pair: what both records have counts, an identifier more than a place or a year."""

from __future__ import annotations

import pytest
from deduplication.records_at_hand import ARTICLE, make_records

from cireview.deduplication import compare_shard, normalise

DOI = {"doi": "10.1234/caffeine"}


def score(left: dict[str, str], right: dict[str, str]) -> float:
    pairs = compare_shard(normalise(make_records(left, right)), shard=0, shards=1)
    (likeness,) = pairs["score"]
    return float(likeness)


def test_a_field_that_one_record_lacks_does_not_count() -> None:
    assert score(ARTICLE | DOI, ARTICLE) == score(ARTICLE, ARTICLE | {"pmid": "7"}) == 1.0


# Alike in all: title (4), authors (2), page (1.5), year, journal and volume (1 each), issue (.5); 11 in sum.
@pytest.mark.parametrize(
    ("field", "value", "weight"),
    [("volume", "13", 1.0), ("issue", "4", 0.5)],
)
def test_what_differs_costs_its_weight(field: str, value: str, weight: float) -> None:
    assert score(ARTICLE, ARTICLE | {field: value}) == pytest.approx(1 - weight / 11, abs=1e-4)


def test_a_doi_counts_three_times_as_much_as_a_volume() -> None:
    assert score(ARTICLE | DOI | {"volume": "13"}, ARTICLE | DOI) == pytest.approx(1 - 1 / (11 + 3), abs=1e-4)
