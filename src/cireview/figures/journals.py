"""Rules of a journal for figures (widths, height, resolution, fonts), from a file in `journal_rules/`.

A file contains only rules of the pages that it cites as ``sources``; for the rest cireview has defaults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from matplotlib.font_manager import findfont

from cireview.errors import Problem, TableError
from cireview.figures.charts import FULL_WIDTH, HALF_WIDTH

_FOLDER = Path(__file__).parent / "journal_rules"
_NUMBERS = ("column", "page", "narrowest", "widest", "highest", "dpi", "smallest_text")
_LISTS = ("sources", "formats", "fonts")
FORMATS = ("eps", "pdf", "png", "svg", "tiff")
_DRAWN = (80.0, 180.0)  # mm, between which a flow is drawn


@dataclass(frozen=True)
class Journal:
    """What a journal asks of figures.

    Parameters
    ----------
    name
        Name of the file without its ending; "" where no journal is named.
    column, page
        Widths in mm of a figure of one column and of the whole page.
    highest
        Height of a figure in mm, at most.
    dpi
        Dots per inch of pictures.
    formats
        Endings of files, as they are preferred.
    fonts
        Families, as they are preferred; none for any.
    smallest_text
        In points; 0 where nothing is asked.
    sources
        Addresses of the pages that say so.
    own
        What is ours, since these pages do not say it.
    """

    name: str = ""
    column: float = HALF_WIDTH
    page: float = FULL_WIDTH
    highest: float = 225.0
    dpi: int = 300
    formats: tuple[str, ...] = ("pdf", "tiff")
    fonts: tuple[str, ...] = ()
    smallest_text: float = 0.0
    sources: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


def list_journals() -> list[str]:
    """Return the names of the journals and publishers that ship with cireview."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


@lru_cache
def load_journal(name: str = "") -> Journal:
    """Return the rules of a journal.

    Parameters
    ----------
    name
        One of `list_journals`, the path of a YAML file of one's own with the same keys, or "" for none.

    Raises
    ------
    TableError
        If there is no such file, or a key or value of it is wrong.
    """
    if not name:
        return Journal()
    path = _FOLDER / f"{name}.yaml" if name in list_journals() else Path(name)
    if not path.is_file():
        remedy = f"Use one of {', '.join(list_journals())}, or the path of a YAML file of your own"
        raise TableError(Problem(f"there is no journal '{name}'", remedy=remedy))
    given = _read(path)
    if problems := list(_doubts(given, str(path))):
        raise TableError(problems)
    range_ = max(given.get("narrowest", 0), _DRAWN[0]), min(given.get("widest", 999), _DRAWN[1])
    values = {
        "column": _within(given.get("column", HALF_WIDTH), range_),
        "page": _within(given.get("page", FULL_WIDTH), range_),
        **{key: given[key] for key in ("highest", "dpi", "smallest_text") if key in given},
        **{key: tuple(given[key]) for key in _LISTS if key in given},
    }
    widths = ["widths"] if not {"page", "widest"} & given.keys() else []
    own = tuple(widths + [key for key in ("highest", "dpi", "formats", "fonts") if key not in given])
    return Journal(path.stem, own=own, **values)


def find_font(journal: Journal) -> str:
    """Return the first of a journal's fonts that this machine has; "" for none."""
    return next((family for family in journal.fonts if _is_there(family)), "")


def _is_there(family: str) -> bool:
    try:
        findfont(family, fallback_to_default=False)
    except ValueError:
        return False
    return True


def _within(width: float, between: tuple[float, float]) -> float:
    return min(max(width, between[0]), between[1])


def _read(path: Path) -> Mapping[str, Any]:
    remedy = f"Write it like those in {_FOLDER.name}/; docs/authors.md shows one"
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise TableError(Problem("the journal's file cannot be read", str(path), remedy=remedy)) from error
    if not isinstance(found, dict):
        raise TableError(Problem("the journal's file contains no keys", str(path), remedy=remedy))
    return found


def _doubts(given: Mapping[str, Any], file: str) -> Iterator[Problem]:
    known = (*_NUMBERS, *_LISTS)
    for key, value in given.items():
        if key not in known:
            yield Problem(f"a journal's file has no key {key}", file, remedy=f"Use {', '.join(known)}")
        elif key in _NUMBERS and (
            isinstance(value, bool) or not isinstance(value, int | float) or value <= 0
        ):
            yield Problem(f"{key} is {value!r}", file, remedy="Write a number above 0; lengths are in mm")
        elif key in _LISTS and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            yield Problem(f"{key} is {value!r}", file, remedy="Write a list of words, as [one, two]")
        elif key == "formats" and (wrong := set(value) - set(FORMATS)):
            yield Problem(
                f"cireview cannot write figures as {wrong.pop()}", file, remedy=f"Use {', '.join(FORMATS)}"
            )
