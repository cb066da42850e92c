"""Look up works by their identifiers or titles, in batches, and keep every answer in an archive."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from cireview.errors import Problem, SearchError
from cireview.sources import crossref, openalex, pubmed
from cireview.sources.api import Api, Page
from cireview.sources.fields import read_fields
from cireview.tables.dates import check_search_date
from cireview.web import Access, Archive, Get, Request, describe_request, open_archive

SAME_TITLE = 95.0
"""Likeness (rapidfuzz token_sort_ratio, 0 to 100) from which two titles are the same."""

_UNSAFE = re.compile(r"[,|\"\s]")  # these part the values of a filter, or end one


@dataclass(frozen=True)
class Lookup:
    """A way to look works up: the source, the column that identifies them, and how many at a time."""

    source: Api
    column: str
    batch: int
    ask: Callable[[Sequence[str]], Request]


def _ask_openalex(name: str, values: Sequence[str]) -> Request:
    return Request("/works", (("filter", f"{name}:{'|'.join(values)}"), ("per_page", "100")))


def _ask_crossref(values: Sequence[str]) -> Request:
    return Request("/works", (("filter", ",".join(f"doi:{value}" for value in values)), ("rows", "100")))


LOOKUPS: tuple[Lookup, ...] = (
    Lookup(pubmed.API, "pmid", 200, lambda values: pubmed.fetch_ids(list(values))),
    Lookup(openalex.API, "doi", 50, partial(_ask_openalex, "doi")),
    Lookup(openalex.API, "pmid", 100, partial(_ask_openalex, "ids.pmid")),
    Lookup(openalex.API, "accession", 100, partial(_ask_openalex, "ids.openalex")),
    Lookup(crossref.API, "doi", 20, _ask_crossref),
)

NO_ANSWER = ("gave no answer", "not asked, and not in the archive")
_PATIENCE = 2
"""Failures in a row after which a service is not asked again in a run."""


class Library:
    """Where works are looked up: services by the key of their source, the archive, and the network if any.

    Parameters
    ----------
    access
        Its archive lies in ``<purpose>/<date>``, grows with every new question and never changes an answer; a
        SearchError if the date is none.
    purpose
        What is looked up.
    """

    def __init__(self, access: Access, *, purpose: str) -> None:
        about = {"purpose": purpose, "date": check_search_date(access.date)}
        self._archive: Archive = open_archive(Path(access.archive_folder) / purpose / access.date, about)
        self._session, self._addresses = access.session, access.addresses
        self.problems: list[Problem] = []
        self._unanswered: dict[str, list[str]] = {}
        self._failures: dict[str, int] = {}

    @property
    def retrieved(self) -> str:
        """Times of the first and the last answer, UTC."""
        times = sorted(line["retrieved"] for line in self._archive.lines)
        return "/".join(dict.fromkeys([times[0], times[-1]])) if times else ""

    def freeze(self, totals: Mapping[str, Any]) -> None:
        """Say that every question has its answer: nothing is asked after this."""
        if self._archive.totals is None:
            self._archive.finish(totals)

    def get(self, source: Api) -> Get:
        """Return the function that gets answers of a source, from the archive or the network."""
        service = source.at(self._addresses.get(source.key, source.service.base_url)).service

        def get(request: Request, read: Callable[[bytes], Any], /) -> Any:
            given_up = self._failures.get(source.key, 0) >= _PATIENCE
            whole = partial(_read_whole, source, read)
            return self._archive.get(None if given_up else self._session, service, request, whole)

        return get

    def try_get(self, source: Api, request: Request, read: Callable[[bytes], Any], empty: Any) -> Any:
        """Return the result of `read` for an answer; `empty`, with a noted problem, if there is none.

        A service that fails several times in a row is left alone from then on.
        """
        failures = self._failures.get(source.key, 0)
        try:
            value = self.get(source)(request, read)
        except SearchError as error:
            if failures < _PATIENCE:
                self.problems += [problem for problem in error.problems if problem not in self.problems]
                self._failures[source.key] = failures + 1
            return empty
        if failures < _PATIENCE:
            self._failures[source.key] = 0
        return value

    def find(self, lookup: Lookup, values: Sequence[str]) -> dict[str, Any]:
        """Return the source's entries of works, by the identifier as `bare_id` writes it.

        A request of an archived batch is not repeated, even if other works are looked up now.
        """
        wanted = sorted({bare_id(value) for value in values if is_askable(value)})
        batches = [batch for line in self._archive.lines if (batch := _values_in(line["request"], lookup))]
        asked = {value for batch in batches for value in batch}
        new = [value for value in wanted if value not in asked]
        batches += [new[start : start + lookup.batch] for start in range(0, len(new), lookup.batch)]
        works: dict[str, Any] = {}
        for batch in batches:
            request = lookup.ask(batch)
            page: Page | None = self.try_get(lookup.source, request, lookup.source.read, None)
            if page is None:
                self.note_unanswered(lookup.source, batch)
                continue
            for item in page.items:
                record = read_fields(item, lookup.source.fields)
                works.setdefault(bare_id(record[lookup.column]), item)
        return {value: works[value] for value in wanted if value in works}

    def find_by_title(
        self, row: Mapping[str, str], sources: Sequence[Api] = (crossref.API, openalex.API)
    ) -> tuple[str, dict[str, str]] | None:
        """Return the first service that has a work of this title, and its record; None if none has.

        Of a frozen archive only the answers that it holds are read.

        Parameters
        ----------
        row
            ``title``, ``year`` and ``authors``, of which the last two may be empty.
        sources
            Services that may be asked; of others than Crossref and OpenAlex none can be.
        """
        author = row["authors"].partition(";")[0].partition(",")[0]
        words = " ".join("".join(c if c.isalnum() else " " for c in row["title"]).split())
        bibliographic = (("query.bibliographic", f"{row['title']} {author}".strip()), ("rows", "5"))
        questions = {
            crossref.API.key: Request("/works", bibliographic),
            openalex.API.key: Request("/works", (("filter", f"title.search:{words}"), ("per_page", "5"))),
        }
        for source in (source for source in sources if source.key in questions):
            request = questions[source.key]
            if self._archive.totals is not None and not self._archive.holds(request):
                continue
            page: Page | None = self.try_get(source, request, source.read, None)
            if page is None:
                self.note_unanswered(source, [bare_id(row["title"])])
            for values in map(source.record, page.items if page else ()):
                if is_same_work(row, values):
                    return source.name, values
        return None

    def note_unanswered(self, source: Api, asked: Iterable[str]) -> None:
        """Keep in mind that a source gave no answer about these identifiers or titles."""
        for identifier in asked:
            self._unanswered.setdefault(identifier, []).append(source.name)

    def find_unanswered(self, source: Api, asked: Iterable[str]) -> list[str]:
        """Return those of these identifiers or titles about which a source gave no answer."""
        return [
            identifier for identifier in asked if source.name in self._unanswered.get(bare_id(identifier), [])
        ]

    def tell_unanswered(self, asked: Iterable[str]) -> str:
        """Return which services gave no answer about any of these identifiers or titles; "" if all did."""
        silent = [name for identifier in asked for name in self._unanswered.get(bare_id(identifier), [])]
        names = ", ".join(dict.fromkeys(silent))
        reason = NO_ANSWER[0 if self._session else 1]
        return f"{names}: {reason}" if names else ""


def _read_whole(source: Api, read: Callable[[bytes], Any], body: bytes) -> Any:
    """Return what `read` makes of an answer; a page counts only if each of its entries can be read."""
    value = read(body)
    if isinstance(value, Page):
        source.records(value)
    return value


def _values_in(described: Mapping[str, Any], lookup: Lookup) -> list[str]:
    """Return the values that a request of an archive asked for by `lookup`; none if it asked otherwise."""
    single, double = (json.dumps(describe_request(lookup.ask(["<>", "<>"][:n]))) for n in (1, 2))
    head, _, tail = single.partition("<>")
    between = double.removeprefix(head).split("<>")[1]
    text = json.dumps(described)
    if not (text.startswith(head) and text.endswith(tail)):
        return []
    values = text[len(head) : -len(tail)].split(between)
    return [bare_id(json.loads(f'"{value}"')) for value in values]


def lookups_of(source: Api) -> Iterator[Lookup]:
    """Yield the ways to look works up in a source."""
    return (lookup for lookup in LOOKUPS if lookup.source.key == source.key)


def is_askable(value: str) -> bool:
    """Say whether an identifier is there and can be asked for beside others."""
    return bool(value) and not _UNSAFE.search(value.strip())


def bare_id(value: str) -> str:
    """Return a DOI without its prefix, and any identifier in one spelling.

    >>> bare_id("https://doi.org/10.1000/ABC")
    '10.1000/abc'
    """
    return re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", value.strip(), flags=re.IGNORECASE).lower()


def compare_titles(one: str, other: str) -> float:
    """Return the likeness of two titles, 0 to 100, whatever their case, accents and signs."""
    return fuzz.token_sort_ratio(_plain(one), _plain(other))


def is_same_work(record: Mapping[str, str], found: Mapping[str, str]) -> bool:
    """Say whether a work found by a title is the record's: same title, and year and first author agree.

    Years may differ by one (online and printed); what either side lacks is not held against it.
    """
    if compare_titles(record["title"], found["title"]) < SAME_TITLE:
        return False
    if len({tuple(re.findall(r"\d+", work["title"])) for work in (record, found)}) > 1:
        return False  # part 1 is not part 2
    years = [re.search(r"\d{4}", work["year"]) for work in (record, found)]
    if years[0] and years[1] and abs(int(years[0][0]) - int(years[1][0])) > 1:
        return False
    families = [
        _plain(work["authors"].partition(";")[0].partition(",")[0]).split() for work in (record, found)
    ]
    return not all(families) or bool(set(families[0]) & set(families[1]))


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", re.sub(r"<[^>]*>", "", text)).casefold()
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in letters if not unicodedata.combining(c))))
