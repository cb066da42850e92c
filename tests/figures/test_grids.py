"""Evidence map and matrix of signs: each number and sign is written, gaps are visible, all text fits."""

from itertools import pairwise

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Circle

from cireview.figures.bubbles import draw_bubbles
from cireview.figures.saving import save_figure
from cireview.figures.signs import draw_signs

LONG = "International initiative (treated apart from the three themes) & <signs>"
COUNTS = pd.DataFrame([[12, 0], [0, 1]], index=[LONG, "Health"], columns=["Local", "National"])
MAY = pd.DataFrame([[5, 0], [2, 0]], index=COUNTS.index, columns=COUNTS.columns)
MANY = pd.DataFrame([[1] * 25], index=["Health"], columns=[f"Organizations of kind {n}" for n in range(25)])
SIGNS = pd.DataFrame(
    [["•", "–"], ["n.s.", "n.s."]], index=["Aho 2001", "Berg 2002"], columns=[LONG, "Health"]
)
SIGNS_OF_MANY = MANY.astype("str").replace("1", "•")
NOTE = "Theme: 3 of 4 coded; not stated 1. " * 6
FIGURES = {
    "map": lambda width: draw_bubbles(COUNTS, MAY, note=NOTE, width=width),
    "map of many": lambda width: draw_bubbles(MANY, MANY * 0, note=NOTE, width=width),
    "signs": lambda width: draw_signs(SIGNS, yes="•", no="–", note=NOTE, width=width),
    "signs of many": lambda width: draw_signs(SIGNS_OF_MANY, yes="•", no="–", note=NOTE, width=width),
}


@pytest.mark.parametrize("width", [174, 130])
@pytest.mark.parametrize("name", FIGURES)
def test_all_text_lies_in_the_figure(name, width):
    figure = FIGURES[name](width)
    FigureCanvasAgg(figure).draw()
    for text in figure.axes[0].texts:
        box = text.get_window_extent()
        assert -1 <= box.x0 <= box.x1 <= figure.bbox.width + 1, text.get_text()
        assert -1 <= box.y0 <= box.y1 <= figure.bbox.height + 1, text.get_text()


@pytest.mark.parametrize("name", ["map of many", "signs of many"])
def test_heads_that_stand_upright_do_not_touch(name):
    figure = FIGURES[name](174)
    FigureCanvasAgg(figure).draw()
    boxes = sorted(
        (text.get_window_extent() for text in figure.axes[0].texts if text.get_rotation() == 90),
        key=lambda box: box.x0,
    )
    assert len(boxes) == 25
    assert all(one.x1 <= other.x0 + 1 for one, other in pairwise(boxes))


def signs_of_gaps(counts, may):
    """Numbers of empty circles and of crosses in a map, without those of the legend."""
    (axes,) = draw_bubbles(counts, may).axes
    circles = [one for one in axes.patches if isinstance(one, Circle) and one.get_facecolor() == (1, 1, 1, 1)]
    crosses = [line for line in axes.lines if line.get_color() == "black"]
    there = len(circles) - bool(circles), len(crosses) // 2 - bool(crosses)
    return there, {text.get_text() for text in axes.texts if text.get_text().startswith("no article")}


ALL, SOME = "no article", "no article found; some articles with unknown values may belong there"


@pytest.mark.parametrize(
    ("counts", "may", "signs", "legend"),
    [
        (COUNTS, MAY, (1, 1), {ALL, SOME}),
        (COUNTS, MAY * 0, (2, 0), {ALL}),
        (COUNTS, MAY * 0 + 1, (0, 2), {SOME}),
        (COUNTS + 1, MAY, (0, 0), set()),
    ],
)
def test_a_gap_is_a_circle_or_a_cross_by_what_is_known(counts, may, signs, legend):
    assert signs_of_gaps(counts, may) == (signs, legend)


def test_a_bubble_has_its_number_and_the_larger_number_the_larger_bubble():
    (axes,) = draw_bubbles(COUNTS, MAY).axes
    assert {"12", "1"} <= {text.get_text() for text in axes.texts}
    radii = sorted(one.get_radius() for one in axes.patches if one.get_facecolor() != (1, 1, 1, 1))
    assert radii[0] < radii[1]


def test_what_is_empty_has_letters_and_what_is_yes_a_circle():
    (axes,) = draw_signs(SIGNS, yes="•", no="–").axes
    assert len([one for one in axes.patches if isinstance(one, Circle)]) == 1
    assert [text.get_text() for text in axes.texts].count("n.s.") == 2


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("ending", ["svg", "pdf", "png"])
def test_the_same_table_gives_the_same_bytes(tmp_path, name, ending):
    paths = [tmp_path / f"{i}.{ending}" for i in "ab"]
    for path in paths:
        save_figure(FIGURES[name](174), [path], title=name)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("figure", [draw_bubbles(COUNTS[:0], MAY[:0]), draw_signs(SIGNS[:0], yes="", no="")])
def test_a_table_without_rows_is_drawn_too(tmp_path, figure):
    save_figure(figure, [tmp_path / "empty.svg"], title="Empty")
    assert (tmp_path / "empty.svg").exists()
