"""What verbs refuse before any work: dates, names and numbers that make no sense."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cireview.citations import search_citations
from cireview.cli import app
from cireview.cli.limits import check_types, read_languages
from cireview.errors import SearchError
from cireview.query import databases
from cireview.search.complete import find_missing_values
from cireview.tables import RECORD
from cireview.tables.dates import check_search_date
from cireview.web import Access

FETCH = ["fetch", "garden", "-o", "{folder}/o.ris", "--from", "pubmed"]
CITE = ["cite", "{folder}/seeds.ris", "-o", "{folder}/o.ris"]
COMPLETE = ["complete", "{folder}/seeds.ris", "-o", "{folder}/o.ris"]
DEDUPE = ["dedupe", "{folder}/seeds.ris"]
QUERY = ["query", "garden", "--for", "pubmed"]


def test_commands_load_what_reads_tables_only_when_they_work():
    code = "import sys, cireview.cli; assert not {'pandas', 'numpy', 'pydantic'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.parametrize("date", ["2020-13", "2020-02-30", "31.3.2020", "../evil", "2020-03-31x", "20", ""])
def test_what_is_no_date_is_refused(date):
    with pytest.raises(SearchError, match="is not a valid date of a search"):
        check_search_date(date)


@pytest.mark.parametrize("date", ["2020", "2020-03", "2020-02-29"])
def test_a_year_a_month_or_a_day_is_a_date(date):
    assert check_search_date(date) == date


@pytest.mark.parametrize("function", [find_missing_values, search_citations])
def test_no_archive_is_opened_outside_its_folder(tmp_path, function):
    with pytest.raises(SearchError, match="is not a valid date of a search"):
        function(RECORD.empty(), Access(tmp_path, "../evil", None))


REFUSED = {
    "a date of fetch": ([*FETCH, "--date", "2020-13"], "'2020-13' is not a valid date of a search"),
    "a date of cite": ([*CITE, "--date", "../evil"], "'../evil' is not a valid date of a search"),
    "a date of complete": ([*COMPLETE, "--date", "../evil"], "'../evil' is not a valid date of a search"),
    "a date of locate": (
        ["locate", "{folder}/seeds.ris", "-o", "{folder}/o.csv", "--date", "2020-1"],
        "'2020-1' is not a valid date of a search",
    ),
    "no table for locate": (
        ["locate", "{folder}/seeds.ris", "-o", "{folder}/o.ris", "--date", "2020"],
        "o.ris: the ending of the file stands for no table format. Use .csv or .parquet as the ending",
    ),
    "no review to collect in": (["collect", "{folder}"], "this folder holds no review"),
    "a direction": ([*CITE, "--date", "2020", "--direction", "sideways"], "'sideways' is not one of"),
    "a misspelt API": (
        ["fetch", "a", "--from", "pubmde", "--date", "2020", "-o", "o.ris"],
        "Did you mean 'pubmed'?",
    ),
    "a database with another API": (
        ["fetch", "a", "--from", "scopus", "--date", "2020", "-o", "o.ris"],
        "Did you mean 'scopus_api'?",
    ),
    "a database without API": (
        ["fetch", "a", "--from", "cinahl", "--date", "2020", "-o", "o.ris"],
        "cinahl has no API that is asked here. Export its records by hand. There are APIs for openalex,",
    ),
    "an unknown API": (
        ["fetch", "a", "--from", "zzzz", "--date", "2020", "-o", "o.ris"],
        "unknown API 'zzzz'. There are APIs for openalex,",
    ),
    "a misspelt language": (
        [*QUERY, "--language", "Englsh"],
        "'Englsh' is not known. Did you mean 'english'?",
    ),
    "an unknown language": (
        [*QUERY, "--language", "Klingon"],
        "the language 'Klingon' is not known. Choose one of english,",
    ),
    "a misspelt type": (
        [*QUERY, "--type", "bok"],
        "the document type 'bok' is not known. Did you mean 'book'?",
    ),
    "a language of fetch": ([*FETCH, "--date", "2020", "--language", "Englsh"], "'Englsh' is not known"),
    "an output without ending": (
        [*DEDUPE, "-o", "{folder}/o"],
        "o: the ending of the file stands for no format. Use an ending such as .ris,",
    ),
    "no thread": ([*DEDUPE, "-o", "{folder}/o.csv", "--workers", "0"], "the number of threads is 0"),
    "no earlier run": (
        [*DEDUPE, "-o", "{folder}/o.csv", "--earlier", "none.csv"],
        "'none.csv' does not exist",
    ),
    "an earlier run that is none": (
        [*DEDUPE, "-o", "{folder}/o.csv", "--earlier", "{folder}/other.csv"],
        "other.csv: the table (each row is a match) lacks the column(s) record_id",
    ),
}


@pytest.mark.parametrize(("words", "told"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_sense_is_refused_before_any_work(tmp_path, words, told):
    (tmp_path / "seeds.ris").write_text("TY  - JOUR\nTI  - A title\nDO  - 10.1/x\nER  - \n")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    before = sorted(Path(tmp_path).iterdir())
    done = CliRunner().invoke(app, [word.format(folder=tmp_path) for word in words])
    assert done.exit_code != 0
    said = " ".join((done.stderr + str(done.exception)).replace("│", " ").split())
    assert told in said
    assert sorted(Path(tmp_path).iterdir()) == before


@pytest.mark.parametrize("name", ["de", "ger", "German", "deutsch"])
def test_a_language_may_be_given_by_its_code(name):
    assert CliRunner().invoke(app, [*QUERY, "--language", name]).stdout == "garden[tiab] AND german[la]\n"


def test_every_type_and_language_that_a_database_can_limit_to_is_known():
    for database in databases():
        languages = list(database.languages.values) if database.languages else []
        types = list(database.document_types.values) if database.document_types else []
        assert read_languages(languages) == languages
        assert check_types(types) == types
