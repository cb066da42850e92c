"""Write a strategy for other databases, with what each of them cannot express."""

from __future__ import annotations

import re
import sys
from dataclasses import replace

from cireview.query.adapt import adapt
from cireview.query.beside import take_beside
from cireview.query.catalogue import find_database
from cireview.query.database import Database
from cireview.query.marks import TagUse, name_tags
from cireview.query.strategy import Strategy
from cireview.query.tree import FIELDS, Line, Query
from cireview.query.write import NativeQuery, write_entry
from cireview.query.writer import Writer


def write_strategy(strategy: Strategy, *, database: str, in_lines: bool = False) -> NativeQuery:
    """Return a strategy in the syntax of a database, with everything that could not be kept.

    Parameters
    ----------
    strategy
        As `read_strategy` gives it.
    database
        Key or name of the database to write for.
    in_lines
        Whether to keep numbered lines, where the database has them; the lines are numbered anew.

    Raises
    ------
    QueryError
        If a part can be neither expressed nor left out there; the problem names its line.
    """
    entry = _for_reader_of(strategy.database, find_database(database))
    if in_lines and entry.dialect.name:
        native = _write_lines(strategy.query, replace(entry, in_lines=True))
    else:
        native = write_entry(strategy.query, entry)
    native = replace(native, losses=tuple(sorted(native.losses, key=_line_of)))
    if entry.key == strategy.database:
        return native
    elsewhere = tuple(note for note in strategy.notes if "elsewhere" in note)
    told = tuple(f"{note.removesuffix('; elsewhere finds fewer')}: finds fewer here" for note in elsewhere)
    return replace(native, losses=(*native.losses, *told))


def _line_of(loss: str) -> int:
    """Return the number of the line that a loss names; those of the whole come last."""
    line = re.match(r"line (\d+): ", loss)
    return int(line[1]) if line else sys.maxsize


def _for_reader_of(origin: str, entry: Database) -> Database:
    """Return the database without what its tags search besides, if its own strategy asked for just that."""
    if entry.key != origin:
        return entry
    names = name_tags(entry)
    tags = tuple(
        replace(tag, also="") if names.get(tag.tag.lower(), TagUse()).fields == tag.fields else tag
        for tag in entry.tags
    )
    return replace(entry, tags=tags, cautions=())


def _label(number: str) -> str:
    """Return the number of a line as it stands before it: a bare one could be read as a word."""
    return f"{number}." if number.isdigit() else number


def _write_lines(query: Query, entry: Database) -> NativeQuery:
    losses: list[str] = []
    query, beside = (query, []) if entry.dialect.limit_line else take_beside(query, entry)
    adapted = adapt(query, entry, FIELDS, losses)
    writer = Writer(entry, losses)
    writer.write(adapted if isinstance(adapted, Line) else Line(0, adapted), FIELDS)
    text = "\n".join(f"{_label(number)} {line}" for number, line in writer.lines.values())
    return NativeQuery(entry.key, text, tuple(dict.fromkeys([*losses, *entry.cautions])), tuple(beside))
