"""Read `config/`, and report all problems at once, each with its row and, if possible, the corrected row."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from cireview.errors import Problem, ProtocolError
from cireview.protocol.mending import quote
from cireview.protocol.refusals import Place, name_place, refuse_values
from cireview.protocol.syntax import FastLoader, find_mistakes

Model = TypeVar("Model", bound=BaseModel)
_TWICE = r"ids given twice|criteria of the \w+ screen given twice"

_NULL = "tag:yaml.org,2002:null"
_FIRST = "Copy one from a new review: 'cireview init FOLDER' creates it"
_MERGE = "tag:yaml.org,2002:merge"
# How files begin that are no plain text, and what made them.
_NO_TEXTS = {
    b"PK": "Word, Excel or LibreOffice",
    b"\xd0\xcf\x11\xe0": "Word or Excel",
    b"{\\rtf": "Word or WordPad",
    b"%PDF": "a PDF printer",
    b"<!": "a browser or Word",
    b"<html": "a browser or Word",
}
_UTF_8 = "Save it again with the encoding UTF-8 (in Notepad: Save as, then Encoding)"


# YAML 1.1 makes "no" false, 2020-03-31 a date, 1.10 the number 1.1 and 12:30 the number 750. None of these is
# what was typed; the models make numbers and yes or no of texts where their keys take them.
class _Loader(FastLoader):
    """All that stands in the file stays the text that people typed; only what is empty is null."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in (_NULL, _MERGE)]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


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
        content = Path(path).read_bytes()
    except FileNotFoundError:
        raise ProtocolError(_miss(Path(path), name)) from None
    return read_model(_decode(content, name), model, name=name)


def read_model(text: str, model: type[Model], *, name: str) -> Model:
    """Return the text of a YAML file as `model`; other parameters and errors as of `load_model`."""
    if not text.strip() and any(field.is_required() for field in model.model_fields.values()):
        raise ProtocolError(Problem("the file is empty", name, remedy=_FIRST))
    mistakes = find_mistakes(text, name=name, judge=lambda mended: _count_problems(mended, model, name))
    if mistakes:
        raise ProtocolError(mistakes)
    return _read(text, model, name)


def _read(text: str, model: type[Model], name: str) -> Model:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        content = loader.construct_document(node) if node is not None else None
    except (yaml.YAMLError, RecursionError) as error:
        remedy = "Compare it with the file that 'cireview init' creates"
        raise ProtocolError(Problem("the file cannot be read as YAML", name, remedy=remedy)) from error
    finally:
        loader.dispose()
    lines = dict(_lines(node, ())) if node is not None else {}
    problems = [
        Problem(
            f"the key {place[-1]!r} is given twice, first in row {first}",
            name, row, name_place(place), "Keep one of them",
        )
        for place, first, row in _repeated_keys(node, ())
    ]  # fmt: skip
    problems += [
        Problem(f"the quotation marks of {text} are curly, as Word makes them, and are read as text",
                name, row, name_place(place), f"Write {quote(text[1:-1])}")
        for place, text, row in _texts(node, ())
        # In a query they enclose a phrase.
        if place[-1:] != ("query",) and re.fullmatch(r"[“„‘][^“”‘’]*[“”’]", text)
    ]  # fmt: skip
    problems += [
        Problem(f"the id {given!r} is given twice, first in row {first}",
                name, row, name_place(place), "Give one of them another id, or delete it")
        for place, given, first, row in _repeated_ids(node, ())
    ]  # fmt: skip
    rows = re.split(r"\r\n|\r|\n", text)
    return check_model(content or {}, model, name=name, lines=lines, problems=problems, rows=rows)


def _count_problems(text: str, model: type[BaseModel], name: str) -> int:
    try:
        _read(text, model, name)
    except ProtocolError as error:
        return len(error.problems)
    return 0


def _miss(path: Path, name: str) -> Problem:
    """Return that a file is missing, and the file beside it that is likely meant."""
    there = sorted(file.name for file in path.parent.glob("*")) if path.parent.is_dir() else []
    stem = path.stem.lower()
    meant = [file for file in there if file.lower().startswith(stem)]
    meant = meant or difflib.get_close_matches(path.name, there, 1, 0.75)
    remedy = f"Rename {meant[0]!r}, which is in that folder" if meant else _FIRST
    return Problem("the file does not exist", name, remedy=remedy)


