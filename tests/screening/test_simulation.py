import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from screening.test_projects import make_project
from typer.testing import CliRunner

from cireview.cli import app
from cireview.errors import TableError
from cireview.screening.finished import read_finished
from cireview.screening.simulation import draw_priors, measure_order, simulate

HEAD = "record_id,title,abstract,label_included\n"


def make_review(count=60):
    generator = np.random.default_rng(0)
    about = "nudging makes physicians and nurses prescribe otherwise on wards"
    other = "blood pressure of rats was lowered by a dose in chambers"
    rows = []
    for number in range(count):
        relevant = number % 6 == 0
        words = " ".join(generator.choice((about if relevant else other).split(), 6, replace=False))
        rows.append((f"a{number}", words[:20], words, relevant))
    return pd.DataFrame(rows, columns=["record_id", "title", "abstract", "label_included"])


REVIEW = make_review()


@pytest.fixture
def finished(tmp_path):
    path = tmp_path / "review.csv"
    REVIEW.assign(label_included=REVIEW["label_included"].astype(int)).to_csv(path, index=False)
    return path


def run(*words):
    return CliRunner().invoke(app, ["simulate", *map(str, words)], catch_exceptions=False)


def test_every_record_but_the_priors_is_ranked_once():
    order, metrics = simulate(REVIEW, priors=["a0", "a1"], seed=1)
    assert sorted(order["record_id"]) == sorted(set(REVIEW["record_id"]) - {"a0", "a1"})
    assert order["rank"].tolist() == list(range(1, 59))
    assert metrics.loc[0, ["records", "relevant", "priors"]].tolist() == [58, 9, "a0 a1"]
    assert metrics.loc[0, "loss"] == 0


def test_metrics_are_those_of_the_order():
    order, metrics = simulate(REVIEW, seed=3)
    labels = REVIEW.set_index("record_id")["label_included"][order["record_id"]].to_numpy()
    for name, value in measure_order(labels).items():
        assert metrics.loc[0, name] == value


def test_labels_that_are_not_yet_read_change_nothing():
    # The first records read are chosen by the priors alone, whatever the labels of the others say.
    other = REVIEW.assign(label_included=REVIEW["label_included"] ^ (REVIEW.index > 1))
    first, second = (simulate(table, priors=["a0", "a1"], seed=1, batch=5)[0] for table in (REVIEW, other))
    assert first["record_id"][:5].tolist() == second["record_id"][:5].tolist()
    assert first["record_id"].tolist() != second["record_id"].tolist()


def test_a_batch_is_a_number_or_a_share(monkeypatch):
    import cireview.screening.simulation as module

    sizes = []
    score = module.score_records

    def count(space, rows, *given, **more):
        sizes.append(len(rows))
        return score(space, rows, *given, **more)

    monkeypatch.setattr(module, "score_records", count)
    review = REVIEW.assign(label_included=REVIEW.index % 2 == 0)
    simulate(review, priors=["a0", "a1"], seed=1, batch=20)
    assert sizes == [2, 22, 42]
    sizes.clear()
    simulate(review, priors=["a0", "a1"], seed=1, batch=0.5)
    assert sizes == [2, 3, 4, 6, 9, 13, 19, 28, 42]


# What asreview 3.0.8 labelled first in a table of sixty rows, of which every sixth is relevant:
# asreview simulate --n-prior-included 1 --n-prior-excluded 1 --prior-seed SEED
DRAWN_BY_ASREVIEW = """
0: 12 34, 1: 12 33, 2: 24 44, 3: 30 15, 4: 18 8, 5: 54 51, 6: 48 59, 7: 48 16, 42: 48 16, 2020: 12 31
"""
DRAWS = [draw.split(": ") for draw in DRAWN_BY_ASREVIEW.split(",")]


@pytest.mark.parametrize(("seed", "rows"), DRAWS)
def test_priors_are_those_of_asreview(seed, rows):
    drawn = draw_priors(REVIEW["label_included"].to_numpy(), seed=int(seed))
    assert drawn == [int(row) for row in rows.split()]


@pytest.mark.parametrize(
    ("review", "priors", "message"),
    [
        (REVIEW, ["nobody"], "no record 'nobody'"),
        (REVIEW.assign(label_included=True), [], "the same"),
        (REVIEW[:0], [], "the same"),
    ],
)
def test_what_cannot_be_simulated(review, priors, message):
    with pytest.raises(TableError, match=message):
        simulate(review, priors=priors, seed=1)


