"""Read the limits of a query from options: fields, years, languages and document types."""

from __future__ import annotations

import difflib
import re

from cireview.errors import Problem, QueryError
from cireview.query import SearchLimits
from cireview.tables.vocabulary import (
    DOCUMENT_TYPE_NAMES,
    LANGUAGE_NAMES,
    document_type_named,
    document_type_of,
    languages_named,
    languages_of,
)


def read_limits(fields: str, years: str, languages: list[str], document_types: list[str]) -> SearchLimits:
    """Return what the options limit a search to; raise a QueryError for unknown words."""
    return SearchLimits(
        fields=[name.strip().lower() for name in fields.split(",")],
        years=read_years(years),
        languages=read_languages(languages),
        document_types=check_types(document_types),
    )


def read_years(text: str) -> tuple[int, int] | None:
    """Return first and last year of a span such as 2000-2020, or None of an empty text."""
    if not text:
        return None
    span = re.fullmatch(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?", text.strip())
    first, last = (int(span[1]), int(span[2] or span[1])) if span else (1, 0)
    if first > last:
        raise QueryError(
            Problem(
                f"{text!r} is not a range of years",
                column="--years",
                remedy="Write two years, such as 2000-2020",
            )
        )
    return first, last


def read_languages(languages: list[str]) -> list[str]:
    """Return English names of languages, given in words or as codes; raise a QueryError for unknown ones."""
    unknown = [name for name in languages if not languages_of(name)]
    _refuse(unknown, "language", "--language", LANGUAGE_NAMES)
    # A name stays as it was typed: the archive of a search keeps it, and another word is another search.
    names = [[name] if name.lower() in LANGUAGE_NAMES else languages_named(name) for name in languages]
    return [name for part in names for name in part]


def check_types(document_types: list[str]) -> list[str]:
    """Return document types; raise a QueryError for unknown ones."""
    unknown = [name for name in document_types if not document_type_of(document_type_named(name))]
    _refuse(unknown, "document type", "--type", DOCUMENT_TYPE_NAMES)
    return document_types


def _refuse(unknown: list[str], what: str, option: str, known: tuple[str, ...]) -> None:
    problems = []
    for name in unknown:
        near = difflib.get_close_matches(name.lower(), known, 1)
        remedy = f"Did you mean {near[0]!r}?" if near else f"Choose one of {', '.join(known)}"
        problems.append(Problem(f"the {what} {name!r} is not known", column=option, remedy=remedy))
    if problems:
        raise QueryError(problems)
