"""Evaluate a query on records, to check the results of sources that rank or loosen queries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import reduce
from operator import and_, or_

import pandas as pd

from cireview.errors import Problem, QueryError, TableError
from cireview.query.tree import (
    COVERS,
    FIELDS,
    INDEX_TERMS,
    KEYWORDS,
    And,
    Heading,
    Line,
    Native,
    Near,
    Not,
    Or,
    Query,
    Scoped,
    Term,
    Years,
    write_canonical,
)

_WORD = re.compile(r"[^\W_]+|\|")
_YEAR = "year"
_WORD_WITH_WILDCARDS = re.compile(r"(?:[^\W_]|[*?#]|(?<=\*)\{\d+\})+")


def matches(query: Query, text_by_field: pd.DataFrame, *, fields: Sequence[str] = FIELDS) -> pd.Series[bool]:
    """Return which records the query finds.

    Words are runs of letters and digits; everything else is a blank, so that "well-being" finds "well
    being" and "well-being" but not "wellbeing". Case and accents do not count, forms of a word do: child
    does not find children. A phrase or a proximity lies within one field, and within one keyword of a list
    separated by semicolons. A subject heading is searched as a phrase in the keywords. A limit to years needs
    the column ``year``; a record without a year passes it, for its database may know one.

    Parameters
    ----------
    query
        As `parse_query` gives it.
    text_by_field
        One row per record, with a column for each of the fields searched, and perhaps ``year``.
    fields
        Fields of the terms that name none.

    Returns
    -------
    pandas.Series
        One bool per record, with the index of `text_by_field`.

    Raises
    ------
    TableError
        If the column of a field is missing.
    QueryError
        If a part asks for what records do not hold, such as an affiliation.
    """
    return search_words(query, prepare_words(text_by_field), fields=fields)


Words = dict[str, "pd.Series[str]"]
"""The words of each record by field, with a blank between them and at both ends."""


def prepare_words(text_by_field: pd.DataFrame) -> Words:
    """Return the words of records, to be searched many times; see `matches`."""
    missing = [field for field in FIELDS if field not in text_by_field.columns]
    if missing:
        raise TableError(Problem(f"the table of records lacks the column(s) {', '.join(missing)}"))
    words = {field: _normalise(text_by_field[field], field) for field in FIELDS}
    if _YEAR in text_by_field.columns:
        years = text_by_field[_YEAR].fillna("").astype("str").str.extract(r"(\d{4})", expand=False)
        words[_YEAR] = years.fillna("").astype("str")
    return words


def search_words(query: Query, words: Words, *, fields: Sequence[str] = FIELDS) -> pd.Series[bool]:
    """Return which records the query finds; see `matches`."""
    return _find(query, words, tuple(fields))


def _normalise(texts: pd.Series[str], field: str) -> pd.Series[str]:
    listed = field == KEYWORDS
    normal = [f" {' '.join(_words(str(text), listed=listed))} " for text in texts.fillna("")]
    return pd.Series(normal, index=texts.index, dtype="str")


def _words(text: str, *, listed: bool) -> list[str]:
    # A bar ends each keyword of a list: no pattern below crosses it.
    separated = text.replace("|", " ").replace(";", " | " if listed else " ")
    return _WORD.findall(_fold(separated))


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _find(query: Query, words: dict[str, pd.Series[str]], fields: tuple[str, ...]) -> pd.Series[bool]:
    match query:
        case And(parts):
            return reduce(and_, (_find(part, words, fields) for part in parts))
        case Or(parts):
            return reduce(or_, (_find(part, words, fields) for part in parts))
        case Not(wanted, unwanted):
            return _find(wanted, words, fields) & ~_find(unwanted, words, fields)
        case Scoped(part, own):
            return _find(part, words, _columns(own))
        case Heading(text):
            return _find(Term(text), words, (KEYWORDS,))
        case Line(_, part):
            return _find(part, words, fields)
        case Years(first, last) if _YEAR in words:
            return words[_YEAR].map(lambda year: not year or (first or 0) <= int(year) <= (last or 9999))
        case Years() | Native():
            raise QueryError(Problem(f"records cannot be searched for {write_canonical(query)}"))
        case Term() | Near():
            pattern = f" {_pattern(query)} "
            return reduce(or_, (words[field].str.contains(pattern, regex=True) for field in fields)).astype(
                bool
            )


def _columns(fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of a record that hold some of these fields."""
    held = {column for field in fields for column in (field, *COVERS.get(field, ())) if column in FIELDS}
    held |= {KEYWORDS} if INDEX_TERMS in fields else set()
    if not held:
        raise QueryError(Problem(f"records cannot be searched by {' and '.join(fields)}"))
    return tuple(field for field in FIELDS if field in held)


def _pattern(query: Query) -> str:
    match query:
        case Near(left, right, distance, ordered):
            between = rf"(?: [^ |]+){{0,{distance}}} "
            first, second = _pattern(left), _pattern(right)
            forward = f"{first}{between}{second}"
            return forward if ordered else f"(?:{forward}|{second}{between}{first})"
        case Or(parts):
            return f"(?:{'|'.join(map(_pattern, parts))})"
        case Term(text):
            return " ".join(map(_word_pattern, _WORD_WITH_WILDCARDS.findall(_fold(text))))
        case _:
            raise TypeError(f"{type(query).__name__} cannot be next to NEAR")


def _word_pattern(word: str) -> str:
    pattern = re.escape(word).replace(r"\?", "[^ |]").replace(r"\#", "[^ |]?")
    return re.sub(
        r"\\\*(?:\\\{(\d+)\\\})?", lambda sign: f"[^ |]{{0,{sign[1]}}}" if sign[1] else "[^ |]*", pattern
    )
