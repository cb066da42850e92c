"""A run makes the tables and figures that were chosen, with the numbers of the published review."""

import re

import pytest
from programs import PACKAGES

from cireview.places import place
from cireview.review import choose_synthesis, load_review
from cireview.tables import read_table

pytestmark = pytest.mark.workflow


def path(finished, page, suffix):
    return finished.path / place("synthesis_page", page=page, suffix=suffix)


@pytest.fixture
def chosen(finished):
    return choose_synthesis(load_review(finished.path))


def test_each_page_is_there_in_every_format(finished, chosen):
    for one in chosen:
        drawn = ("svg", "pdf", "png") if one.is_drawn else ()
        for suffix in ("csv", "md", "tex", "html", *drawn):
            assert path(finished, one.page, suffix).stat().st_size > 0


def test_margins_of_theme_and_country_are_the_published_numbers(finished):
    cells = read_table(path(finished, "cross_theme_country", "csv")).astype({"n": int})
    # Two articles have two themes, so that they count twice.
    assert cells["n"].sum() == 34
    joined = cells[cells["n"] > 0].groupby("country")["articles"].agg("; ".join)
    articles = {country: len({*texts.split("; ")}) for country, texts in joined.items()}
    assert articles == {"USA": 20, "Canada": 5, "Australia": 5, "New_Zealand": 1, "Finland": 1}


def test_a_figure_tells_its_numbers_in_words(finished):
    figure = path(finished, "map_theme_backbone_structure", "svg").read_text("utf-8")
    (words,) = re.findall(r"<desc>(.*)</desc>", figure)
    assert "Structure of backbone: 12 of 32 coded; not reported 20." in words


def test_gaps_that_nobody_knows_differ_from_those_that_are_known(finished):
    cells = read_table(path(finished, "map_theme_backbone_structure", "csv")).set_index(
        ["theme", "backbone_structure"]
    )
    assert tuple(cells.loc[("education", "other"), ["n", "kinds"]]) == ("0", "not_reported")
    assert tuple(cells.loc[("other", "other"), ["n", "kinds"]]) == ("0", "")


def test_the_report_shows_all_that_was_chosen_in_its_order(finished, chosen):
    page = (finished.path / place("report")).read_text("utf-8")
    heads = re.findall(r"<h3>(.*?)</h3>", page[page.index('<section id="chosen">') :])
    parts = [path(finished, one.page, "html").read_text("utf-8") for one in chosen]
    asked = [re.findall("<h3>(.*?)</h3>", part)[0] for part in parts]
    assert heads[: len(asked)] == asked


@pytest.mark.programs
def test_all_pages_compile_and_none_is_too_wide(finished, chosen, pdflatex, tmp_path):
    text = "\n".join(path(finished, one.page, "tex").read_text("utf-8") for one in chosen)
    (tmp_path / "page.tex").write_text(
        "\\documentclass[a4paper]{article}\\usepackage[T1]{fontenc}\\usepackage[margin=2cm]{geometry}"
        f"\\usepackage{{{','.join({*PACKAGES} - {'fontenc', 'geometry'})}}}"
        f"\\begin{{document}}\n{text}\n\\end{{document}}\n",
        encoding="utf-8",
    )
    pdflatex(tmp_path / "page.tex")
    assert "Overfull" not in pdflatex(tmp_path / "page.tex")  # the second pass sets the long tables
