"""Read the columns of a record out of a source's entry, by a field map that is data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from cireview.formats.markup import strip_tags
from cireview.limits import MOST_FOUND, NESTING
from cireview.tables import RECORD
from cireview.web import UnreadableError

Field: TypeAlias = str | Callable[[Any], Any] | Sequence[str]
"""A path such as 'journal.issns' (lists are walked through), several of them of which the first that
gives something counts, or a function of the entry."""

_HALF_LETTER = re.compile(rb"\\ud[89a-f]", re.IGNORECASE)
_TOO_DEEP = f"its values are nested more than {NESTING} levels deep"


def read_fields(item: Any, fields: Mapping[str, Field]) -> dict[str, str]:
    """Return every column of RECORD as text, '' where the entry has none; lists are joined by '; '."""
    return {column: read_field(item, fields[column]) if column in fields else "" for column in RECORD.columns}


def read_field(item: Any, field: Field) -> str:
    """Return one field of the entry as text."""
    return _as_text(_find(item, field))


def find_path(item: Any, path: str) -> list[Any]:
    """Return all values at a path, walking through lists on the way."""
    values = [item]
    for name in path.split("."):
        below = [value.get(name) for value in _flatten(values) if isinstance(value, Mapping)]
        values = [value for value in _flatten(below) if value is not None]
    return values


def _find(item: Any, field: Field) -> Any:
    if callable(field):
        return field(item)
    for path in [field] if isinstance(field, str) else field:
        if path and (values := [value for value in find_path(item, path) if value not in ("", {})]):
            return values
    return ""


def _flatten(values: Sequence[Any]) -> list[Any]:
    return [inner for value in values for inner in (_flatten(value) if isinstance(value, list) else [value])]


def _as_text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(dict.fromkeys(text for part in value if (text := _as_text(part))))
    return "" if value is None else " ".join(str(value).split())


def strip_markup(path: str | Sequence[str]) -> Callable[[Any], str]:
    """Return a field that reads a path and takes tags and entities out of the text."""

    def read(item: Any) -> str:
        return strip_tags(" ".join(map(str, _find(item, path) or [])))

    return read


def join_pages(first: str, last: str) -> Callable[[Any], str]:
    """Return a field that joins the paths of the first and the last page as 'first-last'."""

    def read(item: Any) -> str:
        ends = [_as_text(_find(item, path)) for path in (first, last)]
        return "-".join(dict.fromkeys(end for end in ends if end))

    return read


def read_json(body: bytes) -> Any:
    """Return the JSON of an answer; raise an UnreadableError that says what came instead."""
    try:
        value = json.loads(body)
        if _HALF_LETTER.search(body):  # which no file of ours can hold
            value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except RecursionError:
        raise UnreadableError(_TOO_DEEP) from None
    except ValueError as error:
        raise UnreadableError(_tell_what_came(body, "JSON")) from error
    _check_depth(value)
    return value


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(NESTING + 1):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return
    raise UnreadableError(_TOO_DEEP)


def read_xml(body: bytes, *roots: str) -> Element:
    """Return the root of an answer in XML; raise an UnreadableError unless it is one of `roots`."""
    try:
        root: Element = ElementTree.fromstring(body, forbid_dtd=False)
    except (ElementTree.ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise UnreadableError(_tell_what_came(body, "XML")) from error
    if local_name(root) not in roots:
        raise UnreadableError(_tell_what_came(body, " or ".join(roots)))
    return root


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def require(value: Any, *members: str) -> Any:
    """Return the member of nested JSON objects; raise an UnreadableError if one is missing."""
    for member in members:
        if not isinstance(value, Mapping) or member not in value:
            raise UnreadableError(f"its answer lacks {'.'.join(members)}")
        value = value[member]
    return value


def require_entries(value: Any, *members: str) -> tuple[Any, ...]:
    """Return the list at the end of nested JSON objects, without its nulls; null itself is an empty list."""
    entries = require(value, *members)
    return tuple(entry for entry in ([] if entries is None else entries) if entry is not None)


def address_of(prefix: str, path: str) -> Callable[[Any], str]:
    """Return a field that puts an id behind the address of all records; '' where the entry has none."""

    def read(item: Any) -> str:
        name = _as_text(_find(item, path))
        return prefix + name if name else ""

    return read


def as_count(value: Any) -> int:
    """Return a number of records that a service gave as number or text."""
    try:
        count = int(value)
    except (TypeError, ValueError, OverflowError):
        raise UnreadableError(f"its total is not a number: {str(value)[:50]!r}") from None
    if not 0 <= count <= MOST_FOUND:
        raise UnreadableError(f"its total is not a number of records: {str(value)[:50]!r}")
    return count


def _tell_what_came(body: bytes, due: str) -> str:
    start = body[:2000].decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
    title = re.search(r"<title[^>]*>([^<]*)", start, re.IGNORECASE)
    if not start:
        return f"it sent nothing instead of {due}"
    if (start.startswith("<") and due == "JSON") or re.match(r"<(!doctype )?html", start, re.IGNORECASE):
        return f"it sent a web page instead of {due}: {title[1].strip() if title else start[:80]}"
    return f"it sent incomplete {due}, or something else: {start[:80]!r}"
