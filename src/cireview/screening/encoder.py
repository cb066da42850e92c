"""Sentence encoders as ONNX files, run without torch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cireview.errors import Problem, ProtocolError
from cireview.screening.presets import MODELS

Vectors = NDArray[np.float32]

MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
ORIGIN = "origin.json"
"""Beside an encoder that was downloaded: where from, and the digests of its files."""
#: Where title and topic stand; twice as many tokens gained nothing, at twice the time.
TOKENS = 128
_BATCH = 16
_KEY = "screening.model"
_KNOWN = ("input_ids", "attention_mask", "token_type_ids")
# Pairs that say one thing in other words: an encoder whose tokenizer is another's does not see it.
_PAIRS = (
    ("heart attack", "myocardial infarction"),
    ("children at school", "pupils in the classroom"),
    ("rain and storms", "bad weather"),
    ("buying a car", "purchase of an automobile"),
)


class Encoder:
    """An encoder of sentences: token ids in, a vector for each token out, of which the mean is taken.

    Parameters
    ----------
    folder
        Holds ``model.onnx`` and ``tokenizer.json``. Nothing is downloaded.

    Raises
    ------
    ProtocolError
        If a file is missing, is not what its name says or not what was downloaded, onnxruntime or tokenizers
        is not installed, or the ONNX file has other inputs than ``input_ids``, ``attention_mask`` and
        ``token_type_ids``.
    """

    def __init__(self, folder: str) -> None:
        check_encoder(folder)
        _check_origin(folder)
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            remedy = "Install it: pip install 'cireview[embeddings]'"
            raise _refuse(f"{error.name} is not installed", remedy) from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.folder = folder
        try:
            self._tokenizer = Tokenizer.from_file(str(Path(folder, TOKENIZER)))
        except Exception as error:  # the library raises nothing narrower
            remedy = "Copy the file that came with the model"
            raise _refuse(f"{Path(folder, TOKENIZER)} is not a tokenizer ({error})", remedy) from error
        self._tokenizer.enable_truncation(TOKENS)
        self._tokenizer.no_padding()
        try:
            # It prints the text of the exception below to stderr.
            options.log_severity_level = 4
            model = str(Path(folder, MODEL))
            self._session = onnxruntime.InferenceSession(model, options, ["CPUExecutionProvider"])
        except Exception as error:  # the library raises nothing narrower
            remedy = "Export the encoder to ONNX again, or download it again"
            raise _refuse(f"{Path(folder, MODEL)} is not an ONNX model ({error})", remedy) from error
        self._inputs = [given.name for given in self._session.get_inputs()]
        if not {"input_ids", "attention_mask"} <= set(self._inputs) <= set(_KNOWN):
            message = f"{Path(folder, MODEL)} takes {', '.join(self._inputs)}, and not {', '.join(_KNOWN)}"
            raise _refuse(message, "Export an encoder of sentences, such as all-MiniLM-L6-v2")

    def check(self) -> int:
        """Return the dimensions; raise a ProtocolError if it does not find paraphrases similar.

        A tokenizer of another model brings that about.
        """
        vectors = self.encode([text for pair in _PAIRS for text in pair])
        likeness = vectors @ vectors.T - 2 * np.eye(len(vectors), dtype=np.float32)
        partner = np.arange(len(vectors)) ^ 1
        # Numbers at random find one partner in seven; a weak encoder finds most.
        if (likeness.argmax(axis=1) == partner).mean() < 0.5:
            raise _refuse_tokenizer(
                self.folder,
                "it does not find two texts on one topic more similar than two on different topics",
            )
        return int(vectors.shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return texts × dimensions, rows of length one.

        Raises
        ------
        ProtocolError
            If the model has no word for a number that the tokenizer gives, or no vector for each token.
        """
        ids = [encoding.ids or [0] for encoding in self._tokenizer.encode_batch(list(texts))]
        # Texts of similar length go together, so that short ones need little padding.
        order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
        parts = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
        vectors = np.concatenate([self._run([ids[row] for row in part]) for part in parts])
        return np.asarray(vectors[np.argsort(order)], dtype=np.float32)

    def _run(self, ids: list[list[int]]) -> Vectors:
        longest = max(map(len, ids))
        table = np.zeros((len(ids), longest), dtype=np.int64)
        mask = np.zeros_like(table)
        for row, tokens in enumerate(ids):
            table[row, : len(tokens)], mask[row, : len(tokens)] = tokens, 1
        given = dict(zip(_KNOWN, (table, mask, np.zeros_like(table)), strict=True))
        try:
            hidden = self._session.run(None, {name: given[name] for name in self._inputs})[0]
        except Exception as error:  # the library raises nothing narrower
            raise _refuse_tokenizer(self.folder, str(error)) from error
        if np.ndim(hidden) != 3 or not np.isfinite(hidden).all():
            message = f"{Path(self.folder, MODEL)} gives no vector for each token"
            raise _refuse(message, "Export the encoder without its last layers, with last_hidden_state first")
        means = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return scale_rows(np.asarray(means, dtype=np.float32))


