"""The appendix of searches for LaTeX and Word: every line with its hits, and nothing of a query is run."""

import io

import pytest
from search.test_appendix import ROW

from cireview.errors import ReviewError
from cireview.paper import word
from cireview.paper.appendix import write_latex_appendix
from cireview.sources.outcome import NOT_STATED, SEARCH_LOG

HOSTILE = {"source": r"\input{/etc/passwd} <b> & 50 % $x_1^2$ #~", "query": r"\write18{ls} {%"}
DOCUMENT = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{array,booktabs,longtable}
\begin{document}%s\end{document}
"""


def log_of(*rows):
    return SEARCH_LOG.conform(SEARCH_LOG.empty().from_records([ROW | row for row in rows]))


def test_latex_has_each_line_with_its_hits():
    page = write_latex_appendix(log_of({}))
    assert r"2 & child*.ti,ab. & 900 \\\addlinespace" in page
    assert r"\item[{How the query is known}] stated by a person" in page
    assert r"\label{tab:search-medline}" in page


def test_latex_runs_nothing_of_what_a_search_says():
    page = write_latex_appendix(log_of(HOSTILE))
    assert r"\input" not in page
    assert r"\textbackslash{}write18\{ls\} \{\%" in page


@pytest.mark.parametrize(("query", "told"), [("", "No query."), ("a AND b", "a AND b")])
def test_a_single_query_stands_alone_and_none_is_said_to_be_none(query, told):
    page = write_latex_appendix(log_of({"query": query, "query_from": NOT_STATED}))
    assert told in page
    assert ("as written for this database" in page) == bool(query)


def test_a_long_word_may_be_broken_and_loses_nothing():
    page = write_latex_appendix(log_of({}))
    assert "a" * 64 in page.replace(r"\allowbreak{}", "")
    assert "a" * 25 not in page


@pytest.mark.programs
def test_latex_compiles_whatever_a_search_says(pdflatex, tmp_path):
    page = write_latex_appendix(log_of({}, HOSTILE, {"query": ""}, {"query": "ä" * 300}))
    (tmp_path / "page.tex").write_text(DOCUMENT % page)
    assert "Overfull" not in pdflatex(tmp_path / "page.tex")


def read_word(*rows):
    docx = pytest.importorskip("docx")
    content = word.write_word_appendix(log_of(*rows), title="Gardens <x>")
    return docx.Document(io.BytesIO(content))


def test_word_has_each_line_with_its_hits():
    document = read_word({})
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["Line", "Query", "Hits"]
    assert ["2", "child*.ti,ab.", "900"] in rows
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[:2] == ["Searches: Gardens <x>", "MEDLINE <b>"]
    assert f"SHA-256 of the file: {'a' * 64}" in texts


def test_word_takes_what_xml_has_no_place_for():
    texts = [paragraph.text for paragraph in read_word({"query": "a\x00b\x1bc"}).paragraphs]
    assert "abc" in texts


def test_a_strategy_is_a_table_whose_head_word_repeats():
    assert "w:tblHeader" in read_word({}).tables[0].rows[0]._tr.xml


def test_without_python_docx_it_is_said_in_words_how_to_get_it(monkeypatch):
    monkeypatch.setattr(word.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ReviewError, match=r"pip install 'cireview\[docx\]'"):
        word.write_word_appendix(log_of({}), title="")


@pytest.mark.programs
def test_libreoffice_opens_the_word_file(libreoffice, tmp_path):
    pytest.importorskip("docx")
    (tmp_path / "page.docx").write_bytes(word.write_word_appendix(log_of({}, HOSTILE), title="T"))
    libreoffice(tmp_path / "page.docx", tmp_path / "saved", "txt:Text")
    assert "child*.ti,ab." in (tmp_path / "saved/page.txt").read_text()
