"""Unite the works that several services found: each counts once; those found from most seeds come first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from cireview.sources.lookup import bare_id, is_same_work
from cireview.tables import RECORD, Schema

CITATION = Schema(
    "citation",
    {
        "seed_id": "included article from which the search started",
        "direction": "backward: the seed cites the record; forward: the record cites the seed",
        "record_id": "record that was found",
        "source": "service that knows the citation",
    },
)
HIT = Schema(
    "hit of a citation search",
    {
        "record_id": "record that was found",
        "seeds": "different seeds that lead to it",
        "directions": "backward: a seed cites it; forward: it cites a seed",
        "services": "services that know one of these citations",
        "known_as": "ids of the records already found that it is; empty for a new one",
        "title": "its title",
        "authors": "its authors",
        "year": "its year",
        "doi": "its DOI",
    },
    frozenset({"seeds"}),
)
_OWN = frozenset({"record_id", "search_id", "source", "accession"})
"""Columns that a record keeps for itself when another one of its work fills its gaps."""


def join_services(records: pd.DataFrame, citations: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return one record for each work, with the citations led to it; those of most seeds first.

    Two records are of one work by DOI, by PubMed id, or by title, year and first author if no DOIs differ.

    Parameters
    ----------
    records, citations
        RECORD, each record of a service once, and CITATION.

    Returns
    -------
    records, citations
        The first record of each work, its gaps filled from the others; CITATION with their ids.
    """
    kept_by = _group(records)
    works: dict[str, list[Any]] = {}
    for record in _rows(records):
        works.setdefault(kept_by[record["record_id"]], []).append(record)
    led = citations.assign(record_id=citations["record_id"].map(kept_by)).drop_duplicates()
    seeds = led.groupby("record_id")["seed_id"].nunique().to_dict()
    order = sorted(works, key=lambda record_id: -seeds.get(record_id, 0))
    joined = pd.DataFrame([_fill(works[record_id]) for record_id in order], columns=list(records.columns))
    places = {record_id: place for place, record_id in enumerate(order)}
    ordered = led.iloc[led["record_id"].map(places).argsort(kind="stable")].reset_index(drop=True)
    return RECORD.conform(joined), CITATION.conform(ordered)


def _fill(work: Sequence[Mapping[str, str]]) -> dict[str, str]:
    first = dict(work[0])
    for name in first.keys() - _OWN:
        first[name] = next((record[name] for record in work if record[name]), "")
    return first


def rank_hits(
    records: pd.DataFrame, citations: pd.DataFrame, known_as: Sequence[Sequence[str]]
) -> pd.DataFrame:
    """Return the table HIT of the result of `join_services`.

    Parameters
    ----------
    records, citations
        As `join_services` gives them.
    known_as
        For each record the ids of those already found that it is.
    """
    links: dict[str, list[Any]] = {record_id: [] for record_id in records["record_id"]}
    for link in citations.itertuples(index=False):
        links[str(link.record_id)].append(link)
    rows = [
        {
            "record_id": record["record_id"],
            "seeds": len({link.seed_id for link in links[record["record_id"]]}),
            "directions": ", ".join(sorted({link.direction for link in links[record["record_id"]]})),
            "services": ", ".join(dict.fromkeys(link.source for link in links[record["record_id"]])),
            "known_as": " ".join(ids),
            **{name: record[name] for name in ("title", "authors", "year", "doi")},
        }
        for record, ids in zip(_rows(records), known_as, strict=True)
    ]
    return HIT.conform(pd.DataFrame(rows, columns=list(HIT.columns)))


def _group(records: pd.DataFrame) -> dict[str, str]:
    """Return for each record the id of the first record of its work."""
    leader = {record_id: record_id for record_id in records["record_id"]}
    place = {record_id: number for number, record_id in enumerate(records["record_id"])}

    def lead(record_id: str) -> str:
        while leader[record_id] != record_id:
            record_id = leader[record_id]
        return record_id

    def join(one: str, other: str) -> None:
        first, second = sorted((lead(one), lead(other)), key=place.__getitem__)
        leader[second] = first

    holders: dict[str, str] = {}
    titled: dict[str, list[Mapping[str, str]]] = {}
    for record in _rows(records):
        for key in _identifiers(record):
            join(record["record_id"], holders.setdefault(key, record["record_id"]))
        titled.setdefault(re.sub(r"[\W_]+", "", record["title"].casefold()), []).append(record)
    for alike in titled.values():
        for one, other in combinations(alike, 2):
            if _is_one(one, other):
                join(one["record_id"], other["record_id"])
    return {record_id: lead(record_id) for record_id in leader}


def _identifiers(record: Mapping[str, str]) -> Iterator[str]:
    for column in ("doi", "pmid"):
        if record[column]:
            yield f"{column} {bare_id(record[column])}"


def _is_one(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    if any(not record[name] for record in (one, other) for name in ("title", "authors", "year")):
        return False  # a title alone may be that of any editorial
    differ = one["doi"] and other["doi"] and bare_id(one["doi"]) != bare_id(other["doi"])
    return not differ and is_same_work(one, other)


def _rows(records: pd.DataFrame) -> list[Any]:
    return records.to_dict("records")
