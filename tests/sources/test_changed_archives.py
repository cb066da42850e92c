"""An archive that was changed by hand, or made to harm, is told as changed and opens nothing else."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sources.playing import search
from sources.plays import World
from sources.server import Server

from cireview.errors import SearchError
from cireview.search.run import read_archive

DEEP = b"[" * 100_000


def manifest(**members: object) -> Callable[[Path], None]:
    """Change members of the first line; None takes one away."""

    def change(folder: Path) -> None:
        path = folder / "manifest.jsonl"
        line = {**json.loads(path.read_bytes().splitlines()[0]), **members}
        kept = {name: value for name, value in line.items() if value is not None}
        put("manifest.jsonl", json.dumps(kept).encode() + b"\n")(folder)

    return change


def put(file: str, content: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / file).unlink()
        (folder / file).write_bytes(content)

    return change


CHANGES: dict[str, Callable[[Path], None]] = {
    "manifest of brackets": put("manifest.jsonl", DEEP + b"\n"),
    "manifest of a list": put("manifest.jsonl", b"[]\n"),
    "manifest of nothing": put("manifest.jsonl", b"{}\n"),
    "manifest of words": put("manifest.jsonl", b'"words"\n'),
    "manifest that is no UTF-8": put("manifest.jsonl", b"\xff\xfe\n"),
    "a page outside": manifest(file="../../../../../etc/passwd"),
    "a page by its whole path": manifest(file="/etc/passwd"),
    "a page that is a number": manifest(file=3),
    "no page": manifest(file=None),
    "no request": manifest(request=None),
    "a request that is a list": manifest(request=[]),
    "no digest": manifest(sha256=None),
    "bytes that are words": manifest(bytes="many"),
    "bytes below nothing": manifest(bytes=-2),
    "no time": manifest(retrieved=None),
    "a bomb as a page": put("pages/000001.gz", gzip.compress(bytes(50_000_000))),
    "a page that is none": put("pages/000001.gz", b"words"),
    "an empty page": put("pages/000001.gz", b""),
    "a search of brackets": put("search.json", DEEP),
    "a search that is a list": put("search.json", b"[]"),
    "a search of nothing": put("search.json", b"{}"),
    "a search of one word": put("search.json", b'{"source": "openalex"}'),
    "a search of numbers": put("search.json", b'{"source": "openalex", "date": 3, "limits": 3}'),
    "totals of brackets": put("complete.json", DEEP),
    "totals that are a list": put("complete.json", b"[]"),
    "totals of nothing": put("complete.json", b"{}"),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    with Server(World(3)) as server:
        search(server, "openalex", folder)
    archive = folder / "openalex/2020-03"
    return {
        str(path.relative_to(archive)): path.read_bytes() for path in archive.rglob("*") if path.is_file()
    }


CASES = [
    pytest.param(change, ended, id=f"{name}, {'ended' if ended else 'open'}")
    for name, change in CHANGES.items()
    for ended in (True, False)
    if ended or not name.startswith("totals")
]


@pytest.mark.parametrize(("change", "ended"), CASES)
def test_a_changed_archive_is_told_as_changed(
    change: Callable[[Path], None], ended: bool, whole: dict[str, bytes], tmp_path: Path
) -> None:
    for name, content in whole.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    change(tmp_path)
    if not ended:
        (tmp_path / "complete.json").unlink()
    with pytest.raises(SearchError, match="missing or was changed") as told:
        read_archive(tmp_path)
    assert told.value.problems[0].file
    assert told.value.problems[0].remedy


@pytest.mark.parametrize("odd", [None, 3, "odd", [], [3], {}])
@pytest.mark.parametrize("member", ["parts", "is_whole", "found", "notes", "ranked"])
def test_odd_totals_are_told_as_changed_or_do_no_harm(
    member: str, odd: object, whole: dict[str, bytes], tmp_path: Path
) -> None:
    for name, content in whole.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "complete.json").write_text(json.dumps({**json.loads(whole["complete.json"]), member: odd}))
    try:
        told = f"{len(read_archive(tmp_path).records)} records"
    except SearchError as error:
        told = str(error)
    assert told == "3 records" or "was changed" in told