def scale_rows(vectors: Vectors) -> Vectors:
    """Return `vectors` with rows of length one; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def check_encoder(folder: str) -> None:
    """Raise a ProtocolError if `folder` does not hold the two files of an encoder."""
    if not Path(folder).is_dir():
        remedy = "Give the folder of an encoder; 'cireview model get NAME' downloads one"
        raise _refuse(f"there is no folder {folder!r}", remedy)
    missing = [name for name in (MODEL, TOKENIZER) if not Path(folder, name).is_file()]
    if missing:
        remedy = f"Put {MODEL} and {TOKENIZER} of the same model into the folder"
        raise _refuse(f"the folder {folder!r} lacks {' and '.join(missing)}", remedy)


def list_encoder_files(model: str) -> dict[str, str]:
    """Return the SHA-256 of each file of the encoder that ``screening.model`` names, by path; {} for none."""
    folder = model.removeprefix("embeddings:")
    files = [Path(folder, name) for name in (MODEL, TOKENIZER)] if folder != model else []
    return {path.as_posix(): _digest_file(path) for path in files if path.is_file()}


def digest_model(model: str) -> str:
    """Return the version of a model from another package, or of an encoder; "" for built-in models."""
    if plugin := MODELS.find(model):
        return plugin.origin
    folder = model.removeprefix("embeddings:")
    is_there = all(Path(folder, name).is_file() for name in (MODEL, TOKENIZER))
    return digest_encoder(folder) if folder != model and is_there else ""


def digest_encoder(folder: str) -> str:
    """Return 16 hex digits of the SHA-256 of both files, which tell one encoder from another."""
    digests = [bytes.fromhex(_digest_file(Path(folder, name))) for name in (MODEL, TOKENIZER)]
    return hashlib.sha256(b"".join(digests)).hexdigest()[:16]


def find_changed(folder: str | Path, digests: Mapping[str, str]) -> list[str]:
    """Return which files of `folder` are missing or have another SHA-256 than `digests` says."""
    there = {name: Path(folder, name) for name in digests}
    return [n for n, path in there.items() if not path.is_file() or _digest_file(path) != digests[n]]


def read_origin(folder: str | Path) -> dict[str, str]:
    """Return the SHA-256 of the files of an encoder as it was downloaded; empty where nothing says it.

    Raises
    ------
    ProtocolError
        If ``origin.json`` cannot be read.
    """
    path = Path(folder, ORIGIN)
    if not path.is_file():
        return {}
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {str(name): str(file["sha256"]) for name, file in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = (
            "Delete the folder and download the encoder again. If the encoder is your own, delete this file"
        )
        raise _refuse(f"{path} cannot be read ({error})", remedy) from error


def _check_origin(folder: str) -> None:
    if changed := find_changed(folder, read_origin(folder)):
        message = f"{' and '.join(changed)} in {folder!r} changed since the download"
        raise _refuse(message, "Delete the folder and run 'cireview model get' again")


def _digest_file(path: Path) -> str:
    stat = path.stat()
    return _digest(str(path), stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=32)
def _digest(path: str, _size: int, _changed: int) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse(message: str, remedy: str) -> ProtocolError:
    return ProtocolError(Problem(message, column=_KEY, remedy=remedy))


def _refuse_tokenizer(folder: str, why: str) -> ProtocolError:
    message = f"{Path(folder, MODEL)} cannot process the output of {TOKENIZER} ({why[:200]})"
    return _refuse(message, f"Copy the {TOKENIZER} that came with the model")
