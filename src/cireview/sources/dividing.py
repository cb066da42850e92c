"""Divide a search that exceeds the limit of a service: by dates, or else by the terms of an OR group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from cireview.query import And, Not, Or, Query, Scoped

EARLIEST = date(1665, 1, 1)  # the first scientific journals


@dataclass(frozen=True)
class Part:
    """A part of a search: a query and the days of publication that it is limited to, None for any."""

    query: Query
    days: tuple[date, date] | None = None


def divide_by_dates(part: Part, *, smallest: str) -> tuple[Part, Part] | None:
    """Halve the days of a part at a year's end, else at a month's end, else between days.

    Parameters
    ----------
    part
        The part to divide; one without days cannot be.
    smallest
        'years' or 'days'.

    Returns
    -------
    tuple of Part or None
        The earlier and the later half; None if the part cannot be divided further.
    """
    if part.days is None:
        return None
    first, last = part.days
    if first.year < last.year:
        cut = date((first.year + last.year) // 2, 12, 31)
    elif smallest == "years" or first >= last:
        return None
    elif first.month < last.month:
        cut = date(first.year, (first.month + last.month) // 2 + 1, 1) - timedelta(days=1)
    else:
        cut = first + (last - first) // 2
    return replace(part, days=(first, cut)), replace(part, days=(cut + timedelta(days=1), last))


def divide_by_terms(part: Part) -> tuple[Part, Part] | None:
    """Halve the largest OR group, so that the two halves together find what the whole finds.

    A group behind NOT or within a proximity is left whole. None if there is no group to halve.
    """
    groups = _or_groups(part.query)
    if not groups:
        return None
    group = max(groups, key=lambda parts: len(parts.parts))
    middle = len(group.parts) // 2
    halves = [
        parts[0] if len(parts) == 1 else Or(parts) for parts in (group.parts[:middle], group.parts[middle:])
    ]
    earlier, later = (replace(part, query=_exchange(part.query, group, half)) for half in halves)
    return earlier, later


def _or_groups(query: Query) -> list[Or]:
    match query:
        case Or(parts):
            return [query, *(group for part in parts for group in _or_groups(part))]
        case And(parts):
            return [group for part in parts for group in _or_groups(part)]
        case Not(wanted, _):
            return _or_groups(wanted)
        case Scoped(part, _):
            return _or_groups(part)
        case _:
            return []


def _exchange(query: Query, old: Query, new: Query) -> Query:
    if query is old:
        return new
    match query:
        case Or(parts):
            return Or(tuple(_exchange(part, old, new) for part in parts))
        case And(parts):
            return And(tuple(_exchange(part, old, new) for part in parts))
        case Not(wanted, unwanted):
            return Not(_exchange(wanted, old, new), unwanted)
        case Scoped(part, fields):
            return Scoped(_exchange(part, old, new), fields)
        case _:
            return query
