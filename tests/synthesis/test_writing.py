"""A page in Markdown, HTML and LaTeX: the same cells, harmless text, and a line that is never too long."""

import pandas as pd
import pytest
from programs import PACKAGES

from cireview.synthesis.page import Page, Printed
from cireview.synthesis.writing import write_html, write_latex, write_markdown

HOSTILE = r"<b>|\input{x}|50 % & $1_2"
NARROW = pd.DataFrame({"Article": ["Aho 2001"], HOSTILE: [HOSTILE]})
WIDE = pd.DataFrame({"Article": ["Barata-Cavalcanti et al. 2020"] * 40}).assign(
    **{f"Dimension {number}": "Community organizations; Local government" for number in range(12)}
)
PAGE = Page("x", f"Caption {HOSTILE}", f"Note {HOSTILE}", NARROW, (Printed(NARROW),), (("Food", HOSTILE),))
WRITERS = {"markdown": write_markdown, "html": write_html, "latex": write_latex}
ESCAPED = {
    "markdown": r"&lt;b&gt;\|\\input{x}\|50 % &amp; $1\_2",
    "html": r"&lt;b&gt;|\input{x}|50 % &amp; $1_2",
    "latex": r"\textless{}b\textgreater{}\textbar{}\textbackslash{}input\{x\}\textbar{}50 \% \& \$1\_2",
}


@pytest.mark.parametrize("name", WRITERS)
def test_text_is_harmless_in_caption_head_cell_paragraph_and_note(name):
    assert WRITERS[name](PAGE).count(ESCAPED[name]) >= 5


def page(frame, **more):
    return Page("x", "Caption", "Note", frame, (Printed(frame, **more),))


@pytest.mark.parametrize(("frame", "turned", "parts"), [(NARROW, False, 1), (WIDE, True, 3)])
def test_a_wide_table_lies_on_its_side_and_comes_in_parts(frame, turned, parts):
    text = write_latex(page(frame))
    assert (r"\begin{landscape}" in text) is turned
    assert text.count(r"\begin{longtable}") == parts
    assert (f"Part {parts} of {parts}" in text) is (parts > 1)


def test_each_part_begins_with_what_names_its_rows_and_has_a_label():
    text = write_latex(page(WIDE))
    assert text.count(r"\textbf{Article}") == 2 * 3  # on the first page, and on every further one
    assert [f"tab:x{number}" in text for number in ("}", "-2}", "-3}")] == [True] * 3


@pytest.mark.parametrize(("rows", "folded"), [(12, False), (13, True)])
def test_a_long_table_is_folded_in_the_report(rows, folded):
    frame = pd.DataFrame({"Article": ["Aho 2001"] * rows})
    assert ("<details open>" in write_html(page(frame))) is folded


def test_a_table_that_scrolls_is_reached_by_keyboard_and_has_a_name():
    assert 'tabindex="0" role="region" aria-label="Caption: The table"' in write_html(page(NARROW))


@pytest.mark.programs
def test_pages_compile_and_no_box_is_too_full(pdflatex, tmp_path):
    text = "\n".join([write_latex(PAGE), write_latex(page(WIDE)), write_latex(page(WIDE, keys=2))])
    (tmp_path / "page.tex").write_text(
        "\\documentclass[a4paper]{article}\\usepackage[T1]{fontenc}\\usepackage[margin=2cm]{geometry}"
        f"\\usepackage{{{','.join({*PACKAGES} - {'fontenc', 'geometry'})}}}"
        f"\\begin{{document}}\n{text}\n\\end{{document}}\n",
        encoding="utf-8",
    )
    assert "Overfull" not in pdflatex(tmp_path / "page.tex")
