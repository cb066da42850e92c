"""What a referee asks is answered from the folder of a submission alone; what is unfinished says so."""

import json
import re
import shutil
import subprocess
from collections import Counter

import pytest
from typer.testing import CliRunner
from workflow.conftest import ROOT
from workflow.test_numbers_open_records import Records

from cireview import __version__
from cireview.cli import app
from cireview.paper.submission_pages import QUESTIONS
from cireview.prisma.table import read_flow
from cireview.tables import read_table

pytestmark = pytest.mark.workflow
TOTALS = {
    "database_results": 221,
    "duplicates": 128,
    "records_screened": 93,
    "dbr_assessed": 51,
    "new_reports": 32,
}


def submit(*arguments):
    return CliRunner().invoke(app, ["submit", *map(str, arguments)])


@pytest.fixture(scope="session")
def sent(finished, make_once):
    """Return the folder of a submission of the finished demonstration."""

    def fill(folder):
        done = submit(folder / "sent", finished.path, "--journal", "bmc")
        assert done.exit_code == 0, done.exception

    return make_once("sent", fill) / "sent"


def table(sent, name):
    return read_table(sent / f"supplement/{name}.csv")


def test_which_full_texts_were_excluded_why_by_whom_and_when(sent):
    excluded = table(sent, "excluded_full_texts")
    assert len(excluded) == 51 - 32
    assert (excluded[["article", "reason", "decided_by", "decided_on"]] != "").all(axis=None)
    assert Counter(excluded["reason"]) == read_flow(table(sent, "flow"))["dbr_excluded"]


def test_how_many_records_each_database_gave(sent):
    log = table(sent, "search_log").astype({"imported": int})
    assert len(log) == 10
    assert log["imported"].sum() == TOTALS["database_results"]
    given = read_flow(table(sent, "flow"))["database_specific_results"]
    assert dict(zip(log["source"], log["imported"], strict=True)) == given


def test_which_query_was_run_on_which_date(sent):
    log, text = table(sent, "search_log"), (sent / "supplement/searches.md").read_text()
    assert (log[["query", "searched_on", "query_from"]] != "").all(axis=None)
    assert all(f"## {source}" in text for source in log["source"])


def test_how_far_the_reviewers_agreed(sent):
    row = table(sent, "agreement").set_index("reviewer_1").loc["all"]
    assert row["n"] == "93"
    assert f"kappa {row['kappa']}" in (sent / "manuscript/methods.md").read_text()


def test_who_decided_where_they_differed(sent):
    conflicts = table(sent, "conflicts")
    assert set(conflicts["settled_by"]) == {"adjudicator"}
    assert (conflicts["said"].str.count("reviewer_") == 2).all()
    assert "invented" not in " ".join(conflicts["said"])  # a note that people made for themselves


def test_whether_a_model_was_used_and_what_it_excluded(sent):
    deciders = table(sent, "deciders").astype({"records": int})
    assert deciders["records"].sum() == TOTALS["database_results"]
    people = {"consensus", "adjudicator", "reviewer_1; reviewer_2", "deduplication"}
    assert set(deciders["decided_by"]) == people
    assert "automation excluded 0" in (sent / "manuscript/methods.md").read_text()


def test_by_which_rule_duplicates_were_found(sent):
    rules = table(sent, "duplicates")["rule"]
    found = rules[~rules.isin(["kept", "single"])]
    assert len(found) == TOTALS["duplicates"]
    text = (sent / "manuscript/methods.md").read_text()
    assert all(f"{rule} {n}" in text for rule, n in Counter(found).items())


def test_what_changed_since_the_protocol(sent):
    assert table(sent, "amendments").empty
    assert "No amendment of the protocol is recorded." in (sent / "manuscript/methods.md").read_text()
    assert (sent / "supplement/protocol.md").read_text().startswith("# Protocol:")


def test_which_articles_are_included_and_where_they_are_cited(sent):
    included = read_table(sent / "tables/included.csv")
    assert len(included) == TOTALS["new_reports"] == included["key"].nunique()
    page = (sent / "tables/included.tex").read_text()
    bibliography = (sent / "references/included.bib").read_text()
    assert all(rf"\cite{{{key}}}" in page and f"{{{key}," in bibliography for key in included["key"])
    items = json.loads((sent / "references/included.json").read_text())
    assert {item["id"] for item in items} == set(included["key"])


def test_which_software_version_and_seed(sent):
    things = {one["@id"]: one for one in json.loads((sent / "ro-crate-metadata.json").read_text())["@graph"]}
    assert things["#cireview"]["version"] == __version__
    assert things["#seed"]["value"] == 20200331
    assert "cireview run; cireview submit sent --journal bmc" in things["#run"]["description"]
    assert sum(one.startswith("#input/data/exports/") for one in things) == 10


def test_every_file_that_answers_is_there_and_every_question_is_tested(sent):
    files = [file for answer in QUESTIONS.values() for file in answer]
    assert [file for file in files if not (sent / file).is_file()] == []
    assert len(QUESTIONS) == 10
    page = (ROOT / "docs/authors.md").read_text()
    assert [question for question in QUESTIONS if f"| {question} |" not in page] == []


@pytest.mark.parametrize("key", TOTALS)
def test_the_methods_say_the_numbers_of_the_flow(sent, key):
    flow = read_flow(table(sent, "flow"))
    assert flow[key] == TOTALS[key]
    assert re.search(rf"\b{TOTALS[key]}\b", (sent / "manuscript/methods.md").read_text())


