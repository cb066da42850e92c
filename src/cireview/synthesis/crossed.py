"""Pages of crossed dimensions: tables with citations, the evidence map, co-occurrence, years and bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.figure import Figure

from cireview.figures.bubbles import draw_bubbles
from cireview.figures.charts import bars, sentence
from cireview.synthesis.axes import Axis
from cireview.synthesis.cross import count_axis, cross_axes, pair_values
from cireview.synthesis.page import (
    GAP_NOT_ABSENT,
    NOT_ABSENT,
    OPEN,
    Material,
    Page,
    Printed,
    explain_marks,
    list_shown,
    mark_cell,
    tell_axis,
    tell_left_out,
    tell_several,
)

_ALL, _ARTICLES = "All", "Articles"


def cross_page(material: Material, name: str, dimensions: Sequence[str], caption: str) -> Page:
    """Return two or three dimensions crossed: counts, and the citations of each cell."""
    axes = [material.axes[one] for one in dimensions]
    cells = cross_axes(axes, material.cited)
    # With three dimensions, only pairs with an article have a row: all pairs would be pages of zeros.
    counts = _spread(cells, axes) if len(axes) == 2 else _spread_pairs(cells, axes)
    found = _name_cells(cells[cells["n"] > 0], axes)
    heads = [axis.label for axis in axes]
    listed = found[[*heads, "n", _ARTICLES]]
    note = [
        *map(tell_axis, axes),
        *tell_several(axes),
        *explain_marks([counts], before=OPEN.capitalize()),
        *([NOT_ABSENT] if material.secondhand and "0" in set(counts.to_numpy().ravel()) else []),
        *(one for axis in axes for one in tell_left_out(axis)),
        *(["Pairs without an article have no row."] if len(axes) > 2 else []),
    ]
    titled = caption or " by ".join([heads[0], " and ".join(heads[1:]).lower()])
    tables = (
        Printed(counts, "Number of articles", keys=len(axes) - 1),
        Printed(listed, "Which articles", keys=len(axes)),
    )
    return Page(name, titled, " ".join(note), cells, tables)


def map_page(material: Material, name: str, dimensions: Sequence[str], caption: str) -> Page:
    """Return the evidence map of two dimensions: a bubble for each cell, and signs for gaps."""
    across, down = material.axes[dimensions[1]], material.axes[dimensions[0]]
    titled = caption or f"Evidence map: {down.label} by {across.label.lower()}"
    return _map(material, name, (down, across), titled)


def years_page(material: Material, name: str, dimension: str, caption: str) -> Page:
    """Return articles by value of a dimension and year of publication."""
    axis, year = material.axes[dimension], material.axes["year"]
    return _map(material, name, (axis, year), caption or f"{axis.label} by year of publication")


def co_occurrence_page(material: Material, name: str, dimension: str, caption: str) -> Page:
    """Return how many articles have two values of a dimension together."""
    axis = material.axes[dimension]
    pairs = pair_values(axis, material.cited)
    numbers, shown = pairs.set_index(["value", "with"])["n"].to_dict(), axis.shown
    counts = _lay_out(pairs, "n", (axis, axis))
    cells = [mark_cell(n, kinds) for n, kinds in zip(pairs["n"], pairs["kinds"], strict=True)]
    printed = _lay_out(pairs.assign(shown=cells), "shown", (axis, axis))
    note = [
        f"Articles that have both values of {axis.label.lower()}; with itself, all that have it.",
        tell_axis(axis),
        *([GAP_NOT_ABSENT] if material.secondhand else []),
        *tell_left_out(axis),
    ]
    told = [
        f"{shown[one]} and {shown[other]} {numbers[one, other]}"
        for place, one in enumerate(shown)
        for other in [*shown][place + 1 :]
        if numbers[one, other]
    ]
    alone = [f"{label} {numbers[value, value]}" for value, label in shown.items()]
    described = f"{'; '.join(alone)}. Together: {'; '.join(told) or 'none'}."
    return Page(
        name,
        caption or f"{axis.label}: values that occur together in an article",
        " ".join([*note, *explain_marks([printed], before=OPEN.capitalize())]),
        pairs,
        (Printed(printed.reset_index(names=axis.label)),),
        figure=_draw_map((axis, axis), counts, _lay_out(pairs, "may", (axis, axis)), " ".join(note)),
        description=described,
    )


def count_page(material: Material, name: str, dimension: str, caption: str) -> Page:
    """Return the articles with each value of a dimension as bars, and which they are."""
    axis = material.axes[dimension]
    counted = count_axis(axis, material.cited)
    found = counted[(counted["empty"] == "") & (counted["value"].isin(list(axis.shown)))]
    printed = found[found["n"] > 0][["label", "n", "articles"]]
    note = [tell_axis(axis), *tell_several([axis]), *tell_left_out(axis)]
    note += [NOT_ABSENT] if material.secondhand and (found["n"] == 0).any() else []
    told = "; ".join(f"{label} {n}" for label, n in zip(printed["label"], printed["n"], strict=True))
    figure = (
        bars(found, label="label", values=["n"], axis="Included articles", note=" ".join(note))
        if axis.coded
        else sentence(tell_axis(axis))
    )
    heads = {"label": axis.label, "articles": _ARTICLES}
    return Page(
        name,
        caption or f"Included articles by {axis.label.lower()}",
        " ".join(note),
        counted,
        (Printed(printed.rename(columns=heads)),),
        figure=figure,
        description=f"{told or 'No article'}. {tell_axis(axis)}",
    )


def _map(material: Material, name: str, axes: tuple[Axis, Axis], caption: str) -> Page:
    down, across = axes
    cells = cross_axes(axes, material.cited)
    counts, may = _lay_out(cells, "n", axes), _lay_out(cells, "may", axes)
    table = _spread(cells, [down, across])
    note = [
        *map(tell_axis, axes),
        *tell_several(axes),
        *([GAP_NOT_ABSENT] if material.secondhand else []),
        *(one for axis in axes for one in tell_left_out(axis)),
    ]
    told = [f"{label}: {_tell_row(counts.loc[label])}" for label in counts.index]
    return Page(
        name,
        caption,
        " ".join([*note, *explain_marks([table], before=OPEN.capitalize())]),
        cells,
        (Printed(table),),
        figure=_draw_map(axes, counts, may, " ".join(note)),
        description=f"{'. '.join(told)}. {' '.join(map(tell_axis, axes))}",
    )


def _lay_out(cells: pd.DataFrame, column: str, axes: tuple[Axis, Axis]) -> pd.DataFrame:
    """Return the numbers of a column by the values of two dimensions, which are the first two columns."""
    down, across = axes
    numbers = cells.set_index([*cells.columns[:2]])[column]
    grid = [[numbers[value, other] for other in across.shown] for value in down.shown]
    return pd.DataFrame(grid, index=list(down.shown.values()), columns=list(across.shown.values()))


def _draw_map(axes: tuple[Axis, Axis], counts: pd.DataFrame, may: pd.DataFrame, note: str) -> Figure:
    if not all(axis.coded for axis in axes):
        return sentence(" ".join(dict.fromkeys(map(tell_axis, axes))))
    return draw_bubbles(counts, may, note=note)


def _tell_row(row: pd.Series) -> str:
    found = [f"{name} {n}" for name, n in row.items() if n]
    return ", ".join(found) or "no article"


def _spread(cells: pd.DataFrame, axes: Sequence[Axis]) -> pd.DataFrame:
    """Return a row for each value of the first dimension, a column for each of the second, and margins."""
    first, second = axes
    across = list_shown(second)
    shown = _shown_cells(cells)
    rows = [
        [first.name(one), *(shown.get((one, other), "0") for other in across), str(first.count(one))]
        for one in list_shown(first)
    ]
    rows.append([_ALL, *(str(second.count(other)) for other in across), str(len(first.held))])
    return pd.DataFrame(rows, columns=[first.label, *map(second.name, across), _ALL], dtype="str")


def _spread_pairs(cells: pd.DataFrame, axes: Sequence[Axis]) -> pd.DataFrame:
    """Return a row for each pair of the first two dimensions that has an article, a column for the third."""
    first, second, third = axes
    across = list_shown(third)
    shown = _shown_cells(cells)
    there = cells[cells["n"] > 0]
    pairs = dict.fromkeys(zip(there[first.id], there[second.id], strict=True))
    rows = [
        [first.name(one), second.name(other), *(shown.get((one, other, last), "0") for last in across)]
        for one, other in pairs
    ]
    return pd.DataFrame(rows, columns=[first.label, second.label, *map(third.name, across)], dtype="str")


def _shown_cells(cells: pd.DataFrame) -> Mapping[tuple[str, ...], str]:
    """Return what each cell shows, by its values."""
    return {row[:-4]: mark_cell(row[-4], row[-2]) for row in cells.itertuples(index=False, name=None)}


def _name_cells(cells: pd.DataFrame, axes: Sequence[Axis]) -> pd.DataFrame:
    named = {axis.label: [axis.name(value) for value in cells[axis.id]] for axis in axes}
    return cells.rename(columns={"articles": _ARTICLES}).assign(**named)
