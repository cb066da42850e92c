"""Check whether a database holds known works, by their DOI and PubMed id, never by title.

No query can find a work that the database lacks. So recall is counted on indexed works, as Sampson
and others did (2006, doi 10.1016/j.jclinepi.2005.12.011, who call it relative recall).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from cireview.sources import (
    core,
    doaj,
    europe_pmc,
    lens,
    pubmed,
    scopus,
    semantic_scholar,
    wos_expanded,
    wos_starter,
)
from cireview.sources.api import Api, ApiSearch, Page, Position
from cireview.sources.fields import read_json
from cireview.sources.lookup import LOOKUPS, Library, Lookup, bare_id, is_askable
from cireview.web import Request, UnreadableError

INDEXED, NOT_INDEXED, NOT_KNOWN = "indexed", "not indexed", "not known"
COLUMNS = ("record_id", "source", "state", "reason")
_BATCH = 20
_IDS = ("doi", "pmid")


def _ask_text(source: Api, pattern: str) -> Callable[[Sequence[str]], Request]:
    """Return what asks a source for several identifiers by a query in its own syntax."""

    def ask(values: Sequence[str]) -> Request:
        text = " OR ".join(pattern.format(value) for value in values)
        request = source.ask(ApiSearch(text), Position())
        assert request is not None
        return request

    return ask


def _ask_papers(prefix: str) -> Callable[[Sequence[str]], Request]:
    def ask(values: Sequence[str]) -> Request:
        posted = json.dumps({"ids": [f"{prefix}:{value}" for value in values]})
        fields = (("fields", semantic_scholar.PAPER_FIELDS),)
        return Request("/paper/batch", fields, posted_json=posted, reads=(400,))

    return ask


def _read_papers(body: bytes) -> Page:
    """Read a batch of papers, null where one is not known; or the refusal of a batch of which none is."""
    answer = read_json(body)
    if isinstance(answer, Mapping) and "No valid paper ids" in str(answer.get("error", "")):
        return Page(0, ())
    if not isinstance(answer, list):
        raise UnreadableError("it sent no list of papers")
    papers = tuple(paper for paper in answer if paper is not None)
    return Page(len(papers), papers)


_PAPERS = replace(semantic_scholar.API, read=_read_papers)
# By the vendors' lists of fields: europepmc.org/Help#fieldsearch, dev.elsevier.com/sc_search_tips.html,
# webofscience.help.clarivate.com (field tags), doaj.org/docs/api, api.core.ac.uk/docs/v3.
_PATTERNS: Sequence[tuple[Api, str, str]] = (
    (europe_pmc.API, "pmid", "(EXT_ID:{} AND SRC:MED)"),
    (europe_pmc.API, "doi", 'DOI:"{}"'),
    (scopus.API, "doi", 'DOI("{}")'),
    (scopus.API, "pmid", "PMID({})"),
    (wos_starter.API, "doi", 'DO=("{}")'),
    (wos_starter.API, "pmid", 'PMID=("{}")'),
    (wos_expanded.API, "doi", 'DO=("{}")'),
    (wos_expanded.API, "pmid", 'PMID=("{}")'),
    (doaj.API, "doi", 'doi:"{}"'),
    (core.API, "doi", 'doi:"{}"'),
)
WAYS: tuple[Lookup, ...] = (
    *(lookup for lookup in LOOKUPS if lookup.column in _IDS),
    *(Lookup(source, column, _BATCH, _ask_text(source, text)) for source, column, text in _PATTERNS),
    Lookup(_PAPERS, "doi", 100, _ask_papers("DOI")),
    Lookup(_PAPERS, "pmid", 100, _ask_papers("PMID")),
    Lookup(lens.API, "doi", 50, lens.ask_ids("ids.doi")),
    Lookup(lens.API, "pmid", 50, lens.ask_ids("ids.pmid")),
)
"""How each database is asked which works it holds. PubMed is asked for DOIs by `resolve_pmids`."""

_API_OF = {"scopus": "scopus_api", "web_of_science": "wos_starter"}


def api_that_looks_up(database: str) -> str:
    """Return the key of the API that knows the content of a database, or "".

    Parameters
    ----------
    database
        Key of the database in `cireview.query.databases()`.
    """
    key = _API_OF.get(database, database)
    return key if any(lookup.source.key == key for lookup in WAYS) else ""


def look_up(items: pd.DataFrame, source: Api, library: Library) -> pd.DataFrame:
    """Return whether a database holds each item.

    Parameters
    ----------
    items
        ``record_id``, ``doi`` and ``pmid``, of which the last two may be empty.
    source
        One of the APIs of `WAYS`.
    library
        Where answers are kept.

    Returns
    -------
    pandas.DataFrame
        The columns `COLUMNS`, a row for each item. One that is not held is *not indexed* only if it was asked
        for by all its identifiers and answered.
    """
    held = dict[str, set[str]]()
    asked = {column for lookup in WAYS if lookup.source.key == source.key for column in [lookup.column]}
    for lookup in WAYS:
        if lookup.source.key == source.key:
            held[lookup.column] = set(library.find(lookup, items[lookup.column].tolist()))
    if source.key == pubmed.API.key:
        asked.add("doi")
        held["doi"] = set(resolve_pmids(items, library))
    rows = []
    for row in items.to_dict("records"):
        ids = {column: bare_id(row[column]) for column in _IDS if column in asked and is_askable(row[column])}
        is_held = any(value in held[column] for column, value in ids.items())
        state, reason = (INDEXED, "") if is_held else _judge_absent(ids, source, library)
        rows.append((row["record_id"], source.name, state, reason))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _judge_absent(ids: Mapping[str, str], source: Api, library: Library) -> tuple[str, str]:
    if not ids:
        return NOT_KNOWN, f"it has no identifier to look it up by in {source.name}"
    if library.find_unanswered(source, ids.values()):
        return NOT_KNOWN, f"{source.name} did not answer"
    return NOT_INDEXED, ""


def resolve_pmids(items: pd.DataFrame, library: Library) -> dict[str, str]:
    """Return the PubMed id of each DOI that PubMed knows, by DOI, of the items that have no PubMed id.

    A search by article identifier, ``[aid]`` (NLM, PubMed help), gives ids but not which DOI each has: the
    articles themselves say so.
    """
    bare = sorted({bare_id(doi) for doi in items.loc[items["pmid"] == "", "doi"] if is_askable(doi)})
    by_pmid = next(lookup for lookup in LOOKUPS if lookup.source.key == pubmed.API.key)
    found: dict[str, str] = {}
    for start in range(0, len(bare), _BATCH):
        batch = bare[start : start + _BATCH]
        request = pubmed.ask(ApiSearch(" OR ".join(f'"{doi}"[aid]' for doi in batch)), Position())
        assert request is not None
        result: dict[str, Any] | None = library.try_get(pubmed.API, request, pubmed.read_search, None)
        if result is None:
            library.note_unanswered(pubmed.API, batch)
            continue
        ids = [str(pmid) for pmid in result["idlist"]]
        works = library.find(by_pmid, ids)
        if library.find_unanswered(pubmed.API, ids):
            library.note_unanswered(pubmed.API, batch)
        found |= {bare_id(pubmed.API.record(work)["doi"]): pmid for pmid, work in works.items()}
    return {doi: found[doi] for doi in bare if doi in found}
