"""Which known items a query finds in a database today: the query, narrowed to their identifiers."""

from __future__ import annotations

from pathlib import Path

import pytest
from sources.holding import ITEMS, holding
from sources.server import status

from cireview.query import parse_query, read_strategy
from cireview.search.online import NARROW, find_online
from cireview.sources import find_api

TREE = parse_query("gardens")


@pytest.mark.parametrize("key", NARROW)
def test_it_is_said_of_each_item_with_an_identifier_whether_it_is_found(key: str, tmp_path: Path) -> None:
    with holding(tmp_path) as (library, server):
        found = find_online(find_api(key), TREE, ITEMS, library)
        asked = [str(request.params) for request in server.asked]
    assert found == {"known:both": True, "known:doi": False, "known:absent": False}
    assert any("AND (" in text or ",doi:" in text for text in asked)
    assert library.problems == []


@pytest.mark.parametrize("key", NARROW)
def test_an_item_without_an_answer_is_left_out(key: str, tmp_path: Path) -> None:
    with holding(tmp_path, faults={place: status(500) for place in range(1, 30)}) as (library, _):
        assert find_online(find_api(key), TREE, ITEMS, library) == {}
        assert library.problems


def test_the_query_of_a_strategy_is_asked_as_it_stands(tmp_path: Path) -> None:
    query = read_strategy('"Child"[mh:noexp] AND gardens[tiab]', database="pubmed").query
    with holding(tmp_path) as (library, server):
        find_online(find_api("pubmed"), query, ITEMS, library)
    term = server.asked[-1].params["term"]
    assert term == '("Child"[mh:noexp] AND gardens[tiab]) AND (101[uid] OR 102[uid] OR 103[uid])'
