"""Explain wrong values in ``config/`` in plain words, with the corrected row."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel

from cireview.errors import Problem
from cireview.protocol.mending import COLON, quote, quote_value, straighten
from cireview.protocol.values import FileName, Id, Key, Person, SearchDate
from cireview.tables.dates import suggest_date

Place = tuple[str | int, ...]
"""Keys, and numbers of list entries, that lead to a value."""

_PATTERNS = {get_args(kind)[1].pattern: kind for kind in (Id, Person, SearchDate, FileName, Key)}
# A person cannot read a regular expression.
_RULES = {
    Id: "an id starts with a letter and has only letters, digits and _",
    Person: "a name has only letters A to Z, digits, _ and -, because it becomes part of a file name",
    SearchDate: "a date is written 2020, 2020-03 or 2020-03-31",
    FileName: "a file name contains no folder",
    Key: "the id of a source has only small letters, digits and _",
}
_TYPES = {
    "int_parsing": "this must be a whole number",
    "int_from_float": "this must be a whole number",
    "int_type": "this must be a whole number",
    "float_parsing": "this must be a number, such as 0.95",
    "float_type": "this must be a number, such as 0.95",
    "bool_parsing": "this must be true or false",
    "bool_type": "this must be true or false",
    "string_too_short": "this must be a text, and it is empty",
    "too_short": "at least one entry is needed here",
}
_LIMITS = {
    "greater_than_equal": ("ge", "the number must be at least"),
    "greater_than": ("gt", "the number must be greater than"),
    "less_than_equal": ("le", "the number must be at most"),
    "less_than": ("lt", "the number must be less than"),
}
_SEVERAL = ("model_type", "model_attributes_type", "dict_type")


def refuse_values(
    details: Iterable[Mapping[str, Any]],
    model: type[BaseModel],
    name: str,
    *,
    lines: Mapping[Place, int],
    rows: Sequence[str],
) -> list[Problem]:
    """Turn the errors of pydantic into problems that a person can correct, one for each mistake.

    Parameters
    ----------
    details
        The errors of a ``pydantic.ValidationError``.
    model
        The model that the whole file was read as.
    name
        The file as problems name it.
    lines
        Row of each place in the file.
    rows
        The file's rows; without them no row is shown as it should be.
    """
    by_place: dict[Place, list[Mapping[str, Any]]] = {}
    for detail in details:
        place = _place_of(detail)
        by_place.setdefault(place, []).append(detail)
    unknown = {place for place, (detail, *_) in by_place.items() if detail["type"] == "extra_forbidden"}
    meant = {(*place[:-1], _find_near(model, place)) for place in unknown}
    problems = []
    for place, alike in by_place.items():
        # Of a value that may be a word or a number, a number is refused as a number.
        detail = alike[-1 if re.match(r"[\d.-]+$", str(alike[0].get("input"))) else 0]
        if detail["type"] == "missing" and place in meant:
            continue  # it stands there, misspelt
        line = next((lines[place[:end]] for end in range(len(place), -1, -1) if place[:end] in lines), 0)
        row = rows[line - 1].strip() if 0 < line <= len(rows) else ""
        message, remedy = _refuse(detail, place, model, row)
        problems.append(Problem(message, name, line, name_place(place), remedy))
    return problems


def _refuse(detail: Mapping[str, Any], place: Place, model: type[BaseModel], row: str) -> tuple[str, str]:
    """Return message and remedy of one error."""
    given = detail.get("input")
    if detail["type"] == "extra_forbidden":
        return f"unknown key {place[-1]!r}", _name_keys(model, place, given)
    if detail["type"] == "missing":
        return f"the key {place[-1]!r} is missing", "Add it"
    message, remedy = _explain(detail, given, row)
    if detail["type"] in _SEVERAL and not isinstance(given, dict):
        keys = ", ".join(
            f"{key}: …" for key in _keys_at(model, place, needed=True) or _keys_at(model, place)[:2]
        )
        remedy = f"Write {{{keys}}}, or each key on its own row"
    return message, remedy


def name_place(place: Place) -> str:
    """Return a place as messages name it: keys with points between them, entries counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)


def _place_of(detail: Mapping[str, Any]) -> Place:
    """Return the keys and numbers that lead to an error, without how pydantic names one of several types."""
    *above, last = detail["loc"] or ("",)
    place = [part for part in above if not _is_of_pydantic(part)]
    is_key = detail["type"] in ("extra_forbidden", "missing")  # a key may have brackets as well
    return (*place, *([last] if detail["loc"] and (is_key or not _is_of_pydantic(last)) else []))


def _is_of_pydantic(part: str | int) -> bool:
    """Say whether a part of a place is no key, but how pydantic names one of several types."""
    return isinstance(part, str) and (part == "[key]" or "[" in part or part.startswith("constrained-"))


def _find_near(model: type[BaseModel], place: Place) -> str:
    """Return the key that was meant by an unknown one, or ""."""
    typed = straighten(str(place[-1])).strip("\"'").lower()
    return next(iter(difflib.get_close_matches(typed, sorted(_keys_at(model, place[:-1])), 1, 0.6)), "")


