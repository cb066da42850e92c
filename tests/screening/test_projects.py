"""Projects of ASReview 3: what they were started with, what is read of them, and what is written."""

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from cireview.cli import app
from cireview.errors import ExportError, TableError
from cireview.formats import read_export
from cireview.screening.projects import read_project, read_project_priors, write_project
from cireview.tables import RECORD
from cireview.tables.ids import identify_records
from cireview.tables.spreadsheets import read_sheet

# Made by asreview 3.0.8 itself from three invented records, the first and the last of which are alike.
THEIRS = Path(__file__).with_name("asreview_3_0_8.asreview")

TABLE = pd.DataFrame({"record_id": ["a", "b", "c", "d"], "title": ["Sleep", "Rats", "Sleep", "Work"]})
# The columns that are read, as asreview 3.0.8 makes them.
STORE = """
create table record (dataset_row integer, title varchar, record_id integer primary key);
create table results (record_id integer unique, label integer, training_set integer);
"""


def make_project(path, labels, titles=tuple(TABLE["title"])):
    store = sqlite3.connect(":memory:")
    store.executescript(STORE)
    store.executemany("insert into record values (?, ?, ?)", [(i, t, i) for i, t in enumerate(titles)])
    store.executemany("insert into results values (?, ?, ?)", labels)
    store.commit()
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("results.db", store.serialize())
    store.close()
    return path


def test_priors_are_what_was_labelled_before_the_first_model(tmp_path):
    labels = [(2, 1, None), (1, 0, None), (0, 0, 2), (3, None, None)]
    assert read_project_priors(make_project(tmp_path / "x.asreview", labels), TABLE) == ["c", "b"]


@pytest.mark.parametrize(
    ("labels", "titles", "message"),
    [
        ([], ["Sleep"], "no record of the project was labelled before"),
        ([(0, 1, None)], ["Elsewhere"], "no record has the title 'Elsewhere'"),
        ([(2, 1, None)], ["Rats", "Work", "Work"], "no record has the title 'Work'"),
    ],
)
def test_projects_that_do_not_fit(tmp_path, labels, titles, message):
    with pytest.raises(TableError, match=message):
        read_project_priors(make_project(tmp_path / "x.asreview", labels, titles), TABLE)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nonsense", "other", "empty"])
def test_files_that_are_no_project(tmp_path, content):
    path = tmp_path / "x.asreview"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("results.db" if content == "empty" else "project.json", b"{}")
    with pytest.raises(TableError, match=r"not a project of ASReview 3.*export it again"):
        read_project_priors(path, TABLE)


def test_a_project_that_is_not_there(tmp_path):
    with pytest.raises(TableError, match=r"x\.asreview.*there is no such file. Check the path"):
        read_project_priors(tmp_path / "x.asreview", TABLE)


RECORDS = RECORD.conform(
    pd.DataFrame(
        {
            "record_id": ["pubmed:1", "pubmed:2", "other:h-3"],
            "source": ["PubMed", "PubMed", "Other"],
            "title": ["Sleep", "Ängste; \u0001 and more", ""],
            "authors": ["Doe, J.; Roe, A.", "", "Poe"],
            "keywords": ["rest; night", "", ""],
            "year": ["2001", "2002-05", "in press"],
            "doi": ["10.99999/a", "", ""],
            "journal": ["Rest", "", ""],
        }
    ).reindex(columns=list(RECORD.columns), fill_value="")
)
DECISIONS = pd.DataFrame(
    [
        ("other:h-3", "exclude", "", ""),
        ("pubmed:1", "include", "2020-04-06", "read twice"),
        ("pubmed:2", "unsure", "2020-04-06", ""),
        ("gone:1", "include", "", ""),
    ],
    columns=["record_id", "decision", "decided_on", "note"],
)


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "team.asreview"
    write_project(RECORDS, DECISIONS, path, name="team", now=1_586_000_000)
    return path


def open_store(path):
    store = sqlite3.connect(":memory:")
    with zipfile.ZipFile(path) as packed:
        store.deserialize(packed.read("results.db"))
    return closing(store)


def describe(path):
    """Return the version of a store, its tables and triggers, and of each column all that SQLite knows."""
    with open_store(path) as store:
        named = store.execute("select type, name, tbl_name from sqlite_master order by name").fetchall()
        tables = {
            name: store.execute(f"pragma table_xinfo({name})") for kind, name, _ in named if kind == "table"
        }
        columns = {
            name: [(row[1], row[2].lower(), *row[3:]) for row in rows.fetchall()]
            for name, rows in tables.items()
        }
        return store.execute("pragma user_version").fetchone(), named, columns


def read_config(path):
    with zipfile.ZipFile(path) as packed:
        return json.loads(packed.read("project.json")), packed.namelist()


def test_the_store_of_a_project_has_the_tables_columns_and_triggers_of_asreview(written):
    assert describe(written) == describe(THEIRS)


def test_the_description_of_a_project_has_what_asreview_writes(written):
    (ours, parts), (theirs, their_parts) = read_config(written), read_config(THEIRS)
    assert set(ours) == set(theirs)
    same = ("version", "project_file_version", "mode", "feature_matrices", "tags")
    assert [ours[name] for name in same] == [theirs[name] for name in same]
    assert {part for part in parts if "csv" not in part} == {
        part for part in their_parts if "csv" not in part
    }
    assert f"data/{ours['datasets'][0]['name']}" in parts
    assert ours["review"]["status"] == theirs["review"]["status"] == "review"


