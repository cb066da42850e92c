"""Take the objects that are records out of JSON: a list, the answer of an API, or one object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Iterator
from typing import Any

from cireview.errors import ExportError, Problem
from cireview.formats.entries import Entry, Fields, join_lines
from cireview.limits import MOST_BROKEN, NESTING

LISTS = ("studies", "results", "items", "message")
"""Members of an API's answer that hold the records, or the member that does."""

_BLANK = re.compile(r"[\s,\ufeff]*")
_OPENING = re.compile(rf'"(?:{"|".join(LISTS)})"\s*:\s*\[')
_TOTAL = re.compile(r'"(?:totalCount|total-results|count)"\s*:\s*(\d{1,12})\b')
_NEXT = re.compile(r'"nextPageToken"\s*:\s*"')
_SHOWN = 2_000
_FRONT = 20_000
_CUT = "is the last one before the list breaks off: more records may be missing"


def _merge(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; a name that stands there twice keeps both values."""
    if len(merged := dict(pairs)) == len(pairs):
        return merged
    values: dict[str, list[Any]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return {name: several if len(several) > 1 else several[0] for name, several in values.items()}


# Numbers stay as they are written: 1e400 and 5,000 digits are no numbers to calculate with.
_DECODER = json.JSONDecoder(object_pairs_hook=_merge, parse_int=str, parse_float=str, parse_constant=str)


def read_objects(text: str, fill: Callable[[dict[str, Any]], Fields] | None = None) -> Iterator[Entry]:
    """Yield the records of a file of JSON.

    Parameters
    ----------
    text
        The whole file, decoded.
    fill
        Gives the fields of an object; by default those of `leaves_of_object`.

    Yields
    ------
    Entry
        Records. What stands after a place that cannot be read is one problem; where every line is an object,
        only that line is. Where a list breaks off between two records, the last one has a remark.

    Raises
    ------
    ExportError
        If values stand deeper inside one another than `cireview.limits.NESTING`.
    """
    line, counted, read = 1, 0, 0
    held: Entry | None = None
    for value, place, problem in _take_values(text):
        line, counted = line + text.count("\n", counted, place), place
        if problem == _CUT and held:
            held.remark = problem
            continue
        read += not problem and len(_records_in(value))
        for entry in (
            [Entry(line, problem=problem, text=text[place : place + _SHOWN])]
            if problem
            else [_read_record(record, line, fill or leaves_of_object) for record in _records_in(value)]
        ):
            if held:
                yield held
            held = entry
    if held:
        held.remark = held.remark or _tell_missing(text, read)
        yield held


def _read_record(record: Any, line: int, fill: Callable[[dict[str, Any]], Fields]) -> Entry:
    if isinstance(record, dict):
        return Entry(line, fields=fill(record))
    return Entry(line, problem="this is not a record, but a single value", text=str(record)[:_SHOWN])


def _records_in(value: Any) -> list[Any]:
    """Return the records in an answer: those of its list, those of one that it holds, or itself."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        for name in LISTS:
            inner = value.get(name)
            if isinstance(inner, list) or (name == "message" and isinstance(inner, dict)):
                return _records_in(inner)
    return [value]


def _take_values(text: str) -> Iterator[tuple[Any, int, str]]:
    """Yield each value of the file, of its list one by one, with its place, or with what is wrong with it."""
    place = _skip(text, 0)
    wrapped = _find_list(text, place)
    if wrapped is not None:
        yield from _take_elements(text, wrapped)
        return
    broken = 0
    while place < len(text):
        if text[place] == "[":
            place = yield from _take_elements(text, place + 1)
            place = _skip(text, place)
            continue
        try:
            value, end = _decode(text, place)
        except ValueError as error:
            yield None, place, f"the JSON cannot be read: {error}"
            end, broken = text.find("\n{", place), broken + 1
            if end < 0 or broken > MOST_BROKEN:
                return
        else:
            yield value, place, ""
        place = _skip(text, end)


def _find_list(text: str, place: int) -> int | None:
    """Return where the list of one broken answer of an API starts; None of a file that is whole."""
    if text[place : place + 1] != "{":
        return None
    try:
        _decode(text, place)
    except ValueError:
        opening = _OPENING.search(text)
        line_ends = text.find("\n{", place)
        return opening.end() if opening and (line_ends < 0 or opening.end() < line_ends) else None
    return None


def _take_elements(text: str, place: int) -> Generator[tuple[Any, int, str], None, int]:
    """Yield the elements of a list that starts at `place`; return the place after it."""
    place = _skip(text, place)
    while place < len(text) and text[place] != "]":
        try:
            value, end = _decode(text, place)
        except ValueError as error:
            yield None, place, f"the JSON cannot be read from here on: {error}"
            return len(text)
        yield value, place, ""
        place = _skip(text, end)
    if place >= len(text):
        yield None, place, _CUT
    return place + 1


def _decode(text: str, place: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, place)
    except RecursionError:
        raise _refuse_depth() from None


def _refuse_depth() -> ExportError:
    message = f"its values are nested more than {NESTING} levels deep"
    return ExportError(Problem(message, remedy="Export the records again"))


def _skip(text: str, place: int) -> int:
    found = _BLANK.match(text, place)
    return found.end() if found else place


def leaves_of_object(record: dict[str, Any]) -> Fields:
    """Return the texts of an object by the path of their members, parted by points; lists are walked through.

    A list of numbers, such as the parts of a date, is one text: ``2014-3-1``.
    """
    fields: Fields = {}
    _add_leaves(record, "", fields, 0)
    return fields


def _add_leaves(value: Any, path: str, fields: Fields, depth: int) -> None:
    if depth > NESTING:
        raise _refuse_depth()
    if isinstance(value, dict):
        for name, inner in value.items():
            _add_leaves(inner, f"{path}.{name}" if path else str(name), fields, depth + 1)
    elif isinstance(value, list):
        if (
            value
            and all(isinstance(part, str) and part.isdecimal() for part in value)
            and path.endswith("-parts")
        ):
            value = ["-".join(value)]
        for inner in value:
            _add_leaves(inner, path, fields, depth + 1)
    elif value not in (None, ""):
        text = {True: "true", False: "false"}.get(value, "") if isinstance(value, bool) else str(value)
        if text := join_lines(text):
            fields.setdefault(path, []).append(text)


def _tell_missing(text: str, read: int) -> str:
    """Return the remark that an API's answer has more records than the file, or names a next page."""
    opening = _OPENING.search(text, 0, _FRONT)
    if opening is None or not text[: opening.start()].lstrip("\ufeff \t\r\n").startswith("{"):
        return ""
    total = _TOTAL.search(text, 0, opening.start())
    if total and int(total[1]) > read:
        return f"is the last of {read}, but the file says that there are {total[1]}: save the other pages too"
    if _NEXT.search(text, max(len(text) - _SHOWN, 0)) and not total:
        return f"is the last of {read}, but the file names a next page: save it too"
    return ""
