"""Suggest codes: the codebook's words found in texts, each with the sentence that is the evidence."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import pandas as pd

from cireview.coding.finding import Finder, Hit, Wanted
from cireview.coding.terms import Terms, list_terms
from cireview.language import load_families
from cireview.tables import CODE, Schema

SUGGESTION = "suggestion"
SUGGESTED = Schema(
    "suggestion",
    {
        **CODE.columns,
        "field": "where the sentence is: a field of the record, or 'text' for a full text",
        "section": "section of the full text, by its heading; empty if not known",
        "page": "page of the full-text file, from 1; empty if not known",
        "struck": "cue that strikes the suggestion out, as 'kind: words'; empty for a valid suggestion",
    },
    CODE.numbers,
)
_FEW = 3  # numbers of a dimension that are suggested for an article
_Row = tuple[str | int, ...]
_CHUNK = 4_000  # rows
_BATCH = 200  # documents whose words are kept in memory at a time


class _Part(NamedTuple):
    record_id: str
    text: str
    field: str = ""
    section: str = ""
    offset: int = 0


def suggest_codes(
    texts: pd.DataFrame,
    terms: Terms,
    *,
    numbers: Mapping[str, tuple[str, Iterable[str]]] | None = None,
    cues: Iterable[Mapping[str, Any]] = (),
    scoped: bool = True,
    spacy_model: str | None = None,
) -> pd.DataFrame:
    """Find the codebook's words and numbers in texts.

    Parameters
    ----------
    texts
        ``record_id`` and ``text``; also ``field``, ``section`` and ``offset``, if `compose_texts` made them.
        All rows of a record stand together.
    terms
        Words and phrases by value by dimension (see `cireview.coding.terms.Term`); they match whatever their
        ending and spelling.
    numbers
        Kind of the numbers that a dimension asks for (`cireview.coding.numbers.Kind`), and the fields where
        they are looked for, all if none, by dimension.
    cues
        Cues of scope besides those that ship with cireview (see `cireview.coding.scope.make_cue`).
    scoped
        Whether cues of scope strike suggestions.
    spacy_model
        See `cireview.language.load_families`.

    Returns
    -------
    pandas.DataFrame
        SUGGESTED, ordered by record, dimension and value; one row for each value found. Its sentence is the
        one that holds most of its words, of those that no cue strikes. A value that is found only in
        sentences that a cue strikes has the cue in ``struck``. Coder is ``suggestion``.
    """
    listed = list_terms(terms)
    if texts.empty or not (listed or numbers):  # spaCy takes longer to load than most jobs last
        return SUGGESTED.empty()
    wanted = {name: Wanted(kind, frozenset(fields)) for name, (kind, fields) in (numbers or {}).items()}
    pipeline = load_families(spacy_model)
    finder = Finder.make(pipeline, listed, cues=cues, scoped=scoped, numbers=wanted)
    columns = [column for column in _Part._fields if column in texts]
    parts = (_Part(**dict(zip(columns, row, strict=True))) for row in texts[columns].itertuples(index=False))
    order = {
        name: place for place, name in enumerate(dict.fromkeys((one.dimension, one.value) for one in listed))
    }
    rows: list[_Row] = []
    tables: list[pd.DataFrame] = []
    for record, found in _gather(parts, finder):
        # Numbers come last: of a dimension those that the text gives first, and no more than a few.
        names = sorted(found, key=lambda name: order.get(name, len(order)))
        rows += (_describe(record, name, found[name]) for name in _leave_few(names, wanted))
        if len(rows) >= _CHUNK:  # Python's own objects take more memory than columns
            tables.append(_tabulate(rows))
            rows = []
    if rows or not tables:
        tables.append(_tabulate(rows))
    table = pd.concat(tables, ignore_index=True)
    return SUGGESTED.conform(table.sort_values("record_id", kind="stable", ignore_index=True))


def _tabulate(rows: list[_Row]) -> pd.DataFrame:
    return SUGGESTED.conform(pd.DataFrame(rows, columns=list(SUGGESTED.columns)))


def _leave_few(names: Iterable[tuple[str, str]], numbers: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the values found, and of a dimension of numbers only the first ones."""
    seen: Counter[str] = Counter()
    for dimension, value in names:
        seen[dimension] += 1
        if dimension not in numbers or seen[dimension] <= _FEW:
            yield dimension, value


_Found = Mapping[tuple[str, str], Counter[tuple[int, _Part, Hit]]]
"""How often each value was found in each sentence; parts are numbered."""


def _gather(parts: Iterable[_Part], finder: Finder) -> Iterator[tuple[str, _Found]]:
    """Yield each record with what is found in its parts."""
    record: str | None = None
    found: dict[tuple[str, str], Counter[tuple[int, _Part, Hit]]] = defaultdict(Counter)
    for number, (part, hits) in enumerate(_read(parts, finder)):
        if part.record_id != record:
            if record is not None and found:
                yield record, found
            record, found = part.record_id, defaultdict(Counter)
        for name, hit in hits:
            found[name][number, part, hit] += 1
    if record is not None and found:
        yield record, found


def _read(
    parts: Iterable[_Part], finder: Finder
) -> Iterator[tuple[_Part, list[tuple[tuple[str, str], Hit]]]]:
    """Yield each part with its hits; words that no term has are forgotten after each batch."""
    remaining = iter(parts)
    record: str | None = None
    short: dict[str, set[int]] = {}
    while batch := list(islice(remaining, _BATCH)):
        with finder.pipeline.memory_zone():
            documents = finder.pipeline.pipe(part.text for part in batch)
            for part, document in zip(batch, documents, strict=True):
                if part.record_id != record:
                    record, short = part.record_id, {}
                yield part, list(finder.find(document, part.field, short))


def _describe(
    record: str, name: tuple[str, str], counts: Mapping[tuple[int, _Part, Hit], int]
) -> tuple[str | int, ...]:
    """Return the row (SUGGESTED) of a value: the first sentence with most of its words that stands."""
    _, part, hit = min(
        counts, key=lambda place: (place[2].struck != "", -counts[place], place[0], place[2].start)
    )
    evidence = " ".join(part.text[hit.start : hit.end].split())
    place = part.offset + hit.start, part.offset + hit.end
    return (record, *name, evidence, *place, SUGGESTION, part.field, part.section, "", hit.struck)


def add_pages(codes: pd.DataFrame, starts: Mapping[str, Sequence[int]]) -> pd.DataFrame:
    """Return SUGGESTED with the page of each sentence of a full text.

    Parameters
    ----------
    codes
        SUGGESTED.
    starts
        Offsets at which the pages of a report's text begin, by report.
    """
    places = zip(codes["record_id"], codes["field"], codes["start"], strict=True)
    pages = [
        str(bisect_right(starts[report], start)) if field == "text" and report in starts else ""
        for report, field, start in places
    ]
    return codes.assign(page=pd.Series(pages, index=codes.index, dtype="str"))
