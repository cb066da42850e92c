"""Bibliographic APIs: one module each, with its field map as data, and one line here.

Other packages bring more of them, as `Api` too (`cireview.sources.plugged`).
"""

from __future__ import annotations

from difflib import get_close_matches

from cireview.errors import Problem, QueryError, SearchError
from cireview.plugins import Registry
from cireview.query import find_database
from cireview.sources import (
    arxiv,
    clinicaltrials,
    core,
    crossref,
    datacite,
    doaj,
    eric,
    europe_pmc,
    europe_pmc_preprints,
    ieee,
    lens,
    openalex,
    pubmed,
    scopus,
    semantic_scholar,
    springer_nature,
    wos_expanded,
    wos_starter,
)
from cireview.sources.api import Api, ApiSearch, Page, Position, ask_total, shrink, walk
from cireview.sources.plugged import fits, guard

__all__ = ["APIS", "Api", "ApiSearch", "Page", "Position", "ask_total", "find_api", "shrink", "walk"]

APIS: tuple[Api, ...] = (
    openalex.API,
    pubmed.API,
    europe_pmc.API,
    crossref.API,
    semantic_scholar.API,
    doaj.API,
    eric.API,
    arxiv.API,
    core.API,
    scopus.API,
    wos_starter.API,
    wos_expanded.API,
    springer_nature.API,
    ieee.API,
    clinicaltrials.API,
    europe_pmc_preprints.API,
    datacite.API,
    lens.API,
)


def _by_key() -> Registry[Api]:
    """Return those of `APIS` by their keys, and those that other packages bring."""
    return Registry("cireview.sources", {api.key: api for api in APIS}, fits=fits, guard=guard)


def find_api(name: str) -> Api:
    """Return the source with this key or name, however it is spelt.

    Raises
    ------
    SearchError
        If there is no such API; the problem names the nearest, or all that there are.
    PluginError
        If the package that brings it cannot be loaded.
    """
    try:
        key = find_database(name).key
    except QueryError:
        key = ""
    by_key = _by_key()
    if found := by_key.get(key):
        return found
    spellings = {source.name.lower(): source.key for source in APIS} | {one: one for one in by_key.names()}
    near = get_close_matches(name.lower(), spellings, 1)
    apis = f"There are APIs for {', '.join(by_key.names())}"
    message = f"{name} has no API that is asked here" if key else f"unknown API {name!r}"
    by_hand = "Export its records by hand. " if key else ""
    meant = f"Did you mean {spellings[near[0]]!r}? " if near else by_hand
    raise SearchError(Problem(message, remedy=meant + apis))
