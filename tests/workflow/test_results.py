"""`results/` holds what this run makes: after any change it has the files that a run from nothing has."""

import json
import random
import shutil

import pytest
from typer.testing import CliRunner
from workflow.conftest import Folder

from cireview.cli import app
from cireview.places import place
from cireview.provenance import digest_file
from cireview.tables.spreadsheets import read_sheet, write_sheet

pytestmark = pytest.mark.workflow

PROTOCOL = """
title: Gardens
question: {main: Do gardens change what children eat}
sources: [{name: Scopus, export: scopus.ris}, {name: Wiley, export: wiley.ris}]
search: {query: garden* AND child*, date: 2020-01}
practical_screen:
  years: {first: 2000, last: 2020}
  criteria: [{id: garden, text: About gardens, terms: [garden]}]
  reviewers: [anna, ben, carla]
methodological_screen:
  criteria: [{id: method, text: Compares groups, terms: [compared]}]
  reviewers: [anna, ben]
review: {coders: [anna, ben]}
"""
CODEBOOK = """
dimensions:
  - {id: country, label: Country, question: Where, kind: single, values: [{id: x, label: X}]}
  - {id: design, label: Design, question: How, kind: single, values: [{id: x, label: X}]}
matrix:
  id: relevance
  label: Relevance
  rows: [{id: r, label: R}]
  columns: [{id: c, label: C}]
  values: [{id: v, label: V, letter: V}]
"""
GONE = {
    "3_search/imports/wiley.parquet",
    "3_search/pairs/1.parquet",
    "logs/3_search/import_export/wiley.log",
    "5_methodological_screen/texts",
    "5_methodological_screen/criteria.csv",
    "7_synthesis/tables/matrix.tex",
    "7_synthesis/figures/codes_design.pdf",
}
STEP = "results/4_practical_screen/sheets"


def article(source, number, chance):
    words = " ".join("".join(chance.choices("abcdefghiklmnoprstuvy", k=8)) for _ in range(12))
    name = f"{source}-{number}"
    year = 2010 if source == "scopus" else 1990  # so that no batch loses a record with its source
    lines = [f"ID  - {name}", f"AN  - {name}", f"PY  - {year}", f"TI  - {words}", f"AB  - {words} {name}"]
    return "\n".join(["TY  - JOUR", *lines, "ER  - \n"])


class Gardens(Folder):
    """A review of eight abstracts, handed out in batches of two."""

    def make(self, *files):
        status, said = self.run(*files)
        assert status == 0, said
        return said

    def answer(self):
        """Save every batch that is out, decided, in data/labels/."""
        for sheet in sorted((self.path / STEP).glob("screening_*_0*.csv")):
            table = read_sheet(sheet).drop(columns="_row").assign(decision="include")
            write_sheet(table, self.path / "data/labels/screening" / sheet.name)

    def change(self, file, old, new):
        text = (self.path / file).read_text()
        assert old in text
        (self.path / file).write_text(text.replace(old, new))

    def files(self):
        folder = self.path / "results"
        return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def begin(home):
    folder = Gardens(home / "review")
    CliRunner().invoke(app, ["init", str(folder.path)], catch_exceptions=False)
    (folder.path / "config/protocol.yaml").write_text(PROTOCOL)
    (folder.path / "config/codebook.yaml").write_text(CODEBOOK)
    folder.change("config/config.yaml", "batch: null", "batch: {size: 2, random_share: 0.0}")
    folder.change("config/config.yaml", "shards: 1", "shards: 2")
    chance = random.Random(1)
    for source in ("scopus", "wiley"):
        text = "".join(article(source, number, chance) for number in range(8))
        (folder.path / f"data/exports/{source}.ris").write_text(text)
    (folder.path / "data/fulltext/scopus_scopus-1.txt").write_text("Groups were compared.")
    for _ in range(2):
        folder.make(f"{STEP}/digests.csv")
        folder.answer()
    folder.make()


@pytest.fixture
def gardens(make_once, tmp_path):
    shutil.copytree(make_once("changing_gardens", begin) / "review", tmp_path / "review")
    return Gardens(tmp_path / "review")


def run_from_nothing(gardens):
    """Return the review as a run from nothing makes it."""
    copy = gardens.path.parent / "fresh/review"
    shutil.copytree(gardens.path, copy, ignore=shutil.ignore_patterns("results", ".snakemake", ".cireview"))
    fresh = Gardens(copy)
    fresh.make()
    return fresh


def change_all(gardens):
    """Take away whatever a run makes files for: people, a source, texts, dimensions, the matrix, words."""
    protocol, codebook = "config/protocol.yaml", "config/codebook.yaml"
    gardens.change(protocol, "[anna, ben, carla]", "[anna, carla]")
    gardens.change(protocol, "reviewers: [anna, ben]", "reviewers: [anna]")
    gardens.change(protocol, "coders: [anna, ben]", "coders: [anna]")
    gardens.change(protocol, ", {name: Wiley, export: wiley.ris}", "")
    gardens.change(protocol, ", terms: [compared]", "")
    gardens.change(codebook, CODEBOOK[CODEBOOK.index("  - {id: design") :], "")
    gardens.change("config/config.yaml", "shards: 2", "shards: 1")
    (gardens.path / "data/exports/wiley.ris").unlink()
    (gardens.path / "data/fulltext/scopus_scopus-1.txt").unlink()
    for file in (gardens.path / "data/labels/screening").glob("screening_ben_*"):
        file.unlink()


def test_results_are_those_of_a_run_from_nothing_whatever_was_taken_away(gardens):
    before = gardens.files()
    change_all(gardens)
    kept = "results/7_synthesis/figures/codes_design.svg"
    (gardens.path / kept).write_text("<svg>mine</svg>")
    gardens.make("results/7_synthesis/report.html", "results/1_question/protocol.md")
    assert set(gardens.files()) >= GONE
    said = gardens.make()
    assert f"Files in results/ that no run made, left alone: 1, such as {kept}" in said
    fresh = run_from_nothing(gardens)
    assert set(gardens.files()) - set(fresh.files()) == {kept.removeprefix("results/")}
    assert set(fresh.files()) <= set(gardens.files())
    assert set(before) - set(gardens.files()) >= GONE


def test_a_run_with_nothing_to_do_clears_what_a_broken_one_left(gardens):
    left, stray = "results/3_search/left.csv", "results/3_search/stray.csv"
    for file in (left, stray):
        (gardens.path / file).write_text("a")
    made = json.loads((gardens.path / place("made")).read_text())
    made[left] = digest_file(gardens.path / left)
    (gardens.path / place("made")).write_text(json.dumps(made))
    said = gardens.make()
    assert "Nothing to be done" in said
    assert f"Files in results/ that no run made, left alone: 1, such as {stray}" in said
    assert not (gardens.path / left).exists()


@pytest.mark.parametrize("arguments", [["--dry-run"], ["--touch"], ["--summary"]])
def test_what_runs_no_job_removes_nothing(gardens, arguments):
    change_all(gardens)
    before = gardens.files()
    gardens.run(*arguments)
    assert gardens.files() == before
