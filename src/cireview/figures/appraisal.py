"""Draw appraisals: a cell for each article and domain, and how many articles got each judgement.

Colours go from blue to red over yellow, which people with colour blindness tell apart; each cell and each
part of a bar has the sign of its judgement too, so that nothing rests on colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import matplotlib
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

from cireview.figures.charts import FULL_WIDTH, OUTLINE, SIZE
from cireview.figures.saving import use_style
from cireview.flow.typesetting import LINE_HEIGHT, MM_PER_POINT, clean_text, measure_text, wrap_text

_LINE = SIZE * MM_PER_POINT * LINE_HEIGHT  # mm
_CELL, _BAR = 7.0, 5.5  # mm, height of a row
_SHORT_BELOW = 15.0  # mm; a narrower column has a number for its head
_EDGE, _GAP = 1.5, 3.0  # mm
_GREY, _WHITE = "#d9d9d9", "#ffffff"
OPEN = {
    "not_asked": ("\N{EN DASH}", "Not asked"),
    "not_settled": ("\N{NOT EQUAL TO}", "Not settled: appraisers differ"),
    "": ("\N{MIDDLE DOT}", "Not judged yet"),
}
"""Sign and words of what has no judgement, by its kind."""


@dataclass(frozen=True)
class Scale:
    """What may be judged, as a figure shows it.

    Parameters
    ----------
    labels
        Words of each judgement, by id, the best first.
    signs
        Letter or sign of each.
    unranked
        Judgements that are neither good nor bad: grey.
    """

    labels: Mapping[str, str]
    signs: Mapping[str, str]
    unranked: Sequence[str] = ()

    def color(self, judgement: str) -> str:
        """Return the colour of a judgement: blue for the best, red for the worst."""
        ranked = [one for one in self.labels if one not in self.unranked]
        if judgement not in ranked:
            return _GREY if judgement in self.labels else _WHITE
        share = ranked.index(judgement) / max(1, len(ranked) - 1)
        # The ends of the map are too dark for black letters.
        return str(matplotlib.colors.to_hex(matplotlib.colormaps["RdYlBu_r"](0.2 + 0.62 * share)))

    def sign(self, judgement: str) -> str:
        """Return the sign of a judgement, or of the reason why there is none."""
        return self.signs.get(judgement) or OPEN[judgement][0]


def draw_traffic_light(
    table: pd.DataFrame, *, scale: Scale, overall: Scale | None = None, width: float = FULL_WIDTH
) -> Figure:
    """Draw a round sign for each article and domain.

    Parameters
    ----------
    table
        Index: articles. Columns: labels of the domains, the last one the overall judgement if there is
        `overall`. Cells: ids of judgements, else a kind of `OPEN`.
    scale, overall
        What may be judged of a domain, and of an article.
    width
        Width of the figure in mm.
    """
    names = [clean_text(str(name)) for name in table.index]
    left = min(width * 0.4, 3 + max((measure_text(name, SIZE) for name in names), default=0.0))
    cell = (width - left - _EDGE) / max(1, len(table.columns))
    heads, notes = _name_columns([clean_text(str(column)) for column in table.columns], cell)
    top = _EDGE + _LINE * max(map(len, heads), default=1) + 1
    legend = [*notes, *_explain(scale, overall, table)]
    lines = [line for text in legend for line in wrap_text(text, width - 2 * _EDGE, SIZE)]
    body = _CELL * max(1, len(names))
    height = top + body + _GAP + _LINE * len(lines) + _EDGE
    with use_style():
        figure, axes = _blank(width, height)
        for number, head in enumerate(heads):
            middle = left + cell * (number + 0.5)
            axes.text(middle, top - 1, "\n".join(head), ha="center", va="bottom", size=SIZE)
        for row, name in enumerate(names):
            y = top + _CELL * (row + 0.5)
            axes.text(left - 2, y, _cut(name, left - 3), ha="right", va="center", size=SIZE)
            axes.plot((left, width - _EDGE), (y + _CELL / 2,) * 2, color=_GREY, linewidth=0.4)
            for number, judgement in enumerate(table.iloc[row]):
                last = overall is not None and number == len(table.columns) - 1
                _light(
                    axes,
                    left + cell * (number + 0.5),
                    y,
                    str(judgement),
                    overall if last and overall else scale,
                )
        _write_lines(axes, lines, top + body + _GAP)
    return figure


def draw_summary(
    counted: pd.DataFrame, *, scale: Scale, overall: Scale | None = None, width: float = FULL_WIDTH
) -> Figure:
    """Draw a bar for each domain: the shares of the articles that got each judgement, with their numbers.

    Parameters
    ----------
    counted
        ``domain``, ``label``, ``judgement``, ``n``; the domain ``overall`` comes last.
    scale, overall, width
        As of `draw_traffic_light`.
    """
    domains = list(dict.fromkeys(zip(counted["domain"], counted["label"], strict=True)))
    wrapped = [wrap_text(clean_text(str(label)), width * 0.35, SIZE) for _, label in domains]
    left = 3 + max((measure_text(line, SIZE) for lines in wrapped for line in lines), default=0.0)
    heights = [max(_BAR + 1.5, _LINE * len(lines) + 1.5) for lines in wrapped]
    edges = [_EDGE, *(_EDGE + end for end in accumulate(heights))]
    lines = [
        line
        for text in _explain(scale, overall, counted[counted["n"] > 0][["judgement"]])
        for line in wrap_text(text, width - 2 * _EDGE, SIZE)
    ]
    height = edges[-1] + _GAP + _LINE * len(lines) + _EDGE
    with use_style():
        figure, axes = _blank(width, height)
        for (domain, _), lines_of, y, tall in zip(domains, wrapped, edges, heights, strict=False):
            mine = counted[counted["domain"] == domain]
            used = overall if domain == "overall" and overall else scale
            axes.text(left - 2, y + tall / 2, "\n".join(lines_of), ha="right", va="center", size=SIZE)
            _stack(axes, mine, used, (left, y + (tall - _BAR) / 2, width - left - _EDGE))
        _write_lines(axes, lines, edges[-1] + _GAP)
    return figure


def describe_appraisal(counted: pd.DataFrame, *, scale: Scale, overall: Scale | None = None) -> str:
    """Return the numbers of both figures in words, for those who do not see them."""
    parts = []
    for domain, rows in counted.groupby("domain", sort=False):
        labels = (overall if domain == "overall" and overall else scale).labels
        pairs = zip(rows["judgement"], rows["n"], strict=True)
        told = [f"{_name(judgement, labels).lower()} {n}" for judgement, n in pairs if n]
        parts.append(f"{rows['label'].iloc[0]}: {', '.join(told) or 'no article'}")
    return ". ".join(parts) + "." if parts else "No domain."


def _name(judgement: str, labels: Mapping[str, str]) -> str:
    return labels.get(judgement) or OPEN[judgement][1]


def _name_columns(labels: Sequence[str], cell: float) -> tuple[list[list[str]], list[str]]:
    """Return the lines of each column's head, and what short heads stand for."""
    widest = max((measure_text(word, SIZE) for label in labels for word in label.split()), default=0.0)
    if cell >= _SHORT_BELOW and widest < cell - 1:
        return [wrap_text(label, cell - 1, SIZE) for label in labels], []
    heads = [[f"D{number}"] for number in range(1, len(labels) + 1)]
    return heads, ["; ".join(f"D{number} {label}" for number, label in enumerate(labels, 1)) + "."]


