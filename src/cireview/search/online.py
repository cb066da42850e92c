"""Ask a database today which known items a query finds there: the query, narrowed to their identifiers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from cireview.query import NO_LIMITS, Query, SearchLimits
from cireview.search.plan import plan_search
from cireview.sources import Api, Position, europe_pmc, openalex, pubmed
from cireview.sources.dividing import Part
from cireview.sources.indexed import resolve_pmids
from cireview.sources.lookup import Library, bare_id, is_askable

_BATCH = 20


def _join(pattern: str, values: Sequence[str]) -> str:
    return " OR ".join(pattern.format(value) for value in values)


def _narrow_text(pattern: str) -> Callable[[str, Sequence[str]], str]:
    return lambda text, values: f"({text}) AND ({_join(pattern, values)})"


def _narrow_filter(name: str) -> Callable[[str, Sequence[str]], str]:
    return lambda text, values: f"{text},{name}:{'|'.join(values)}"


NARROW: Mapping[str, Mapping[str, Callable[[str, Sequence[str]], str]]] = {
    # [uid] is NLM's field of PubMed ids (pubmed.ncbi.nlm.nih.gov/help, search field tags).
    pubmed.API.key: {"pmid": _narrow_text("{}[uid]")},
    europe_pmc.API.key: {"pmid": _narrow_text("(EXT_ID:{} AND SRC:MED)"), "doi": _narrow_text('DOI:"{}"')},
    # A comma between filters is AND, a bar between values OR (developers.openalex.org, filters).
    openalex.API.key: {"doi": _narrow_filter("doi"), "pmid": _narrow_filter("ids.pmid")},
}
"""How the query of each source is narrowed to identifiers, by the column that has them."""


def find_online(
    source: Api, query: Query, items: pd.DataFrame, library: Library, limits: SearchLimits = NO_LIMITS
) -> dict[str, bool]:
    """Return whether a query finds each known item in a source today.

    Parameters
    ----------
    source
        One of `NARROW`.
    query, limits
        As in `cireview.search.run.run_search`.
    items
        ``record_id``, ``doi`` and ``pmid``.
    library
        Where answers are kept.

    Returns
    -------
    dict
        By ``record_id``; an item is absent that has no identifier to ask for, or that no answer is about.

    Raises
    ------
    QueryError
        If the query cannot be written for the source.
    """
    plan = plan_search(source, query, limits, date="")
    search = plan.search(Part(query))
    found: dict[str, bool] = {}
    for column, narrow in NARROW[source.key].items():
        ids = _list_ids(source, column, items, library)
        waiting = sorted({value for record, value in ids.items() if not found.get(record)})
        for start in range(0, len(waiting), _BATCH):
            batch = waiting[start : start + _BATCH]
            narrowed = replace(search, text=narrow(search.text, batch))
            request = None if plan.is_too_long(narrowed) else source.ask(narrowed, Position())
            read = partial(_read_ids, source, column)
            hits = library.try_get(source, request, read, None) if request else None
            if hits is not None:
                asked = {record: value in hits for record, value in ids.items() if value in batch}
                found |= {record: is_hit or found.get(record, False) for record, is_hit in asked.items()}
    return found


def _list_ids(source: Api, column: str, items: pd.DataFrame, library: Library) -> dict[str, str]:
    """Return the identifier of each item that has one, those that PubMed itself gives to a DOI included."""
    ids = {
        record: bare_id(value)
        for record, value in zip(items["record_id"], items[column], strict=True)
        if is_askable(value)
    }
    if source.key != pubmed.API.key:
        return ids
    pmids = resolve_pmids(items, library)
    dois = {record: bare_id(doi) for record, doi in zip(items["record_id"], items["doi"], strict=True)}
    return {record: pmids[doi] for record, doi in dois.items() if doi in pmids} | ids


def _read_ids(source: Api, column: str, body: bytes) -> set[str]:
    if source.key == pubmed.API.key:
        return {str(pmid) for pmid in pubmed.read_search(body)["idlist"]}
    return {bare_id(source.record(item)[column]) for item in source.read(body).items}
