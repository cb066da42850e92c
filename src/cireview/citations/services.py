"""How each service is asked for what an article cites and what cites it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from cireview.errors import SearchError
from cireview.formats.openalex_work import short_id
from cireview.sources import crossref, lens, openalex, semantic_scholar
from cireview.sources.api import Api, ApiSearch, Page, walk
from cireview.sources.fields import as_count, find_path, read_json, require_entries
from cireview.sources.indexed import WAYS
from cireview.sources.lookup import Library, Lookup, bare_id, lookups_of
from cireview.web import Request, UnreadableError

BACKWARD, FORWARD = "backward", "forward"
CEILING = "gives of an article only the first"
_PAPERS = 500
_DEEPEST = 9_999
"""Offset and limit of Semantic Scholar together: github.com/allenai/s2-folks, issues 27 and 117."""


@dataclass
class Hits:
    """What a service gave for one article and direction; `announced` is -1 where it gave no number."""

    announced: int
    records: list[dict[str, str]] = field(default_factory=list)
    reason: str = ""
    is_answered: bool = True

    def tell(self) -> dict[str, Any]:
        """Return the columns of CITATION_LOG that say what was received and what is lacking."""
        short = max(0, self.announced - len(self.records))
        reason = self.reason or ("the service has no record of them" if short else "")
        return {
            "announced": self.announced if self.announced >= 0 else None,
            "received": len(self.records),
            "shortfall": short,
            "reason": reason,
        }


Follow = Callable[[Mapping[str, str], str], Hits]


def name_by_title(
    library: Library, seeds: pd.DataFrame, sources: Sequence[Api]
) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Return seeds, those without identifiers with those of the work of their title; and which these are."""
    rows: list[dict[str, str]] = seeds.to_dict("records")  # type: ignore[assignment]
    named = {}
    for row in rows:
        if row["doi"] or row["pmid"] or not row.get("title"):
            continue
        found = library.find_by_title({"year": "", "authors": "", **row}, sources)
        if found and (found[1]["doi"] or found[1]["pmid"]):
            row |= {"doi": bare_id(found[1]["doi"]), "pmid": found[1]["pmid"]}
            named[row["record_id"]] = f"found by its title in {found[0]}: {row['doi'] or row['pmid']}"
    return rows, named


def _not_known(library: Library, row: Mapping[str, str], source: Api) -> Hits:
    if library.find_unanswered(source, [row["doi"], row["pmid"], row.get("title", "")]):
        return _not_answered(source)
    if not row["doi"] and not row["pmid"]:
        return Hits(-1, reason="the article has neither DOI nor PubMed id, and none was found by its title")
    return Hits(-1, reason=f"{source.name} does not know the article")


def _not_answered(source: Api) -> Hits:
    return Hits(-1, reason=f"{source.name} did not answer", is_answered=False)


def _note_unanswered(hits: Hits, library: Library, source: Api, cited: Sequence[str]) -> Hits:
    """Say of what a source gave for the works that an article cites whether it was asked for all."""
    silent = len(library.find_unanswered(source, cited))
    if silent:
        hits.reason = f"{source.name} did not answer about {silent} of {len(cited)} cited works"
        hits.is_answered = False
    return hits


