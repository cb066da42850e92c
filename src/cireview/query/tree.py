"""The parts of a query, and the one canonical way to write them down.

A query is a tree of six kinds of nodes. All are immutable and compare by value, so that a query can be a
dictionary key and two texts that mean the same give equal trees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

TITLE, ABSTRACT, KEYWORDS = "title", "abstract", "keywords"
FIELDS = (TITLE, ABSTRACT, KEYWORDS)
RESERVED = ("AND", "OR", "NOT", "NEAR", "ADJ", "WITHIN", "PRE", "ONEAR", "NEXT")
_SIMPLE_WORD = re.compile(r"(?!ADJ\d+$)[^\W_][\w*?]*")


@dataclass(frozen=True)
class Term:
    """A word or a phrase; `*` stands for any number of letters, `?` for exactly one."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A subject heading of a controlled vocabulary such as MeSH."""

    text: str
    vocabulary: str


@dataclass(frozen=True)
class Near:
    """Two operands with at most `distance` words between them."""

    left: Query
    right: Query
    distance: int
    ordered: bool = False


@dataclass(frozen=True)
class And:
    """All of its parts."""

    parts: tuple[Query, ...]


@dataclass(frozen=True)
class Or:
    """At least one of its parts."""

    parts: tuple[Query, ...]


@dataclass(frozen=True)
class Not:
    """What is in `wanted` and not in `unwanted`."""

    wanted: Query
    unwanted: Query


@dataclass(frozen=True)
class Scoped:
    """A part that is searched in these fields, whatever the fields of the whole query are."""

    part: Query
    fields: tuple[str, ...]


Query: TypeAlias = Term | Heading | Near | And | Or | Not | Scoped


def children(query: Query) -> tuple[Query, ...]:
    """Return the nodes directly below `query`."""
    match query:
        case And(parts) | Or(parts):
            return parts
        case Not(wanted, unwanted):
            return wanted, unwanted
        case Near(left, right):
            return left, right
        case Scoped(part, _):
            return (part,)
        case _:
            return ()


def walk(query: Query) -> Iterator[Query]:
    """Yield `query` and every node below it, from left to right."""
    yield query
    for child in children(query):
        yield from walk(child)


def write_canonical(query: Query) -> str:
    """Write `query` in the syntax of `parse_query`, which reads the same tree from it.

    >>> from cireview.query import parse_query
    >>> write_canonical(parse_query('(child*  AND “well being”) [ti]'))
    '(child* AND "well being")[title]'
    """
    match query:
        case Term(text):
            plain = _SIMPLE_WORD.fullmatch(text) and text.upper() not in RESERVED
            return text if plain else f'"{text}"'
        case Heading(text, vocabulary):
            return f'"{text}"[{vocabulary}]'
        case And(parts):
            return " AND ".join(map(_group, parts))
        case Or(parts):
            return " OR ".join(map(_group, parts))
        case Not(wanted, unwanted):
            return f"{_group(wanted)} NOT {_group(unwanted)}"
        case Near(left, right, distance, ordered):
            return f"{_group(left)} {'PRE' if ordered else 'NEAR'}/{distance} {_group(right)}"
        case Scoped(part, fields):
            return f"{_group(part)}[{','.join(fields)}]"


def _group(query: Query) -> str:
    text = write_canonical(query)
    # A field after a heading or a scoped part would read as a second field of the same term.
    return text if isinstance(query, Term | Heading | Scoped) else f"({text})"
