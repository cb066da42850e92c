"""One table or figure of the synthesis, independent of its format, and the data for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from cireview.paper.codes import MARKS, MEANINGS
from cireview.synthesis.axes import NOTHING, Axis

OPEN = "no article was found, and of some that may belong there: "
NOT_ABSENT = "0 is not reported, which is not absent."
GAP_NOT_ABSENT = "What has no article is not reported, which is not absent."


@dataclass(frozen=True)
class Printed:
    """A table as it is printed.

    Parameters
    ----------
    frame
        Column names are its head.
    title
        Its words, where a page has several tables.
    keys
        How many columns name a row; each part of a wide table begins with them.
    """

    frame: pd.DataFrame
    title: str = ""
    keys: int = 1


@dataclass(frozen=True)
class Page:
    """One table or figure of the synthesis.

    Parameters
    ----------
    name
        Name of its files.
    caption, note
        What it is, and what has to be known: denominators, and what the signs of empty cells mean.
    data
        The table for computers, with ids.
    tables, paragraphs
        What is printed: tables, or paragraphs with their head.
    figure, description
        The drawing, if it is drawn, and its numbers in words for those who do not see it.
    """

    name: str
    caption: str
    note: str
    data: pd.DataFrame
    tables: tuple[Printed, ...] = ()
    paragraphs: tuple[tuple[str, str], ...] = ()
    figure: Figure | None = None
    description: str = ""


@dataclass(frozen=True)
class Material:
    """What tables and figures of the synthesis are made of.

    Parameters
    ----------
    cited
        Citation of each included article, by its id, in the order of the citations.
    axes
        Dimensions whose answers are values of a list, and what records say, by id.
    labels
        Words of all dimensions, by id.
    included, summary
        Tables of `cireview.paper.codes`: of each article, and of each value.
    secondhand
        Whether a published review was coded, and not the articles.
    """

    cited: Mapping[str, str]
    axes: Mapping[str, Axis]
    labels: Mapping[str, str]
    included: pd.DataFrame
    summary: pd.DataFrame
    secondhand: bool = False


def tell_axis(axis: Axis) -> str:
    """Describe for how many articles a dimension is coded, and what is known about the others."""
    silent = [f"{axis.name(kind).lower()} {axis.count(kind)}" for kind in axis.kinds]
    return f"{axis.label}: " + "; ".join([f"{len(axis.coded)} of {len(axis.held)} coded", *silent]) + "."


def tell_several(axes: Iterable[Axis]) -> list[str]:
    """Return the sentence that an article may count in several cells, if one does."""
    does = any(len(held) > 1 for axis in axes for held in axis.held.values())
    return ["An article counts in every cell whose values it has."] if does else []


def tell_left_out(axis: Axis) -> list[str]:
    """Return the sentence that names the values that are not shown, since no article has them."""
    missing = [label for value, label in axis.values.items() if value not in axis.shown]
    return [f"{axis.label}, without an article: {', '.join(missing)}."] if missing else []


def explain_marks(frames: Iterable[pd.DataFrame], *, before: str = "") -> list[str]:
    """Return the sentence that explains the signs of empty cells, if there are any."""
    cells = {part for frame in frames for cell in frame.to_numpy().ravel() for part in str(cell).split("/")}
    used = [f"{mark} {MEANINGS[kind]}" for kind, mark in MARKS.items() if mark in cells]
    return [f"{before}{'; '.join(used)}."] if used else []


def mark_cell(n: int, kinds: str) -> str:
    """Return the text of a cell: its number, or the reason why an empty cell may not mean 0.

    Parameters
    ----------
    n
        Articles in it.
    kinds
        Kinds of empty of the articles that may belong there, joined by ``; ``.

    Examples
    --------
    >>> [mark_cell(2, "not_coded"), mark_cell(0, "not_coded; not_stated"), mark_cell(0, "")]
    ['2', 'n.s./n.c.', '0']
    """
    if n or not kinds:
        return str(n)
    given = kinds.split("; ")
    return "/".join(mark for kind, mark in MARKS.items() if kind in given)


def list_shown(axis: Axis) -> list[str]:
    """Return the values that tables show, then the kinds of empty that there are."""
    return [*axis.shown, *axis.kinds]


def is_value(value: str) -> bool:
    """Return whether this is a value and not a kind of emptiness."""
    return not value.startswith(NOTHING)
