"""Digests of people's files: small files are always read, large ones when anything about them differs."""

import hashlib
import json
import os

import pytest

from cireview.review import contents
from cireview.review.contents import ALWAYS_HASHED, digest_contents

MEMORY = "memory/contents.json"
LARGE = b"a" * (ALWAYS_HASHED + 1)


@pytest.fixture
def hashed(monkeypatch):
    """Return the names of the files that were read to be hashed, as they are read."""
    names = []
    digest = contents.digest_file
    monkeypatch.setattr(contents, "digest_file", lambda path: names.append(path.name) or digest(path))
    return names


def digest(folder):
    files = sorted(path.name for path in folder.glob("*.ris"))
    return digest_contents(folder, files, memory=MEMORY)


def test_the_digest_is_the_sha_256_of_each_file(tmp_path):
    (tmp_path / "a.ris").write_bytes(b"abc")
    (tmp_path / "b.ris").write_bytes(LARGE)
    expected = {"a.ris": b"abc", "b.ris": LARGE}
    assert digest(tmp_path) == {name: hashlib.sha256(text).hexdigest() for name, text in expected.items()}


def test_a_large_file_is_read_once_and_a_small_one_every_time(tmp_path, hashed):
    (tmp_path / "a.ris").write_bytes(b"abc")
    (tmp_path / "b.ris").write_bytes(LARGE)
    first = digest(tmp_path)
    assert digest(tmp_path) == first
    assert hashed == ["a.ris", "b.ris", "a.ris"]


@pytest.mark.parametrize("size", [3, len(LARGE)])
def test_other_content_of_the_same_size_and_time_is_noticed(tmp_path, size):
    file = tmp_path / "a.ris"
    file.write_bytes(b"a" * size)
    status = file.stat()
    first = digest(tmp_path)
    file.write_bytes(b"b" * size)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert digest(tmp_path) != first


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"b.ris": 1}', "\x00"])
def test_a_memory_that_cannot_be_read_is_made_anew(tmp_path, hashed, spoilt):
    (tmp_path / "b.ris").write_bytes(LARGE)
    first = digest(tmp_path)
    (tmp_path / MEMORY).write_text(spoilt)
    assert digest(tmp_path) == first
    assert hashed == ["b.ris", "b.ris"]
    assert list(json.loads((tmp_path / MEMORY).read_text())) == ["b.ris"]


def test_a_file_that_is_gone_is_forgotten(tmp_path):
    (tmp_path / "b.ris").write_bytes(LARGE)
    digest(tmp_path)
    (tmp_path / "b.ris").unlink()
    assert digest(tmp_path) == {}
    assert json.loads((tmp_path / MEMORY).read_text()) == {}
