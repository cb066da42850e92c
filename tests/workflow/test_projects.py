"""A review that was run as a project of ASReview: its records in their order, and whose labels."""

import pandas as pd
import pytest
from typer.testing import CliRunner

from cireview.cli import app
from cireview.errors import ReviewError
from cireview.places import place
from cireview.screening.projects import read_project
from cireview.tables import DECISION, read_table
from cireview.tables.spreadsheets import read_sheet

pytestmark = pytest.mark.workflow


def convert(*words):
    return CliRunner().invoke(app, ["convert", *map(str, words)])


def test_decisions_of_people_become_labels_and_what_is_unread_comes_first(finished, tmp_path):
    done = convert(finished.path, "-o", tmp_path / "team.asreview")
    assert done.exit_code == 0, done.output
    project = read_project(tmp_path / "team.asreview").set_index("record_id")
    decisions = read_table(finished.path / place("screening_decisions"), DECISION).set_index("record_id")
    people = decisions[~decisions["decided_by"].str.startswith("model: ")]["decision"]
    labels = project["decision"][project["decision"] != ""]
    assert labels.to_dict() == people[people.isin(["include", "exclude"])].to_dict()
    ranked = pd.read_csv(finished.path / place("ranking"), dtype="str")["record_id"]
    assert project.index[: len(ranked)].tolist() == ranked.tolist()


def test_labels_of_one_reviewer_are_what_stands_in_the_sheet(finished, tmp_path):
    assert convert(finished.path, "-o", tmp_path / "own.asreview", "--reviewer", "reviewer_2").exit_code == 0
    read = read_project(tmp_path / "own.asreview").set_index("record_id")
    filled = read_sheet(finished.path / "data/labels/screening/reviewer_2.csv").set_index("record_id")
    project, sheet = read["decision"], filled["decision"]
    shared = [record for record in sheet.index if record in project.index and project[record]]
    assert len(shared) > 20
    assert (project[shared].str[0] == sheet[shared].str[0].str.lower()).all()
    out = [record for record in shared if project[record] == "exclude"]
    assert read["reason"][out].tolist() == filled["reason"][out].tolist()
    assert (read["reason"][out] != "").sum() > 5


@pytest.mark.parametrize(
    ("folder", "words", "message"),
    [
        ("finished", ["--reviewer", "nobody"], "no reviewer 'nobody'"),
        ("review", [], "Run the review first"),
    ],
)
def test_what_is_missing_is_named(request, tmp_path, folder, words, message):
    done = convert(request.getfixturevalue(folder).path, "-o", tmp_path / "x.asreview", *words)
    assert isinstance(done.exception, ReviewError)
    assert message in str(done.exception)
