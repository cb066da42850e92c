"""Records to read, in order, with their earlier answers: plain values that the desk moves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

RANKING = "ranking"
"""How a record came that the classifier put in its place."""


@dataclass(frozen=True)
class Stood:
    """One row that holds an answer: its word, of which record and day, and its place; `line` of a journal."""

    word: str
    record: str
    day: str
    file: str
    row: int
    line: str = ""


@dataclass(frozen=True)
class Said:
    """What a person answered of one thing.

    Parameters
    ----------
    values
        The cells of the sheet or journal, by column; of an article that is coded, by dimension.
    lines
        Ids of the lines of journals that hold it; none where it stands on a sheet.
    where
        File and row of an answer on a sheet, in words.
    at
        When it was given, as a journal says it, or the time of the sheet's file.
    chosen
        How the thing came to the person, as journal or sheet say it.
    stood
        All rows that hold an answer to it, of abstracts and full texts.
    """

    values: Mapping[str, str]
    lines: tuple[str, ...] = ()
    where: str = ""
    at: str = ""
    chosen: str = ""
    stood: tuple[Stood, ...] = ()

    @property
    def mark(self) -> str:
        """What distinguishes this answer from earlier and later ones."""
        return " ".join(self.lines) or self.where


@dataclass(frozen=True)
class Pile:
    """Things to read in one order: a batch, a sample, or all that awaits by the ranking.

    Parameters
    ----------
    name
        Of the sheet that holds it.
    keys
        In the order in which they are read.
    chosen
        How the first of them came into it, by key; nothing for all others, which came by `kind`.
    kind
        ``ranking`` for what follows the model, else the name of the sample, or "".
    moves
        Whether a new ranking changes the order.
    purpose
        What a sample is for, in words.
    """

    name: str
    keys: tuple[str, ...]
    chosen: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    moves: bool = False
    purpose: str = ""
    digest: str = ""

    def reorder(self, keys: Iterable[str]) -> Pile:
        """Return the pile in a new order; what that order does not have follows as before."""
        known = set(self.keys)
        first = [key for key in dict.fromkeys(keys) if key in known]
        rest = set(first)
        ordered = (*first, *(key for key in self.keys if key not in rest))
        return replace(self, keys=ordered, digest=digest_order(ordered))


@dataclass(frozen=True)
class Place:
    """Where the thing that is shown stands: its key, its pile, and its place from 1 in the pile's order.

    What was answered and awaits no more has place 0 of a pile without a name.
    """

    key: str
    pile: Pile
    place: int


def digest_order(keys: Iterable[str]) -> str:
    """Return the first twelve hexadecimal digits of the SHA-256 of an order of ids, one a line."""
    return hashlib.sha256("\n".join(keys).encode("utf-8", "replace")).hexdigest()[:12]


def merge_rows(rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the cells of the lines of one answer as one: those of a question under its dimension."""
    merged: dict[str, str] = {}
    for row in rows:
        dimension = row.get("dimension", "")
        names = {name: f"{dimension}.{name}" for name in ("value", "evidence", "page", "note") if dimension}
        merged |= {names.get(name, name): cell for name, cell in row.items() if name != "dimension"}
    return merged


def find_word(values: Mapping[str, str]) -> str:
    """Return the decision; of a text that was not retrieved, that."""
    return values.get("decision") or values.get("retrieved", "")


def is_same(before: Mapping[str, str], values: Mapping[str, str]) -> bool:
    """Return whether a repeated answer is the same, apart from its note."""
    asked = {name for name in (*before, *values) if name not in ("title", "note", "authors", "year")}
    return all(before.get(name, "") == values.get(name, "") for name in asked if name in values)
