"""Read a whole strategy of a database: its numbered lines, their hits, and the one query they come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cireview.errors import Problem, QueryError
from cireview.query.catalogue import find_database
from cireview.query.database import Database
from cireview.query.limit_lines import read_limit, take_suffix
from cireview.query.line_query import PENDING, ReadLine
from cireview.query.lines import NumberedLine, Source, cut_lines
from cireview.query.native import read_line
from cireview.query.normal import normalise
from cireview.query.recognise import recognise
from cireview.query.tree import And, Line, Not, Or, Query, Scoped, children

LARGEST, DEEPEST = 100_000, 40
"""Parts of a query, and lines that lead to one another, at most: lines can unfold without end."""
_TOO_DEEP = f"refers to a chain of more than {DEEPEST} lines", "Combine them in fewer steps"


@dataclass(frozen=True)
class StrategyLine:
    """One line of a strategy.

    Parameters
    ----------
    number
        Its number; 0 for a query without lines.
    text
        The line as it stood, without number and hits.
    hits
        Records that it found, as the strategy says; None where it does not.
    query
        What it says, with the lines that it names.
    """

    number: int
    text: str
    hits: int | None
    query: Query


@dataclass(frozen=True)
class Strategy:
    """A strategy of one database.

    Parameters
    ----------
    database
        Key of the database in whose syntax it was written.
    lines
        Its lines, in their order.
    query
        What the last line says, with `Line` where a numbered line begins.
    notes
        What is to know of the reading, as sentences.
    """

    database: str
    lines: tuple[StrategyLine, ...]
    query: Query
    notes: tuple[str, ...]


def read_strategy(text: str, *, database: str = "", file: str = "") -> Strategy:
    r"""Read a strategy from an appendix.

    Parameters
    ----------
    text
        One query, or numbered lines with the hits behind them.
    database
        Key or name of the database that it was written for; recognised by the text if it is not given.
    file
        Where it stands, for errors.

    Raises
    ------
    QueryError
        With the place of each mistake in the text: brackets, quotation marks, tags of another database, lines
        that do not exist or lead in a circle; or if the syntax is not recognised.

    Examples
    --------
    >>> strategy = read_strategy("1. exp Child/ (120)\n2. infant*.ti,ab. (80)\n3. or/1-2 (170)")
    >>> strategy.database, [line.hits for line in strategy.lines]
    ('ovid_medline', [120, 80, 170])
    """
    source = Source(text, file)
    entry, guess = (find_database(database), "") if database else recognise(source.plain, file)
    if not entry.dialect.name:
        raise QueryError(Problem(f"cireview cannot read strategies of {entry.name}", file, remedy=_READABLE))
    cut, unread = cut_lines(source)
    read = _read_lines(source, cut, entry)
    queries = _resolve(source, cut, read)
    notes = [guess, *unread]
    for line in cut:
        notes += [f"line {line.number}: {note}" if line.number else note for note in read[line.number].notes]
    last = max(line.number for line in cut)
    notes += [note for line in cut for note in read[line.number].wide]
    notes += _unused(queries, last)
    lines = tuple(
        StrategyLine(
            line.number, " ".join(text[line.start : line.end].split()), line.hits, queries[line.number]
        )
        for line in sorted(cut, key=lambda line: line.number)
    )
    whole = Line(last, queries[last]) if last else queries[last]
    return Strategy(entry.key, lines, whole, tuple(dict.fromkeys(filter(None, notes))))


_READABLE = "It reads those of PubMed, Ovid, Embase, EBSCO, Web of Science, Scopus, ProQuest and Cochrane"


def _read_lines(source: Source, cut: list[NumberedLine], database: Database) -> dict[int, ReadLine]:
    read: dict[int, ReadLine] = {}
    problems: list[Problem] = []
    for line in cut:
        if line.number in read:
            problems.append(
                source.problem(line.start, f"line {line.number} appears twice", "Give one strategy at a time")
            )
        read.setdefault(line.number, ReadLine())
        try:
            read[line.number] = _read_one(source, line, database)
        except QueryError as error:
            problems += error.problems
    known = set(read)
    problems += [
        source.problem(
            at, f"line {number} does not exist", f"The strategy has lines {min(known)} to {max(known)}"
        )
        for line in read.values()
        for number, at in line.named
        if number not in known
    ]
    if problems:
        raise QueryError(problems)
    return read


def _read_one(source: Source, line: NumberedLine, database: Database) -> ReadLine:
    limited = read_limit(source, line, database)
    if limited:
        return limited
    rest, limits, notes = take_suffix(source, line, database)
    read = read_line(source, rest, database)
    query = And((read.query, *limits)) if limits else read.query
    return ReadLine(query, read.named, [*read.notes, *notes], read.wide)


def _resolve(source: Source, cut: list[NumberedLine], read: Mapping[int, ReadLine]) -> dict[int, Query]:
    """Return the query of each line with those of the lines that it names.

    Raises
    ------
    QueryError
        If lines lead in a circle, or unfold without end.
    """
    done: dict[int, Query] = {}
    sizes: dict[int, int] = {}
    depths: dict[int, int] = {}
    starts = {line.number: line.start for line in cut}

    def refuse(number: int, message: str, remedy: str) -> QueryError:
        return QueryError(source.problem(starts[number], f"line {number} {message}", remedy))

    def resolve(number: int, path: tuple[int, ...]) -> Query:
        if number in path:
            circle = " → ".join(map(str, (*path[path.index(number) :], number)))
            raise refuse(number, f"refers back to itself: {circle}", "Refer only to lines above it")
        if number not in done:
            named = [inner for inner, _ in read[number].named]
            if len(path) > DEEPEST:
                raise refuse(number, *_TOO_DEEP)
            inner = {one: resolve(one, (*path, number)) for one in named}
            depths[number] = 1 + max((depths[one] for one in inner), default=0)
            if depths[number] > DEEPEST:
                raise refuse(number, *_TOO_DEEP)
            sizes[number] = _size(read[number].query) + sum(sizes[one] for one in named)
            if sizes[number] > LARGEST:
                raise refuse(number, f"unfolds to more than {LARGEST:,} parts", "Refer to each line once")
            done[number] = normalise(_fill(read[number].query, inner))
        return done[number]

    for number in read:
        resolve(number, ())
    return done


def _size(query: Query) -> int:
    return 1 + sum(map(_size, children(query)))


def _fill(query: Query, lines: Mapping[int, Query]) -> Query:
    match query:
        case Line(number, part) if part == PENDING:
            return Line(number, lines[number])
        case And(parts):
            return And(tuple(_fill(part, lines) for part in parts))
        case Or(parts):
            return Or(tuple(_fill(part, lines) for part in parts))
        case Not(wanted, unwanted):
            return Not(_fill(wanted, lines), _fill(unwanted, lines))
        case Scoped(part, fields):
            return Scoped(_fill(part, lines), fields)
        case _:
            return query


def _unused(queries: Mapping[int, Query], last: int) -> list[str]:
    used, waiting = {last}, [queries[last]]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Line):
            if part.number in used:
                continue
            used.add(part.number)
        waiting += children(part)
    unused = sorted(set(queries) - used)
    many = ", ".join(map(str, unused))
    return [f"the search is line {last}, which does not use line(s) {many}"] if unused else []
