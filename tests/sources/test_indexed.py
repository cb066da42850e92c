"""Whether a database holds known works: by DOI and PubMed id, archived, and never guessed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from sources.holding import HOLDING, ITEMS, holding
from sources.server import status

from cireview.sources import find_api
from cireview.sources.indexed import WAYS, api_that_looks_up, look_up
from cireview.sources.lookup import Library
from cireview.web import Access


def states(key: str, folder: Path, items: pd.DataFrame = ITEMS) -> list[str]:
    with holding(folder) as (library, _):
        return look_up(items, find_api(key), library)["state"].tolist()


def test_every_way_has_a_play() -> None:
    assert {way.source.key for way in WAYS} - set(HOLDING) == {"wos_expanded"}  # it asks as Starter does


@pytest.mark.parametrize("key", HOLDING)
def test_each_database_says_what_it_holds(key: str, tmp_path: Path) -> None:
    assert states(key, tmp_path) == ["indexed", "indexed", "not indexed", "not known"]


def test_an_answer_is_archived_and_read_again_without_network(tmp_path: Path) -> None:
    with holding(tmp_path) as (library, _):
        first = look_up(ITEMS, find_api("pubmed"), library)
    offline = Library(Access(tmp_path, "2026-11-29", None), purpose="known_items")
    assert look_up(ITEMS, find_api("pubmed"), offline).equals(first)
    assert (tmp_path / "known_items/2026-11-29/manifest.jsonl").is_file()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_what_a_database_does_not_answer_is_not_known_and_never_not_indexed(
    number: int, tmp_path: Path
) -> None:
    refusals = {place: status(500) for place in range(number, 20)}
    with holding(tmp_path, faults=refusals) as (library, _):
        table = look_up(ITEMS, find_api("pubmed"), library).set_index("record_id")
        assert library.problems
    assert table.loc["known:doi", "state"] == "not known"
    assert table.loc["known:doi", "reason"] == "PubMed did not answer"
    assert "not indexed" not in table["state"].tolist()[:2]


def test_an_identifier_that_would_end_a_query_is_not_asked_for(tmp_path: Path) -> None:
    odd = ITEMS.assign(doi=['10.5555/"one', "10.5555/a b", "10.5555/a,b", "10.5555/a|b"], pmid="")
    with holding(tmp_path) as (library, server):
        table = look_up(odd, find_api("europe_pmc"), library)
        assert server.asked == []
    assert set(table["state"]) == {"not known"}


DATABASES = [
    ("pubmed", "pubmed"),
    ("scopus", "scopus_api"),
    ("web_of_science", "wos_starter"),
    ("cinahl", ""),
]


@pytest.mark.parametrize(("database", "api"), DATABASES)
def test_a_database_is_looked_up_by_its_own_api_alone(database: str, api: str) -> None:
    assert api_that_looks_up(database) == api
