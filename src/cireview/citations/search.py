"""Search the citations of articles in every service, and record which article led to which record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cireview.citations.services import BACKWARD, FOLLOW, FORWARD, Hits, name_by_title
from cireview.citations.works import CITATION, join_services
from cireview.errors import Problem
from cireview.sources import crossref, lens, openalex, semantic_scholar
from cireview.sources.api import Api
from cireview.sources.lookup import Library
from cireview.sources.outcome import unite
from cireview.tables import Schema
from cireview.web import Access

SERVICES = (openalex.API, crossref.API, semantic_scholar.API)
FALL_BACK = lens.API
"""Asked last, and only about what the others answered that they do not know: each record costs allowance."""

CITATION_LOG = Schema(
    "citation search of one article",
    {
        "seed_id": "included article",
        "direction": "backward or forward",
        "source": "service that was asked",
        "announced": "citations that the service counts; empty if it gave none (see reason)",
        "received": "records received",
        "shortfall": "citations that the service counts but has no record of",
        "reason": "why there is a shortfall; how an article without identifiers was found",
    },
    frozenset({"announced", "received", "shortfall"}),
)


@dataclass(frozen=True)
class CitationOutcome:
    """What a citation search gave.

    Parameters
    ----------
    records
        RECORD table of what was found, each work once, those that most seeds lead to first.
    citations
        CITATION table: which seed found which record.
    log
        CITATION_LOG table: one row for each seed, direction and service.
    unanswered
        Ids of the seeds about which some service did not answer.
    problems
        Services that could not be asked, and what to do.
    retrieved
        Times of the first and the last answer, UTC.
    repeated
        Records of works that another service gave too, so that they do not count.
    """

    records: pd.DataFrame
    citations: pd.DataFrame
    log: pd.DataFrame
    unanswered: frozenset[str]
    problems: tuple[Problem, ...]
    retrieved: str
    repeated: int


def search_citations(
    seeds: pd.DataFrame,
    access: Access,
    *,
    directions: Sequence[str] = (BACKWARD, FORWARD),
    sources: Sequence[Api] = SERVICES,
    freeze: bool = False,
) -> CitationOutcome:
    """Search backward and forward from every seed in every service.

    Parameters
    ----------
    seeds
        Articles to start from: ``record_id``, ``doi``, ``pmid``, and ``title`` and ``year``, by which a work
        is looked for whose identifiers those without any then take; the log says so.
    access
        Its archive; answers are kept in ``citations/<date>``.
    directions
        backward, forward or both; Crossref knows the first only.
    sources
        Services to ask, of `SERVICES` and `FALL_BACK`.
    freeze
        Whether to freeze the archive once every question has its answer: nothing is asked again after that.
    """
    library = Library(access, purpose="citations")
    hits_of_seeds: list[tuple[str, str, dict[str, str]]] = []
    log: list[dict[str, Any]] = []
    unanswered = set[str]()
    rows, named = name_by_title(library, seeds, sources)
    settled = set[tuple[str, str]]()
    for source in sorted(sources, key=lambda source: source.key == FALL_BACK.key):
        skipped = settled if source.key == FALL_BACK.key else set[tuple[str, str]]()
        for seed, direction, hits in _follow(library, source, rows, directions, skipped):
            settled |= {(seed, direction)} if hits.announced >= 0 or not hits.is_answered else set()
            hits_of_seeds += [(seed, direction, record) for record in hits.records]
            told = hits.tell()
            reason = "; ".join(filter(None, (named.get(seed, ""), told["reason"])))
            about = {"seed_id": seed, "direction": direction, "source": source.name}
            log.append({**about, **told, "reason": reason})
            unanswered |= set() if hits.is_answered else {seed}
    if freeze and not library.problems:
        library.freeze({"seeds": len(seeds)})
    found = unite([{**record, "search_id": f"citations_{access.date}"} for _, _, record in hits_of_seeds])
    records, citations = join_services(found, _link(hits_of_seeds, found))
    return CitationOutcome(
        records,
        citations,
        CITATION_LOG.conform(
            pd.DataFrame(log, columns=list(CITATION_LOG.columns)).astype({"announced": "Int64"})
        ),
        frozenset(unanswered),
        tuple(library.problems),
        library.retrieved,
        len(found) - len(records),
    )


def _follow(
    library: Library,
    source: Api,
    rows: Sequence[Mapping[str, str]],
    directions: Sequence[str],
    skipped: AbstractSet[tuple[str, str]],
) -> Iterator[tuple[str, str, Hits]]:
    """Yield what a source gives for each seed and direction, but for those that are skipped."""
    wanted = [
        (row, direction)
        for row in rows
        for direction in directions
        if (source.key, direction) != (crossref.API.key, FORWARD)
        and (row["record_id"], direction) not in skipped
    ]
    asked = {row["record_id"] for row, _ in wanted}
    follow = FOLLOW[source.key](library, [row for row in rows if row["record_id"] in asked])
    for row, direction in wanted:
        yield row["record_id"], direction, follow(row, direction)


def _link(hits: Sequence[tuple[str, str, dict[str, str]]], records: pd.DataFrame) -> pd.DataFrame:
    """Return CITATION: the seed and the direction of every record that was found."""
    ids = {(s, a): i for s, a, i in records[["source", "accession", "record_id"]].itertuples(index=False)}
    links = [
        {
            "seed_id": seed,
            "direction": direction,
            "record_id": ids[record["source"], record["accession"]],
            "source": record["source"],
        }
        for seed, direction, record in hits
        if record["accession"]
    ]
    return CITATION.conform(pd.DataFrame(links, columns=list(CITATION.columns)).drop_duplicates())
