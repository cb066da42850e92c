"""Write a query in the syntax of a database, and report what was dropped or loosened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cireview.errors import Problem, QueryError
from cireview.query.adapt import adapt
from cireview.query.beside import take_beside
from cireview.query.catalogue import find_database
from cireview.query.database import Database
from cireview.query.limits import write_limits
from cireview.query.tree import (
    FIELDS,
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
    children,
    walk,
)
from cireview.query.writer import SIGNS, Writer


@dataclass(frozen=True)
class NativeQuery:
    """A query as a database takes it.

    Parameters
    ----------
    database
        Key of the database.
    text
        What to paste or to send.
    losses
        What was dropped or loosened, as sentences.
    limits
        What is set beside the query: (request parameter or form element, value).
    applied, left
        Which of years, languages and document types the query or what is set beside it limits to, and which
        are left to the practical screen.
    """

    database: str
    text: str
    losses: tuple[str, ...]
    limits: tuple[tuple[str, str], ...] = ()
    applied: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def write_query(
    query: Query,
    *,
    database: str,
    fields: Sequence[str] = FIELDS,
    years: tuple[int, int] | None = None,
    languages: Sequence[str] = (),
    document_types: Sequence[str] = (),
) -> NativeQuery:
    """Return `query` in the syntax of `database`, with its limits and everything that could not be kept.

    Parameters
    ----------
    query
        As `parse_query` gives it.
    database
        Key or name of a database of `databases()`.
    fields
        Fields of the terms that name none: any of title, abstract and keywords.
    years
        First and last year, both included.
    languages, document_types
        English names, such as 'English' and 'journal article'.

    Raises
    ------
    QueryError
        If the database or a field is not known, or a wildcard can be neither taken nor loosened.
    """
    return write_entry(
        query,
        find_database(database),
        fields,
        years=years,
        languages=languages,
        document_types=document_types,
    )


def write_entry(
    query: Query,
    entry: Database,
    fields: Sequence[str] = FIELDS,
    *,
    years: tuple[int, int] | None = None,
    languages: Sequence[str] = (),
    document_types: Sequence[str] = (),
) -> NativeQuery:
    """Do what `write_query` does, for an entry of the catalogue."""
    losses: list[str] = []
    query, beside = take_beside(query, entry)
    text, whole = _write_whole(query, entry, check_fields(fields), losses)
    limits = write_limits(entry, years=years, languages=languages, document_types=document_types)
    if limits.inside and not whole and entry.limit_join != ",":
        text = f"({text})"
    text = entry.limit_join.join([text, *limits.inside])
    losses += [*limits.losses, *_ceilings(query, text, entry), *entry.cautions]
    sentences = tuple(dict.fromkeys(losses))
    return NativeQuery(
        entry.key, text, sentences, (*beside, *limits.beside), tuple(limits.applied), tuple(limits.left)
    )


def check_fields(fields: Sequence[str]) -> tuple[str, ...]:
    """Return the fields in their usual order; raise a QueryError for an unknown one or none."""
    unknown = [field for field in fields if field not in FIELDS]
    if unknown or not fields:
        message = f"unknown field(s) {', '.join(unknown)}" if unknown else "no field is given"
        raise QueryError(Problem(message, remedy=f"Known are {', '.join(FIELDS)}"))
    return tuple(field for field in FIELDS if field in fields)


def _write_whole(
    query: Query, database: Database, fields: tuple[str, ...], losses: list[str]
) -> tuple[str, bool]:
    if isinstance(query, Native):
        return Writer(database, losses).write(adapt(query, database, fields, losses), fields)
    if not database.boolean:
        return _write_ranked(query, database, losses), True
    if not (database.mixes_fields and database.tags):
        scopes = _scopes(query, fields)
        fields = tuple(field for field in FIELDS if any(field in scope for scope in scopes))
        query = _unscoped(query)
        if len(scopes) > 1:
            together = ", ".join(fields)
            losses.append(f"{database.name} searches all terms in the same fields ({together}): finds more")
    return Writer(database, losses).write(adapt(query, database, fields, losses), fields)


def _write_ranked(query: Query, database: Database, losses: list[str]) -> str:
    words = _words(query)
    if not words:
        remedy = "Write its forms out, as in (woman OR women)"
        raise QueryError(
            Problem(f"{database.name} has no wildcards, and without them no word is left", remedy=remedy)
        )
    losses.append(
        f"{database.name} knows neither Boolean operators nor wildcards: it ranks by words; finds more"
    )
    return " ".join(words)


def _scopes(query: Query, fields: tuple[str, ...]) -> set[tuple[str, ...]]:
    if isinstance(query, Scoped):
        return _scopes(query.part, query.fields)
    below = [_scopes(part, fields) for part in children(query)]
    return {scope for scopes in below for scope in scopes} or {fields}


def _unscoped(query: Query) -> Query:
    match query:
        case Scoped(part, _) | Line(_, part):
            return _unscoped(part)
        case And(parts):
            return And(tuple(map(_unscoped, parts)))
        case Or(parts):
            return Or(tuple(map(_unscoped, parts)))
        case Not(wanted, unwanted):
            return Not(_unscoped(wanted), _unscoped(unwanted))
        case _:
            return query


def _words(query: Query) -> list[str]:
    if isinstance(query, Not):
        return _words(query.wanted)
    if isinstance(query, Term | Heading):
        words = (word.removesuffix("*") for word in SIGNS.sub(" ", query.text).split())
        return [word for word in words if "*" not in word and "?" not in word]
    return list(dict.fromkeys(word for part in children(query) for word in _words(part)))


def _ceilings(query: Query, text: str, database: Database) -> list[str]:
    sentences = []
    operators = sum(_operators(node) for node in walk(query))
    if database.max_operators and operators > database.max_operators:
        sentences.append(
            f"{database.name} takes at most {database.max_operators} Boolean operators and this query has "
            f"{operators}: split an OR group into several searches, and export each of them"
        )
    if database.max_length and len(text) > database.max_length:
        sentences.append(
            f"{database.name} takes at most {database.max_length} characters and this query has {len(text)}: "
            "split an OR group into several searches, and export each of them"
        )
    return sentences


def _operators(query: Query) -> int:
    return len(query.parts) - 1 if isinstance(query, And | Or) else int(isinstance(query, Not | Near))
