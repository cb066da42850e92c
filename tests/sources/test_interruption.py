"""A process that is killed in mid-search: the next run goes on, and the archive holds no page twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sources.playing import search
from sources.plays import Reply, World
from sources.server import Server, status

from cireview.search.run import read_archive

RUN = """
import sys
from sources.playing import search
from sources.server import Server
server = Server()
server.address, key, folder = sys.argv[1:]
search(server, key, folder)
"""
TESTS = Path(__file__).parents[1]


def lines(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_bytes().splitlines()]


def kill_in_mid_search(server: Server, key: str, folder: Path, after: int) -> None:
    """Start a search in a process of its own and kill it (SIGKILL) when `after` requests have come."""
    arguments = [sys.executable, "-c", RUN, server.address, key, str(folder)]
    path = os.pathsep.join([str(TESTS), *sys.path])
    process = subprocess.Popen(arguments, env={**os.environ, "PYTHONPATH": path})
    while len(server.asked) < after and process.poll() is None:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


@pytest.mark.programs
@pytest.mark.parametrize("key", ["openalex", "pubmed"])
def test_a_killed_search_goes_on_and_no_page_is_there_twice(key: str, tmp_path: Path) -> None:
    folder = tmp_path / "killed" / key / "2020-03"

    def slowly(reply: Reply) -> Reply:
        time.sleep(0.02)
        return reply

    with Server(World(2500), faults=dict.fromkeys(range(1, 1000), slowly)) as server:
        for after in (3, 9):
            kill_in_mid_search(server, key, tmp_path / "killed", after)
        assert not (folder / "complete.json").exists()
        torn = len(lines(folder)) if (folder / "manifest.jsonl").exists() else 0
        asked = len(server.asked)
        outcome = search(server, key, tmp_path / "killed")
        pages = len(lines(folder))
        assert len(server.asked) - asked == pages - torn
        undisturbed = search(server, key, tmp_path / "whole")
    assert outcome.is_complete
    assert outcome.records.equals(undisturbed.records)
    requests = [json.dumps(line["request"]) for line in lines(folder)]
    assert len(set(requests)) == len(requests) == pages
    digests = [line["sha256"] for line in lines(folder)]
    assert len(set(digests)) == len(digests)
    assert [path.name for path in sorted((folder / "pages").iterdir())] == [
        f"{number:06d}.gz" for number in range(1, pages + 1)
    ]


@pytest.mark.parametrize("torn", ["manifest line", "page without a line", "half a page"])
def test_what_a_killed_process_left_half_written_is_removed(torn: str, tmp_path: Path) -> None:
    folder = tmp_path / "openalex" / "2020-03"
    with Server(World(450), faults=dict.fromkeys((3, 4, 5), status(503))) as server:
        search(server, "openalex", tmp_path)
        match torn:
            case "manifest line":
                whole = (folder / "manifest.jsonl").read_bytes()
                (folder / "manifest.jsonl").write_bytes(whole[:-20])
            case "page without a line":
                (folder / "pages" / "000003.gz").write_bytes(b"page")
            case "half a page":
                (folder / "pages" / "000003.gz.partial").write_bytes(b"pa")
        before = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        read_archive(folder)  # which changes nothing: another process may be writing
        assert before == {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        outcome = search(server, "openalex", tmp_path)
    assert (outcome.is_complete, len(outcome.records)) == (True, 450)
    assert len(lines(folder)) == len(list((folder / "pages").iterdir())) == 5


def test_an_interrupted_archive_can_be_read_and_says_that_it_is_partial(tmp_path: Path) -> None:
    with Server(World(250), faults=dict.fromkeys((2, 3, 4), status(503))) as server:
        search(server, "openalex", tmp_path)
    outcome = read_archive(tmp_path / "openalex" / "2020-03")
    assert (
        outcome.log["complete"].iloc[0] == "no: interrupted after 100 of 250 records; run again to continue"
    )
    assert len(outcome.records) == 100


def test_a_service_that_forgot_an_interrupted_search_is_told_with_the_way_out(tmp_path: Path) -> None:
    with Server(World(250), faults=dict.fromkeys((2, 3, 4), status(503))) as server:
        search(server, "openalex", tmp_path)
        server.faults = {5: status(400, b'{"message":"invalid cursor"}')}
        outcome = search(server, "openalex", tmp_path)
    assert "start a new one with another search.date" in outcome.problems[0].remedy