def _find_seeds(
    library: Library, lookups: Iterable[Lookup], rows: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    """Return the source's own entry of every seed that it knows, by record_id."""
    works: dict[str, Any] = {}
    for lookup in lookups:
        if lookup.column in ("doi", "pmid"):
            items = library.find(lookup, [row[lookup.column] for row in rows])
            for row in rows:
                if bare_id(row[lookup.column]) in items:
                    works.setdefault(row["record_id"], items[bare_id(row[lookup.column])])
    return works


def _follow_openalex(library: Library, rows: Sequence[Mapping[str, str]]) -> Follow:
    source = openalex.API
    seeds = _find_seeds(library, lookups_of(source), rows)
    by_id = next(lookup for lookup in lookups_of(source) if lookup.column == "accession")

    def follow(row: Mapping[str, str], direction: str) -> Hits:
        work = seeds.get(row["record_id"])
        if work is None:
            return _not_known(library, row, source)
        if direction == BACKWARD:
            cited = [short_id(str(one)) for one in find_path(work, "referenced_works")]
            items = list(library.find(by_id, cited).values())
            hits = Hits(len(cited), source.records(Page(len(items), tuple(items))))
            return _note_unanswered(hits, library, source, cited)
        return _walk(library, source, ApiSearch(f"cites:{source.accession(work)}"))

    return follow


def _walk(library: Library, source: Api, search: ApiSearch) -> Hits:
    hits = Hits(-1)
    try:
        for page in walk(source, search, library.get(source)):
            hits.announced = page.total
            hits.records += source.records(page)
    except SearchError as error:
        library.problems += [problem for problem in error.problems if problem not in library.problems]
        hits.reason, hits.is_answered = error.problems[0].message, False
    return hits


def _follow_crossref(library: Library, rows: Sequence[Mapping[str, str]]) -> Follow:
    source = crossref.API
    seeds = _find_seeds(library, lookups_of(source), rows)
    by_doi = next(iter(lookups_of(source)))

    def follow(row: Mapping[str, str], direction: str) -> Hits:
        work = seeds.get(row["record_id"])
        if work is None:
            return _not_known(library, row, source)
        references = find_path(work, "reference")
        dois = [str(one) for one in find_path(work, "reference.DOI") if one]
        items = list(library.find(by_doi, dois).values())
        announced = max(_count(work.get("reference-count")), len(references))
        hits = Hits(announced, source.records(Page(len(items), tuple(items))))
        if announced > len(hits.records):
            hits.reason = f"{len(references) - len(dois)} of {len(references)} references have no DOI"
        return _note_unanswered(hits, library, source, dois)

    return follow


def _follow_semantic_scholar(library: Library, rows: Sequence[Mapping[str, str]]) -> Follow:
    source = semantic_scholar.API

    def follow(row: Mapping[str, str], direction: str) -> Hits:
        name = f"DOI:{bare_id(row['doi'])}" if row["doi"] else f"PMID:{row['pmid']}" if row["pmid"] else ""
        if not name:
            return _not_known(library, row, source)
        kind, paper = ("references", "citedPaper") if direction == BACKWARD else ("citations", "citingPaper")
        return _walk_papers(library, source, f"/paper/{name}", kind, paper)

    return follow


def _walk_papers(library: Library, source: Api, path: str, kind: str, paper: str) -> Hits:
    count = "referenceCount" if kind == "references" else "citationCount"
    summary = Request(path, (("fields", count),), reads=(404,))
    total = library.try_get(source, summary, lambda body: _announced(read_json(body), count), None)
    if total is None:
        return _not_answered(source)
    hits = Hits(total)
    start: int | None = 0
    if hits.announced < 0:
        hits.reason = f"{source.name} does not know the article"
    while hits.announced >= 0 and start is not None:
        answer = library.try_get(source, _ask_papers(f"{path}/{kind}", start), _read_papers, None)
        if answer is None:
            hits.reason = f"{source.name} stopped answering after {len(hits.records)} records"
            hits.is_answered = False
            break
        papers = [one for one in find_path(answer, f"data.{paper}") if find_path(one, "paperId")]
        hits.records += source.records(Page(len(papers), tuple(papers)))
        following = answer.get("next") or 0
        if "error" in answer or following >= _DEEPEST:
            # This is a shortfall: asking again for what nobody can get would leave the search open for ever.
            hits.reason = f"{source.name} {CEILING} {start if 'error' in answer else _DEEPEST:,} {kind}"
            break
        start = following if following > start else None
    return hits


_LISTS = {BACKWARD: "references", FORWARD: "scholarly_citations"}
_BY_LENS_ID = Lookup(lens.API, "accession", lens.SIZE, lens.ask_ids("lens_id"))


def _follow_lens(library: Library, rows: Sequence[Mapping[str, str]]) -> Follow:
    """Follow the lists of a work in the Lens (docs.api.lens.org/response-scholar.html)."""
    source = lens.API
    seeds = _find_seeds(library, [way for way in WAYS if way.source.key == source.key], rows)

    def follow(row: Mapping[str, str], direction: str) -> Hits:
        work = seeds.get(row["record_id"])
        if work is None:
            return _not_known(library, row, source)
        member = _LISTS[direction]
        # References are objects with an id, citations are ids.
        listed = [one.get("lens_id") if isinstance(one, Mapping) else one for one in find_path(work, member)]
        ids = [str(one) for one in listed if one]
        items = list(library.find(_BY_LENS_ID, ids).values())
        announced = max(_count(work.get(f"{member}_count")), len(listed))
        return _note_unanswered(
            Hits(announced, source.records(Page(len(items), tuple(items)))), library, source, ids
        )

    return follow


def _ask_papers(path: str, start: int) -> Request:
    size = min(_PAPERS, _DEEPEST - start)
    places = (("fields", semantic_scholar.PAPER_FIELDS), ("offset", str(start)), ("limit", str(size)))
    return Request(path, places, reads=(400,) if start else ())


def _read_papers(body: bytes) -> dict[str, Any]:
    """Read a page of papers, or the refusal of one that lies too deep."""
    answer = read_json(body)
    if isinstance(answer, dict) and "offset" in str(answer.get("error", "")):
        return {"error": str(answer["error"]), "data": []}
    papers = Page(0, require_entries(answer, "data"))
    following = answer.get("next")
    if following is not None and not isinstance(following, int):
        raise UnreadableError("the place of its next page is not a number")
    semantic_scholar.API.records(Page(0, tuple(find_path(answer, "data.citedPaper"))))
    semantic_scholar.API.records(Page(0, tuple(find_path(answer, "data.citingPaper"))))
    return {**answer, "data": list(papers.items)}


def _announced(answer: Mapping[str, Any], member: str) -> int:
    """Return the number that a service announces, 0 where it is null; -1 where there is none."""
    return as_count(answer[member] or 0) if member in answer else -1


def _count(value: Any) -> int:
    """Return the number of references that an entry tells; what it lists counts where that is none."""
    try:
        return as_count(value)
    except UnreadableError:
        return 0


FOLLOW: Mapping[str, Callable[[Library, Sequence[Mapping[str, str]]], Follow]] = {
    openalex.API.key: _follow_openalex,
    crossref.API.key: _follow_crossref,
    semantic_scholar.API.key: _follow_semantic_scholar,
    lens.API.key: _follow_lens,
}
