"""Add an entry to a list of `config/protocol.yaml`, a search or an amendment, as a person would write it.

All other lines stay as they are, with their comments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from cireview.errors import Problem, ProtocolError
from cireview.places import place
from cireview.protocol.load import read_model
from cireview.protocol.marks import end_of, end_of_line, newline_of
from cireview.protocol.models import Protocol
from cireview.tables.ids import source_key

_INDENT = "  "


def add_search(text: str, name: str, *, on: str, export: str | None = None) -> tuple[str, str]:
    """Return the protocol with a later search of a source, and the id of that search.

    Parameters
    ----------
    text
        The file.
    name
        Name or id of the source, whatever its capitals.
    on
        Date of the search.
    export
        Name of its export file; None for a source whose API the run asks, or whose citations it follows.

    Raises
    ------
    ProtocolError
        If no source has this name, it needs an export file or takes none, or the file would be no protocol
        then.
    """
    protocol = read_model(text, Protocol, name=place("protocol"))
    wanted = (name.casefold(), source_key(name))
    found = [one for one in protocol.sources if one.name.casefold() == wanted[0] or one.key == wanted[1]]
    if not found:
        names = ", ".join(dict.fromkeys(one.name for one in protocol.sources))
        raise _refuse(f"there is no source {name!r}", "sources", f"The sources are: {names}")
    last = found[-1]
    if bool(last.export) != bool(export):
        message = (
            f"{last.name} needs an export file" if last.export else f"the run itself searches {last.name}"
        )
        remedy = "Give the new file too" if last.export else "Remove the file"
        raise _refuse(message, "sources", f"{remedy}, or edit the entry by hand")
    if any(str(one.searched_on or protocol.search.date) == on for one in found):
        raise _refuse(f"{last.name} already has a search of {on}", "sources", "Give the date of this search")
    key = _name_search(last.name, on, {one.key for one in protocol.sources})
    entry = {
        "name": last.name,
        "id": key,
        **_copy(last),
        "export": export,
        "api": last.api,
        "searched_on": on,
    }
    number = max(index for index, one in enumerate(protocol.sources) if one.name == last.name)
    line = _flow(entry)
    return _check(_insert(text, "sources", number, [line], line)), key


def add_amendment(text: str, amendment: Mapping[str, Any]) -> str:
    """Return the protocol with one more amendment (see `cireview.protocol.Amendment`), behind the others.

    Raises
    ------
    ProtocolError
        If the file would be no protocol then.
    """
    given = {key: value for key, value in amendment.items() if value}
    lines = _bare(yaml.safe_dump(given, sort_keys=False, allow_unicode=True, width=100)).splitlines()
    return _check(_insert(text, "amendments", -1, lines, _flow(given)))


def _copy(source: Any) -> dict[str, Any]:
    """Return what a later search of a source shares with the one before."""
    fields = ("platform", "query_for", "how", "encoding")
    kind = {} if source.kind == "database" else {"kind": source.kind}
    return {**kind, **{field: getattr(source, field) for field in fields if getattr(source, field)}}


def _name_search(name: str, on: str, taken: set[str]) -> str:
    """Return an id for a search that none has: its source with the year, the month or the day."""
    choices = [f"{source_key(name)}_{on[:size].replace('-', '_')}" for size in (4, 7, 10) if len(on) >= size]
    free = [choice for choice in choices if choice not in taken]
    if not free:
        remedy = "Give another date, or edit the entry by hand"
        raise _refuse(f"{name} already has a search of {on}", "sources", remedy)
    return free[0]


def _flow(entry: Mapping[str, Any]) -> str:
    given = {field: value for field, value in entry.items() if value}
    dumped = yaml.safe_dump(given, sort_keys=False, allow_unicode=True, default_flow_style=True, width=10**6)
    return _bare(dumped).strip()


def _bare(dumped: str) -> str:
    """Return an entry with a bare ``on``: YAML of old takes it for yes, and ours does not."""
    return dumped.replace("'on': ", "on: ", 1)


def _insert(text: str, key: str, number: int, lines: Sequence[str], flow: str) -> str:
    """Return the text with an entry behind the one with this number of a list; the list may be new.

    The entry is given as `lines` and as it stands in one line, in `flow`.
    """
    newline = newline_of(text)
    document = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(document, yaml.MappingNode)  # it was read as a protocol
    node = next((value for name, value in document.value if name.value == key), None)
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        listed = [f"- {lines[0]}", *(f"{_INDENT}{line}" for line in lines[1:])]
        block = newline.join([f"{key}:", *(f"{_INDENT}{line}" for line in listed), ""])
        if node is not None:  # an empty list, or nothing behind the colon
            empty = re.compile(rf"^{key}:[^\n]*\n?", re.MULTILINE)
            return empty.sub(lambda _: block, text, count=1)
        return f"{text}{'' if text.endswith(newline) else newline}{newline}{block}"
    item = node.value[number]
    if node.flow_style:
        end = item.end_mark.index
        return f"{text[:end]}, {flow}{text[end:]}"
    margin = " " * node.start_mark.column
    listed = [f"{margin}- {lines[0]}", *(f"{margin}{_INDENT}{line}" for line in lines[1:])]
    end = end_of_line(text, end_of(text, item))
    return f"{text[:end]}{newline}{newline.join(listed)}{text[end:]}"


def _check(text: str) -> str:
    """Return the text if it is a protocol."""
    read_model(text, Protocol, name=place("protocol"))
    return text


def _refuse(message: str, key: str, remedy: str) -> ProtocolError:
    return ProtocolError(Problem(message, place("protocol"), 0, key, remedy))
