"""Figures of appraisals: a sign in every cell, numbers in words, and what kind of empty an empty cell is."""

import pandas as pd
import pytest

from cireview.coding.appraisal import Appraised, count_judgements
from cireview.figures.appraisal import Scale, describe_appraisal, draw_summary, draw_traffic_light
from cireview.figures.saving import save_figure

LABELS = {"low": "Low", "some": "Some concerns", "high": "High", "na": "Not applicable"}
SCALE = Scale(LABELS, {"low": "+", "some": "?", "high": "X", "na": "N"}, ["na"])
TABLE = pd.DataFrame(
    [["low", "high", "high"], ["na", "", ""], ["not_asked", "some", "some"]],
    columns=["Groups", "Lost", "Overall"],
    index=["Aho 2011", "Berg <b> 2012", "Coe 2013"],
)


def tool():
    return Appraised(
        "t", "T", {"t_a": "Groups", "t_b": "Lost"}, [], LABELS, LABELS, SCALE.signs, ["na"], "worst"
    )


def counted():
    return count_judgements(TABLE.set_axis(["t_a", "t_b", "overall"], axis=1).assign(record_id="x"), tool())


def texts(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def test_each_cell_has_the_sign_of_its_judgement():
    shown = texts(draw_traffic_light(TABLE, scale=SCALE, overall=SCALE))
    signs = [text for text in shown if len(text) == 1]
    assert signs == ["+", "X", "X", "N", "·", "·", "–", "?", "?"]
    assert shown[-1] == "+ Low; ? Some concerns; X High; N Not applicable; – Not asked; · Not judged yet."


def test_where_appraisers_differ_the_sign_is_another_one():
    differ = TABLE.replace({"Lost": {"": "not_settled"}, "Overall": {"": "not_settled"}})
    shown = texts(draw_traffic_light(differ, scale=SCALE, overall=SCALE))
    assert [text for text in shown if len(text) == 1] == ["+", "X", "X", "N", "≠", "≠", "–", "?", "?"]
    assert "≠ Not settled: appraisers differ" in shown[-1]


def test_what_is_not_there_is_not_explained():
    shown = texts(draw_traffic_light(TABLE.iloc[:1], scale=SCALE, overall=SCALE))
    assert shown[-1] == "+ Low; ? Some concerns; X High; N Not applicable."


def test_many_domains_have_numbers_that_are_explained():
    wide = pd.DataFrame([["low"] * 16], columns=[f"Domain {n}" for n in range(16)], index=["Aho 2011"])
    shown = texts(draw_traffic_light(wide, scale=SCALE))
    assert shown[:2] == ["D1", "D2"]
    assert any("D16 Domain 15" in text for text in shown)


def test_bars_have_sign_and_number():
    shown = texts(draw_summary(counted(), scale=SCALE, overall=SCALE))
    assert shown[:4] == ["Groups", "+ 1", "N 1", "– 1"]


def test_the_numbers_are_told_in_words():
    assert describe_appraisal(counted(), scale=SCALE, overall=SCALE) == (
        "Groups: low 1, not applicable 1, not asked 1. Lost: some concerns 1, high 1, not judged yet 1. "
        "Overall: some concerns 1, high 1, not judged yet 1."
    )


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_same_table_same_bytes_and_hostile_text_is_escaped(tmp_path, rows):
    for name in "ab":
        figure = draw_traffic_light(TABLE.iloc[:rows], scale=SCALE, overall=SCALE)
        save_figure(figure, [tmp_path / f"{name}.svg"], title="T")
    svg = (tmp_path / "a.svg").read_text()
    assert svg == (tmp_path / "b.svg").read_text()
    assert "<b>" not in svg


def lightness(color):
    red, green, blue = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2


@pytest.mark.parametrize("judgement", [*LABELS, ""])
def test_black_signs_can_be_read_on_every_colour(judgement):
    contrast = (lightness(SCALE.color(judgement)) + 0.05) / 0.05
    assert contrast >= 4.5  # WCAG 2.1, 1.4.3