def _name_keys(model: type[BaseModel], place: Place, given: Any) -> str:
    """Return which key was meant, or which there are."""
    if near := _find_near(model, place):
        return f"Did you mean {near!r}?"
    if given is None:  # in braces a comma ends a text
        return "If it belongs to the text before it, put the whole text in quotation marks"
    return f"Known keys here: {', '.join(sorted(_keys_at(model, place[:-1])))}"


def _explain(detail: Mapping[str, Any], given: Any, row: str) -> tuple[str, str]:
    """Return message and remedy of a value that is not what its key takes."""
    kind, context = detail["type"], detail.get("ctx") or {}
    if kind == "string_type":
        return _explain_no_text(given, row)
    if kind == "list_type":
        return _explain_no_list(given, row)
    if kind == "literal_error":
        return _explain_choice(given, re.findall(r"'([^']*)'", context["expected"]))
    typed = f" (given: {given!r})" if isinstance(given, str | int | float) and given != "" else ""
    if kind in _LIMITS:
        key, words = _LIMITS[kind]
        return f"{words} {context[key]:g}{typed}", "Correct the value"
    message = _TYPES.get(kind) or detail["msg"].removeprefix("Value error, ")
    if kind in _SEVERAL:
        message = "this must be a set of keys with values"
    remedy = "Correct the value"
    if kind == "string_pattern_mismatch":
        pattern = _PATTERNS[context["pattern"]]
        message, better = _RULES[pattern], _suggest(pattern, str(given))
        remedy = f"Write {better}" if better else remedy
    elif kind == "too_short":
        remedy = "Write each entry on its own row, after a dash and a space: '- …'"
    elif kind == "value_error" and message.startswith(("month", "day")):
        message = "there is no such day in the calendar"
    return f"{message}{typed}", remedy


def _explain_no_text(given: Any, row: str) -> tuple[str, str]:
    """Return message and remedy where YAML found something else than the text that somebody wrote."""
    mended = f"Put the text in quotation marks: {quote_value(row)}"
    if isinstance(given, list | dict) and re.search(r"(?:^|:\s|-\s)[\[{]", row):
        return "a text that begins with a bracket is read as a list or as keys", mended
    if isinstance(given, dict) and ": " in row:
        return COLON, mended
    if given is None and (match := re.search(r"^(.*?:\s|-\s)?\s*(#.*)$", row)):
        message = "this must be a text, but what begins with # is a comment and is not read"
        return message, f"If this is the text, put it in quotation marks: {match[1] or ''}{quote(match[2])}"
    if given is None:
        return "this must be a text, and it is empty", "Write it"
    return "this must be one text, not several", "Write one text, in quotation marks"


def _explain_no_list(given: Any, row: str) -> tuple[str, str]:
    """Return message and remedy where one thing is written in the place of a list."""
    message = "this must be a list"
    if isinstance(given, str) and given.startswith("-"):
        # YAML joins the rows of a text.
        entries = [entry for entry in re.split(r"(?:^|\s)-(?=\S)", given) if entry]
        return f"{message}, and a space is missing after the dash", f"Write: - {entries[0]}"
    if isinstance(given, str) and row.count(given) == 1:
        inside = ", ".join(entry.strip() for entry in given.split(","))
        return f"{message}, in brackets", f"Write: {row.replace(given, f'[{inside}]')}"
    return message, "Write each entry on its own row, after a dash and a space: '- …'"


def _explain_choice(given: Any, choices: Sequence[str]) -> tuple[str, str]:
    """Return message and remedy of a word that is none of those allowed."""
    near = difflib.get_close_matches(straighten(str(given)).strip("\"'").lower(), choices, 1, 0.6)
    message = f"{given!r} is not one of the allowed words"
    listed = f"Write one of: {', '.join(choices)}" if len(choices) > 1 else f"Write {choices[0]}"
    return message, f"Did you mean {near[0]!r}? {listed}" if near else listed


def _suggest(kind: Any, given: str) -> str:
    """Return what was meant by a value that is not written as it has to be, or ""."""
    if kind is SearchDate:
        return suggest_date(given)
    plain = unicodedata.normalize("NFKD", straighten(given)).encode("ascii", "ignore").decode()
    plain = plain.strip(" \"'")
    if kind is FileName:
        return re.split(r"[\\/]", plain)[-1]
    signs = {Person: r"[^A-Za-z0-9_-]+", Key: r"[^A-Za-z0-9_]+"}.get(kind, r"[^A-Za-z0-9_]+")
    better = re.sub(signs, "_", plain).strip("_")
    better = better.lower() if kind is Key else better
    return better if not re.match(r"\d", better) or kind is not Id else f"n{better}"


def _keys_at(model: type[BaseModel], place: Place, *, needed: bool = False) -> list[str]:
    """Return the keys that `model` knows, or needs, at `place`, walking through lists and optional models."""
    for part in place:
        if isinstance(part, int) or part not in model.model_fields:
            continue
        inner = _model_in(model.model_fields[part].annotation)
        if inner is None:
            return []
        model = inner
    fields = model.model_fields.items()
    return [field.alias or key for key, field in fields if field.is_required() or not needed]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        inner = _model_in(argument)
        if inner is not None:
            return inner
    return None
