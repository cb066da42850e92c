"""Citation search: what the included articles cite (backward) and what cites them (forward)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from cireview.errors import Problem, SearchError
from cireview.sources import crossref, openalex, semantic_scholar
from cireview.sources.fields import as_count, find_path, read_json, require
from cireview.sources.lookup import Library, bare_id, lookups_of
from cireview.sources.outcome import unite
from cireview.sources.source import Page, Search, Source, walk
from cireview.tables import Schema
from cireview.web import Request, Session

BACKWARD, FORWARD = "backward", "forward"
SOURCES = (openalex.SOURCE, crossref.SOURCE, semantic_scholar.SOURCE)

CITATION = Schema(
    "citation",
    {
        "seed_id": "included article from which the search started",
        "direction": "backward: the seed cites the record; forward: the record cites the seed",
        "record_id": "record that was found",
        "source": "service that knows the citation",
    },
)
CITATION_LOG = Schema(
    "citation search of one article",
    {
        "seed_id": "included article",
        "direction": "backward or forward",
        "source": "service that was asked",
        "announced": "citations that the service counts; -1 if it does not know the article",
        "received": "records received",
        "shortfall": "citations that are counted and of which there is no record",
        "reason": "why there is a shortfall",
    },
    frozenset({"announced", "received", "shortfall"}),
)


@dataclass(frozen=True)
class CitationOutcome:
    """What a citation search gave.

    Parameters
    ----------
    records
        RECORD table of what was found, each record of a service once.
    citations
        CITATION table: which seed found which record.
    log
        CITATION_LOG table: one row for each seed, direction and service.
    problems
        Services that could not be asked, and what to do.
    """

    records: pd.DataFrame
    citations: pd.DataFrame
    log: pd.DataFrame
    problems: tuple[Problem, ...]


def search_citations(
    seeds: pd.DataFrame,
    *,
    archive_folder: str | Path,
    date: str,
    session: Session | None,
    directions: Sequence[str] = (BACKWARD, FORWARD),
    sources: Sequence[Source] = SOURCES,
    addresses: Mapping[str, str] | None = None,
) -> CitationOutcome:
    """Search backward and forward from every seed in every service.

    Parameters
    ----------
    seeds
        RECORD table of the included articles; those without DOI and PubMed id cannot be looked up and
        are told.
    archive_folder
        ``data/search``; answers are kept in ``citations/<date>`` below it and never asked for twice.
    date
        ``search.date``.
    session
        Session that reaches the services; None to use the archive alone.
    directions
        backward, forward or both; Crossref knows the first only.
    sources
        Services to ask, of `SOURCES`.
    addresses
        Other base URLs by key of the source.
    """
    library = Library(archive_folder, purpose="citations", date=date, session=session, addresses=addresses)
    rows = [dict(zip(seeds.columns, row, strict=True)) for row in seeds.itertuples(index=False)]
    found: list[tuple[str, str, dict[str, str]]] = []
    log: list[dict[str, Any]] = []
    for source in sources:
        follow = _FOLLOW[source.key](library, rows)
        for row in rows:
            for direction in directions:
                if (source.key, direction) == (crossref.SOURCE.key, FORWARD):
                    continue
                hits = follow(row, direction)
                found += [(row["record_id"], direction, record) for record in hits.records]
                log.append(
                    {
                        "seed_id": row["record_id"],
                        "direction": direction,
                        "source": source.name,
                        **hits.tell(),
                    }
                )
    return _tell(found, log, date, library)


@dataclass
class _Hits:
    announced: int
    records: list[dict[str, str]] = field(default_factory=list)
    reason: str = ""

    def tell(self) -> dict[str, Any]:
        short = max(0, self.announced - len(self.records))
        reason = self.reason or ("the service has no record of them" if short else "")
        return {
            "announced": self.announced,
            "received": len(self.records),
            "shortfall": short,
            "reason": reason,
        }


_Follow = Callable[[Mapping[str, str], str], _Hits]


def _not_known(row: Mapping[str, str], source: Source) -> _Hits:
    if not row["doi"] and not row["pmid"]:
        return _Hits(-1, reason="the article has neither DOI nor PubMed id")
    return _Hits(-1, reason=f"{source.name} does not know the article or did not answer")


def _tell(
    found: Sequence[tuple[str, str, dict[str, str]]],
    log: Sequence[dict[str, Any]],
    date: str,
    library: Library,
) -> CitationOutcome:
    records = unite([{**record, "search_id": f"citations_{date}"} for _, _, record in found])
    ids = {(s, a): i for s, a, i in records[["source", "accession", "record_id"]].itertuples(index=False)}
    links = [
        {
            "seed_id": seed,
            "direction": direction,
            "record_id": ids[one["source"], one["accession"]],
            "source": one["source"],
        }
        for seed, direction, one in found
        if one["accession"]
    ]
    citations = pd.DataFrame(links, columns=list(CITATION.columns)).drop_duplicates()
    return CitationOutcome(
        records,
        CITATION.conform(citations),
        CITATION_LOG.conform(pd.DataFrame(log, columns=list(CITATION_LOG.columns))),
        tuple(library.problems),
    )


def _find_seeds(library: Library, source: Source, rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Return the source's own entry of every seed that it knows, by record_id."""
    known: dict[str, Any] = {}
    for lookup in lookups_of(source):
        if lookup.column in ("doi", "pmid"):
            items = library.find(lookup, [row[lookup.column] for row in rows])
            for row in rows:
                if bare_id(row[lookup.column]) in items:
                    known.setdefault(row["record_id"], items[bare_id(row[lookup.column])])
    return known


