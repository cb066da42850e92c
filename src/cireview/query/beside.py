"""Limits of a whole strategy that a database takes beside its query: in a menu, or on the next line."""

from __future__ import annotations

from cireview.query.database import Database
from cireview.query.fields import inline_frame
from cireview.query.tree import And, Line, Native, Query, Years

FIRST_YEAR, LAST_YEAR = 1800, 2100
"""What stands for an open end where a database wants both years."""


def year_values(years: Years) -> dict[str, int]:
    """Return the values for the frames of a limit to years."""
    first, last = years.first or FIRST_YEAR, years.last or LAST_YEAR
    return {"first": first, "last": last, "before": first - 1, "after": last + 1}


def write_year_limits(years: Years, database: Database) -> list[tuple[str, str]]:
    """Return the limits to years that are set beside a query, as (where, value)."""
    values = year_values(years)
    texts = [(limit.where, limit.each.format(**values)) for limit in database.years if limit.where]
    return [(where, text.replace(f"-{LAST_YEAR}", "-Current")) for where, text in texts]


def is_limit_line(query: And, database: Database) -> bool:
    """Return whether `query` limits a line in the way in which the database has lines for it."""
    parted = part_limits(query, database)
    return parted is not None and not parted[1]


def part_limits(query: And, database: Database) -> tuple[And, tuple[Query, ...]] | None:
    """Return a line with the limits that a database sets on lines, and the other parts; None for none."""
    first, *rest = query.parts
    limits = [part for part in rest if _is_set_on_lines(part, database)]
    if not (database.in_lines and database.dialect.limit_line and isinstance(first, Line) and limits):
        return None
    return And((first, *limits)), tuple(part for part in rest if part not in limits)


def _is_set_on_lines(part: Query, database: Database) -> bool:
    if isinstance(part, Native):
        return part.beside and part.database == database.key
    return isinstance(part, Years)


def take_beside(query: Query, database: Database) -> tuple[Query, list[tuple[str, str]]]:
    """Return `query` without the limits that are set beside it, and those as (where, value).

    Only a limit that holds for all of the query can be set beside it.
    """
    beside: list[tuple[str, str]] = []
    rest = _take(query, database, beside)
    return (query, []) if rest is None else (rest, beside)


def _take(query: Query, database: Database, beside: list[tuple[str, str]]) -> Query | None:
    match query:
        case Line(number, part):
            rest = _take(part, database, beside)
            return None if rest is None else Line(number, rest)
        case And(parts):
            kept = tuple(
                rest for rest in (_take(part, database, beside) for part in parts) if rest is not None
            )
            return kept[0] if len(kept) == 1 else And(kept) if kept else None
        case Years() if not inline_frame(database, "years"):
            limits = write_year_limits(query, database)
            beside += limits
            return None if limits else query
        case Native(text, key, beside=True) if key == database.key:
            beside.append(_beside(text, database))
            return None
        case _:
            return query


def _beside(text: str, database: Database) -> tuple[str, str]:
    line = database.dialect.limit_line
    return ("next line", line.format(set=1, limit=text)) if line else ("limits", text)
