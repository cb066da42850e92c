"""One form for queries that mean the same, so that what was written and read again can be compared."""

from __future__ import annotations

from cireview.query.fields import order_fields
from cireview.query.tree import (
    LANGUAGE,
    PUBLICATION_TYPE,
    SUBHEADING,
    And,
    Line,
    Near,
    Not,
    Or,
    Query,
    Scoped,
    Term,
    Years,
)


def normalise(query: Query) -> Query:
    """Return `query` with fields at words and proximities, flat lists, and nothing said twice.

    In an OR, one word in several fields becomes one part, and words of the same fields stand together.

    >>> from cireview.query import parse_query, write_canonical
    >>> write_canonical(normalise(parse_query("(a[title] OR b[title]) OR a[abstract]")))
    'a[title,abstract] OR b[title]'
    """
    return _gather(_spread(query, ()))


def without_lines(query: Query) -> Query:
    """Return `query` without the numbers of lines, in its one form."""
    return normalise(_drop_lines(query))


def _drop_lines(query: Query) -> Query:
    match query:
        case Line(_, part):
            return _drop_lines(part)
        case And(parts):
            return And(tuple(map(_drop_lines, parts)))
        case Or(parts):
            return Or(tuple(map(_drop_lines, parts)))
        case Not(wanted, unwanted):
            return Not(_drop_lines(wanted), _drop_lines(unwanted))
        case _:
            return query


def _spread(query: Query, fields: tuple[str, ...]) -> Query:
    match query:
        case Scoped(part, own):
            return _spread(part, own)
        case Term() | Near():
            words = _join_words(query)
            return Scoped(words, order_fields(fields)) if fields else words
        case Not(wanted, unwanted):
            return Not(_spread(wanted, fields), _spread(unwanted, fields))
        case And(parts):
            return _flat(And, [_spread(part, fields) for part in parts])
        case Or(parts):
            return _flat(Or, [_spread(part, fields) for part in parts])
        case Line(number, part):
            return Line(number, _spread(part, fields))
        case _:
            return query


def _join_words(query: Query) -> Query:
    """Return a proximity with words next to each other as phrases."""
    match query:
        case Near(left, right, distance, ordered):
            first, second = _join_words(left), _join_words(right)
            if isinstance(first, Term) and isinstance(second, Term) and ordered and not distance:
                return Term(f"{first.text} {second.text}")
            return Near(first, second, distance, ordered)
        case Or(parts):
            joined = tuple(map(_join_words, parts))
            return Or(
                tuple(one for part in joined for one in (part.parts if isinstance(part, Or) else (part,)))
            )
        case _:
            return query


def _flat(kind: type[And] | type[Or], parts: list[Query]) -> Query:
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]
    joined = _join_years(flat) if kind is And else _join_fields(flat)
    return joined[0] if len(joined) == 1 else kind(tuple(joined))


def _join_years(parts: list[Query]) -> list[Query]:
    """Put the first year and the last year of one limit together."""
    found = [part for part in parts if isinstance(part, Years)]
    firsts = [years.first for years in found if years.first is not None]
    lasts = [years.last for years in found if years.last is not None]
    if not found:
        return list(dict.fromkeys(parts))
    whole = Years(max(firsts, default=None), min(lasts, default=None))
    kept = [whole if isinstance(part, Years) else part for part in parts]
    return list(dict.fromkeys(kept))


def _join_fields(parts: list[Query]) -> list[Query]:
    """Put the fields together in which one part is searched."""
    fields: dict[Query, set[str]] = {}
    for part in filter(_is_searched, parts):
        assert isinstance(part, Scoped)
        fields.setdefault(part.part, set()).update(part.fields)
    joined = [
        Scoped(part.part, order_fields(fields[part.part]))
        if isinstance(part, Scoped) and _is_searched(part)
        else part
        for part in parts
    ]
    return list(dict.fromkeys(joined))


def _is_searched(part: Query) -> bool:
    """Return whether a part looks for words in text, and not for a value such as a language."""
    return isinstance(part, Scoped) and not set(part.fields) & {PUBLICATION_TYPE, LANGUAGE, SUBHEADING}


def _gather(query: Query) -> Query:
    match query:
        case And(parts):
            return And(tuple(map(_gather, parts)))
        case Not(wanted, unwanted):
            return Not(_gather(wanted), _gather(unwanted))
        case Line(number, part):
            return Line(number, _gather(part))
        case Or(parts):
            return _gather_alternatives(parts)
        case _:
            return query


def _gather_alternatives(parts: tuple[Query, ...]) -> Query:
    """Put alternatives of the same fields into one part, at the place of the first of them."""
    alike: dict[tuple[str, ...], list[Query]] = {}
    for part in parts:
        if isinstance(part, Scoped):
            alike.setdefault(part.fields, []).append(part.part)
    done = set[tuple[str, ...]]()
    gathered: list[Query] = []
    for part in parts:
        if not isinstance(part, Scoped):
            gathered.append(_gather(part))
        elif part.fields not in done:
            done.add(part.fields)
            words = alike[part.fields]
            gathered.append(Scoped(Or(tuple(words)) if len(words) > 1 else words[0], part.fields))
    return gathered[0] if len(gathered) == 1 else Or(tuple(gathered))
