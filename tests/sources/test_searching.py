"""Searches over real sockets: complete, divided, interrupted, refused; and what their archives hold."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from sources.plays import World
from sources.server import Server, broken_off, change, half_json, hang_up, status, web_page

from cireview.query import parse_query
from cireview.searching import SearchOutcome, read_archive, run_search
from cireview.sources import find_source
from cireview.web import Session


class Clock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.waits = 1_600_000_000.0, list[float]()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def search(server: Server, key: str, folder: Path, *, query: str = "word0", **options: object) -> SearchOutcome:
    clock = options.pop("clock", None) or Clock()
    environment = options.pop("environment", {})
    date = str(options.pop("date", "2020-03"))
    source = find_source(key).at(f"{server.address}/{key}")
    with Session(environment=environment, clock=clock, sleep=clock.sleep, tries=3) as session:
        return run_search(
            source, parse_query(query), archive_folder=folder, date=date, session=session, **options
        )


@pytest.mark.parametrize("key", ["openalex", "pubmed"])
def test_every_record_of_every_page_is_received_once(key: str, tmp_path: Path) -> None:
    with Server(World(size=2345)) as server:
        outcome = search(server, key, tmp_path)
    assert outcome.is_complete
    assert sorted(map(int, outcome.records["title"].str.split().str[1])) == list(range(1, 2346))
    assert outcome.records["record_id"].is_unique
    log = outcome.log.iloc[0]
    assert (log["found"], log["received"], log["imported"]) == (2345, 2345, 2345)


def test_an_ended_search_is_frozen_and_replays_without_key_or_network(tmp_path: Path) -> None:
    with Server() as server:
        outcome = search(server, "openalex", tmp_path)
        asked = len(server.asked)
        again = search(server, "openalex", tmp_path)
        assert len(server.asked) == asked
    replayed = read_archive(tmp_path / "openalex" / "2020-03")
    for other in (again, replayed):
        assert other.records.equals(outcome.records)
        assert other.log.equals(outcome.log)


def test_another_date_starts_a_search_beside_the_old_one(tmp_path: Path) -> None:
    with Server() as server:
        search(server, "openalex", tmp_path)
        search(server, "openalex", tmp_path, date="2021-03")
    assert sorted(path.name for path in (tmp_path / "openalex").iterdir()) == ["2020-03", "2021-03"]


def test_pubmed_is_divided_by_dates_until_each_part_is_below_the_ceiling(tmp_path: Path) -> None:
    with Server(World(size=10_400, days_apart=0)) as server:
        single_day = search(server, "pubmed", tmp_path / "a")
    assert single_day.log["complete"].iloc[0] == "no: 9999 of 10400 records received"
    with Server(World(size=10_400, first_day=__import__("datetime").date(1990, 1, 1))) as server:
        outcome = search(server, "pubmed", tmp_path / "b")
    assert outcome.is_complete
    assert outcome.log["parts"].iloc[0] > 1
    assert len(outcome.records) == 10_400
