"""Tables for LaTeX: nothing in a record is run, and nothing of it is lost."""

import re
import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.paper.latex import escape_latex, latex_table

COMMANDS = re.compile(r"\\(?:text[a-z]+\{\}|ensuremath\{\\[a-z]+\}|[{}$&#%_])")
SPECIAL = set("\\{}$&#%_^~")


@given(st.text())
def test_no_special_character_is_left_alive(text):
    assert SPECIAL.isdisjoint(COMMANDS.sub("", escape_latex(text)))


@given(st.text())
def test_no_control_character_or_line_break_is_left(text):
    kinds = {unicodedata.category(one) for one in escape_latex(text)}
    assert kinds.isdisjoint({"Cc", "Cf", "Cs", "Co", "Cn"})


@given(st.text(alphabet=st.characters(categories=("L", "N"))))
def test_words_stay_as_they_are(text):
    assert escape_latex(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"\input{/etc/passwd}", r"\textbackslash{}input\{/etc/passwd\}"),
        ("50 % of R&D_costs #1", r"50 \% of R\&D\_costs \#1"),
        ("$x^2$ ~ <y> | \"z\"", r"\$x\textasciicircum{}2\$ \textasciitilde{} \textless{}y\textgreater{} "
         r"\textbar{} \textquotedbl{}z\textquotedbl{}"),
        ("two\nlines\tand  blanks", "two lines and blanks"),
        ("age ≥ 18, −1, cross‐sector", r"age \ensuremath{\geq} 18, \textminus{}1, cross-sector"),
        ("Michaud-Le\u0301tourneau", "Michaud-Létourneau"),
        ("\u200eleft to right mark", "left to right mark"),
    ],
)  # fmt: skip
def test_texts_of_records(text, written):
    assert escape_latex(text) == written


def test_a_table_holds_head_rows_caption_and_label():
    frame = pd.DataFrame({"Article": ["A & B 2001", "C 2002"], "n": [1, 20]})
    lines = latex_table(frame, caption="What_was found", label="tab:x").splitlines()
    assert r"\caption{What\_was found}\label{tab:x}\\" in lines
    assert (
        lines.count(r"\textbf{Article} & \textbf{n} \\") == 2
    )  # on the first page, and on every further one
    assert r"A \& B 2001 & 1 \\\addlinespace" in lines
    assert r"C 2002 & 20 \\\addlinespace" in lines


def widths(text):
    return [float(share) for share in re.findall(r"\\dimexpr ([\d.]+)\\linewidth", text)]


def test_columns_fill_the_line_and_long_texts_get_most_of_it():
    frame = pd.DataFrame({"n": [1], "Articles": ["long text " * 40], "Reason": ["No"]})
    shares = widths(latex_table(frame, caption="c", label="l"))
    assert sum(shares) == pytest.approx(1, abs=1e-4)
    assert shares[1] > 0.6 > shares[2] > shares[0]


def test_given_widths_are_kept():
    frame = pd.DataFrame({"a": ["x"], "b": ["y"]})
    assert widths(latex_table(frame, caption="c", label="l", widths=[1, 3])) == [0.25, 0.75]


@pytest.mark.parametrize(("name", "told"), [("Létourneau", False), ("Nguyễn", True), ("李", True)])
def test_what_pdflatex_lacks_is_told_in_the_first_line(name, told):
    text = latex_table(pd.DataFrame({"Article": [name]}), caption="c", label="l")
    assert text.splitlines()[0].startswith("% Compile with lualatex") is told
    assert name in text


HOSTILE = [
    "\\end{longtable}",
    "%",
    "$",
    "a&b",
    "{",
    "}",
    "#1",
    "_",
    "^",
    "~",
    "\\\\",
    "≥ − ‐",
    '"',
    "<>|",
    "",
]


@pytest.mark.programs
def test_a_table_of_hostile_texts_compiles(pdflatex, tmp_path):
    table = latex_table(pd.DataFrame({"a_b": HOSTILE, "c%": HOSTILE}), caption="$\\", label="tab:x")
    page = (
        "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{array,booktabs,longtable}"
        f"\\begin{{document}}\n{table}\\end{{document}}\n"
    )
    (tmp_path / "page.tex").write_text(page, encoding="utf-8")
    pdflatex(tmp_path / "page.tex")  # fails where pdflatex does
