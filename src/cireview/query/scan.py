"""Cut one line of a strategy into tokens, by the table of its platform's syntax."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from cireview.errors import Problem, QueryError
from cireview.query.catalogue import find_database
from cireview.query.database import Database
from cireview.query.lines import Source
from cireview.query.marks import TagUse, foreign_tag, name_tags, read_years, tag_pattern
from cireview.query.native_headings import heading_patterns

_WORD_SIGNS = r"[\w*?#$'&%+./\-]"
_REFERENCE = r"\\?#(\d{1,3})\b|\[S(\d{1,3})\]|S(\d{1,3})\b"
_PUBMED_TAG = r"(?:tiab|ti|ab|tw|mh|mesh|majr|pt|all|sh|title/abstract|mesh terms)(?::\w+)?"
_NUMBERS = r"#?\d{1,3}(?:\s?-\s?#?\d{1,3})?"
_LISTED = (
    rf"(?i:(or|and)/({_NUMBERS}(?:\s?,\s?{_NUMBERS})*)(?=\s|\)|$))"
    rf"|(?i:\{{(or|and)\s+({_NUMBERS}(?:\s?,\s?{_NUMBERS})*)\s*\}})"
)


@dataclass(frozen=True)
class Token:
    """One piece of a line.

    `kind` is open, close, word, phrase, before, after, near, operator, leaf, lines or end; `value` is what it
    says.
    """

    kind: str
    at: int
    end: int
    value: Any = None


def scan(source: Source, start: int, end: int, database: Database) -> list[Token]:
    """Return the tokens between two places of a text, the last one of kind 'end'.

    Raises
    ------
    QueryError
        With every sign that the syntax does not have.
    """
    plain, tokens, problems = source.plain, list[Token](), list[Problem]()
    patterns = _patterns(database)
    at = start
    while at < end:
        found = ((kind, pattern.match(plain, at, end), read) for kind, pattern, read in patterns)
        kind, match, read = next((one for one in found if one[1] and one[1].end() > at), ("", None, str))
        if match is None:
            problem, foreign = _unreadable(source, at, tokens, database)
            problems.append(problem)
            if foreign or plain[at] in "\"'[":
                break
            at += 1
            continue
        if kind:
            try:
                tokens.append(Token(kind, at, match.end(), read(match)))
            except _UnknownTagError as unknown:
                problems.append(_unknown_tag(source, at, str(unknown), database))
        at = match.end()
    if problems:
        raise QueryError(problems)
    return [*tokens, Token("end", end, end)]


class _UnknownTagError(Exception):
    """A tag that the platform does not have."""


_Pattern = tuple[str, re.Pattern[str], Callable[[re.Match[str]], Any]]


@cache
def _patterns_of(key: str) -> tuple[_Pattern, ...]:
    return tuple(_build(find_database(key)))


def _patterns(database: Database) -> tuple[_Pattern, ...]:
    return _patterns_of(database.key)


def _build(database: Database) -> Iterator[_Pattern]:
    dialect, names = database.dialect, name_tags(database)
    yield "", re.compile(r"\s+"), str
    if dialect.tag_form == "dots":
        yield "", re.compile(rf"\[(?!{_PUBMED_TAG}\])[^\[\]\n]*\]", re.IGNORECASE), str
    if dialect.years:
        yield "leaf", re.compile(dialect.years, re.IGNORECASE), read_years
    for pattern, read_heading in heading_patterns(database):
        yield "leaf", pattern, read_heading
    yield "lines", re.compile(_LISTED), _read_listed
    yield "lines", re.compile(_REFERENCE), lambda match: ("", [int(match[match.lastindex or 1])])
    before = dialect.tag_form in ("equals", "call", "word")
    yield (
        "before" if before else "after",
        tag_pattern(database),
        lambda match: _find_use(match, names, database),
    )
    yield "open", re.compile(r"\("), str
    yield "close", re.compile(r"\)"), str
    yield "phrase", re.compile(r'"([^"]*)"'), lambda match: _native_term(match[1], database)
    if dialect.tag_form == "colon":
        yield (
            "phrase",
            re.compile(r"'((?:[^']|(?<=\w)'(?=s\b))*)'(?!\w)"),
            lambda match: _native_term(match[1], database),
        )
    if dialect.name == "Scopus":
        yield "phrase", re.compile(r"\{([^{}]*)\}"), lambda match: match[1]
    for sign, (ordered, shift) in dialect.proximity.items():
        pattern = re.compile(rf"\b{re.escape(sign)}\s?(\d{{1,3}})(?![\w/])", re.IGNORECASE)
        yield "near", pattern, _near_reader(ordered, shift)
    for sign, value in dialect.bare_proximity.items():
        yield "near", re.compile(rf"\b{sign}\b(?![*?'-])", re.IGNORECASE), _constant(value)
    flags = 0 if dialect.capital_operators else re.IGNORECASE
    operator = re.compile(r"(AND\s+NOT|AND|OR|NOT)\b(?![*?'/-])", flags)
    yield "operator", operator, lambda match: match[1].upper().split()[-1]
    yield "word", _word_pattern(database), lambda match: _native_term(match[0], database)


def _constant(value: tuple[bool, int]) -> Callable[[re.Match[str]], Any]:
    return lambda _: value


def _near_reader(ordered: bool, shift: int) -> Callable[[re.Match[str]], tuple[bool, int]]:
    return lambda match: (ordered, max(int(match[1]) - shift, 0))


def _word_pattern(database: Database) -> re.Pattern[str]:
    stop = ""
    if database.dialect.tag_form in ("dots", "colon"):
        stop = f"(?!{tag_pattern(database).pattern})"
    starred = r"|\[\*\d+\]" if database.dialect.limited.startswith("[") else ""
    return re.compile(rf"(?:{stop}{_WORD_SIGNS}{starred})*[\w*?$](?:{stop}{_WORD_SIGNS}{starred})*")


def _native_term(text: str, database: Database) -> str:
    """Return the text of a term with our signs for wildcards."""
    dialect = database.dialect
    plain = " ".join(text.replace("\\", "").split())
    if dialect.limited:
        plain = re.sub(r"\[\*(\d+)\]|(?<=\w)[*$](\d+)(?!\w)", _limited, plain)
    pieces = re.split(r"(\*\{\d+\})", plain)
    return "".join(
        piece if piece.startswith("*{") else "".join(dialect.wildcards.get(sign, sign) for sign in piece)
        for piece in pieces
    )


def _limited(match: re.Match[str]) -> str:
    return f"*{{{match[1] or match[2]}}}"


def _read_listed(match: re.Match[str]) -> tuple[str, list[int]]:
    kind, listed = (match[1], match[2]) if match[1] else (match[3], match[4])
    numbers: list[int] = []
    for piece in re.sub(r"[#\s]", "", listed).strip(",").split(","):
        first, _, last = piece.partition("-")
        numbers += range(int(first), int(last or first) + 1)
    return kind.upper(), numbers


def _find_use(match: re.Match[str], names: dict[str, TagUse], database: Database) -> TagUse:
    text = next(group for group in match.groups() if group)
    use = TagUse.of(text, names, database)
    if use is None:
        raise _UnknownTagError(match[0])
    return use


def _unreadable(source: Source, at: int, tokens: list[Token], database: Database) -> tuple[Problem, bool]:
    """Return a problem for the sign at a place, and whether a tag of another platform is the reason."""
    begin = tokens[-1].at if tokens else at
    for place in range(begin, at + 1):
        told = foreign_tag(source.plain, place, database)
        if told:
            return source.problem(place, *told), True
    sign = source.text[at]
    if sign in "\"'“”‘’":
        return source.problem(at, "a quotation mark is not closed", "Add the closing quotation mark"), False
    remedy = f"{database.dialect.name} has no such sign: remove it, or give another syntax with --from"
    return source.problem(at, f"the sign {sign!r} has no meaning here", remedy), False


def _unknown_tag(source: Source, at: int, text: str, database: Database) -> Problem:
    told = foreign_tag(source.plain, at, database)
    if told:
        return source.problem(at, *told)
    known = sorted(name_tags(database))
    near = difflib.get_close_matches(text.strip("[].:= ").lower(), known, 1, 0.6)
    remedy = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(known)}"
    return source.problem(at, f"{database.dialect.name} has no field {text.strip()}", remedy)
