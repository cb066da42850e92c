"""`cireview appendix`: the searches of the last run in the format that a journal takes."""

import pytest
from cli.conftest import run
from search.test_appendix import ROW

from cireview.places import place
from cireview.sources.outcome import SEARCH_LOG
from cireview.tables import write_table


@pytest.fixture
def searched(folder):
    """Return the folder of a review with the log of one search."""
    log = SEARCH_LOG.conform(SEARCH_LOG.empty().from_records([ROW]))
    write_table(log, folder / place("searches"), SEARCH_LOG)
    return folder


@pytest.mark.parametrize("name", ["a.tex", "a.md", "new/A.MD"])
def test_the_ending_says_the_format(searched, tmp_path, name):
    done = run("appendix", tmp_path / name, searched)
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path / name}: 1 searches\n")
    assert "900" in (tmp_path / name).read_text()


def test_a_word_file_has_the_title_of_the_review(searched, tmp_path):
    docx = pytest.importorskip("docx")
    assert run("appendix", tmp_path / "a.docx", searched).exit_code == 0
    assert docx.Document(tmp_path / "a.docx").paragraphs[0].text.startswith("Searches: ")


def test_a_format_that_is_not_written_is_refused_before_any_work(folder, tmp_path):
    assert "ends in .docx, .tex, .md" in str(run("appendix", tmp_path / "a.pdf", folder).exception)


def test_without_a_run_there_is_nothing_to_write(folder, tmp_path):
    done = run("appendix", tmp_path / "a.tex", folder)
    assert "Run the review first" in str(done.exception)
    assert not (tmp_path / "a.tex").exists()