TOLD = [
    *("README.md", "manuscript/methods.md", "submission.tex", "tables/included.tex"),
    *("figures/flow.svg", "figures/flow.txt", "supplement/flow.csv"),
]


@pytest.mark.parametrize("file", TOLD)
def test_what_is_invented_is_said_with_the_numbers(sent, file):
    words = " ".join(re.sub(r"<[^>]+>", " ", (sent / file).read_text()).split())
    assert "Demonstration: the totals are those of the published review" in words


def test_figures_have_the_journals_width(sent):
    assert 'width="176mm"' in (sent / "figures/flow.svg").read_text()
    assert {path.suffix for path in (sent / "figures").glob("flow.*")} == {".svg", ".pdf", ".eps", ".txt"}


def test_a_journals_rules(finished, tmp_path):
    done = submit(tmp_path / "submission", finished.path, "--journal", "plos")
    assert done.exit_code == 0, done.exception
    assert {path.suffix for path in (tmp_path / "submission/figures").glob("flow.*")} >= {".tiff", ".eps"}
    readme = (tmp_path / "submission/README.md").read_text()
    assert "It asks for text of 8 pt" in readme


def test_no_abstract_goes_along(sent):
    text = "".join(path.read_text() for path in (sent / "references").iterdir())
    assert not re.search(r'abstract = \{|^AB  -|"abstract":', text, re.MULTILINE)
    assert "abstract" not in table(sent, "records")


def test_checklists_are_there_in_each_format(sent):
    names = ["prisma_2020", "prisma_2020_abstracts", "prisma_s"]
    word = (sent / "manuscript/methods.docx").is_file()
    endings = [".csv", ".html", *([".docx"] if word else [])]
    found = {path.name for path in (sent / "checklists").iterdir()}
    assert found == {f"{name}{ending}" for name in names for ending in endings}


def test_the_report_for_word_has_overview_tables_and_figures_with_their_text(sent):
    docx = pytest.importorskip("docx")
    document = docx.Document(sent / "report.docx")
    overview = {row.cells[1].text: row.cells[2].text for row in document.tables[0].rows}
    assert (overview["records found"], overview["reports included"]) == ("221", "32")
    assert len(document.inline_shapes) > 5
    assert "Records identified from" in document.element.xml  # the flow's alternative text
    assert any("Demonstration: the totals" in paragraph.text for paragraph in document.paragraphs)


def test_an_unfinished_review_says_so_on_top_and_a_changed_one_is_refused(rerunnable, tmp_path):
    sheet = rerunnable.path / "data/labels/eligibility/full_text.csv"
    sheet.write_text("\n".join(sheet.read_text().splitlines()[:-1]) + "\n")
    done = submit(tmp_path / "sent", rerunnable.path)
    assert "changed since the last run" in str(done.exception)
    assert not (tmp_path / "sent").exists()
    status, said = rerunnable.run(anew=True)
    assert status == 0, said
    done = submit(tmp_path / "sent", rerunnable.path)
    assert done.exit_code == 0, done.exception
    assert "unfinished" in done.output
    for file in ("README.md", "manuscript/methods.md", "submission.tex", "figures/flow.svg"):
        assert "nfinished" in (tmp_path / "sent" / file).read_text(), file
    changed = tmp_path / "sent/checklists/prisma_s.csv"
    changed.write_text("mine")
    assert "was changed since it was written" in str(submit(tmp_path / "sent", rerunnable.path).exception)
    assert changed.read_text() == "mine"


@pytest.mark.programs
def test_the_whole_folder_compiles_and_cites_every_article(sent, pdflatex, tmp_path):
    if shutil.which("bibtex") is None:
        pytest.skip("bibtex is not installed")
    folder = shutil.copytree(sent, tmp_path / "sent")
    pdflatex(folder / "submission.tex")
    done = subprocess.run(["bibtex", "submission"], cwd=folder, capture_output=True, text=True)
    assert "error message" not in done.stdout
    pdflatex(folder / "submission.tex")
    assert "undefined" not in pdflatex(folder / "submission.tex")
    cited = (folder / "submission.bbl").read_text().count(r"\bibitem")
    assert cited == 51


@pytest.mark.programs
def test_word_files_open_in_libreoffice(sent, libreoffice, tmp_path):
    files = sorted(sent.rglob("*.docx"))
    if not files or shutil.which("lowriter") is None:
        pytest.skip("python-docx or LibreOffice Writer is not installed")
    for file in files:
        libreoffice(file, tmp_path / "pdf", "pdf")
        assert (tmp_path / f"pdf/{file.stem}.pdf").stat().st_size > 2000


METHODS = {
    r"gave (\d+) records": "database_results",
    r"Of these (\d+) were duplicates": "duplicates",
    r"type excluded (\d+) records": "excluded_automatic",
    r"% of (\d+) records": "records_screened",
    r"People excluded (\d+) records": "records_excluded_human",
    r"automation excluded (\d+)": "records_excluded_automation",
    r"Of (\d+) reports sought": "dbr_sought_reports",
    r"sought, (\d+) could not": "dbr_notretrieved_reports",
    r"In full text (\d+) were": "dbr_assessed",
    r"; (\d+) were excluded": "dbr_excluded",
    r"(\d+) reports of": "new_reports",
    r"reports of (\d+) studies": "new_studies",
}


@pytest.mark.parametrize("words", METHODS)
def test_each_number_of_the_methods_is_a_set_of_records_of_that_size(sent, finished, words):
    (n,) = re.findall(words, (sent / "manuscript/methods.md").read_text(encoding="utf-8"))
    assert int(n) == len(Records(finished).of(METHODS[words]))
