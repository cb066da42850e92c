"""Stopping rules over a reading: each measure against its threshold, and where each rule was first met."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from cireview.figures.saving import save_figure
from cireview.figures.stopping import draw_stopping
from cireview.stopping import Progress, assess, trace_stopping
from cireview.stopping.savings import find_first_stops

RULES = pd.DataFrame(
    {
        "rule": ["read_all", "certified", "quantile", "hypergeometric", "knee", "consecutive"],
        "threshold": ["1000", "", "", "0.05", "6", "50"],
    }
)
CURVE = pd.DataFrame(
    {
        "read": [100, 200, 300, 400],
        "found": [10, 160, 161, 161],
        "p_value": [0.9, 0.05, 0.04, 0.0],
        "knee": [145.0, 5.9, 6.0, 7.0],
        "consecutive": [0, 49, 20, 50],
        "left": [890, 780, 680, 580],
        "sample": [890, 500, 450, 400],
    }
)


def test_a_rule_is_first_met_at_the_first_reading_beyond_its_threshold():
    assert find_first_stops(CURVE, RULES) == {"p_value": 300, "knee": 300, "consecutive": 400}


def test_a_rule_that_was_never_met_stops_nothing():
    assert find_first_stops(CURVE.head(2), RULES) == {}


def words_of(figure):
    FigureCanvasAgg(figure).draw()
    return [text for axes in figure.axes for text in [*axes.texts, axes.xaxis.label] if text.get_text()]


def test_each_panel_says_what_it_measures_and_when_its_rule_was_met():
    told = [text.get_text() for text in words_of(draw_stopping(CURVE, RULES, stopped="2024-05-31"))]
    assert told == [
        *("Relevant abstracts found", "Stopped 2024-05-31"),
        *("Hypergeometric test, p", "met at 300"),
        *("Knee, ratio of slopes", "met at 300"),
        *("Irrelevant ones in a row", "met at 400"),
        *("Sample to certify a stop", "dashed: all unread", "Abstracts read, of 1,000"),
    ]


def test_lines_are_the_measures_and_what_they_are_held_against():
    *_, row, sample = draw_stopping(CURVE, RULES).axes
    assert [list(line.get_ydata()) for line in row.lines[:2]] == [[0, 49, 20, 50], [50] * 4]
    assert [list(line.get_ydata()) for line in sample.lines] == [[890, 500, 450, 400], [890, 780, 680, 580]]


def test_what_was_found_when_each_rule_was_met_is_marked():
    found = draw_stopping(CURVE, RULES).axes[0]
    marks = {line.get_marker(): (line.get_xdata()[0], line.get_ydata()[0]) for line in found.lines[1:]}
    assert marks == {"o": (300, 161), "s": (300, 161), "^": (400, 161)}


def test_the_decision_to_stop_crosses_every_panel():
    def ends(figure):
        return [[line for line in axes.lines if set(line.get_xdata()) == {400}] for axes in figure.axes]

    stopped = ends(draw_stopping(CURVE, RULES, stopped="2024-05-31, rule: certified"))
    assert [
        len(one) - len(other) for one, other in zip(stopped, ends(draw_stopping(CURVE, RULES)), strict=True)
    ] == [1] * 5


def test_threshold_and_measure_are_told_apart_without_colour():
    for axes in draw_stopping(CURVE, RULES).axes[1:]:
        assert axes.lines[0].get_linestyle() != axes.lines[1].get_linestyle()


def ticks_of(axes):
    low, high = axes.get_ylim()
    return [text for text in axes.get_yticklabels() if low <= text.get_position()[1] <= high]


CURVES = {
    "nothing read": CURVE.head(0),
    "one reading": CURVE.head(1),
    "many": CURVE.assign(read=CURVE["read"] * 10_000, left=12_345_678, sample=12_345_678),
}


@pytest.mark.parametrize("curve", CURVES.values(), ids=CURVES)
def test_all_text_lies_in_one_column(curve):
    rules = RULES.replace("1000", "12345678")
    figure = draw_stopping(curve, rules, stopped="2024-05-31, rule: hypergeometric")
    assert figure.get_size_inches()[0] == pytest.approx(85 / 25.4)
    for text in words_of(figure) + [one for axes in figure.axes for one in ticks_of(axes)]:
        box = text.get_window_extent()
        assert -1 <= box.x0 <= box.x1 <= figure.bbox.width + 1, text.get_text()
        assert -1 <= box.y0 <= box.y1 <= figure.bbox.height + 1, text.get_text()


def test_the_tables_of_a_reading_are_drawn_the_same_each_time(tmp_path):
    labels = np.arange(40) % 3 == 0
    ids, progress = [str(one) for one in range(40)], Progress(total=1_000, unread=960, found=14)
    rules = assess(ids, pd.Series(labels, index=ids), progress=progress)
    figure = draw_stopping(trace_stopping(labels, np.full(40, True), progress=progress), rules)
    for name in ("a.svg", "b.svg"):
        save_figure(figure, [tmp_path / name], title="Stopping")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
