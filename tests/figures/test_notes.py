"""What stands under a chart, and words in place of a chart."""

import pandas as pd
import pytest

from cireview.figures.charts import bars, sentence
from cireview.figures.saving import save_figure

FRAME = pd.DataFrame({"name": ["a", "b"], "n": [1, 2]})


def texts(tmp_path, figure):
    save_figure(figure, [tmp_path / "figure.svg"], title="t")
    return (tmp_path / "figure.svg").read_text(encoding="utf-8")


def extents(figure):
    figure.draw_without_rendering()
    note = figure.texts[0].get_window_extent()
    axis = figure.axes[0].xaxis.label.get_window_extent()
    return note, axis


@pytest.mark.parametrize(
    "note", ["2 of 9 coded", "2 of 9 coded; not reported by the published review 7 " * 2]
)
def test_a_note_stands_under_the_axis_and_does_not_touch_it(tmp_path, note):
    figure = bars(FRAME, label="name", values=["n"], axis="Articles", note=note, width=85)
    under, axis = extents(figure)
    assert under.y0 >= 0
    assert under.y1 <= axis.y0
    assert "2 of 9 coded" in texts(tmp_path, figure)


def test_a_chart_without_a_note_is_no_taller(tmp_path):
    plain = bars(FRAME, label="name", values=["n"], axis="Articles", width=85)
    noted = bars(FRAME, label="name", values=["n"], axis="Articles", note="x", width=85)
    assert plain.get_figheight() < noted.get_figheight()


def test_words_stand_in_place_of_a_chart(tmp_path):
    figure = sentence("Phase: 0 of 9 coded; not coded 9")
    assert "0 of 9 coded" in texts(tmp_path, figure)
    assert figure.axes == []
