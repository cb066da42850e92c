"""The parts of a query, and the one canonical way to write them down.

A query is a tree of a few kinds of nodes. All are immutable and compare by value, so that a query can be a
dictionary key and two texts that mean the same give equal trees. `Years`, `Line` and `Native` stand only in
strategies that were read from the syntax of a database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

TITLE, ABSTRACT, KEYWORDS = "title", "abstract", "keywords"
FIELDS = (TITLE, ABSTRACT, KEYWORDS)
INDEX_TERMS, TEXT_WORDS, ALL_FIELDS = "index terms", "text words", "all fields"
AUTHOR, AFFILIATION, JOURNAL = "author", "affiliation", "journal"
SUBHEADING, SUBSTANCE = "subheading", "substance"
PUBLICATION_TYPE, LANGUAGE = "publication type", "language"
TEXT = (*FIELDS, INDEX_TERMS, SUBHEADING, SUBSTANCE)
EVERYTHING = (*TEXT, TEXT_WORDS, AUTHOR, AFFILIATION, JOURNAL, PUBLICATION_TYPE, LANGUAGE)
COVERS = {TEXT_WORDS: TEXT, ALL_FIELDS: EVERYTHING}
"""Fields that a field searches along with others."""
ORDER = (*EVERYTHING, ALL_FIELDS)
RESERVED = ("AND", "OR", "NOT", "NEAR", "ADJ", "WITHIN", "PRE", "ONEAR", "NEXT")
_LINE = re.compile(r"S?\d{1,3}|(?:or|and)/[\d,-]+", re.IGNORECASE)
_SIMPLE_WORD = re.compile(r"(?!ADJ\d+$)[^\W_][\w*?#]*")


@dataclass(frozen=True)
class Term:
    """A word or a phrase with wildcards.

    `*` stands for any number of letters, `*{3}` for at most three, `?` for exactly one, `#` for at most one.
    """

    text: str


@dataclass(frozen=True)
class Heading:
    """A subject heading of a controlled vocabulary such as MeSH.

    Parameters
    ----------
    text, vocabulary
        The heading and the key of its vocabulary.
    explode
        Whether narrower headings count too.
    focus
        Whether it has to be a main topic of the record.
    subheading
        Name of the one subheading that it has to stand with; empty for any and none.
    """

    text: str
    vocabulary: str
    explode: bool = True
    focus: bool = False
    subheading: str = ""


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
    """The part `wanted` without the part `unwanted`."""

    wanted: Query
    unwanted: Query


@dataclass(frozen=True)
class Scoped:
    """A part that is searched in these fields, whatever the fields of the whole query are."""

    part: Query
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Years:
    """Publication in these years, both included; None leaves that end open."""

    first: int | None
    last: int | None


@dataclass(frozen=True)
class Line:
    """A part from a numbered line of a strategy."""

    number: int
    part: Query


@dataclass(frozen=True)
class Native:
    """A part that only the database with this key understands, unchanged.

    `beside` says that it is a limit set on a line, such as *limit 5 to abstracts*, and no part of a query;
    `is_limit` that it only limits to some records, so that another database can do without it.
    """

    text: str
    database: str
    beside: bool = False
    is_limit: bool = False


Query: TypeAlias = Term | Heading | Near | And | Or | Not | Scoped | Years | Line | Native


def children(query: Query) -> tuple[Query, ...]:
    """Return the nodes directly below `query`."""
    match query:
        case And(parts) | Or(parts):
            return parts
        case Not(wanted, unwanted):
            return wanted, unwanted
        case Near(left, right):
            return left, right
        case Scoped(part, _) | Line(_, part):
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
    return _write(query, quoted=names_lines(node.text for node in walk(query) if isinstance(node, Term)))


def names_lines(words: Iterable[str]) -> bool:
    """Return whether words are all such as name lines of a strategy: 3, S3 or or/1-3."""
    listed = list(words)
    return bool(listed) and all(map(_LINE.fullmatch, listed))


def _write(query: Query, *, quoted: bool) -> str:
    group = partial(_group, quoted=quoted)
    match query:
        case Term(text):
            plain = _SIMPLE_WORD.fullmatch(text) and text.upper() not in RESERVED and not quoted
            return text if plain else f'"{text}"'
        case Heading(text, vocabulary, explode, focus, subheading):
            marks = ":major" * focus + ":noexp" * (not explode)
            return f'"{text}{"/" * bool(subheading)}{subheading}"[{vocabulary}{marks}]'
        case And(parts):
            return " AND ".join(map(group, parts))
        case Or(parts):
            return " OR ".join(map(group, parts))
        case Not(wanted, unwanted):
            return f"{group(wanted)} NOT {group(unwanted)}"
        case Near(left, right, distance, ordered):
            return f"{group(left)} {'PRE' if ordered else 'NEAR'}/{distance} {group(right)}"
        case Scoped(part, fields):
            return f"{group(part)}[{','.join(fields)}]"
        case Line(_, part):
            return _write(part, quoted=quoted)
        case Years(first, last):
            return f"{first or ''}-{last or ''}[years]"
        case Native(text, database):
            return f"{{{text}}}[{database}]"


def _group(query: Query, *, quoted: bool) -> str:
    text = _write(query, quoted=quoted)
    # A field after a heading or a scoped part would read as a second field of the same term.
    return text if isinstance(query, Term | Heading | Scoped | Years | Native) else f"({text})"
