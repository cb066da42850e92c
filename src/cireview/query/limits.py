"""Years, languages and document types: in the query, beside it, or left to the practical screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cireview.query.database import Database, Limit
from cireview.query.tree import FIELDS
from cireview.tables.vocabulary import document_type_named, languages_named

YEARS, LANGUAGES, DOCUMENT_TYPES = "years", "languages", "document types"


@dataclass(frozen=True)
class SearchLimits:
    """What a search is limited to; by default nothing, and all fields are searched.

    Parameters
    ----------
    fields, years, languages, document_types
        As in `cireview.query.write_query`.
    """

    fields: Sequence[str] = FIELDS
    years: tuple[int, int] | None = None
    languages: Sequence[str] = ()
    document_types: Sequence[str] = ()


NO_LIMITS = SearchLimits()


def asked_limits(limits: SearchLimits) -> tuple[str, ...]:
    """Return which of years, languages and document types a search is to be limited to."""
    asked = {YEARS: limits.years, LANGUAGES: limits.languages, DOCUMENT_TYPES: limits.document_types}
    return tuple(what for what, given in asked.items() if given)


class WrittenLimits(NamedTuple):
    """What became of the limits of a search.

    Parameters
    ----------
    inside
        Those that are part of the query, as written.
    beside
        Those set beside it, as (where, value).
    losses
        What of them could not be kept, as sentences.
    applied, left
        Which of years, languages and document types the database limits to, and which it cannot.
    """

    inside: list[str]
    beside: list[tuple[str, str]]
    losses: list[str]
    applied: list[str]
    left: list[str]


def write_limits(
    database: Database,
    *,
    years: tuple[int, int] | None,
    languages: Sequence[str],
    document_types: Sequence[str],
) -> WrittenLimits:
    """Write the limits of a search for a database.

    Years are the first and the last one; languages and document types are English names in any case.
    """
    written: list[tuple[Limit, str]] = []
    losses: list[str] = []
    left: list[str] = []
    if years:
        first, last = years
        span = {"first": first, "last": last, "before": first - 1, "after": last + 1}
        written += [(limit, limit.each.format(**span)) for limit in database.years]
        if not database.years:
            left.append(YEARS)
            losses.append(_left_to_screen(database, "years", f"{first}-{last}"))
    # A type or language given by two of its names is in the query once.
    types = list(dict.fromkeys(map(document_type_named, document_types)))
    if set(types) == {database.only_type}:
        types = []
    tongues = list(dict.fromkeys(language for name in languages for language in languages_named(name)))
    for what, word, given, names, limit in (
        (LANGUAGES, "language", languages, tongues, database.languages),
        (DOCUMENT_TYPES, "document type", document_types, types, database.document_types),
    ):
        # Limiting to the known values alone would lose the records of the others before anyone sees them.
        if limit and all(name in limit.values for name in names):
            written += [(limit, _join(limit, names))] * bool(names)
        elif names:
            left.append(what)
            losses.append(_left_to_screen(database, word, ", ".join(given)))
    inside = [database.always] * bool(database.always)
    inside += [text for limit, text in written if not limit.where]
    beside: dict[str, list[str]] = {}
    for limit, text in written:
        if limit.where:
            beside.setdefault(limit.where, []).append(text)
    asked = {YEARS: years, LANGUAGES: languages, DOCUMENT_TYPES: document_types}
    applied = [what for what, given in asked.items() if given and what not in left]
    joined = [(where, ",".join(texts)) for where, texts in beside.items()]
    return WrittenLimits(inside, joined, losses, applied, left)


def _join(limit: Limit, names: Sequence[str]) -> str:
    values = limit.join.join(limit.each.format(value=limit.values[name]) for name in names)
    several = len(names) > 1 and limit.join == " OR " and limit.whole == "{values}"
    return limit.whole.format(values=f"({values})" if several else values)


def _left_to_screen(database: Database, what: str, values: str) -> str:
    return f"{database.name} cannot limit by {what} ({values}): finds more; left to the practical screen"
