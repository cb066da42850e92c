"""Read `config/`: every problem at once, each with its line and, for a misspelt key, the likely right one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from cireview.errors import Problem, ProtocolError
from cireview.protocol.values import FileName, Id, Key, Person, SearchDate

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[str | int, ...]


# A person cannot read a regular expression; the problem says in words what it asks.
_RULES = {
    get_args(kind)[1].pattern: rule
    for kind, rule in {
        Id: "an id starts with a letter and has only letters, digits and _",
        Person: "a name has only letters A to Z, digits, _ and -, for it becomes part of a file's name",
        SearchDate: "a date is written 2020, 2020-03 or 2020-03-31",
        FileName: "a file name has no folder in it",
        Key: "the id of a source has only small letters, digits and _",
    }.items()
}
"""What a value must be, by the pattern that it failed."""


# YAML 1.1 makes "no" false and 2020-03-31 a date, and neither is what was typed.
class _Loader(yaml.SafeLoader):
    """Dates and yes/no stay the texts that people typed; only true and false are Booleans."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def load_model(path: str | Path, model: type[Model], *, name: str) -> Model:
    """Read a YAML file as `model`.

    Parameters
    ----------
    path
        The file.
    model
        A pydantic model.
    name
        The file as problems name it, relative to the review's folder.

    Raises
    ------
    ProtocolError
        With every unknown key, missing key and bad value, and the line of each.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ProtocolError(
            Problem("the file does not exist", name, remedy="'cireview init' makes a first one")
        ) from None
    except UnicodeDecodeError as error:
        raise ProtocolError(Problem("the file is not UTF-8", name, remedy="Save it as UTF-8")) from error
    return read_model(text, model, name=name)


def read_model(text: str, model: type[Model], *, name: str) -> Model:
    """Return the text of a YAML file as `model`; other parameters and errors as of `load_model`."""
    try:
        node = yaml.compose(text, Loader=_Loader)
        content = yaml.load(text, Loader=_Loader)  # noqa: S506 (a SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = getattr(error, "problem", None) or "this is not YAML"
        raise ProtocolError(
            Problem(
                str(message),
                name,
                mark.line + 1 if mark else 0,
                remedy="Check indentation, colons and quotes",
            )
        ) from error
    lines = dict(_lines(node, ())) if node is not None else {}
    repeated = [
        Problem(f"the key {place[-1]!r} is given twice", name, line, _dotted(place), "Keep one of them")
        for place, line in _repeated_keys(node, ())
    ]
    return check_model(content or {}, model, name=name, lines=lines, problems=repeated)


def check_model(
    content: Any,
    model: type[Model],
    *,
    name: str,
    lines: Mapping[Place, int] | None = None,
    problems: list[Problem] | None = None,
) -> Model:
    """Return `content` as `model`, or raise a ProtocolError with all its problems (see `load_model`)."""
    problems = list(problems or [])
    try:
        checked = model.model_validate(content)
    except ValidationError as error:
        problems += [_problem(detail, model, name, lines or {}) for detail in error.errors()]
    if problems:
        raise ProtocolError(sorted(problems, key=lambda problem: problem.row))
    return checked


def is_placeholder(text: str) -> bool:
    """Say whether `text` is one that the template of a new review has in <angle brackets>."""
    return bool(re.fullmatch(r"\s*<[^<>]+>\s*", text))


def find_placeholders(path: str | Path, *, name: str) -> list[Problem]:
    """Return where a YAML file that can be read still has a placeholder of the template.

    Parameters
    ----------
    path, name
        As in `load_model`.
    """
    node = yaml.compose(Path(path).read_text(encoding="utf-8-sig"), Loader=_Loader)
    return [
        Problem(
            f"{text} is a placeholder of the template", name, line, _dotted(place), "Write your own words"
        )
        for place, text, line in _texts(node, ())
        if is_placeholder(text)
    ]


def _texts(node: yaml.Node | None, place: Place) -> Iterator[tuple[Place, str, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _texts(value, (*place, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _texts(value, (*place, index))
    elif isinstance(node, yaml.ScalarNode):
        yield place, node.value, node.start_mark.line + 1


def _lines(node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, str(key.value))
            yield from _lines(value, inner)
            yield inner, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, (*place, index))


def _repeated_keys(node: yaml.Node | None, place: Place) -> Iterator[tuple[Place, int]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield (*place, str(key.value)), key.start_mark.line + 1
            seen.add(key.value)
            yield from _repeated_keys(value, (*place, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _repeated_keys(value, (*place, index))


def _problem(detail: Any, model: type[BaseModel], name: str, lines: Mapping[Place, int]) -> Problem:
    place: Place = tuple(detail["loc"])
    line = next((lines[place[:end]] for end in range(len(place), -1, -1) if place[:end] in lines), 0)
    if detail["type"] == "extra_forbidden":
        keys = sorted(_keys_at(model, place[:-1]))
        near = difflib.get_close_matches(str(place[-1]), keys, 1, 0.6)
        remedy = f"Did you mean {near[0]!r}?" if near else f"Known keys here: {', '.join(keys)}"
        return Problem(f"unknown key {place[-1]!r}", name, line, _dotted(place), remedy)
    if detail["type"] == "missing":
        return Problem(f"the key {place[-1]!r} is missing", name, line, _dotted(place), "Add it")
    message = detail["msg"].removeprefix("Value error, ")
    if detail["type"] == "string_pattern_mismatch":
        message = _RULES[detail["ctx"]["pattern"]]
    typed = detail.get("input")
    shown = f"{message} (given: {typed!r})" if isinstance(typed, str | int | float) else message
    return Problem(shown, name, line, _dotted(place), "Correct the value")


def _keys_at(model: type[BaseModel], place: Place) -> list[str]:
    """Return the keys that `model` knows at `place`, walking through lists and optional models."""
    for part in place:
        if isinstance(part, int) or part not in model.model_fields:
            continue
        inner = _model_in(model.model_fields[part].annotation)
        if inner is None:
            return []
        model = inner
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        inner = _model_in(argument)
        if inner is not None:
            return inner
    return None


def _dotted(place: Place) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
