"""Several sources of one API on one date: each has an archive of its own, and earlier ones are still read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sources.playing import KEYS, search
from sources.plays import World
from sources.server import Server

import cireview.sources
from cireview.errors import SearchError
from cireview.search.retry import PlannedSearch, fetch_records, find_folder
from cireview.sources import APIS
from cireview.sources.outcome import SearchOutcome
from cireview.web import Session

WORDS = ("word0", "word1")
FIRST = PlannedSearch("openalex", "Gardens", "gardens", "word0", "2020-03", fields=["title"])
SECOND = replace(FIRST, name="Schools", key="schools", query="word1")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:  # type: ignore[misc]
    with Server(World(6, WORDS)) as server:
        played = tuple(source.at(f"{server.address}/{source.key}") for source in APIS)
        monkeypatch.setattr(cireview.sources, "APIS", played)
        monkeypatch.setattr("cireview.web.session.time.sleep", lambda _: None)
        yield server


def fetch(planned: PlannedSearch, folder: Path, *, offline: bool = False) -> SearchOutcome:
    with Session(environment=KEYS) as session:
        return fetch_records(planned, archive_folder=folder, session=None if offline else session)


def beside(planned: PlannedSearch) -> PlannedSearch:
    return replace(planned, beside=["eric", "OpenAlex"])


def test_two_sources_of_one_api_run_on_one_date_and_are_read_again_offline(
    server: Server, tmp_path: Path
) -> None:
    for planned in map(beside, (FIRST, SECOND)):
        assert fetch(planned, tmp_path).is_complete
        again = fetch(planned, tmp_path, offline=True)
        assert (again.is_complete, set(again.log["search_id"])) == (True, {planned.key})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gardens", "schools"]


def test_what_was_archived_before_another_source_came_stays_where_it_is(
    server: Server, tmp_path: Path
) -> None:
    fetch(FIRST, tmp_path)
    asked = len(server.asked)
    assert fetch(beside(FIRST), tmp_path).is_complete
    assert len(server.asked) == asked
    assert fetch(beside(SECOND), tmp_path).is_complete
    assert sorted(path.name for path in tmp_path.iterdir()) == ["openalex", "schools"]


def test_an_archive_stays_its_own_when_the_other_source_leaves_the_protocol(
    server: Server, tmp_path: Path
) -> None:
    fetch(FIRST, tmp_path)
    fetch(beside(SECOND), tmp_path)
    asked = len(server.asked)
    assert fetch(SECOND, tmp_path).is_complete
    assert len(server.asked) == asked


def test_sources_of_other_apis_do_not_count(tmp_path: Path) -> None:
    assert find_folder(replace(FIRST, beside=["eric", "pubmed"]), tmp_path) == "openalex"


def test_a_source_that_alone_asks_an_api_is_refused_another_query_for_the_same_date(
    server: Server, tmp_path: Path
) -> None:
    fetch(FIRST, tmp_path)
    with pytest.raises(SearchError, match="another search"):
        fetch(replace(FIRST, query="word1"), tmp_path)


def test_a_search_of_the_command_line_is_read_by_a_source_that_asks_the_same(
    server: Server, tmp_path: Path
) -> None:
    search(server, "openalex", tmp_path, fields=["title"])
    assert find_folder(beside(FIRST), tmp_path) == "openalex"
    assert find_folder(beside(SECOND), tmp_path) == "schools"
