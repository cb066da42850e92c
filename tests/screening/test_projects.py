"""The records that an ASReview project was started with."""

import sqlite3
import zipfile

import pandas as pd
import pytest

from cireview.errors import TableError
from cireview.screening.projects import read_project_priors

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
        ([], ["Sleep"], "no record that was labelled before"),
        ([(0, 1, None)], ["Elsewhere"], "no record has the title 'Elsewhere'"),
        ([(2, 1, None)], ["Rats", "Work", "Work"], "no record has the title 'Work'"),
    ],
)
def test_projects_that_do_not_fit(tmp_path, labels, titles, message):
    with pytest.raises(TableError, match=message):
        read_project_priors(make_project(tmp_path / "x.asreview", labels, titles), TABLE)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nonsense", None, "other", "empty"])
def test_files_that_are_no_project(tmp_path, content):
    path = tmp_path / "x.asreview"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("results.db" if content == "empty" else "project.json", b"{}")
    with pytest.raises(TableError, match=r"no project of ASReview 3.*export it again"):
        read_project_priors(path, TABLE)