def test_one_relevant_among_many():
    review = REVIEW.assign(label_included=REVIEW.index == 30)
    _, metrics = simulate(review, priors=["a1"], seed=1, criteria="nudging of physicians")
    assert metrics.loc[0, "relevant"] == 1
    assert metrics.loc[0, "loss"] < 0.2


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (HEAD + "x,a,b,1\ny,a,b,0\n", {"x": True, "y": False}),
        ("Title,Abstract,Included\na,b,yes\na,b,No\n", {"0": True, "1": False}),
        ("﻿primary_title,notes_abstract,label\na,b,1.0\na,b,\n", {"0": True}),
        (HEAD + "x,a,b,1\ny,a,b,-1\n", {"x": True}),
    ],
)
def test_column_names_of_asreview(tmp_path, text, labels):
    path = tmp_path / "labelled.csv"
    path.write_text(text, encoding="utf-8")
    table, left_out = read_finished(path)
    assert dict(zip(table["record_id"], table["label_included"], strict=True)) == labels
    assert left_out == text.count("\n") - 1 - len(labels)
    assert table["title"].tolist() == ["a"] * len(labels)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title,abstract\na,b\n", "labels or the texts are missing"),
        ("record_id,label_included\nx,1\n", "labels or the texts are missing"),
        (HEAD + "x,a,b,maybe\n", "row 2, column label_included: 'maybe'"),
        (HEAD + "x,a,b,1\nx,a,b,0\n", "row 3, column record_id: the id 'x' occurs twice"),
    ],
)
def test_bad_files_are_told_with_their_row(tmp_path, text, message):
    path = tmp_path / "labelled.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=message):
        read_finished(path)


def test_command_writes_order_and_metrics(finished, tmp_path):
    result = run(finished, "-o", tmp_path / "out", "--priors", "a0,a1", "--seed", 7)
    assert result.exit_code == 0
    order = (tmp_path / "out" / "order.csv").read_bytes()
    assert order.startswith(b"record_id,rank\na")
    assert len(pd.read_csv(tmp_path / "out" / "order.csv")) == 58
    metrics = pd.read_csv(tmp_path / "out" / "metrics.csv")
    assert metrics.loc[0, ["seed", "priors", "records", "loss"]].tolist() == [7, "a0 a1", 58, 0]
    assert {"recall@10", "wss@95", "wss@100"} <= set(metrics.columns)


def test_command_starts_from_what_a_project_was_started_with(finished, tmp_path):
    project = make_project(tmp_path / "x.asreview", [(6, 1, None), (3, 0, None)], REVIEW["title"])
    run(finished, "-o", tmp_path, "--priors", project)
    assert pd.read_csv(tmp_path / "metrics.csv")["priors"].tolist() == ["a6 a3"]


def test_command_runs_several_seeds(finished, tmp_path):
    run(finished, "-o", tmp_path, "--seed", 2, "--seeds", 3)
    assert pd.read_csv(tmp_path / "metrics.csv")["seed"].tolist() == [2, 3, 4]
    assert sorted(path.name for path in tmp_path.glob("order*")) == [
        "order-3.csv",
        "order-4.csv",
        "order.csv",
    ]


def test_command_gives_the_same_bytes_again(finished, tmp_path):
    for name in ("one", "two"):
        run(finished, "-o", tmp_path / name)
    for name in ("order.csv", "metrics.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_command_reads_compressed_files_and_criteria(finished, tmp_path):
    packed = tmp_path / "review.csv.gz"
    packed.write_bytes(gzip.compress(finished.read_bytes()))
    words = tmp_path / "criteria.txt"
    words.write_text("rats under pressure", encoding="utf-8")
    run(packed, "-o", tmp_path / "plain")
    run(packed, "-o", tmp_path / "words", "--criteria", words)
    plain, told = ((tmp_path / name / "order.csv").read_bytes() for name in ("plain", "words"))
    assert plain != told


PROTOCOL = Path(__file__).parents[2] / "config" / "protocol.yaml"


@pytest.mark.skipif(not PROTOCOL.exists(), reason="the root holds no review")
def test_command_takes_the_words_of_a_protocol(finished, tmp_path):
    result = run(finished, "-o", tmp_path, "--protocol", PROTOCOL)
    assert result.exit_code == 0
    assert (tmp_path / "order.csv").exists()


DATA = Path(__file__).parents[3] / "shared" / "data" / "screening"


@pytest.mark.skipif(not DATA.exists(), reason="the finished reviews are not here")
def test_a_real_review_is_ranked_far_better_than_at_random():
    table, left_out = read_finished(DATA / "Cohen_2006_ADHD.csv.gz")
    order, metrics = simulate(table, seed=1)
    assert (len(table), left_out, len(order)) == (851, 0, 849)
    assert metrics.loc[0, "loss"] < 0.15
