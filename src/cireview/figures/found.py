"""Draw the progress of reading: what was found, the greatest possible total, and what is left unread."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from cireview.figures.charts import HALF_WIDTH
from cireview.figures.saving import use_style
from cireview.flow.typesetting import MM_PER_POINT

_HEIGHT, _TOP, _BOTTOM, _LEFT, _RIGHT = 66.0, 14.0, 10.0, 15.0, 4.0  # mm
_UNREAD, _BOUND = "#e6e6e6", "#0072b2"


class Certified(NamedTuple):
    """What a certification sample shows now.

    Parameters
    ----------
    recall_95, recall_80
        Recall that a stop now would have at least, with 95 and with 80 % confidence.
    """

    recall_95: float
    recall_80: float


def draw_found(
    curve: pd.DataFrame, *, total: int, certified: Certified | None = None, width: float = HALF_WIDTH
) -> Figure:
    """Draw what was found over the reading, with the interval of what there is in all.

    Parameters
    ----------
    curve
        ``read`` and ``found``, in the order of reading, numbers.
    total
        Abstracts to be screened.
    certified
        What the last certification sample shows; None where none was drawn.
    width
        Width of the figure in mm.
    """
    read, found = [0, *curve["read"]], [0, *curve["found"]]
    now, top = read[-1], found[-1]
    most = math.floor(top / certified.recall_95 + 1e-9) if certified and certified.recall_95 else top
    with use_style():
        figure = Figure(figsize=(width / 25.4, _HEIGHT / 25.4))
        box = (_LEFT / width, _BOTTOM / _HEIGHT)
        size = ((width - _LEFT - _RIGHT) / width, (_HEIGHT - _TOP - _BOTTOM) / _HEIGHT)
        axes = figure.add_axes((*box, *size), xlim=(0, max(total, 1)), ylim=(0, max(most, 1) * 1.08))
        axes.axvspan(now, total, color=_UNREAD, linewidth=0)
        axes.plot(read, found, color="black", clip_on=False)
        if certified and most > top:
            axes.errorbar([now], [top], [[0], [most - top]], color=_BOUND, capsize=3, clip_on=False)
        for axis, label in ((axes.xaxis, f"Abstracts read, of {total:,}"), (axes.yaxis, "Relevant")):
            axis.set_major_locator(MaxNLocator(nbins=5, integer=True))
            axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
            axis.set_label_text(label)
        for line, text in enumerate(reversed(describe_found(top, total - now, most, certified))):
            place = (0, 2 + line * 3.4 / MM_PER_POINT)
            axes.annotate(text, (0, 1), place, xycoords="axes fraction", textcoords="offset points")
    return figure


def describe_found(found: int, left: int, most: int, certified: Certified | None) -> list[str]:
    """Describe the figure in three lines of text.

    Examples
    --------
    >>> describe_found(30, 900, 34, Certified(0.88, 0.91))
    ['30 found, at most 34 in all (95 %)', '900 unread', 'A stop now: recall ≥ 0.88 (95 %), ≥ 0.91 (80 %)']
    >>> describe_found(30, 900, 30, None)
    ['30 found', '900 unread', 'No sample was drawn to estimate what is missed']
    """
    if certified is None:
        return [f"{found:,} found", f"{left:,} unread", "No sample was drawn to estimate what is missed"]
    bounds = f"≥ {certified.recall_95:.2f} (95 %), ≥ {certified.recall_80:.2f} (80 %)"
    first = f"{found:,} found, at most {most:,} in all (95 %)"
    return [first, f"{left:,} unread", f"A stop now: recall {bounds}"]
