"""Chosen tables and figures say how many of how many, and what empty cells are."""

from dataclasses import replace

import pandas as pd
import pytest
from synthesis.crossed import CITED, LEVEL, THEME

from cireview.synthesis.articles import NO, YES, characteristics_page, matrix_page, table_1_page
from cireview.synthesis.axes import Axis
from cireview.synthesis.crossed import co_occurrence_page, count_page, cross_page, map_page, years_page
from cireview.synthesis.page import Material, mark_cell
from cireview.synthesis.themes import themes_page

YEAR = Axis("year", "Year", {"2001": "2001", "2002": "2002"}, dict.fromkeys(CITED, ("2001",)))
INCLUDED = pd.DataFrame(
    {
        "record_id": list(CITED),
        "article": list(CITED.values()),
        "theme": ["Food; Health", "Food", "Health", "Not stated"],
        "level": ["Local", "Not in the review", "National", "Local"],
        "sample": ["12", "30", "Not coded", "7"],
    }
)
SUMMARY = pd.DataFrame(
    [
        ("theme", "food", "Food", "2", "3", "4", ""),
        ("theme", "health", "Health", "2", "3", "4", ""),
        ("theme", "play", "Play", "0", "3", "4", ""),
        ("theme", "not_stated", "Not stated", "1", "3", "4", "not_stated"),
        ("level", "local", "Local", "2", "3", "4", ""),
        ("level", "unsaid", "Not in the review", "1", "3", "4", "not_reported"),
        ("sample", "answered", "Median 12", "3", "3", "4", ""),
        ("sample", "", "Not coded", "1", "3", "4", "not_coded"),
        ("trust", "yes", "Yes", "0", "0", "4", ""),
    ],
    columns=["dimension", "value", "label", "n", "coded", "included", "empty"],
)
LABELS = {"theme": "Theme", "level": "Level", "sample": "Sample", "trust": "Trust"}
MATERIAL = Material(CITED, {"theme": THEME, "level": LEVEL, "year": YEAR}, LABELS, INCLUDED, SUMMARY)
SECONDHAND = replace(MATERIAL, secondhand=True)


def rows(printed):
    return printed.frame.to_numpy().tolist()


@pytest.mark.parametrize(
    ("n", "kinds", "shown"),
    [
        (3, "", "3"),
        (3, "not_stated", "3"),
        (0, "", "0"),
        (0, "not_reported", "n.r."),
        (0, "not_coded; not_reported; not_stated", "n.s./n.r./n.c."),
    ],
)
def test_a_cell_without_an_article_says_why_that_need_not_be_none(n, kinds, shown):
    assert mark_cell(n, kinds) == shown


def test_two_dimensions_cross_with_margins_and_kinds_of_empty():
    page = cross_page(MATERIAL, "x", ["theme", "level"], "")
    counts, which = page.tables
    assert list(counts.frame.columns) == ["Theme", "Local", "National", "Not reported", "All"]
    assert rows(counts) == [
        ["Food", "1", "n.r.", "1", "2"],
        ["Health", "1", "1", "0", "2"],
        ["Play", "n.s.", "0", "0", "0"],
        ["Not stated", "1", "0", "0", "1"],
        ["All", "2", "1", "1", "4"],
    ]
    assert ["Food", "Local", 1, "Aho 2001"] in rows(which)
    assert page.caption == "Theme by level"


def test_the_note_has_the_denominators_and_the_marks():
    note = cross_page(MATERIAL, "x", ["theme", "level"], "").note
    assert "Theme: 3 of 4 coded; not stated 1. Level: 3 of 4 coded; not reported 1." in note
    assert "An article counts in every cell whose values it has." in note
    assert "n.s. not stated in the article; n.r. not reported" in note


def test_three_dimensions_have_a_row_for_each_pair_with_an_article():
    page = cross_page(MATERIAL, "x", ["theme", "level", "year"], "")
    assert rows(page.tables[0])[0] == ["Food", "Local", "1", "0"]
    assert page.tables[0].keys == 2
    assert len(rows(page.tables[0])) == 5


@pytest.mark.parametrize(
    ("material", "told"), [(MATERIAL, False), (SECONDHAND, True)], ids=["coded", "secondhand"]
)
@pytest.mark.parametrize("make", [map_page, cross_page])
def test_where_a_review_was_coded_0_is_not_absent(make, material, told):
    assert ("not absent" in make(material, "x", ["theme", "level"], "").note) is told


