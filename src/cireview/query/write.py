"""Write a query in the syntax of a database, and tell what was dropped or loosened."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cireview.errors import Problem, QueryError
from cireview.query.adapt import adapt, choose_tags
from cireview.query.catalogue import find_database
from cireview.query.database import Database, Tag
from cireview.query.limits import write_limits
from cireview.query.tree import (
    FIELDS,
    RESERVED,
    And,
    Heading,
    Near,
    Not,
    Or,
    Query,
    Scoped,
    Term,
    children,
    walk,
)

# Signs that mean something in one syntax or another; inside a phrase no database searches them.
_SIGNS = re.compile(r'[()\[\]{}<>:;,|+~^\\"!=]+')


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
    entry = find_database(database)
    losses: list[str] = []
    text, whole = _write_whole(query, entry, check_fields(fields), losses)
    limits = write_limits(entry, years=years, languages=languages, document_types=document_types)
    if limits.inside and not whole and entry.limit_join != ",":
        text = f"({text})"
    text = entry.limit_join.join([text, *limits.inside])
    losses += [*limits.losses, *_ceilings(query, text, entry), *entry.cautions]
    sentences = tuple(dict.fromkeys(losses))
    return NativeQuery(
        entry.key, text, sentences, tuple(limits.beside), tuple(limits.applied), tuple(limits.left)
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
    if not database.boolean:
        return _write_ranked(query, database, losses), True
    if not (database.mixes_fields and database.tags):
        scopes = _scopes(query, fields)
        fields = tuple(field for field in FIELDS if any(field in scope for scope in scopes))
        query = _unscoped(query)
        if len(scopes) > 1:
            together = ", ".join(fields)
            losses.append(f"{database.name} searches all terms in the same fields ({together}): finds more")
    return _Writer(database, losses).write(adapt(query, database, fields, losses), fields)


def _write_ranked(query: Query, database: Database, losses: list[str]) -> str:
    words = _words(query)
    if not words:
        remedy = "Write its forms out, as in (woman OR women)"
        raise QueryError(Problem(f"{database.name} has no wildcards and no word is left", remedy=remedy))
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
        case Scoped(part, _):
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
        words = (word.removesuffix("*") for word in _SIGNS.sub(" ", query.text).split())
        return [word for word in words if "*" not in word and "?" not in word]
    return list(dict.fromkeys(word for part in children(query) for word in _words(part)))


@dataclass(frozen=True)
class _Writer:
    """Writes parts of a query; texts come with whether they can stand beside an operator as they are."""

    database: Database
    losses: list[str]

    def write(self, query: Query, fields: tuple[str, ...]) -> tuple[str, bool]:
        """Write with fields: as much as a tag may enclose is put into one."""
        if isinstance(query, Scoped):
            return self.write(query.part, query.fields)
        if isinstance(query, Heading):
            return self.database.vocabularies[query.vocabulary].format(text=query.text), True
        if not any(isinstance(node, Scoped | Heading) for node in walk(query)):
            tags = choose_tags(self.database, fields, [])
            if self.may_enclose(query, tags):
                choose_tags(self.database, fields, self.losses)
                if not tags:
                    return self.bare(query)
                texts = [self.tagged(query, tag) for tag in tags]
                return (texts[0][0], texts[0][1]) if len(texts) == 1 else (self.either(texts), False)
        return self.combine(query, lambda part: self.write(part, fields))

    def either(self, texts: list[tuple[str, bool]]) -> str:
        return self.database.or_.join(text for text, _ in texts)

    def may_enclose(self, query: Query, tags: tuple[Tag, ...]) -> bool:
        if not tags or isinstance(query, Term | Near):
            return True
        if self.database.spans == "query" and len(tags) == 1:
            return True
        flat = all(isinstance(node, Or | Term | Near) for node in walk(query))
        return self.database.spans != "term" and flat

    def tagged(self, query: Query, tag: Tag) -> tuple[str, bool]:
        if isinstance(query, Near) and "{tag}" in self.database.near:
            return self.near(query, tag.tag), True
        text, whole = self.bare(query)
        return (self.database.scope.format(tag=tag.tag, text=text), True) if tag.tag else (text, whole)

    def bare(self, query: Query) -> tuple[str, bool]:
        """Write without fields."""
        if isinstance(query, Term):
            return self.term(query), True
        if isinstance(query, Near):
            return self.near(query, ""), "{words}" in self.database.near
        return self.combine(query, self.bare)

    def combine(self, query: Query, write: Callable[[Query], tuple[str, bool]]) -> tuple[str, bool]:
        match query:
            case And(parts):
                return self.database.and_.join(map(_grouped, map(write, parts))), False
            case Or(parts):
                return self.database.or_.join(map(_grouped, map(write, parts))), False
            case Not(wanted, unwanted):
                return self.database.not_.join(map(_grouped, map(write, (wanted, unwanted)))), False
            case _:
                return write(query)

    def near(self, near: Near, tag: str) -> str:
        frame = self.database.ordered_near if near.ordered else self.database.near
        left, right = _grouped(self.bare(near.left)), _grouped(self.bare(near.right))
        words = f"{left} {right}".replace('"', "").replace("-", " ")
        distance = near.distance + self.database.near_shift
        return frame.format(left=left, right=right, words=words, n=distance, tag=tag)

    def term(self, term: Term) -> str:
        text = " ".join(_SIGNS.sub(" ", term.text).split())
        simple = re.fullmatch(r"[\w*?]+", text) and text.upper() not in RESERVED
        text = text.replace("?", self.database.one_letter or "?").replace(
            "*", self.database.truncation or "*"
        )
        return text if simple else f'"{text}"'


def _grouped(written: tuple[str, bool]) -> str:
    text, whole = written
    return text if whole else f"({text})"


def _ceilings(query: Query, text: str, database: Database) -> list[str]:
    sentences = []
    operators = sum(_operators(node) for node in walk(query))
    if database.max_operators and operators > database.max_operators:
        sentences.append(
            f"{database.name} takes at most {database.max_operators} Boolean operators and this query has "
            f"{operators}: split an OR group over several searches and export each of them"
        )
    if database.max_length and len(text) > database.max_length:
        sentences.append(
            f"{database.name} takes at most {database.max_length} characters and this query has {len(text)}: "
            "split an OR group over several searches and export each of them"
        )
    return sentences


def _operators(query: Query) -> int:
    return len(query.parts) - 1 if isinstance(query, And | Or) else int(isinstance(query, Not | Near))
