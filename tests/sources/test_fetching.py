"""What an API gave, under the name that the protocol has for the source."""

from __future__ import annotations

from pathlib import Path

import pytest
from sources.playing import KEYS, search
from sources.plays import World
from sources.server import Server, change

import cireview.sources
from cireview.search.retry import PlannedSearch, fetch_records, missing_key
from cireview.sources import APIS
from cireview.web import Session


def test_the_ids_of_two_sources_that_ask_one_api_differ(tmp_path: Path) -> None:
    with Server(World(3)) as server:
        search(server, "openalex", tmp_path, fields=["title"])
    ids = {}
    for name, key in {"OpenAlex": "openalex", "OpenAlex again": "openalex_again"}.items():
        with Session(environment=KEYS) as session:
            planned = PlannedSearch("openalex", name, key, "word0", "2020-03", fields=["title"])
            outcome = fetch_records(planned, archive_folder=tmp_path, session=session)
        assert set(outcome.records["source"]) == set(outcome.log["source"]) == {name}
        ids[key] = set(outcome.records["record_id"])
    assert {one.split(":")[0] for one in ids["openalex"]} == {"openalex"}
    assert {one.split(":")[0] for one in ids["openalex_again"]} == {"openalex_again"}


def test_a_key_is_missing_until_it_is_given_or_the_search_is_archived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CORE_API_KEY", raising=False)

    def missing(api: str, date: str = "2020-03") -> str:
        return missing_key(PlannedSearch(api, api, api, "word0", date), archive_folder=tmp_path)

    told = missing("core")
    assert told == "Get a key at https://core.ac.uk/services/api and set CORE_API_KEY"
    assert missing("openalex") == ""
    monkeypatch.setenv("CORE_API_KEY", "secret")
    assert missing("core") == ""
    monkeypatch.delenv("CORE_API_KEY")
    with Server(World(3)) as server:
        search(server, "core", tmp_path)
    assert missing("core") == ""
    assert missing("core", "2021") == told


def test_a_run_says_what_openalex_will_cost_once_before_it_is_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = list[tuple[str, int]]()
    planned = PlannedSearch("openalex", "OpenAlex", "openalex", "word0", "2020-03")
    with Server(World(3), faults={1: change(meta__cost_usd=0.001)}) as server:
        played = tuple(source.at(f"{server.address}/{source.key}") for source in APIS)
        monkeypatch.setattr(cireview.sources, "APIS", played)
        for _ in range(2):
            with Session(environment=KEYS) as session:
                notify = lambda cost: told.append((cost, len(server.asked)))  # noqa: E731
                fetch_records(planned, archive_folder=tmp_path, session=session, notify=notify)
    assert told == [("OpenAlex: 3 hits; $0.0010 for pages of 100 works: 1", 1)]