def test_the_map_tells_its_numbers_to_those_who_do_not_see_it():
    described = map_page(MATERIAL, "x", ["theme", "level"], "").description
    assert described.startswith("Food: Local 1. Health: Local 1, National 1. Play: no article. Theme: 3 of 4")


def test_the_matrix_has_a_sign_for_yes_no_and_each_kind_of_empty():
    page = matrix_page(MATERIAL, "x", "theme", "")
    assert rows(page.tables[0]) == [
        ["Aho 2001", YES, YES, NO],
        ["Berg 2002", YES, NO, NO],
        ["Costa 2003", NO, YES, NO],
        ["Dahl 2004", "n.s.", "n.s.", "n.s."],
    ]
    assert page.data.iloc[3].tolist() == ["r3", "Dahl 2004", "not_stated", "not_stated", "not_stated"]
    assert page.note.startswith(f"{YES} yes; {NO} coded, and not this; n.s. not stated in the article.")


def test_characteristics_show_chosen_dimensions_of_any_kind_with_marks():
    page = characteristics_page(MATERIAL, "x", ["level", "sample"], "")
    assert rows(page.tables[0])[1:3] == [["Berg 2002", "n.r.", "30"], ["Costa 2003", "National", "n.c."]]


def test_by_default_dimensions_with_a_finding_are_shown():
    page = characteristics_page(MATERIAL, "x", [], "")
    assert list(page.tables[0].frame.columns) == ["Article", "Theme", "Level", "Sample"]


def test_table_1_counts_articles_of_those_coded():
    page = table_1_page(MATERIAL, "x", ["theme", "sample", "trust"], "")
    assert rows(page.tables[0]) == [
        ["Theme: 3 of 4 coded; not stated 1", "Food", "2 (67 %)"],
        ["", "Health", "2 (67 %)"],
        ["Sample: 3 of 4 coded; not coded 1", "Median 12", "3 (100 %)"],
        ["Trust: 0 of 4 coded", NO, "0"],
    ]


def test_themes_cite_their_articles_in_words():
    page = themes_page(MATERIAL, "x", "theme", "")
    assert page.paragraphs == (
        ("Food", "Two articles (Aho 2001; Berg 2002)."),
        ("Health", "Two articles (Aho 2001; Costa 2003)."),
    )
    assert "Without an article: Play." in page.note


def test_values_that_stand_together_have_a_figure_and_words():
    page = co_occurrence_page(MATERIAL, "x", "theme", "")
    assert rows(page.tables[0])[0] == ["Food", "2", "1", "n.s."]
    assert "Together: Food and Health 1." in page.description


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (count_page(MATERIAL, "x", "theme", ""), "Food 2; Health 2. Theme: 3 of 4 coded; not stated 1."),
        (years_page(MATERIAL, "x", "theme", ""), "Food: 2001 2. Health: 2001 2. Play: no article."),
    ],
    ids=["count", "years"],
)
def test_bars_and_years_tell_their_numbers(page, told):
    assert page.description.startswith(told)


def test_a_dimension_that_nobody_coded_is_one_sentence_and_no_drawing():
    silent = Axis("theme", "Theme", THEME.values, dict.fromkeys(CITED, ("?not_coded",)))
    material = replace(MATERIAL, axes={"theme": silent, "level": LEVEL, "year": YEAR})
    figures = [
        map_page(material, "x", ["theme", "level"], "").figure,
        count_page(material, "x", "theme", "").figure,
        co_occurrence_page(material, "x", "theme", "").figure,
    ]
    assert [len(figure.axes) for figure in figures] == [0, 0, 0]
    assert all("Theme: 0 of 4 coded; not coded 4." in figure.texts[0].get_text() for figure in figures)


def test_without_an_article_every_page_is_made():
    nobody = {one.id: replace(one, held={}) for one in (THEME, LEVEL, YEAR)}
    material = Material({}, nobody, LABELS, INCLUDED[:0], SUMMARY.assign(n="0", coded="0", included="0"))
    assert cross_page(material, "x", ["theme", "level"], "").tables[0].frame.iloc[-1].tolist()[-1] == "0"
    assert map_page(material, "x", ["theme", "level"], "").figure is not None
    assert matrix_page(material, "x", "theme", "").figure is not None
    assert themes_page(material, "x", "theme", "").paragraphs == ()
    assert characteristics_page(material, "x", [], "").tables[0].frame.empty
    assert table_1_page(material, "x", [], "").tables[0].frame.empty
