"""`cireview simulate` as a person types it: what it takes, what it refuses, and what it leaves behind."""

import gzip
import io

import pandas as pd
import pytest
from typer.testing import CliRunner

from cireview.cli import app, main

ROWS = [
    (
        f"r{number}",
        f"{'gardens of schools' if number % 4 == 0 else 'pressure of blood'} {number}",
        number % 4 == 0,
    )
    for number in range(24)
]
TABLE = pd.DataFrame(ROWS, columns=["record_id", "title", "included"]).astype({"included": int})


def as_text(**how):
    return TABLE.to_csv(index=False, **how)


def as_workbook():
    stream = io.BytesIO()
    TABLE.to_excel(stream, index=False)
    return stream.getvalue()


@pytest.fixture
def finished(tmp_path):
    path = tmp_path / "review.csv"
    path.write_text(as_text())
    return path


def refuse(monkeypatch, capsys, *words):
    """Return what `cireview simulate` says on standard error when it refuses."""
    monkeypatch.setattr("sys.argv", ["cireview", "simulate", *map(str, words)])
    with pytest.raises(SystemExit) as left:
        main()
    said = " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert left.value.code == (2 if said.startswith("Usage:") else 1)
    return said


FILES = {
    "semicolons": as_text(sep=";").encode(),
    "tabs": as_text(sep="\t").encode(),
    "UTF-16": as_text().encode("utf-16"),
    "Windows-1252": as_text().replace("gardens", "g\xe4rdens").encode("cp1252"),
    "a workbook": as_workbook(),
    "gzip": gzip.compress(as_text().encode()),
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_a_finished_review_is_read_from_any_table(tmp_path, content):
    (tmp_path / "review").write_bytes(content)
    done = CliRunner().invoke(app, ["simulate", str(tmp_path / "review"), "-o", str(tmp_path / "out")])
    assert done.exit_code == 0, done.exception
    order = pd.read_csv(tmp_path / "out/order.csv")
    assert len(order) == 22
    assert set(order["record_id"]) < set(TABLE["record_id"])


OPTIONS = {
    "no such criteria": (["--criteria", "nofile"], "nofile: this file does not exist"),
    "a folder of criteria": (
        ["--criteria", "{folder}"],
        "this is a folder, and a file is needed. Give the name of a file",
    ),
    "criteria that are no text": (["--criteria", "{binary}"], "binary: the file is not UTF-8 text"),
    "criteria twice": (["--criteria", "{binary}", "--protocol", "nofile"], "criteria are given twice"),
    "no such protocol": (["--protocol", "nofile"], "nofile: the file does not exist"),
    "an output that is a file": (["-o", "{file}"], "review.csv: this is a file, and a folder is needed"),
    "a seed below zero": (["--seed", "-1"], "Invalid value for '--seed'"),
    "a seed that is too large": (["--seed", "5000000000"], "Invalid value for '--seed'"),
    "no priors": (["--priors", " ,"], "option --priors: the ids are missing"),
    "priors twice": (["--priors", "r1,r1"], "the record 'r1' is given twice"),
    "unknown priors": (["--priors", "x"], "there is no record 'x' to start from"),
    "a model that is none": (["--model", "word"], "there is no model 'word'. Did you mean 'words'?"),
    "an estimator that is no classifier": (
        ["--model", "sklearn.svm.OneClassSVM"],
        "sklearn.svm.OneClassSVM is not a classifier",
    ),
    "a function": (["--model", "os.abort"], "os.abort is not a classifier"),
    **{
        f"a batch of {batch}": (["--batch", batch], "is neither a number of records nor a share")
        for batch in ("nan", "inf", "0", "-1", "1.5")
    },
}


@pytest.mark.parametrize(("options", "told"), OPTIONS.values(), ids=OPTIONS)
def test_an_option_that_makes_no_sense_is_named(finished, tmp_path, monkeypatch, capsys, options, told):
    (tmp_path / "binary").write_bytes(b"\x1f\x8b\xff")
    paths = {"folder": tmp_path, "binary": tmp_path / "binary", "file": finished}
    words = [option.format(**paths) for option in options]
    output = [] if "-o" in words else ["-o", tmp_path / "out"]
    assert told in refuse(monkeypatch, capsys, finished, *output, *words)


TABLES = {
    "nothing": ("", "the file contains no rows"),
    "a header alone": ("record_id,title,included\n", "the file contains no rows"),
    "a row without id": (
        "record_id,title,included\n1,a,1\n,b,0\n",
        "row 3, column record_id: the id is missing",
    ),
    "an id twice": (
        "record_id,title,included\n1,a,1\n1,b,0\n",
        "row 3, column record_id: the id '1' occurs twice",
    ),
    "labels of one kind": ("record_id,title,included\n1,a,1\n2,b,1\n", "all labels are the same"),
}


@pytest.mark.parametrize(("text", "told"), TABLES.values(), ids=TABLES)
def test_a_table_that_is_no_finished_review_is_named(tmp_path, monkeypatch, capsys, text, told):
    path = tmp_path / "review.csv"
    path.write_text(text)
    assert told in refuse(monkeypatch, capsys, path, "-o", tmp_path / "out")


def test_orders_of_an_earlier_call_do_not_stay_beside_other_metrics(finished, tmp_path):
    (tmp_path / "order-of-mine.csv").write_text("mine")
    for words in (["--seeds", "3"], ["--seed", "7"]):
        done = CliRunner().invoke(app, ["simulate", str(finished), "-o", str(tmp_path), *words])
        assert done.exit_code == 0
    assert sorted(path.name for path in tmp_path.glob("order*")) == ["order-of-mine.csv", "order.csv"]
    assert pd.read_csv(tmp_path / "metrics.csv")["seed"].tolist() == [7]


def test_nothing_is_measured_where_the_priors_are_all_that_is_relevant(finished, tmp_path):
    relevant = ",".join(TABLE.loc[TABLE["included"] == 1, "record_id"])
    done = CliRunner().invoke(app, ["simulate", str(finished), "-o", str(tmp_path), "--priors", relevant])
    assert "all relevant records are among the priors" in done.stderr
    metrics = pd.read_csv(tmp_path / "metrics.csv")
    assert metrics.loc[0, "relevant"] == 0
    assert metrics.loc[0, "loss":].isna().all()


ESTIMATORS = [
    "sklearn.neighbors.KNeighborsClassifier",  # wants five labels before it ranks
    "sklearn.calibration.CalibratedClassifierCV",  # wants five labels of each class
    "sklearn.naive_bayes.GaussianNB",  # wants a cell for each zero
    "sklearn.ensemble.RandomForestClassifier",  # draws at random
]


@pytest.mark.filterwarnings("ignore:The least populated class")  # CalibratedClassifierCV has few labels
@pytest.mark.parametrize("model", ESTIMATORS)
def test_any_classifier_ranks_and_does_so_again(finished, tmp_path, model):
    for name in ("one", "two"):
        words = ["simulate", str(finished), "-o", str(tmp_path / name), "--model", model, "--batch", "8"]
        assert CliRunner().invoke(app, words, catch_exceptions=False).exit_code == 0
    assert (tmp_path / "one/order.csv").read_bytes() == (tmp_path / "two/order.csv").read_bytes()


def test_a_full_table_that_is_too_large_is_told_and_not_made(finished, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("cireview.screening.learning.DENSE", 100)
    words = [finished, "-o", tmp_path / "out", "--model", "sklearn.naive_bayes.GaussianNB"]
    said = refuse(monkeypatch, capsys, *words)
    assert "GaussianNB needs a full table, which is too large for 24 records" in said


def test_a_classifier_that_cannot_learn_from_many_labels_is_told(finished, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("cireview.screening.learning.FEW", 1)
    words = [finished, "-o", tmp_path / "out", "--model", "sklearn.neighbors.KNeighborsClassifier"]
    assert "KNeighborsClassifier cannot learn from 2 labels" in refuse(monkeypatch, capsys, *words)


CRITERIA = {
    "one word": ("gardens", ""),
    "ten pages": ("Reviewers read records on gardens of schools in four databases.\n" * 800, ""),
    "Finnish": ("Millaisia ovat koulujen puutarhat? Satunnaistetut kokeet", "are they in another language"),
    "a word of nobody": ("xyzzy", "no record contains a word of question and criteria"),
    "only exclusions": ("Exclusion criteria: gardens; letters.", "the ranking does not use them"),
    "only words of all protocols": ("Peer-reviewed studies in English", "the ranking does not use them"),
    "nothing": (" \n", ""),
}


@pytest.mark.parametrize(("text", "told"), CRITERIA.values(), ids=CRITERIA)
def test_criteria_of_any_kind_rank_and_those_that_cannot_help_are_named(finished, tmp_path, text, told):
    criteria = tmp_path / "criteria.txt"
    criteria.write_text(text)
    done = CliRunner().invoke(
        app, ["simulate", str(finished), "-o", str(tmp_path / "out"), "--criteria", str(criteria)]
    )
    assert done.exit_code == 0, done.output
    assert len(pd.read_csv(tmp_path / "out/order.csv")) == 22
    assert told in done.stderr
    assert done.stderr == "" or told
