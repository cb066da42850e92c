"""The tutorial and the authors' page, done step by step as they stand."""

import re
import shutil
import subprocess
import sys

import pytest
from docs.pages import ROOT, Run, do_steps, read_steps

from cireview.prisma.table import read_flow
from cireview.tables import read_table

pytestmark = pytest.mark.workflow

PAPER = (ROOT / "docs/authors.md").read_text(encoding="utf-8")

COUNTS = {
    "database_results": 6,
    "duplicates": 1,
    "excluded_automatic": 1,
    "records_screened": 4,
    "records_excluded": 2,
    "dbr_assessed": 2,
    "new_studies": 1,
}


@pytest.fixture(scope="session")
def review(make_once):
    """Return the folder of the tutorial's review, done to its end; tests must leave it as it is."""
    steps = read_steps(ROOT / "docs/tutorial.md")
    return make_once("tutorial", lambda folder: do_steps(steps, folder)) / "school-gardens"


def test_the_tutorial_comes_to_what_it_says(review):
    flow = read_flow(read_table(review / "results/7_synthesis/prisma/flow.csv"))
    assert {key: flow[key] for key in COUNTS} == COUNTS
    assert flow["dbr_excluded"] == {"No comparison": 1}
    said = " ".join((ROOT / "docs/tutorial.md").read_text(encoding="utf-8").split())
    assert (
        "6 records identified; 1 duplicate and 1 outside the years removed; 4 screened; 2 excluded;" in said
    )
    assert "2 assessed; 1 excluded (no comparison); 1 included." in said


def test_the_flow_that_the_tutorial_shows_is_the_one_that_it_makes(review):
    made = (review / "results/7_synthesis/prisma/flow.svg").read_bytes()
    assert made == (ROOT / "docs/images/tutorial_flow.svg").read_bytes()


def test_files_that_the_pages_name_are_there(review):
    for page in ("tutorial.md", "authors.md", "reviewers.md"):
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        named = set(re.findall(r"results/\w+/[\w/]+\.\w+", text))
        assert [name for name in sorted(named) if not (review / name).is_file()] == []


def test_sheets_have_the_cells_that_the_reviewers_page_gives_them(review):
    page = (ROOT / "docs/reviewers.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\d_\w+/sheets/[\w<>]+)` \| `([\w/]+)/` \| (.+) \|$", page, re.MULTILINE)
    assert len(rows) == 6
    for sheet, home, cells in rows:
        header = read_table(review / "results" / f"{sheet.replace('<you>', 'anna')}.csv").columns
        assert set(re.findall(r"`([\w?]+)`", cells)) <= set(header)
        assert (review / home).is_dir()


@pytest.mark.parametrize(
    "code", re.findall(r"(?ms)^( *)```python\n(.*?)^\1```$", PAPER), ids=lambda one: one[1][:40]
)
def test_python_of_the_authors_page_runs(review, tmp_path, code):
    indent, lines = code
    shutil.copytree(review / "results/7_synthesis", tmp_path / "results/7_synthesis")
    script = "\n".join(line.removeprefix(indent) for line in lines.splitlines())
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not done.stdout or "4 records were screened, 1 studies included." in done.stdout
    assert done.stdout or [path.stat().st_size > 1000 for path in tmp_path.glob("*_85mm.pdf")] == [True]


@pytest.mark.programs
def test_latex_of_the_authors_page_compiles(pdflatex, review, tmp_path):
    shutil.copytree(review / "results/7_synthesis", tmp_path / "results/7_synthesis")
    (found,) = re.findall(r"(?s)```latex\n(.*?)```", PAPER)
    (tmp_path / "paper.tex").write_text(found, encoding="utf-8")
    pdflatex(tmp_path / "paper.tex")
    assert "Overfull" not in pdflatex(tmp_path / "paper.tex")  # the second pass sets the long tables


def test_the_tutorial_is_short_to_run():
    runs = [one for one in read_steps(ROOT / "docs/tutorial.md") if isinstance(one, Run)]
    assert sum(command == "cireview run" for one in runs for command in one.commands) == 2
