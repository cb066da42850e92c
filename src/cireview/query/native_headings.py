"""Headings and limits that a platform writes in a form of their own, read into a query."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cireview.query.database import Database
from cireview.query.subheadings import name_subheading
from cireview.query.tree import (
    LANGUAGE,
    PUBLICATION_TYPE,
    SUBHEADING,
    Heading,
    Native,
    Or,
    Query,
    Scoped,
    Term,
)

Reader = Callable[[re.Match[str]], Query]
_SLASHED = re.compile(
    r"(?P<exp>exp(?:lode)?\s+)?(?P<focus>\*\s?)?(?P<exp2>exp\s+)?"
    r'(?P<text>"[^"\n]+"|(?:(?!\b(?:or|and|not|adj\d*)\s)[^()"/\n\[\]]){1,120}?(?:\s\([^()\n]*\))?)\s?'
    r"/(?P<sub>[a-z]{2}(?:,\s?[a-z]{2})*(?=[\s)]|$))?(?=[\s),]|$)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(
    r"\[mh\s+(?P<alone>\^)?\s*(?:\"(?P<quoted>[^\"]+)\"|(?P<bare>[^\]\[/\"]+?))?\s*(?P<major>\[mj\])?"
    r"(?:/(?P<sub>\w\w(?:,\s?\w\w)*))?\s*\]",
    re.IGNORECASE,
)
_DESCRIPTOR = re.compile(
    r"MeSH descriptor:?\s*\[(?P<quoted>[^\]]+)\]\s*"
    r"(?P<trees>explode all trees|this term only|explode[^\n\[]*trees?)?"
    r"(?:\s*and with qualifiers?(?:\(s\))?:\s*\[(?P<sub>[^\]]+)\])?",
    re.IGNORECASE,
)
_SET_LIMIT = re.compile(r"\[(?P<value>[a-z ]+)\]/lim", re.IGNORECASE)
_LIMIT_TO = re.compile(
    r"(?P<name>LIMIT-TO|EXCLUDE)\s*\(\s*(?P<field>[\w-]+)\s*,\s*\"?(?P<value>[^\",()]+?)\"?\s*\)",
    re.IGNORECASE,
)
_CODED = re.compile(r"(?P<field>DOCTYPE)\s*\(\s*\"?(?P<value>\w\w)\"?\s*\)", re.IGNORECASE)


def heading_patterns(database: Database) -> Iterator[tuple[re.Pattern[str], Reader]]:
    """Yield the patterns of a platform that are no field tags, each with what reads its matches."""
    form, name = database.dialect.heading_form, database.dialect.name
    if form == "slash":
        yield _SLASHED, lambda match: _read_slashed(match, database)
    elif form == "brackets":
        yield _BRACKETS, lambda match: _read_brackets(match, not match["alone"])
        yield _DESCRIPTOR, lambda match: _read_descriptor(match)
    if name == "Embase.com":
        yield _SET_LIMIT, lambda match: read_value(match["value"], match[0], database)
    elif name == "Scopus":
        yield _LIMIT_TO, lambda match: _read_limit_to(match, database)
        yield _CODED, lambda match: _typed(match["value"], match[0], database)


def with_subheadings(heading: Heading, subheadings: list[str]) -> Query:
    """Return a heading with any of the subheadings."""
    each = [
        Heading(heading.text, heading.vocabulary, heading.explode, heading.focus, name)
        for name in subheadings
    ]
    return Or(tuple(each)) if len(each) > 1 else each[0] if each else heading


def _read_slashed(match: re.Match[str], database: Database) -> Query:
    text = " ".join(match["text"].strip('"').split())
    if re.search(r"[*?$#]", text):
        return Native(match[0], database.key)
    vocabulary = next(iter(database.vocabularies))
    heading = Heading(text, vocabulary, bool(match["exp"] or match["exp2"]), bool(match["focus"]))
    return with_subheadings(heading, _names(match["sub"]))


def _names(listed: str | None) -> list[str]:
    return [name_subheading(code) for code in re.split(r",\s?", listed)] if listed else []


def _read_brackets(match: re.Match[str], explode: bool) -> Query:
    text = (match["quoted"] or match["bare"] or "").strip()
    if not text:
        named: list[Query] = [Scoped(Term(name), (SUBHEADING,)) for name in _names(match["sub"])]
        return named[0] if len(named) == 1 else Or(tuple(named))
    return with_subheadings(Heading(text, "mesh", explode, bool(match["major"])), _names(match["sub"]))


def _read_descriptor(match: re.Match[str]) -> Query:
    explode = (match["trees"] or "").lower().startswith("explode")
    pairs = (match["sub"] or "").split(",")
    named = [name_subheading(pair.partition(" - ")[0]) for pair in pairs if pair.strip()]
    return with_subheadings(Heading(match["quoted"].strip(), "mesh", explode), named)


def read_value(value: str, text: str, database: Database) -> Query:
    """Return a limit to a language or a publication type; any other is left as it stands."""
    languages = database.languages.values if database.languages else {}
    if value.lower() in languages:
        return Scoped(Term(value.lower()), (LANGUAGE,))
    return _typed(value, text, database)


def our_value(value: str, field: str, database: Database) -> str | None:
    """Return our name of a publication type or language; None for one that only this database has."""
    limit = database.document_types if field == PUBLICATION_TYPE else database.languages
    plain = " ".join(value.strip('"').split())
    listed = {
        **(database.dialect.types if field == PUBLICATION_TYPE else {}),
        **(limit.values if limit else {}),
    }
    for ours, native in listed.items():
        if plain.lower() in (native.strip('"').lower(), ours):
            return ours
    return plain if field in database.dialect.open_limits else None


def _typed(value: str, text: str, database: Database) -> Query:
    ours = our_value(value, PUBLICATION_TYPE, database)
    return Scoped(Term(ours), (PUBLICATION_TYPE,)) if ours else Native(text, database.key, is_limit=True)


def _read_limit_to(match: re.Match[str], database: Database) -> Query:
    field = match["field"].upper()
    if match["name"].upper() == "LIMIT-TO" and field in ("LANGUAGE", "DOCTYPE"):
        kind = LANGUAGE if field == "LANGUAGE" else PUBLICATION_TYPE
        ours = our_value(match["value"], kind, database)
        if ours:
            return Scoped(Term(ours), (kind,))
    return Native(match[0], database.key)
