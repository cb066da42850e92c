"""Turn a query into one that a database can take, and tell every change."""

from __future__ import annotations

import re
from itertools import product

from cireview.errors import Problem, QueryError
from cireview.query.database import Database, Tag
from cireview.query.tree import KEYWORDS, And, Heading, Near, Not, Or, Query, Scoped, Term, walk

_WILD = re.compile(r"[*?]")
_BETWEEN = re.compile(r"[\s-]+")


def choose_tags(database: Database, fields: tuple[str, ...], losses: list[str]) -> tuple[Tag, ...]:
    """Return the tags that search `fields` together; none where the query cannot tell fields."""
    wanted = set(fields)
    exact = [tag for tag in database.tags if set(tag.fields) == wanted]
    single = [tag for tag in database.tags if len(tag.fields) == 1 and set(tag.fields) <= wanted]
    wider = sorted(
        (tag for tag in database.tags if set(tag.fields) > wanted), key=lambda tag: len(tag.fields)
    )
    narrower = [tag for tag in database.tags if set(tag.fields) < wanted]
    if exact:
        chosen = exact[:1]
    elif len(single) == len(wanted):
        chosen = single
    elif wider:
        chosen = wider[:1]
    elif narrower:
        widest = max(narrower, key=lambda tag: len(tag.fields))
        chosen = [widest, *(tag for tag in single if not set(tag.fields) <= set(widest.fields))]
    else:
        return _other_tag(database, fields, losses)
    searched = {field for tag in chosen for field in tag.fields}
    if wanted - searched:
        lost = " and ".join(field for field in fields if field not in searched)
        losses.append(f"{database.name} cannot search {lost}: finds fewer")
    for tag in chosen:
        also = [field for field in tag.fields if field not in wanted] + [tag.also] * bool(tag.also)
        if also:
            losses.append(f"{tag.tag or database.name} also searches {' and '.join(also)}: finds more")
    return tuple(chosen)


def _other_tag(database: Database, fields: tuple[str, ...], losses: list[str]) -> tuple[Tag, ...]:
    for tag in database.tags[:1]:
        instead = f"{' and '.join(tag.fields)} instead"
        losses.append(f"{database.name} cannot search {' and '.join(fields)}: {instead}, which finds others")
    return database.tags[:1]


def adapt(query: Query, database: Database, fields: tuple[str, ...], losses: list[str]) -> Query:
    """Return `query` with only what `database` can express; `losses` gets a sentence for every change.

    Raises
    ------
    QueryError
        If a wildcard can be neither expressed nor loosened.
    """
    match query:
        case Term():
            return _adapt_term(query, database, losses)
        case Heading():
            return _adapt_heading(query, database, losses)
        case And(parts):
            return And(tuple(adapt(part, database, fields, losses) for part in parts))
        case Or(parts):
            searchable = _without_foreign_headings(parts, database, losses)
            adapted = tuple(adapt(part, database, fields, losses) for part in searchable)
            return adapted[0] if len(adapted) == 1 else Or(adapted)
        case Not(wanted, unwanted):
            if all(_is_foreign(part, database) for part in _alternatives(unwanted)):
                losses.append(
                    f"{database.name} does not know the headings after NOT: nothing excluded, finds more"
                )
                return adapt(wanted, database, fields, losses)
            kept = adapt(wanted, database, fields, losses)
            behind: list[str] = []
            excluded = adapt(unwanted, database, fields, behind)
            losses += [f"behind NOT: {_mirror(loss)}" for loss in behind]
            return Not(kept, excluded)
        case Near():
            return _adapt_near(query, database, fields, losses)
        case Scoped(part, own):
            return Scoped(adapt(part, database, own, losses), own)


def _mirror(loss: str) -> str:
    """Turn round what a change does: to exclude more is to find fewer."""
    return re.sub("more|fewer", lambda word: "fewer" if word[0] == "more" else "more", loss)


def _alternatives(query: Query) -> tuple[Query, ...]:
    return query.parts if isinstance(query, Or) else (query,)


def _is_foreign(query: Query, database: Database) -> bool:
    return isinstance(query, Heading) and query.vocabulary not in database.vocabularies


