"""Bibliographic APIs: one module each, with its field map as data, and one line here."""

from __future__ import annotations

from cireview.errors import Problem, SearchError
from cireview.query import find_database
from cireview.sources import (
    arxiv,
    core,
    crossref,
    doaj,
    eric,
    europe_pmc,
    ieee,
    openalex,
    pubmed,
    scopus,
    semantic_scholar,
    springer_nature,
    wos_expanded,
    wos_starter,
)
from cireview.sources.source import Page, Position, Search, Source, ask_total, walk

__all__ = ["SOURCES", "Page", "Position", "Search", "Source", "ask_total", "find_source", "walk"]

SOURCES: tuple[Source, ...] = (
    openalex.SOURCE,
    pubmed.SOURCE,
    europe_pmc.SOURCE,
    crossref.SOURCE,
    semantic_scholar.SOURCE,
    doaj.SOURCE,
    eric.SOURCE,
    arxiv.SOURCE,
    core.SOURCE,
    scopus.SOURCE,
    wos_starter.SOURCE,
    wos_expanded.SOURCE,
    springer_nature.SOURCE,
    ieee.SOURCE,
)


def find_source(name: str) -> Source:
    """Return the source with this key or name, however it is spelt.

    Raises
    ------
    QueryError
        If no database of this name is known.
    SearchError
        If the database is known but has no API here.
    """
    key = find_database(name).key
    for source in SOURCES:
        if source.key == key:
            return source
    known = ", ".join(source.key for source in SOURCES)
    message = f"{name} has no API that is asked here"
    raise SearchError(Problem(message, remedy=f"Export its records by hand; there are APIs for {known}"))
