"""Draw the measure of each stopping rule over the reading, against its threshold: one panel for each rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import EngFormatter, MaxNLocator, StrMethodFormatter

from cireview.figures.charts import HALF_WIDTH
from cireview.figures.saving import use_style
from cireview.flow.typesetting import MM_PER_POINT, clean_text
from cireview.stopping.savings import find_first_stops, limit_measures

_PANEL, _GAP, _TOP, _BOTTOM, _LEFT, _RIGHT = 18.0, 7.0, 9.0, 10.0, 14.0, 4.0  # mm
_LEAST_P = 0.001  # a smaller p lies at the foot of its panel
_THRESHOLD: dict[str, Any] = {"color": "#d55e00", "linestyle": (0, (4, 1.5)), "linewidth": 1.0}
_FIRST: dict[str, Any] = {"color": "#0072b2", "markeredgecolor": "black", "markersize": 5.0, "linestyle": ""}


@dataclass(frozen=True)
class _Panel:
    """One measure of a reading, and the mark of the rule that holds it against a threshold."""

    measure: str
    title: str
    marker: str = ""


_PANELS = (
    _Panel("found", "Relevant abstracts found"),
    _Panel("p_value", "Hypergeometric test, p", "o"),
    _Panel("knee", "Knee, ratio of slopes", "s"),
    _Panel("consecutive", "Irrelevant ones in a row", "^"),
    _Panel("sample", "Sample to certify a stop"),
)


def draw_stopping(
    curve: pd.DataFrame, rules: pd.DataFrame, *, stopped: str = "", width: float = HALF_WIDTH
) -> Figure:
    """Draw what was found and the measure of each rule over the reading, one panel under the other.

    Parameters
    ----------
    curve, rules
        As for `cireview.stopping.savings.find_first_stops`; `curve` has also ``left`` and ``sample``.
        The threshold of ``read_all`` is the number of records to be screened.
    stopped
        When and by what rule a person decided to stop, shown at the end of the reading; "" if nobody
        did.
    width
        Width of the figure in mm.
    """
    total = _threshold(rules, "read_all")
    limits = {**limit_measures(curve, rules), "sample": curve["left"]}
    firsts = find_first_stops(curve, rules)
    height = _TOP + len(_PANELS) * (_PANEL + _GAP) - _GAP + _BOTTOM
    end = max([1, *curve["read"]])
    with use_style():
        figure = Figure(figsize=(width / 25.4, height / 25.4))
        for place, panel in enumerate(_PANELS):
            foot = height - _TOP - _PANEL - place * (_PANEL + _GAP)
            box = (_LEFT / width, foot / height, (width - _LEFT - _RIGHT) / width, _PANEL / height)
            axes = figure.add_axes(box, xlim=(0, end))
            _draw_panel(axes, panel, curve, limits.get(panel.measure), firsts)
            axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
            axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
            axes.tick_params(labelbottom=place == len(_PANELS) - 1)
            if stopped:
                axes.axvline(end, color="black", linewidth=1.6, clip_on=False)
        figure.axes[-1].set_xlabel(f"Abstracts read, of {total:,.0f}")
        if stopped:
            _say_above(figure.axes[0], f"Stopped {clean_text(stopped)}", line=1, right=True)
    return figure


def _threshold(rules: pd.DataFrame, rule: str) -> float:
    return float(rules.loc[rules["rule"] == rule, "threshold"].iloc[0])


def _draw_panel(
    axes: Axes, panel: _Panel, curve: pd.DataFrame, limit: pd.Series | None, firsts: dict[str, int]
) -> None:
    measure = curve[panel.measure].clip(lower=_LEAST_P if panel.measure == "p_value" else None)
    axes.plot(curve["read"], measure, color="black", clip_on=False)
    if limit is not None:
        axes.plot(curve["read"], limit, **_THRESHOLD)
    _scale(axes, panel.measure, top=max([1.0, *measure, *([] if limit is None else limit)]))
    for rule in _PANELS if panel.measure == "found" else [panel]:
        if rule.measure in firsts:
            read = firsts[rule.measure]
            axes.plot([read], measure[curve["read"] == read], rule.marker, clip_on=False, zorder=3, **_FIRST)
    _say_above(axes, panel.title)
    if panel.marker:
        met = firsts.get(panel.measure)
        _say_above(axes, "not met" if met is None else f"met at {met:,}", right=True)
    elif limit is not None:
        _say_above(axes, "dashed: all unread", right=True)


def _scale(axes: Axes, measure: str, *, top: float) -> None:
    if measure == "p_value":
        axes.set(yscale="log", ylim=(_LEAST_P, 1))
        axes.set_yticks([_LEAST_P, 0.01, 0.1, 1.0], [f"≤{_LEAST_P}", "0.01", "0.1", "1"])
        axes.minorticks_off()
        return
    axes.yaxis.set_major_locator(MaxNLocator(nbins=3, integer=True))
    axes.yaxis.set_major_formatter(EngFormatter(sep=""))  # 12M: the margin is narrow
    # Space above, so that a line at the top is not cut off.
    axes.set_ylim(0, top * 1.05)


def _say_above(axes: Axes, text: str, *, line: int = 0, right: bool = False) -> None:
    up = 2.0 + line * 3.4 / MM_PER_POINT
    axes.annotate(
        text,
        (float(right), 1),
        (0, up),
        xycoords="axes fraction",
        textcoords="offset points",
        ha="right" if right else "left",
        va="bottom",
    )
