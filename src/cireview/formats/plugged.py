"""Formats of other packages: find them, and read their files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from cireview.formats.decoding import find_encoding
from cireview.formats.entries import Entry
from cireview.formats.packing import open_bytes
from cireview.formats.structured import STRUCTURED, Format
from cireview.plugins import Plugin, Registry, blame


def _guard(plugin: Plugin, part: Format) -> Format:
    """Return a format whose functions name the plug-in where they fail; its entries are read at once."""
    read = blame(plugin, lambda content: _check_entries(part.read(content)))
    count = blame(plugin, part.count) if part.count else None
    return replace(part, read=read, count=count, recognises=blame(plugin, part.recognises))


def _check_entries(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries as a list; raise if one is none, or has a field that is not a list of texts."""
    checked = list(entries)
    for entry in checked:
        if not isinstance(entry, Entry):
            message = f"an Entry is needed, but this is of type {type(entry).__name__}"
            raise TypeError(message)
        for name, values in entry.fields.items():
            if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
                message = f"the field {name!r} of the entry at line {entry.line} is not a list of texts"
                raise TypeError(message)
    return checked


FORMATS = Registry("cireview.formats", STRUCTURED, fits=lambda part: isinstance(part, Format), guard=_guard)


def recognise(head: bytes) -> tuple[str, Format] | None:
    """Return the format of another package that a file is of, with the name under which it is logged."""
    for plugin, part in FORMATS.installed():
        if part.recognises(head):
            return f"{plugin.name} ({plugin.origin})", part
    return None


@dataclass(frozen=True)
class Whole:
    """The content of a file: its entries, the expected number, and how it was decoded."""

    entries: list[Entry]
    expected: int
    encoding: str = ""
    warning: str = ""


def read_whole(path: Path, of: Format, encoding: str | None) -> Whole:
    """Read a file by a format of another package."""
    if of.binary:
        with open_bytes(path) as file:
            content: str | bytes = file.read()
        decoded = ("", "")
    else:
        how = find_encoding(path, encoding)
        content, decoded = "".join(how.blocks(path)), (how.name, how.warning)
    entries = list(of.read(content))
    return Whole(entries, of.count(content) if of.count else len(entries), *decoded)
