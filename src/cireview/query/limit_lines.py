"""Limits in words: *limit 5 to english language*, *with Publication Year from 2000*."""

from __future__ import annotations

import re
from dataclasses import replace

from cireview.errors import QueryError
from cireview.query.beside import FIRST_YEAR
from cireview.query.database import Database
from cireview.query.line_query import PENDING, ReadLine
from cireview.query.lines import NumberedLine, Source
from cireview.query.native_headings import our_value
from cireview.query.tree import (
    LANGUAGE,
    PUBLICATION_TYPE,
    And,
    Heading,
    Line,
    Native,
    Or,
    Query,
    Scoped,
    Term,
    Years,
)

_LIMIT = re.compile(
    r"\s*limit\s+#?(?P<set>\d+)\s+to\s+(?P<limits>.+?)\s*(?:\[[^\]]*\]\s*)?", re.IGNORECASE | re.DOTALL
)
_WITHOUT_DUPLICATES = re.compile(r"\s*remove duplicates from #?(?P<set>\d+)\s*", re.IGNORECASE)
_PICKED = re.compile(r"\s*from #?\d+ keep\b.*", re.IGNORECASE | re.DOTALL)
_YEARS = re.compile(r'yr\s*=\s*"?\s*(?P<first>\d{4})\s*(?:-\s*(?P<last>\d{4}|current))?\s*"?', re.IGNORECASE)
_COCHRANE = re.compile(
    r"\s*,?\s*(?:with Publication Year from (?P<first>\d{4}) to (?P<last>\d{4})|"
    r"(?P<added>with Cochrane Library publication date.*?)(?=,? in \w|\(Word|$)|"
    r"(?P<variations>\(Word variations have been searched\))|"
    r"(?P<part>in (?:Trials|Cochrane Reviews|Cochrane Protocols)(?:, (?:Trials|Cochrane Protocols))*))\s*$",
    re.IGNORECASE,
)

_EBSCO = re.compile(
    r"\s*\[?(?:Limiters? - (?P<limiters>[^\[\]\n]+?)|"
    r"(?P<modes>(?:Expanders?|Search modes?) - [^\[\]\n]+?))\]?\s*$",
    re.IGNORECASE,
)


def read_limit(source: Source, line: NumberedLine, database: Database) -> ReadLine | None:
    """Return a line that limits another one, or takes its duplicates out; None if this is no such line.

    Raises
    ------
    QueryError
        If the line keeps records that a person picked.
    """
    if not database.dialect.limit_line:
        return None
    if _PICKED.fullmatch(source.plain, line.start, line.end):
        message = "records picked by hand, which no other database can search"
        raise QueryError(source.problem(line.start, message, "End the strategy before it"))
    match = _WITHOUT_DUPLICATES.fullmatch(source.plain, line.start, line.end)
    if match:
        number = int(match["set"])
        note = f"{database.dialect.name} removed the duplicates of line {number}, which is searched with them"
        return ReadLine(Line(number, PENDING), [(number, match.start("set"))], [note])
    match = _LIMIT.fullmatch(source.plain, line.start, line.end)
    if not match:
        return None
    number = int(match["set"])
    limits = [_read_one(limit, database) for limit in _split(match["limits"])]
    return ReadLine(And((Line(number, PENDING), *limits)), [(number, match.start("set"))])


def _split(text: str) -> list[str]:
    """Return the limits that *and* joins."""
    plain = text.strip()
    if plain.startswith("(") and plain.endswith(")") and plain.find(")") == len(plain) - 1:
        inner = plain[1:-1]
        if " or " not in inner.lower():
            plain = inner
    pieces = re.split(r"\s+and\s+(?![^()]*\))", plain, flags=re.IGNORECASE)
    return [piece.strip() for piece in pieces]


def _read_one(text: str, database: Database) -> Query:
    years = _YEARS.fullmatch(text)
    if years:
        first, last = int(years["first"]), years["last"]
        if not last and "-" not in text:
            return Years(first, first)
        return Years(first if first > FIRST_YEAR else None, int(last) if last and last.isdecimal() else None)
    named = [
        name.removesuffix(" language")
        for name in re.split(r"\s+or\s+", text.strip("()"), flags=re.IGNORECASE)
    ]
    languages = database.languages.values if database.languages else {}
    if all(name.lower() in languages for name in named):
        terms = tuple(Term(our_value(name, LANGUAGE, database) or name) for name in named)
        return Scoped(Or(terms) if len(terms) > 1 else terms[0], (LANGUAGE,))
    if text.lower() in _SPECIES and next(iter(database.vocabularies)) in _SPECIES[text.lower()]:
        vocabulary = next(iter(database.vocabularies))
        return Heading(_SPECIES[text.lower()][vocabulary], vocabulary, explode=False)
    return Native(text, database.key, beside=True, is_limit=True)


_HUMAN = {"mesh": "Humans", "emtree": "human"}
_SPECIES = {"humans": _HUMAN, "human": _HUMAN}


def take_suffix(
    source: Source, line: NumberedLine, database: Database
) -> tuple[NumberedLine, list[Query], list[str]]:
    """Return a line without the additions of a platform's history, its limits, and notes."""
    limits, notes = list[Query](), list[str]()
    pattern, read = _SUFFIXES.get(database.dialect.name, (None, None))
    while pattern and read and (match := pattern.search(source.plain, line.start, line.end)):
        read(match, database, limits, notes)
        line = replace(line, end=match.start())
    return line, limits, notes


def _read_cochrane(match: re.Match[str], database: Database, limits: list[Query], notes: list[str]) -> None:
    if match["first"]:
        limits.append(Years(int(match["first"]), int(match["last"])))
    elif match["added"]:
        limits.append(Native(match["added"].strip(), database.key, beside=True, is_limit=True))
    elif match["variations"]:
        notes.append("Cochrane also searched variations of its words; elsewhere finds fewer")
    else:
        notes.append(f"Cochrane counts only what is {match['part']}")


def _read_ebsco(match: re.Match[str], database: Database, limits: list[Query], notes: list[str]) -> None:
    if not match["limiters"]:
        notes.append(f"EBSCO was set to: {match['modes'].strip()}")
        return
    for limiter in match["limiters"].split(";"):
        name, _, value = (piece.strip() for piece in limiter.partition(":"))
        years = re.fullmatch(r"(\d{4})\d*-(\d{4})\d*", value)
        if name in ("Published Date", "Publication Year") and years:
            limits.append(Years(int(years[1]), int(years[2])))
        elif name in ("Language", "Publication Type"):
            field = LANGUAGE if name == "Language" else PUBLICATION_TYPE
            limits.append(Scoped(Term(our_value(value, field, database) or value), (field,)))
        else:
            limits.append(Native(limiter.strip(), database.key, beside=True, is_limit=True))


_SUFFIXES = {"Cochrane Library": (_COCHRANE, _read_cochrane), "EBSCO": (_EBSCO, _read_ebsco)}