def _explain(scale: Scale, overall: Scale | None, table: pd.DataFrame) -> list[str]:
    """Return what the signs mean; of what is not judged only if there is any."""
    used = set(table.to_numpy().ravel())
    told = [f"{scale.sign(one)} {label}" for one, label in scale.labels.items()]
    if overall is not None and overall.labels != scale.labels:
        told += [f"overall {overall.sign(one)} {label}" for one, label in overall.labels.items()]
    told += [f"{sign} {words}" for kind, (sign, words) in OPEN.items() if kind in used]
    return ["; ".join(told) + "."]


def _light(axes: Axes, x: float, y: float, judgement: str, scale: Scale) -> None:
    if scale.color(judgement) != _WHITE:
        axes.add_patch(Circle((x, y), _CELL * 0.4, facecolor=scale.color(judgement), **OUTLINE))
    axes.text(x, y, clean_text(scale.sign(judgement)), ha="center", va="center", size=SIZE, weight="bold")


def _stack(axes: Axes, rows: pd.DataFrame, scale: Scale, place: tuple[float, float, float]) -> None:
    """Draw the parts of one bar, each with its sign and number as far as they fit."""
    x, y, width = place
    total = max(1, int(rows["n"].sum()))
    for row in rows[rows["n"] > 0].itertuples():
        judgement, part = str(row.judgement), width * float(str(row.n)) / total
        axes.add_patch(Rectangle((x, y), part, _BAR, facecolor=scale.color(judgement), **OUTLINE))
        text = f"{clean_text(scale.sign(judgement))} {row.n}"
        shown = text if measure_text(text, SIZE) < part - 0.5 else clean_text(scale.sign(judgement))
        axes.text(x + part / 2, y + _BAR / 2, shown, ha="center", va="center", size=SIZE)
        x += part


def _blank(width: float, height: float) -> tuple[Figure, Axes]:
    """Return a figure whose axes are measured in mm, from the upper left corner."""
    figure = Figure(figsize=(width / 25.4, height / 25.4))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    return figure, axes


def _write_lines(axes: Axes, lines: Sequence[str], y: float) -> None:
    for number, line in enumerate(lines):
        axes.text(_EDGE, y + _LINE * number, line, ha="left", va="top", size=SIZE)


def _cut(text: str, width: float) -> str:
    """Return a name that fits on one line."""
    return wrap_text(text, width - 2, SIZE)[0] + " …" if measure_text(text, SIZE) > width else text
