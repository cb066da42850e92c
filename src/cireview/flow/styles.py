"""How a flow diagram looks: fills, lines and corners, from a file of `styles/` or one of a person's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from cireview.errors import Problem, TableError

_FOLDER = Path(__file__).parent / "styles"
KINDS = ("header", "other_header", "stage", "count", "awaiting")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}|none")
_KEYS = ("fills", "line", "text", "line_width", "radius")


@dataclass(frozen=True)
class Style:
    """Colours as `#rrggbb`, or `none` for no fill; widths of lines in points; radius of corners in mm."""

    fills: Mapping[str, str]
    line: str = "#000000"
    text: str = "#000000"
    line_width: float = 0.7
    radius: float = 1.2


def list_styles() -> list[str]:
    """Return the names of the styles that ship with cireview."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


@lru_cache
def load_style(name: str = "prisma") -> Style:
    """Return a style.

    Parameters
    ----------
    name
        `prisma`, `grey`, `journal`, or the path of a YAML file with some of their keys; what it lacks is that
        of `prisma`.

    Raises
    ------
    TableError
        If there is no such style, or a key or colour of its file is not one.
    """
    path = _FOLDER / f"{name}.yaml" if name in list_styles() else Path(name)
    if not path.is_file():
        remedy = f"Use one of {', '.join(list_styles())}, or the path of a file of your own"
        raise TableError(Problem(f"there is no style '{name}'", remedy=remedy))
    usual, given = _read(_FOLDER / "prisma.yaml"), _read(path)
    if problems := list(_doubts(given, str(path))):
        raise TableError(problems)
    fills = usual["fills"] | given.get("fills", {})
    widths = {key: float(given.get(key, usual[key])) for key in ("line_width", "radius")}
    return Style(fills, given.get("line", usual["line"]), given.get("text", usual["text"]), **widths)


def _read(path: Path) -> dict[str, Any]:
    remedy = "Write it like those in src/cireview/flow/styles/"
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise TableError(Problem("the style cannot be read", str(path), remedy=remedy)) from error
    if not isinstance(found, dict):
        raise TableError(Problem("the style contains no keys", str(path), remedy=remedy))
    return found


def _doubts(given: Mapping[str, Any], file: str) -> list[Problem]:
    problems = [
        Problem(f"a style has no key {key}", file, remedy=f"Use {', '.join(_KEYS)}")
        for key in given
        if key not in _KEYS
    ]
    fills = given.get("fills", {})
    fills = fills if isinstance(fills, Mapping) else {"fills": fills}
    problems += [
        Problem(f"there is no kind of box {key}", file, remedy=f"Use {', '.join(KINDS)}")
        for key in fills
        if key not in KINDS
    ]
    colours = {**fills, **{key: given[key] for key in ("line", "text") if key in given}}
    problems += [
        Problem(f"the colour of {key} is {colour!r}", file, remedy='Write "#rrggbb", in quotes, or none')
        for key, colour in colours.items()
        if not _COLOUR.fullmatch(str(colour))
    ]
    return problems + [
        Problem(f"{key} is {given[key]!r}", file, remedy="Write a number of 0 to 5")
        for key in ("line_width", "radius")
        if key in given and not (isinstance(given[key], int | float) and 0 <= given[key] <= 5)
    ]
