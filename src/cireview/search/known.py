"""Known items: which of them each search of a review found, and which of their words its query lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from math import log
from typing import Any

import pandas as pd
from rapidfuzz import fuzz, process

from cireview.query import Query
from cireview.query.match import prepare_words, search_words
from cireview.query.validation import can_judge, list_blocks, list_terms
from cireview.sources.lookup import bare_id, is_same_work

_ALIKE = 90.0  # of two titles, before year and author are compared
_COMPARED = ("title", "year", "authors")
_SHARE, _MOST = 0.15, 25  # of known items that hold a word, at least; words that are named, at most


def drop_copies(items: pd.DataFrame) -> pd.DataFrame:
    """Return known records, each once: of those with one DOI, or with one title, year and DOI, the first.

    A record that appears twice would count twice in a recall.

    Parameters
    ----------
    items
        ``title``, ``year`` and ``doi``, empty where unknown.
    """
    dois = items["doi"].str.casefold()
    titles = items["title"].str.casefold().str.split().str.join(" ")
    same = pd.DataFrame({"title": titles, "year": items["year"], "doi": dois}).duplicated()
    return items[~(same & (titles != "")) & ~((dois != "") & dois.duplicated())].reset_index(drop=True)


def find_known(items: pd.DataFrame, records: pd.DataFrame) -> pd.Series:
    """Return for each known item the ids of the records that are it, by DOI, PubMed id, or title.

    Parameters
    ----------
    items, records
        ``record_id``, ``doi``, ``pmid``, ``title``, ``year`` and ``authors``.

    Returns
    -------
    pandas.Series
        Lists of ids, with the index of `items`.
    """
    by_id: dict[str, list[str]] = {}
    for column in ("doi", "pmid"):
        for key, record in zip(records[column], records["record_id"], strict=True):
            if key:
                by_id.setdefault(f"{column} {bare_id(key)}", []).append(record)
    titles = [title.casefold() for title in records["title"]]
    rows: list[Any] = records[[*_COMPARED, "record_id"]].to_dict("records")
    found = []
    item: Any
    for item in items.to_dict("records"):
        keys = [f"{column} {bare_id(item[column])}" for column in ("doi", "pmid") if item[column]]
        same = [record for key in keys for record in by_id.get(key, [])]
        title = item["title"].casefold()
        near = (
            process.extract(title, titles, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=50) if title else []
        )
        same += [str(rows[place]["record_id"]) for _, _, place in near if is_same_work(item, rows[place])]
        found.append(list(dict.fromkeys(same)))
    return pd.Series(found, index=items.index, dtype="object")


def count_sources(found: pd.Series, source_of: Mapping[str, str], sources: Iterable[str]) -> pd.DataFrame:
    """Return how many known items each search found, and how many it alone.

    Parameters
    ----------
    found
        Result of `find_known`.
    source_of
        Source of each record, by its id.
    sources
        All sources, in the order of the rows.

    Returns
    -------
    pandas.DataFrame
        ``source``, ``finds`` and ``finds_alone``.
    """
    by_item = [{source_of[record] for record in records if record in source_of} for records in found]
    rows = []
    for source in sources:
        finds = [by for by in by_item if source in by]
        rows.append((source, len(finds), sum(by == {source} for by in finds)))
    return pd.DataFrame(rows, columns=["source", "finds", "finds_alone"])


def find_by_search(items: pd.DataFrame, found: pd.Series, records: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Return the ids of the known items that each search found, by its id; of no search that found none.

    Parameters
    ----------
    items
        Known items (``record_id``).
    found
        Result of `find_known` in `records`.
    records
        ``record_id`` and ``search_id``.
    """
    search_of = dict(zip(records["record_id"], records["search_id"], strict=True))
    by_search: dict[str, set[str]] = {}
    for item, ids in zip(items["record_id"], found, strict=True):
        for record in ids:
            by_search.setdefault(search_of[record], set()).add(item)
    return {search: frozenset(ids) for search, ids in by_search.items()}


def find_lacking_words(
    query: Query, items: pd.DataFrame, others: pd.DataFrame, *, is_telling: Callable[[str], bool]
) -> pd.DataFrame:
    """Return words and pairs of words that are typical of known items, and that no term of the query finds.

    Parameters
    ----------
    query
        The query.
    items, others
        Relevant records and the rest (``title``, ``abstract``).
    is_telling
        Says whether a word says something to a reader.

    Returns
    -------
    pandas.DataFrame
        ``words``, ``items`` and ``others`` that hold them; at most 25, the most telling first.
    """
    inside, outside = (_count_phrases(table, is_telling) for table in (items, others))
    least = max(2, round(_SHARE * len(items)))
    rows = [(words, number, outside[words]) for words, number in inside.items() if number >= least]
    table = pd.DataFrame(rows, columns=["words", "items", "others"])
    if table.empty:
        return table
    table["weight"] = [
        _log_odds(number, len(items)) - _log_odds(other, len(others))
        for number, other in zip(table["items"], table["others"], strict=True)
    ]
    table = table[(table["weight"] > 0) & ~_is_searched(query, table["words"])]
    ordered = table.sort_values(["weight", "items", "words"], ascending=[False, False, True])
    return ordered.head(_MOST).drop(columns="weight").reset_index(drop=True)


def _count_phrases(table: pd.DataFrame, is_telling: Callable[[str], bool]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in table["title"] + " . " + table["abstract"]:
        words = ["".join(c for c in word if c.isalpha() or c == "-") for word in text.casefold().split()]
        alone = {word for word in set(words) if len(word) > 2 and is_telling(word)}
        pairs = {f"{one} {two}" for one, two in pairwise(words) if {one, two} <= alone}
        counts.update(alone | pairs)
    return counts


def _is_searched(query: Query, phrases: Sequence[str] | pd.Series) -> pd.Series:
    texts = pd.DataFrame({"title": list(phrases), "abstract": "", "keywords": list(phrases)})
    found = pd.Series(False, index=texts.index)
    words = prepare_words(texts)
    for block, _ in list_blocks(query):
        for term in list_terms(block):
            if can_judge(term, words):
                found |= search_words(term, words)
    return found.set_axis(pd.Series(phrases).index)


def _log_odds(number: int, of: int) -> float:
    return log((number + 0.5) / (of - number + 0.5))
