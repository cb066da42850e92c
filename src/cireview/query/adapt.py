"""Turn a query into one that a database accepts, and report every change."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import product

from cireview.errors import Problem, QueryError
from cireview.query.beside import is_limit_line, part_limits
from cireview.query.database import Database
from cireview.query.direction import mirror_behind
from cireview.query.fields import choose_tags, inline_frame, takes_values, write_value
from cireview.query.headings import adapt_heading, is_foreign, name_heading
from cireview.query.tree import (
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
    children,
    walk,
)
from cireview.query.wildcards import WILD, adapt_term


@dataclass(frozen=True)
class _Missing:
    """What a database cannot express, and why; it depends on the operator whether it then finds more."""

    why: str


def adapt(query: Query, database: Database, fields: tuple[str, ...], losses: list[str]) -> Query:
    """Return `query` with only what `database` can express; `losses` gets a sentence for every change.

    Raises
    ------
    QueryError
        If a part can be neither expressed nor left out.
    """
    adapted = _adapt(query, database, fields, losses)
    if isinstance(adapted, _Missing):
        raise QueryError(Problem(adapted.why, remedy="Without it, nothing is left of the query there"))
    return adapted


def _adapt(query: Query, database: Database, fields: tuple[str, ...], losses: list[str]) -> Query | _Missing:
    match query:
        case Term():
            return adapt_term(query, database, losses)
        case Heading():
            return adapt_heading(query, database, losses)
        case And(parts):
            return _adapt_and(parts, database, fields, losses)
        case Or(parts):
            return _adapt_or(parts, database, fields, losses)
        case Not():
            return _adapt_not(query, database, fields, losses)
        case Near():
            return _adapt_near(query, database, fields, losses)
        case Scoped():
            return _adapt_scoped(query, database, losses)
        case Years():
            if inline_frame(database, "years"):
                return query
            return _Missing(f"{database.name} cannot limit by years inside a query")
        case Native():
            return _adapt_native(query, database)
        case Line():
            return _adapt_line(query, database, fields, losses)


def _adapt_and(
    parts: tuple[Query, ...], database: Database, fields: tuple[str, ...], losses: list[str]
) -> Query | _Missing:
    adapted = [_adapt(part, database, fields, losses) for part in parts]
    return _join(And, adapted, "finds more", losses)


def _adapt_or(
    parts: tuple[Query, ...], database: Database, fields: tuple[str, ...], losses: list[str]
) -> Query | _Missing:
    searchable = _without_foreign_headings(parts, database, losses)
    adapted = [_adapt(part, database, fields, losses) for part in searchable]
    return _join(Or, adapted, "finds fewer", losses)


def _join(
    kind: type[And] | type[Or], adapted: list[Query | _Missing], direction: str, losses: list[str]
) -> Query | _Missing:
    kept = tuple(part for part in adapted if not isinstance(part, _Missing))
    missing = [part for part in adapted if isinstance(part, _Missing)]
    if not kept:
        return missing[0]
    losses += [f"{part.why}: left out; {direction}" for part in missing]
    return kept[0] if len(kept) == 1 else kind(kept)


def _adapt_not(
    query: Not, database: Database, fields: tuple[str, ...], losses: list[str]
) -> Query | _Missing:
    if all(is_foreign(leaf, database) for leaf in _leaves(query.unwanted)):
        losses.append(f"{database.name} does not know the headings after NOT: nothing excluded, finds more")
        return _adapt(query.wanted, database, fields, losses)
    kept = _adapt(query.wanted, database, fields, losses)
    behind: list[str] = []
    excluded = _adapt(query.unwanted, database, fields, behind)
    if isinstance(kept, _Missing):
        return kept
    if isinstance(excluded, _Missing):
        losses.append(f"{excluded.why}: nothing excluded, finds more")
        return kept
    losses += [mirror_behind(loss) for loss in behind]
    return Not(kept, excluded)


def _adapt_line(
    line: Line, database: Database, fields: tuple[str, ...], losses: list[str]
) -> Query | _Missing:
    inner: list[str] = []
    try:
        adapted = _adapt_limited(line, database, fields, inner)
    except QueryError as error:
        raise QueryError([_in_line(line, problem) for problem in error.problems]) from None
    losses += [_with_line(line, loss) for loss in inner]
    if isinstance(adapted, _Missing):
        return _Missing(_with_line(line, adapted.why))
    return Line(line.number, adapted)


def _adapt_limited(
    line: Line, database: Database, fields: tuple[str, ...], losses: list[str]
) -> Query | _Missing:
    """Keep the limits of a line that limits another, where a database has such lines."""
    query = line.part
    if isinstance(query, And) and (parted := part_limits(query, database)):
        limits, others = parted
        # Limits that stand among other parts get a line of their own, which no line of the strategy has.
        query = And((Line(-line.number, limits), *others)) if others else limits
    if not (isinstance(query, And) and is_limit_line(query, database)):
        return _adapt(query, database, fields, losses)
    limited = _adapt(query.parts[0], database, fields, losses)
    if isinstance(limited, Line):
        return And((limited, *query.parts[1:]))
    return limited


def _with_line(line: Line, sentence: str) -> str:
    return sentence if re.match(r"line \d+: ", sentence) else f"line {line.number}: {sentence}"


def _in_line(line: Line, problem: Problem) -> Problem:
    return replace(problem, message=_with_line(line, problem.message))


def _adapt_scoped(query: Scoped, database: Database, losses: list[str]) -> Query | _Missing:
    if takes_values(database, query.fields):
        return _adapt_values(query.part, query.fields[0], database, losses)
    if choose_tags(database, query.fields, []) is None:
        named = _words(query.part)
        return _Missing(f"{database.name} cannot search {' and '.join(query.fields)} ({named})")
    part = _adapt(query.part, database, query.fields, losses)
    return part if isinstance(part, _Missing) else Scoped(part, query.fields)


def _adapt_values(part: Query, field: str, database: Database, losses: list[str]) -> Query | _Missing:
    """Take publication types and languages one by one, since a database may know some of them."""
    if isinstance(part, Or | And):
        each = [_adapt_values(one, field, database, losses) for one in part.parts]
        return _join(type(part), each, "finds fewer" if isinstance(part, Or) else "finds more", losses)
    if isinstance(part, Term) and write_value(database, field, part.text) is not None:
        return Scoped(part, (field,))
    return _Missing(f"{database.name} does not know the {field} {_words(part)}")


def _words(part: Query) -> str:
    return ", ".join(repr(node.text) for node in walk(part) if isinstance(node, Term | Heading))


def _adapt_native(native: Native, database: Database) -> Query | _Missing:
    if native.database == database.key and not native.beside:
        return native
    if native.database == database.key:
        message, remedy = f"{native.text!r} cannot be part of a query", "Write the strategy as numbered lines"
    elif native.is_limit:
        return _Missing(f"{database.name} has no limit {native.text!r}")
    else:
        message = f"{database.name} has nothing for {native.text!r}"
        remedy = "Remove it from the strategy, or write what it stands for"
    raise QueryError(Problem(message, remedy=remedy))


def _leaves(query: Query) -> list[Query]:
    if isinstance(query, Near) or not children(query):
        return [query]
    return [leaf for child in children(query) for leaf in _leaves(child)]


def _without_foreign_headings(
    parts: tuple[Query, ...], database: Database, losses: list[str]
) -> tuple[Query, ...]:
    """Leave out headings that the database does not know where something else can stand for them."""
    foreign = [all(is_foreign(leaf, database) for leaf in _leaves(part)) for part in parts]
    if all(foreign):
        return parts
    for part in (part for part, strange in zip(parts, foreign, strict=True) if strange):
        losses += _left_out(part, database)
    return tuple(part for part, strange in zip(parts, foreign, strict=True) if not strange)


def _left_out(part: Query, database: Database) -> list[str]:
    """Return a sentence for each heading in a part that is left out, with the line that it stands in."""
    if isinstance(part, Line):
        return [_with_line(part, loss) for loss in _left_out(part.part, database)]
    if isinstance(part, Heading):
        return [
            f"{database.name} does not know the heading {name_heading(part)}: left out, its alternatives "
            "stay; finds fewer"
        ]
    return [loss for child in children(part) for loss in _left_out(child, database)]


def _adapt_near(near: Near, database: Database, fields: tuple[str, ...], losses: list[str]) -> Query:
    left = _known(_adapt(near.left, database, fields, losses))
    right = _known(_adapt(near.right, database, fields, losses))
    frame = database.ordered_near if near.ordered and database.ordered_near else database.near
    by_words = "{words}" in frame
    inner = [node for side in (left, right) for node in walk(side)]
    wild = by_words and any(isinstance(node, Term) and WILD.search(node.text) for node in inner)
    split = any(isinstance(node, And) for node in inner)
    nested = any(isinstance(node, Near) for node in inner) and (by_words or not database.nests_near)
    tags = {tag.tag for tag in choose_tags(database, fields, []) or ()}
    closed = bool(database.near_tags) and not tags <= set(database.near_tags)
    if not frame or wild or split or closed or nested:
        losses.append(f"{database.name} cannot search this proximity: turned to AND; finds more")
        return And((left, right))
    if near.ordered and not database.ordered_near:
        losses.append(f"{database.name} cannot search in order: either order; finds more")
    if database.near_needs_no_field:
        losses.append(f"{database.name} searches proximity in all of a record: finds more")
    ordered = near.ordered and bool(database.ordered_near)
    if not by_words:
        return Near(left, right, near.distance, ordered)
    pairs = [Near(a, b, near.distance) for a, b in product(_alternatives(left), _alternatives(right))]
    losses.append(f"{database.name} counts the distance between all words of a proximity: may find more")
    return pairs[0] if len(pairs) == 1 else Or(tuple(pairs))


def _known(part: Query | _Missing) -> Query:
    if isinstance(part, _Missing):
        raise QueryError(Problem(part.why, remedy="Without it, nothing is left of the proximity there"))
    return part


def _alternatives(query: Query) -> tuple[Query, ...]:
    return query.parts if isinstance(query, Or) else (query,)
