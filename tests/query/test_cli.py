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


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a b", "--for", "pubmed"], "an operator is missing"),
        (["a", "--for", "pubmed", "--years", "2020-2000"], "is not a span of years"),
        (["a", "--for", "pubmed", "--years", "soon"], "is not a span of years"),
        (["a", "--for", "nope"], "unknown database"),
        (["a", "--for", "pubmed", "--fields", "titel"], "unknown field"),
    ],
)
def test_mistakes_are_told(arguments, message):
    error = run(*arguments).exception
    assert isinstance(error, QueryError)
    assert message in str(error)
