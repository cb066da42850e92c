"""The figure of how far a reading is."""

import pandas as pd
import pytest

from cireview.figures.found import Certified, draw_found

CURVE = pd.DataFrame({"read": [10, 50, 100], "found": [8, 25, 30]})


def words(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_the_bar_ends_at_the_most_that_the_certified_recall_allows():
    figure = draw_found(CURVE, total=160, certified=Certified(0.75, 0.9))
    (bar,) = figure.axes[0].containers
    (segment,) = bar.lines[2][0].get_segments()
    assert segment.tolist() == [[100, 30], [100, 40]]
    assert {"30 found, at most 40 in all (95 %)", "60 unread"} <= set(words(figure))


def test_without_a_sample_nothing_is_bounded():
    figure = draw_found(CURVE, total=160)
    assert not figure.axes[0].containers
    assert "No sample was drawn to estimate what is missed" in words(figure)


@pytest.mark.parametrize("curve", [CURVE.head(0), CURVE.head(1)])
def test_a_reading_that_has_hardly_begun_is_drawn(curve):
    assert draw_found(curve, total=160, certified=Certified(0.0, 0.0)).axes


def test_words_stay_within_the_figure():
    figure = draw_found(CURVE * 1000, total=160_000, certified=Certified(0.951, 0.982))
    figure.canvas.draw()
    width = figure.get_window_extent().width
    assert all(text.get_window_extent().x1 <= width for text in figure.axes[0].texts)