def _decode(content: bytes, name: str) -> str:
    """Return the text of a file, or say which program saved what is none."""
    start = content[:16].lstrip().lower()
    for mark, program in _NO_TEXTS.items():
        if start.startswith(mark.lower()):
            message = f"this is not plain text, but a file of {program}"
            remedy = "Open it in that program, and save it as plain text (.txt) in UTF-8 under this name"
            raise ProtocolError(Problem(message, name, remedy=remedy))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:64]:
        raise ProtocolError(
            Problem("the file is saved as UTF-16, which Notepad calls Unicode", name, remedy=_UTF_8)
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n")
        shown = content.splitlines()[line].decode("cp1252", "replace").strip()
        message = f"the file is not saved as UTF-8: the letters of {shown!r} are stored differently"
        raise ProtocolError(Problem(message, name, line + 1, remedy=_UTF_8)) from error


def check_model(
    content: Any,
    model: type[Model],
    *,
    name: str,
    lines: Mapping[Place, int] | None = None,
    problems: list[Problem] | None = None,
    rows: Sequence[str] = (),
) -> Model:
    """Return `content` as `model`, or raise a ProtocolError with all its problems (see `load_model`)."""
    problems = list(problems or [])
    try:
        checked = model.model_validate(content)
    except ValidationError as error:
        refused = refuse_values(error.errors(), model, name, lines=lines or {}, rows=rows)
        placed = any(problem.message.startswith("the id ") for problem in problems)
        problems += [one for one in refused if not (placed and re.match(_TWICE, one.message))]
    if problems:
        raise ProtocolError(sorted(problems, key=lambda problem: problem.row))
    return checked


def find_placeholders(path: str | Path, *, name: str) -> list[Problem]:
    """Return where a YAML file that can be read still has a placeholder: a text in <angle brackets>.

    Parameters
    ----------
    path, name
        As in `load_model`.
    """
    node = yaml.compose(Path(path).read_text(encoding="utf-8-sig"), Loader=_Loader)
    return [
        Problem(f"{text!r} is a placeholder", name, line, name_place(place), "Replace it with your own words")
        for place, text, line in _texts(node, ())
        if re.fullmatch(r"\s*<[^<>]+>\s*", text)
    ]


def find_row(path: str | Path, keys: Place) -> int:
    """Return the row of a readable YAML file in which the value of `keys` begins; 0 if there is none.

    Parameters
    ----------
    path
        The file.
    keys
        Keys, and numbers of list entries from 0.
    """
    node = yaml.compose(Path(path).read_text(encoding="utf-8-sig"), Loader=_Loader)
    return dict(_lines(node, ())).get(keys, 0) if node is not None else 0


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


def _repeated_ids(node: yaml.Node | None, place: Place) -> Iterator[tuple[Place, str, int, int]]:
    """Yield place and id of each entry of a list that has the id of one before it, and the rows of both."""
    entries = node.value if isinstance(node, yaml.SequenceNode) else []
    seen: dict[str, int] = {}
    for index, entry in enumerate(entries):
        yield from _repeated_ids(entry, (*place, index))
        for key, value in entry.value if isinstance(entry, yaml.MappingNode) else ():
            # A later search of a source has its id.
            if key.value == "id" and isinstance(value, yaml.ScalarNode) and place != ("sources",):
                row = value.start_mark.line + 1
                if value.value.lower() in seen:
                    yield (*place, index, "id"), value.value, seen[value.value.lower()], row
                seen.setdefault(value.value.lower(), row)
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        yield from _repeated_ids(value, (*place, str(key.value)))


def _repeated_keys(node: yaml.Node | None, place: Place) -> Iterator[tuple[Place, int, int]]:
    """Yield the place of each key that stands again, with the row of its first and of this one."""
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            row = key.start_mark.line + 1
            if key.value in seen:
                yield (*place, str(key.value)), seen[key.value], row
            seen.setdefault(key.value, row)
            yield from _repeated_keys(value, (*place, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _repeated_keys(value, (*place, index))