def _without_foreign_headings(
    parts: tuple[Query, ...], database: Database, losses: list[str]
) -> tuple[Query, ...]:
    kept = tuple(part for part in parts if not _is_foreign(part, database))
    for part in parts if kept else ():
        if isinstance(part, Heading) and part not in kept:
            name = f"{part.text!r} of {part.vocabulary}"
            losses.append(
                f"{database.name} does not know the heading {name}: left out, its alternatives stay; "
                "finds fewer"
            )
    return kept or parts


def _adapt_heading(heading: Heading, database: Database, losses: list[str]) -> Query:
    if not _is_foreign(heading, database):
        return heading
    name = f"{heading.text!r} of {heading.vocabulary}"
    losses.append(f"{database.name} does not know the heading {name}: searched as words")
    return Scoped(Term(heading.text), (KEYWORDS,)) if _searches_keywords(database) else Term(heading.text)


def _searches_keywords(database: Database) -> bool:
    return any(tag.fields == (KEYWORDS,) for tag in database.tags)


def _adapt_term(term: Term, database: Database, losses: list[str]) -> Query:
    words = _BETWEEN.split(term.text)
    if not _WILD.search(term.text):
        return term
    if len(words) > 1 and not _phrase_is_allowed(words, database):
        losses.append(
            f'{database.name} takes no such wildcard in a phrase: "{term.text}" is searched as its words '
            "joined by AND; finds more"
        )
        return And(tuple(_adapt_term(Term(word), database, losses) for word in words if word))
    parts = re.split(r"([\s-]+)", term.text)
    return Term(
        "".join(_adapt_word(part, database, losses) if _WILD.search(part) else part for part in parts)
    )


def _phrase_is_allowed(words: list[str], database: Database) -> bool:
    if database.phrase_wildcards == "last":
        return not any(_WILD.search(word) for word in words[:-1]) and not _WILD.search(words[-1][:-1])
    # Where there is no truncation at all, the word loses its wildcard and the phrase can stay.
    return database.phrase_wildcards == "any" or not database.truncation


def _adapt_word(word: str, database: Database, losses: list[str]) -> str:
    stem = _WILD.split(word)[0]
    at_end = word == stem + "*"
    enough = len(stem) >= database.min_stem
    letters = database.one_letter or "?" not in word
    if database.truncation and enough and letters and (at_end or database.inside):
        return word
    if database.truncation and enough:
        losses.append(f"{database.name} has no such wildcard: {word} is searched as {stem}*; finds more")
        return stem + "*"
    if at_end and not database.truncation:
        losses.append(
            f"{database.name} has no truncation: {word} is searched as {stem}; finds fewer, unless the other "
            "forms are written out with OR"
        )
        return stem
    short = (
        f"needs {database.min_stem} letters before a wildcard" if database.truncation else "has no wildcards"
    )
    raise QueryError(
        Problem(f"{database.name} {short}: {word}", remedy="Write its forms out, as in (woman OR women)")
    )


def _adapt_near(near: Near, database: Database, fields: tuple[str, ...], losses: list[str]) -> Query:
    left = adapt(near.left, database, fields, losses)
    right = adapt(near.right, database, fields, losses)
    frame = database.ordered_near if near.ordered and database.ordered_near else database.near
    by_words = "{words}" in frame
    wild = by_words and any(isinstance(node, Term) and _WILD.search(node.text) for node in walk(near))
    split = any(isinstance(node, And) for side in (left, right) for node in walk(side))
    tags = {tag.tag for tag in choose_tags(database, fields, [])}
    closed = bool(database.near_tags) and not tags <= set(database.near_tags)
    if not frame or wild or split or closed:
        losses.append(f"{database.name} cannot search this proximity: turned to AND; finds more")
        return And((left, right))
    if near.ordered and not database.ordered_near:
        losses.append(f"{database.name} cannot search in order: either order; finds more")
    ordered = near.ordered and bool(database.ordered_near)
    if not by_words:
        return Near(left, right, near.distance, ordered)
    pairs = [Near(a, b, near.distance) for a, b in product(_alternatives(left), _alternatives(right))]
    losses.append(f"{database.name} counts the distance between all words of a proximity: may find more")
    return pairs[0] if len(pairs) == 1 else Or(tuple(pairs))