def _follow_openalex(library: Library, rows: Sequence[Mapping[str, str]]) -> _Follow:
    source = openalex.SOURCE
    seeds = _find_seeds(library, source, rows)
    by_id = next(lookup for lookup in lookups_of(source) if lookup.column == "accession")

    def follow(row: Mapping[str, str], direction: str) -> _Hits:
        work = seeds.get(row["record_id"])
        if work is None:
            return _not_known(row, source)
        if direction == BACKWARD:
            cited = [openalex.short_id(str(one)) for one in find_path(work, "referenced_works")]
            items = list(library.find(by_id, cited).values())
            return _Hits(len(cited), source.records(Page(len(items), tuple(items))))
        return _walk(library, source, Search(f"cites:{source.accession(work)}"))

    return follow


def _walk(library: Library, source: Source, search: Search) -> _Hits:
    hits = _Hits(-1)
    try:
        for page in walk(source, search, library.get(source)):
            hits.announced = page.total
            hits.records += source.records(page)
    except SearchError as error:
        library.problems += [one for one in error.problems if one not in library.problems]
        hits.reason = error.problems[0].message
    return hits


def _follow_crossref(library: Library, rows: Sequence[Mapping[str, str]]) -> _Follow:
    source = crossref.SOURCE
    seeds = _find_seeds(library, source, rows)
    by_doi = next(iter(lookups_of(source)))

    def follow(row: Mapping[str, str], direction: str) -> _Hits:
        work = seeds.get(row["record_id"])
        if work is None:
            return _not_known(row, source)
        references = find_path(work, "reference")
        dois = [str(one["DOI"]) for one in references if one.get("DOI")]
        items = list(library.find(by_doi, dois).values())
        announced = max(as_count(work.get("reference-count") or 0), len(references))
        hits = _Hits(announced, source.records(Page(len(items), tuple(items))))
        if announced > len(hits.records):
            hits.reason = f"{len(references) - len(dois)} of {len(references)} references have no DOI"
        return hits

    return follow


def _follow_semantic_scholar(library: Library, rows: Sequence[Mapping[str, str]]) -> _Follow:
    source = semantic_scholar.SOURCE

    def follow(row: Mapping[str, str], direction: str) -> _Hits:
        name = f"DOI:{bare_id(row['doi'])}" if row["doi"] else f"PMID:{row['pmid']}" if row["pmid"] else ""
        if not name:
            return _not_known(row, source)
        kind, paper = ("references", "citedPaper") if direction == BACKWARD else ("citations", "citingPaper")
        return _walk_papers(library, source, f"/paper/{name}", kind, paper)

    return follow


def _walk_papers(library: Library, source: Source, path: str, kind: str, paper: str) -> _Hits:
    count = "referenceCount" if kind == "references" else "citationCount"
    summary = Request(path, (("fields", count),), reads=(404,))
    total = library.try_get(source, summary, lambda body: read_json(body).get(count, -1), -1)
    hits = _Hits(int(total))
    start: int | None = 0
    if hits.announced < 0:
        hits.reason = f"{source.name} does not know the article or did not answer"
    while hits.announced >= 0 and start is not None:
        places = (("fields", semantic_scholar.PAPER_FIELDS), ("offset", str(start)), ("limit", "500"))
        answer = library.try_get(source, Request(f"{path}/{kind}", places), _read_papers, None)
        if answer is None:
            hits.reason = f"{source.name} broke off after {len(hits.records)} records"
            break
        papers = [one[paper] for one in answer["data"] if (one.get(paper) or {}).get("paperId")]
        hits.records += source.records(Page(len(papers), tuple(papers)))
        following = answer.get("next")
        start = following if following and following > start else None
    return hits


def _read_papers(body: bytes) -> dict[str, Any]:
    answer = read_json(body)
    require(answer, "data")
    return {**answer, "data": answer["data"] or []}


_FOLLOW: Mapping[str, Callable[[Library, Sequence[Mapping[str, str]]], _Follow]] = {
    openalex.SOURCE.key: _follow_openalex,
    crossref.SOURCE.key: _follow_crossref,
    semantic_scholar.SOURCE.key: _follow_semantic_scholar,
}
