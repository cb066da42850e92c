"""Pages by article: characteristics, and the matrix of values; and Table 1, which counts the articles."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cireview.figures.signs import draw_signs
from cireview.paper.codes import MARKS, tell_coded
from cireview.synthesis.axes import NOTHING, Axis
from cireview.synthesis.page import (
    Material,
    Page,
    Printed,
    explain_marks,
    is_value,
    tell_axis,
    tell_left_out,
)

YES, NO = "\N{BULLET}", "\N{EN DASH}"
_ARTICLE = "Article"


def characteristics_page(material: Material, name: str, dimensions: Sequence[str], caption: str) -> Page:
    """Return a row for each article with the findings in each dimension.

    Parameters
    ----------
    material
        What the page is made of.
    name, caption
        Name of the files, and caption or nothing.
    dimensions
        Dimensions of any kind; if none are given, all in which something was found.
    """
    chosen = list(dimensions) or _list_found(material)
    data = material.included[["record_id", "article", *chosen]]
    printed = data[["article", *chosen]].copy()
    for dimension in chosen:
        marks = _mark_labels(material.summary, dimension)
        printed[dimension] = printed[dimension].map(lambda cell, marks=marks: marks.get(cell, cell))
    printed = printed.rename(columns={"article": _ARTICLE, **material.labels})
    note = " ".join(explain_marks([printed]))
    titled = caption or "Characteristics of the included articles"
    return Page(name, titled, note, data, (Printed(printed),))


def table_1_page(material: Material, name: str, dimensions: Sequence[str], caption: str) -> Page:
    """Return the included articles by dimension and value: numbers, and shares of the coded ones."""
    chosen = list(dimensions) or _list_found(material)
    numbers = dict.fromkeys(["n", "coded", "included"], "int64")
    data = material.summary[material.summary["dimension"].isin(chosen)].astype(numbers)
    rows = []
    for dimension in chosen:
        counted = data[data["dimension"] == dimension]
        head = f"{material.labels[dimension]}: {tell_coded(counted)}"
        found = counted[(counted["empty"] == "") & (counted["n"] > 0)]
        for row in found.itertuples():
            rows.append(
                (head, str(row.label), f"{row.n} ({100 * int(str(row.n)) / int(str(row.coded)):.0f} %)")
            )
            head = ""
        if found.empty:
            rows.append((head, NO, "0"))
    printed = pd.DataFrame(rows, columns=["Dimension", "Value", "Articles"], dtype="str")
    note = "Shares are of the articles coded in a dimension; an article may have several values of one."
    included = len(material.cited)
    titled = caption or f"What the {included} included articles have"
    return Page(name, titled, note, data, (Printed(printed),))


def matrix_page(material: Material, name: str, dimension: str, caption: str) -> Page:
    """Return a row for each article and a column for each value, with a sign for yes and for each empty."""
    axis = material.axes[dimension]
    signs = [[_sign(axis, article, value) for value in axis.shown] for article in material.cited]
    grid = pd.DataFrame(
        signs, index=list(material.cited.values()), columns=list(axis.shown.values()), dtype="str"
    )
    legend = _explain_signs(grid, secondhand=material.secondhand)
    note = [*legend, tell_axis(axis), *tell_left_out(axis)]
    told = [f"{axis.values[value]}: {_tell(axis, material, value)}" for value in axis.shown]
    rows = [
        (record, cited, *(_know(axis, record, value) for value in axis.values))
        for record, cited in material.cited.items()
    ]
    return Page(
        name,
        caption or f"{axis.label} by article",
        " ".join(note),
        pd.DataFrame(rows, columns=["record_id", "article", *axis.values], dtype="str"),
        (Printed(grid.reset_index(names=_ARTICLE)),),
        figure=draw_signs(grid, yes=YES, no=NO, note=" ".join(note)),
        description=f"{'. '.join(told)}. {tell_axis(axis)}",
    )


def _list_found(material: Material) -> list[str]:
    found = material.summary.loc[material.summary["coded"].astype(int) > 0, "dimension"]
    return [dimension for dimension in material.labels if dimension in set(found)]


def _mark_labels(summary: pd.DataFrame, dimension: str) -> dict[str, str]:
    """Return the mark of each label that is no finding."""
    silent = summary[(summary["dimension"] == dimension) & (summary["empty"] != "")]
    return {str(row.label): MARKS[str(row.empty)] for row in silent.itertuples()}


def _sign(axis: Axis, article: str, value: str) -> str:
    known = _know(axis, article, value)
    return {"yes": YES, "no": NO}.get(known) or MARKS[known]


def _know(axis: Axis, article: str, value: str) -> str:
    """Return whether an article has a value: yes, no, or the kind of empty."""
    held = axis.held[article]
    if value in held:
        return "yes"
    return "no" if is_value(held[0]) else held[0].removeprefix(NOTHING)


def _explain_signs(grid: pd.DataFrame, *, secondhand: bool) -> list[str]:
    cells = set(grid.to_numpy().ravel())
    no = "coded, and this is not reported, which is not absent" if secondhand else "coded, and not this"
    used = [f"{sign} {words}" for sign, words in ((YES, "yes"), (NO, no)) if sign in cells]
    used += [words.removesuffix(".") for words in explain_marks([grid])]
    return [f"{'; '.join(used)}."] if used else []


def _tell(axis: Axis, material: Material, value: str) -> str:
    having = [cited for article, cited in material.cited.items() if value in axis.held[article]]
    return f"{len(having)} ({', '.join(having)})" if having else "no article"
