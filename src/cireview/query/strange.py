"""Find operators, wildcards and tags of other platforms, which this platform would search as words."""

from __future__ import annotations

import re

from cireview.errors import Problem
from cireview.query.database import Database
from cireview.query.dialect import Dialect
from cireview.query.lines import Source
from cireview.query.marks import foreign_tag
from cireview.query.scan import Token

# What would be searched as words, though it stands for something else: at which platforms, its form, what it
# is, and what to do about it.
_COMMANDS = (
    (
        ("Ovid",),
        re.compile(r"(?<=[\d)]\s)use\s+[a-z]{3,8}\d{0,2}\b(?!\s+\w)", re.IGNORECASE),
        "a line for only one of several databases",
        "Give the strategy of one database at a time, without such lines",
    ),
    (
        ("Ovid", "Embase.com"),
        re.compile(r"exp(?:lode)?\b(?=\s|$)", re.IGNORECASE),
        "a heading without its slash",
        "Write exp Child/ at Ovid, 'child'/exp at Embase.com, or put the words in quotation marks",
    ),
    (
        ("Cochrane Library",),
        re.compile(r"mesh\s+descriptor\b", re.IGNORECASE),
        "a heading without its brackets",
        "Write MeSH descriptor: [Child] explode all trees, or [mh Child]",
    ),
)
_FILTER = re.compile(
    r"(?i)(?=.*\b(?:filters?|hedges?|strategy)\b).*\b(?:cochrane|cadth|sign|bmj|issg|rcts?|highly sensitive"
    r"|maximi[sz]ing|randomi[sz]ed|systematic reviews?)\b"
)
_PROXIMITY = re.compile(r"(?i:adj\d*|(?:near|onear|next|within|pre|[wnp])/\d+)|[NW]\d{1,2}")


def find_strange(source: Source, token: Token, database: Database, *, alone: bool) -> Problem | None:
    """Return the problem of a word or phrase, or None.

    Parameters
    ----------
    source, token, database
        Where it stands, and whose syntax it is in.
    alone
        Whether no other word stands beside it.
    """
    if token.kind in ("word", "phrase") and not re.search(r"[^\W_]", token.value):
        return source.problem(token.at, "no letter or digit", "Write a word or a phrase, or remove it")
    if token.kind != "word":
        return None
    text = source.plain[token.at : token.end]
    if not alone:
        for names, pattern, message, remedy in _COMMANDS:
            if database.dialect.name in names and pattern.match(source.plain, token.at):
                return source.problem(token.at, message, remedy)
    for place in (token.at + at for at, sign in enumerate(text) if sign in ".:/["):
        told = foreign_tag(source.plain, place, database)
        if told:
            return source.problem(place, *told)
    told = _strange_sign(token.value, database) or _strange_word(text, database, alone=alone)
    return source.problem(token.at, *told) if told else None


def list_doubts(source: Source, run: list[Token], dialect: Dialect, *, certain: bool) -> list[str]:
    """Return notes on adjacent words and phrases.

    Parameters
    ----------
    source, run, dialect
        Where they stand, the words, and whose syntax they are in.
    certain
        Whether their field takes names and no words, so that several are a phrase in any case.
    """
    phrase = " ".join(token.value for token in run)
    doubts = list[str]()
    if source.plain[run[0].at] == "{":
        doubts.append(f"{{{phrase}}} is exact; read as a phrase, which finds more")
    if _FILTER.match(phrase):
        doubts.append(
            f"{phrase} is searched as words: if it names a filter, paste the lines of the filter in its place"
        )
    if len(run) > 1 and dialect.in_doubt and not certain:
        doubts.append(f"{phrase} is read as a phrase: {dialect.in_doubt}; elsewhere finds fewer")
    return doubts


def _strange_sign(text: str, database: Database) -> tuple[str, str] | None:
    known = database.dialect.wildcards.values()
    sign = next((sign for sign in "?$#" if sign in text and sign not in known), "")
    if not sign:
        return None
    return f"{database.dialect.name} has no wildcard {sign}", "Write out the forms, joined by OR"


def _strange_word(text: str, database: Database, *, alone: bool) -> tuple[str, str] | None:
    dialect = database.dialect
    if text.lower() in ("and", "or", "not"):
        remedy = f"Write {text.upper()} in capitals, or put the phrase in quotation marks"
        return f"{text!r} is not an operator of {dialect.name}", remedy
    if re.match(r"(?:or|and)/\d", text, re.IGNORECASE):
        return f"{text} names no lines", "Write the numbers of lines as in or/1-5 or or/1,3"
    if text.endswith("/") and not alone:
        remedy = "Write the heading as this platform does, or give another syntax with --from"
        return f"{text} is a heading of Ovid, not of {dialect.name}", remedy
    if not alone and _PROXIMITY.fullmatch(text):
        known = ", ".join(f"{sign}n" for sign in dialect.proximity) or '"two words"[tiab:~n]'
        remedy = f"Its proximity is {known}; or put the phrase in quotation marks"
        return f"{text} is not an operator of {dialect.name}", remedy
    return None
