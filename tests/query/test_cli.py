"""`cireview query` as a person types it."""

import pytest
from typer.testing import CliRunner

from cireview.cli import app
from cireview.errors import QueryError


def run(*arguments):
    return CliRunner().invoke(app, ["query", *arguments])


def test_the_query_alone_goes_to_standard_output():
    done = run("child* AND wellbeing", "--for", "sciencedirect", "--years", "2000-2020")
    assert done.stdout == "child AND wellbeing\n"
    assert "ScienceDirect, set beside it: Year(s): 2000-2020" in done.stderr
    assert "child* is searched as child" in done.stderr
    assert done.exit_code == 0


def test_limits_and_fields_are_options():
    options = ["--fields", "title", "--language", "English", "--type", "review", "--years", "2001"]
    done = run("a", "--for", "pubmed", *options)
    assert done.stdout == "a[ti] AND 2001:2001[dp] AND english[la] AND review[pt]\n"


def test_all_writes_every_database_and_tells_which_could_not():
    done = run("wom?n", "--for", "all")
    assert "# Scopus\nTITLE-ABS-KEY(wom?n)\n\n" in done.stdout
    assert "# PubMed\n" not in done.stdout
    assert "PubMed, not kept: not written: PubMed needs 4 letters" in done.stderr
    assert done.exit_code == 1


STRATEGY = "1. exp Child/ (12)\n2. garden*.ti. (3)\n3. 1 and 2 (1)\n"


def test_a_strategy_in_a_file_is_written_for_each_database(tmp_path):
    file = tmp_path / "gardens.txt"
    file.write_text(STRATEGY)
    done = run(str(file), "--from", "ovid", "--to", "pubmed,scopus", "--lines")
    assert done.stdout == (
        '# PubMed\n#1 "Child"[mh]\n#2 garden*[ti]\n#3 #1 AND #2\n\n'
        "# Scopus\n#1 TITLE-ABS-KEY(Child) OR INDEXTERMS(Child)\n#2 TITLE(garden*)\n#3 #1 AND #2\n\n"
    )
    assert "line 1: Scopus does not know the heading 'Child' of mesh: searched as words" in done.stderr


def test_a_strategy_in_a_file_is_recognised_and_one_on_the_command_line_is_not(tmp_path):
    file = tmp_path / "gardens.txt"
    file.write_text(STRATEGY)
    done = run(str(file), "--to", "pubmed")
    assert done.stdout == '"Child"[mh] AND garden*[ti]\n'
    assert "headings are read as those of mesh" in done.stderr
    assert run("garden*.ti.", "--from", "ovid", "--to", "pubmed").stdout == "garden*[ti]\n"


def test_a_file_in_the_language_of_the_protocol_is_read(tmp_path):
    file = tmp_path / "gardens.txt"
    file.write_text('"Child"[mesh] AND garden*[title]')
    assert run(str(file), "--from", "cireview", "--to", "pubmed").stdout == '"Child"[mh] AND garden*[ti]\n'
    file.write_text("child AND garden*")
    assert run(str(file), "--to", "scopus").stdout == "TITLE-ABS-KEY(child AND garden*)\n"


def test_mistakes_in_a_file_name_it(tmp_path):
    file = tmp_path / "gardens.txt"
    file.write_text(STRATEGY + "4. 3 and 9\n")
    (problem,) = run(str(file), "--to", "pubmed").exception.problems
    assert (problem.file, problem.row) == (str(file), 4)
    file.write_bytes("1. caf\xe9.ti.".encode("latin-1"))
    assert "not UTF-8 text" in str(run(str(file), "--to", "pubmed").exception)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.ti.", "--from", "ovid", "--to", "pubmed", "--years", "2000"], "contains its own limits"),
        (["(S1 AND S2) NOT S3", "--to", "pubmed"], "line numbers of a strategy"),
        (["1 AND 2", "--to", "pubmed"], "line numbers of a strategy"),
        (["or/1-5", "--to", "pubmed"], "line numbers of a strategy"),
        (["a b", "--for", "pubmed"], "an operator is missing"),
        (["a", "--for", "pubmed", "--years", "2020-2000"], "is not a range of years"),
        (["a", "--for", "pubmed", "--years", "soon"], "is not a range of years"),
        (["a", "--for", "nope"], "unknown database"),
        (["a", "--for", "pubmed", "--fields", "titel"], "unknown field"),
    ],
)
def test_mistakes_are_told(arguments, message):
    error = run(*arguments).exception
    assert isinstance(error, QueryError)
    assert message in str(error)
