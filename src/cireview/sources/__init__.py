"""Bibliographic APIs: one module each, with its field map as data, and one line here."""

from __future__ import annotations

from difflib import get_close_matches

from cireview.errors import Problem, QueryError, SearchError
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


def find_api(name: str) -> Api:
    """Return the source with this key or name, however it is spelt.

    Raises
    ------
    SearchError
        If there is no such API; the problem names the nearest, or all that there are.
    """
    try:
        key = find_database(name).key
    except QueryError:
        key = ""
    for source in APIS:
        if source.key == key:
            return source
    spellings = {spelling.lower(): source.key for source in APIS for spelling in (source.key, source.name)}
    near = get_close_matches(name.lower(), spellings, 1)
    apis = f"There are APIs for {', '.join(source.key for source in APIS)}"
    message = f"{name} has no API that is asked here" if key else f"unknown API {name!r}"
    by_hand = "Export its records by hand. " if key else ""
    meant = f"Did you mean {spellings[near[0]]!r}? " if near else by_hand
    raise SearchError(Problem(message, remedy=meant + apis))
