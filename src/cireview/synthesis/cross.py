"""Count articles where dimensions cross."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product

import pandas as pd

from cireview.paper.codes import NOT_ASKED
from cireview.synthesis.axes import NOTHING, Axis, is_nothing


def cross_axes(axes: Sequence[Axis], cited: Mapping[str, str]) -> pd.DataFrame:
    """Count included articles in each cell of crossed dimensions.

    An article counts in every cell whose values it all holds; one in which nothing was found counts with its
    kind of empty. So each article is in at least one cell.

    Parameters
    ----------
    axes
        Two or three dimensions.
    cited
        Citation of each included article, by its id.

    Returns
    -------
    pandas.DataFrame
        A column with value or kind of empty for each dimension, by its id; ``n``; ``may``: articles without
        that may belong there, for what they lack is not known; ``kinds``: kinds of empty of these, joined by
        ``; ``; ``articles``: citations, joined by ``; ``. A row for each cell of values, also with 0, and
        those of the others that have an article.
    """
    rows = []
    for cell in product(*[[*axis.values, *axis.kinds] for axis in axes]):
        inside = [
            one
            for one in cited
            if all(value in axis.held[one] for axis, value in zip(axes, cell, strict=True))
        ]
        if not inside and any(map(is_nothing, cell)):
            continue
        may = {} if any(map(is_nothing, cell)) else _find_possible(axes, cell, set(cited) - set(inside))
        kinds = sorted({kind for of in may.values() for kind in of})
        rows.append((*cell, len(inside), len(may), "; ".join(kinds), _join(cited[one] for one in inside)))
    columns = [*(axis.id for axis in axes), "n", "may", "kinds", "articles"]
    return pd.DataFrame(rows, columns=columns).astype({"n": "int64", "may": "int64"})


def _find_possible(axes: Sequence[Axis], cell: Sequence[str], others: Iterable[str]) -> dict[str, set[str]]:
    """Return the kinds of empty of each article that nothing known keeps out of a cell."""
    possible = {}
    for article in others:
        lacking = set()
        for axis, value in zip(axes, cell, strict=True):
            held = axis.held[article]
            if value not in held:
                lacking.add(held[0].removeprefix(NOTHING) if is_nothing(held[0]) else NOT_ASKED)
        if NOT_ASKED not in lacking:
            possible[article] = lacking
    return possible


def pair_values(axis: Axis, cited: Mapping[str, str]) -> pd.DataFrame:
    """Count the articles in which two values of one dimension occur together.

    Returns
    -------
    pandas.DataFrame
        ``value``, ``with`` and the other columns of `cross_axes`: a row for each pair of values, both ways,
        and for each value with itself, which counts all articles with that value.
    """
    crossed = cross_axes([replace(axis, id="value"), replace(axis, id="with")], cited)
    return crossed[~crossed["value"].map(is_nothing)].reset_index(drop=True)


def count_axis(axis: Axis, cited: Mapping[str, str]) -> pd.DataFrame:
    """Count the articles with each value of a dimension, and of each kind of empty.

    Returns
    -------
    pandas.DataFrame
        ``value``, ``label``, ``empty`` ("" for a finding, else the kind), ``n``, ``articles``.
    """
    rows = []
    for value in [*axis.values, *axis.kinds]:
        inside = [one for one in cited if value in axis.held[one]]
        empty = value.removeprefix(NOTHING) if is_nothing(value) else ""
        rows.append(
            (
                "" if empty else value,
                axis.name(value),
                empty,
                len(inside),
                _join(cited[one] for one in inside),
            )
        )
    return pd.DataFrame(rows, columns=["value", "label", "empty", "n", "articles"]).astype({"n": "int64"})


def _join(citations: Iterable[str]) -> str:
    return "; ".join(sorted(citations))
