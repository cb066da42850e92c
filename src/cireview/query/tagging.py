"""Put a field tag of a platform on the part that it stands with."""

from __future__ import annotations

import re
from collections.abc import Callable

from cireview.query.database import Database
from cireview.query.marks import TagUse
from cireview.query.native_headings import our_value, with_subheadings
from cireview.query.subheadings import DRUG_LINK, name_subheading
from cireview.query.tree import (
    LANGUAGE,
    PUBLICATION_TYPE,
    SUBHEADING,
    And,
    Heading,
    Native,
    Near,
    Not,
    Or,
    Query,
    Scoped,
    Term,
    walk,
)

_WITH_SUBHEADINGS = re.compile(r"(.+?)(\+?)(?:/(\w\w(?:/\w\w)*)| -- (.+)|/([a-z &]{3,}))?", re.IGNORECASE)


def apply_tag(query: Query, tag: TagUse, text: str, database: Database) -> Query:
    """Return `query` in the fields that its tag names, or as headings.

    Parameters
    ----------
    query, tag
        The part and its tag.
    text
        Both as they stand, which is kept where no other platform has the like.
    database
        Whose tag it is.
    """
    if tag.is_native:
        return Native(text, database.key)
    if tag.heading:
        return _read_headings(query, tag, text, database)
    if tag.fields in ((PUBLICATION_TYPE,), (LANGUAGE,)):
        return _read_values(query, tag.fields[0], text, database)
    if tag.fields == (SUBHEADING,):
        return Scoped(_map_terms(query, lambda term: Term(name_subheading(term.text))), tag.fields)
    if tag.words >= 0 and isinstance(query, Term):
        return Scoped(_words_near(query, tag.words), tag.fields)
    return Scoped(query, tag.fields)


def _read_values(query: Query, field: str, text: str, database: Database) -> Query:
    terms = [node for node in walk(query) if isinstance(node, Term)]
    ours = {term.text: our_value(term.text, field, database) for term in terms}
    if None in ours.values():
        return Native(text, database.key)
    return Scoped(_map_terms(query, lambda term: Term(ours[term.text] or "")), (field,))


def _read_headings(query: Query, tag: TagUse, text: str, database: Database) -> Query:
    if any(re.search(r"[*?#]", node.text) for node in walk(query) if isinstance(node, Term)):
        return Native(text, database.key)
    return _map_terms(query, lambda term: _read_heading(term, tag, database))


def _read_heading(term: Term, tag: TagUse, database: Database) -> Query:
    assert tag.heading is not None
    vocabulary, explode, focus = tag.heading
    found = re.fullmatch(
        r"(.+?)(\+?)(?:/(\w\w(?:/\w\w)*)| -- (.+)|/([a-z &]{3,}))?", term.text, re.IGNORECASE
    )
    if found is None:
        return Heading(term.text, vocabulary, explode, focus)
    codes = (found[3] or "").split("/")
    names = [name for name in (*codes, found[4], found[5], *tag.subheadings) if name]
    # EBSCO explodes by a plus behind the heading, and not by its tag.
    explode = bool(found[2]) if database.dialect.name == "EBSCO" else explode
    heading = Heading(found[1], vocabulary, explode, focus)
    return with_subheadings(heading, [_name_linked(name) for name in names])


def _name_linked(name: str) -> str:
    """Return the name of a subheading; a link of Embase that holds for drugs stays as it is."""
    return name if name.startswith(DRUG_LINK) else name_subheading(name.removeprefix("dm_"))


def _map_terms(query: Query, change: Callable[[Term], Query]) -> Query:
    match query:
        case Term():
            return change(query)
        case And(parts):
            return And(tuple(_map_terms(part, change) for part in parts))
        case Or(parts):
            return Or(tuple(_map_terms(part, change) for part in parts))
        case Not(wanted, unwanted):
            return Not(_map_terms(wanted, change), _map_terms(unwanted, change))
        case _:
            return query


def _words_near(term: Term, words: int) -> Query:
    """Read a proximity that is written as a phrase: each word is near the one before it."""
    pieces = term.text.split()
    query: Query = Term(pieces[0])
    for piece in pieces[1:]:
        query = Near(query, Term(piece), words)
    return query