def test_a_changed_label_is_noted_as_asreview_does(written):
    with open_store(written) as store:
        store.execute("update results set label = 0 where record_id = 0")
        store.execute("delete from results where record_id = 2")
        assert store.execute("select record_id, label from decision_changes").fetchall() == [(0, 1), (2, 0)]


def test_labels_stand_in_their_order_and_all_records_wait_in_theirs(written):
    with open_store(written) as store:
        labels = store.execute("select record_id, label, time, note, training_set from results").fetchall()
        assert labels == [(2, 0, None, None, None), (0, 1, 1586131200.0, "read twice", None)]
        order = store.execute("select record_id from last_ranking order by ranking").fetchall()
        assert order == [(0,), (1,), (2,)]
        texts = store.execute("select title, authors, keywords, year, doi, url from record").fetchall()
        assert texts[0] == ("Sleep", '["Doe, J.", "Roe, A."]', '["rest", "night"]', 2001, "10.99999/a", None)
        assert [row[3] for row in texts] == [2001, 2002, None]


def test_a_project_of_ours_comes_back_as_it_was(written):
    read = read_project(written)
    pd.testing.assert_frame_equal(read[list(RECORD.columns)], RECORDS)
    assert read["decision"].tolist() == ["include", "", "exclude"]
    assert read["decided_on"].tolist() == ["2020-04-06", "", ""]
    assert read["note"].tolist() == ["read twice", "", ""]


REASONS = {
    "a reason": ("exclude", "wrong_topic", "", ("wrong_topic", "")),
    "a reason and a note": ("exclude", "wrong_topic", "see page 2", ("wrong_topic", "see page 2")),
    "a note alone": ("exclude", "", "see page 2", ("", "see page 2")),
    "a note of two lines": ("exclude", "old", "a\nb", ("old", "a\nb")),
    "included": ("include", "", "reason: unclear", ("", "reason: unclear")),
}


@pytest.mark.parametrize(("decision", "reason", "note", "back"), REASONS.values(), ids=REASONS)
def test_the_reason_of_an_exclusion_comes_back(tmp_path, decision, reason, note, back):
    row = {"record_id": "pubmed:1", "decision": decision, "decided_on": "", "note": note, "reason": reason}
    write_project(RECORDS, pd.DataFrame([row]), tmp_path / "a.asreview", name="a", now=1)
    read = read_project(tmp_path / "a.asreview").set_index("record_id").loc["pubmed:1"]
    assert (read["reason"], read["note"]) == back
    sheet = tmp_path / "a.csv"
    words = ["--labels", sheet, "--reviewer", "anna"]
    assert convert(tmp_path / "a.asreview", "-o", tmp_path / "records.csv", *words).exit_code == 0
    filled = read_sheet(sheet).iloc[0]
    assert (filled["reason"], filled["note"]) == back


def test_a_project_of_asreview_is_read():
    read = read_project(THEIRS)
    assert read["accession"].tolist() == ["0", "1", "2"]
    assert read["title"].tolist() == ["Sleep", "Rats", "Sleep"]
    assert read["authors"].tolist() == ["Doe, J.; Roe, A.", "", ""]
    assert read["year"].tolist() == ["2001", "", "2003"]
    assert read["decision"].tolist() == ["include", "exclude", "include"]  # it labels what is alike


def convert(*words):
    return CliRunner().invoke(app, ["convert", *map(str, words)])


def test_a_team_moves_over_with_its_labels(tmp_path):
    records, sheet = tmp_path / "asreview.csv", tmp_path / "anna.csv"
    named = ["--source", "ASReview", "--labels", sheet, "--reviewer", "anna"]
    assert convert(THEIRS, "-o", records, *named).exit_code == 0
    filled = read_sheet(sheet)
    assert filled[["decision", "reviewer"]].to_numpy().tolist() == [
        ["include", "anna"], ["exclude", "anna"], ["include", "anna"]
    ]  # fmt: skip
    # The ids are those that a run gives to the records of that file.
    imported = read_export(records, source="ASReview").records
    assert filled["record_id"].tolist() == identify_records(imported).tolist()


def test_export_files_become_a_project_without_labels(tmp_path):
    (tmp_path / "a.ris").write_text("TY  - JOUR\nTI  - A\nAN  - 1\nER  - \n")
    done = convert(tmp_path / "a.ris", "-o", tmp_path / "a.asreview")
    assert "a.asreview: no labels" in done.stderr
    assert read_project(tmp_path / "a.asreview")[["title", "decision"]].to_numpy().tolist() == [["A", ""]]


REFUSED = {
    "labels of no project": (
        ["a.ris", "-o", "x.ris", "--labels", "s.csv", "--reviewer", "a"],
        "needs a project",
    ),
    "labels of nobody": (
        [THEIRS, "-o", "x.ris", "--labels", "s.csv"],
        "needs a project of ASReview and a reviewer",
    ),
    "a sheet that is there": (
        [THEIRS, "-o", "x.ris", "--labels", THEIRS, "--reviewer", "a"],
        "cireview never overwrites people's answers",
    ),
    "a reviewer of no review": (
        ["a.ris", "-o", "x.ris", "--reviewer", "a"],
        "these inputs have no reviewers",
    ),
    "a project and more": ([THEIRS, "a.ris", "-o", "x.ris"], "cannot be combined with others"),
}


@pytest.mark.parametrize(("words", "message"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_go_together_is_refused_before_anything_is_read(words, message):
    done = convert(*words)
    assert isinstance(done.exception, ExportError)
    assert message in str(done.exception)
