"""A search knows which APIs the other sources of its protocol ask for the same date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from search.test_log import protocol_of

from cireview.review.folder import Review

GARDENS = {"name": "Gardens", "api": "pubmed"}
CASES: list[tuple[dict[str, Any], list[str] | None]] = [
    ({"name": "Schools", "api": "PubMed"}, ["PubMed"]),
    ({"name": "Schools", "api": "eric", "searched_on": "2020-03"}, ["eric"]),
    ({"name": "Schools", "api": "pubmed", "searched_on": "2021-05"}, None),
    ({"name": "Schools", "export": "schools.ris"}, None),
]


@pytest.mark.parametrize(("other", "beside"), CASES)
def test_another_source_counts_if_it_asks_an_api_for_the_same_date(
    other: dict[str, Any], beside: list[str] | None
) -> None:
    review = Review(Path(), protocol_of(GARDENS, other), None, None)  # type: ignore[arg-type]
    assert review.fetch("gardens").get("beside") == beside
