"""What one line of a strategy says, before the lines that it names are known."""

from __future__ import annotations

from dataclasses import dataclass, field

from cireview.query.tree import And, Near, Not, Or, Query, Term

PENDING = Term("")
"""What a line holds until all lines are read."""


@dataclass
class ReadLine:
    """One line as read: its query, the lines that it refers to with their places, and notes.

    `wide` is what its fields search besides, which is said once for all lines.
    """

    query: Query = PENDING
    named: list[tuple[int, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)


def join(operator: str, parts: list[Query]) -> Query:
    """Return parts joined by AND or OR; one part stays as it is."""
    if len(parts) == 1:
        return parts[0]
    return And(tuple(parts)) if operator == "AND" else Or(tuple(parts))


def has_bare_terms(query: Query) -> bool:
    """Return whether some words have no field."""
    match query:
        case Term() | Near():
            return query != PENDING
        case And(parts) | Or(parts):
            return any(map(has_bare_terms, parts))
        case Not(wanted, unwanted):
            return has_bare_terms(wanted) or has_bare_terms(unwanted)
        case _:
            return False
