"""A field that says nothing in one file is not compared, and the result names it."""

from __future__ import annotations

import pandas as pd
import pytest
from deduplication.records_at_hand import ARTICLE, make_records

from cireview.deduplication import compare_shard, deduplicate, gather, normalise, warn_unused

ARTICLES = 60
WORDS = [
    *("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath"),
    *("islet", "jetty", "kelp", "larch", "maple", "north", "ocean"),
]


def make_articles(**changed: str) -> list[dict[str, str]]:
    """Return articles of two databases, each article once in each; `changed` is the second's, by number."""
    rows = []
    for number in range(ARTICLES):
        words = " ".join(WORDS[(number * step + number // 15) % 15] for step in (1, 2, 4, 7))
        article = ARTICLE | {
            "title": f"Sleep of crews on the routes of {words} after the night watch {WORDS[number % 7]}",
            "authors": f"{WORDS[number % 15].title()}son, A.; {WORDS[number // 15].title()}man, B.",
            "volume": str(number // 12 + 1),
            "issue": str(number % 4 + 1),
            "pages": f"{100 + 10 * number}-{105 + 10 * number}",
        }
        rows.append(article | {"source": "First"})
        rows.append(
            article | {"source": "Second"} | {key: text.format(number) for key, text in changed.items()}
        )
    return rows


def found_of(rows: list[dict[str, str]]) -> tuple[int, list[tuple[str, str]]]:
    found = deduplicate(make_records(*rows))
    return len(found.reports), found.unused[["source", "field"]].apply(tuple, axis=1).tolist()


def test_fields_that_agree_are_all_used() -> None:
    assert found_of(make_articles()) == (ARTICLES, [])


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        pytest.param("issue", "{0}1", "it differs in each of 60 records", id="a running number"),
        pytest.param("volume", "77", "its values differ in 60 of 60 pairs", id="one number for all"),
    ],
)
def test_a_field_that_says_nothing_is_named_and_not_compared(field: str, value: str, why: str) -> None:
    rows = make_articles(**{field: value})
    found = deduplicate(make_records(*rows))
    # Of two sources that contradict each other it is enough to drop the field of one.
    assert found.unused["field"].tolist() == [field]
    assert found.unused["why"].str.contains(why).all()
    assert len(found.reports) == ARTICLES


def test_the_source_that_agrees_with_a_third_keeps_its_field() -> None:
    rows = make_articles(volume="77")
    thirds = [row | {"source": "Third"} for row in rows[::2]]
    assert found_of([*rows, *thirds]) == (ARTICLES, [("Second", "volume")])


def test_each_source_numbers_its_records_in_its_own_way() -> None:
    rows = [row | {"accession": f"{row['source']}:{number}"} for number, row in enumerate(make_articles())]
    assert found_of(rows) == (ARTICLES, [])
    assert found_of([row | {"source": "First"} for row in rows]) == (ARTICLES, [("First", "accession")])


def test_a_few_records_judge_no_field() -> None:
    assert found_of(make_articles(volume="77")[:12])[1] == []


def test_one_doi_on_all_abstracts_of_a_supplement_makes_no_pair_sure() -> None:
    """Else their pages would contradict each other, and no page of this database would be compared."""
    supplement = [row | {"doi": "10.1234/supplement", "issue": "S1"} for row in make_articles()[::2]]
    apart = [ARTICLE | {"source": "First", "pages": pages} for pages in ("45", "301-310")]
    found = deduplicate(make_records(*supplement, *apart))
    assert found.unused.empty
    assert len(found.reports) == ARTICLES + 2


def test_shards_forget_the_same_fields() -> None:
    records = make_records(*make_articles(issue="{0}1"))
    parts = [compare_shard(normalise(records), shard=shard, shards=3) for shard in range(3)]
    together = gather(records, normalise(records), parts)
    pd.testing.assert_frame_equal(together.unused, deduplicate(records).unused)
    pd.testing.assert_frame_equal(together.matches, deduplicate(records).matches)


def test_the_log_names_the_source_the_field_and_the_reason() -> None:
    found = deduplicate(make_records(*make_articles(issue="{0}1")))
    with pytest.warns(
        UserWarning, match="Second: the field issue was not compared: it differs in each of 60"
    ):
        warn_unused(found.unused)
