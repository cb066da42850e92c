"""A query in an API's own syntax is sent as it stands, with no limit added, and is its own search."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sources.playing import KEYS, Clock
from sources.plays import World
from sources.server import Server

from cireview import web
from cireview.errors import QueryError, SearchError
from cireview.query import SearchLimits, read_verbatim
from cireview.search.run import SearchOutcome, run_search
from cireview.sources import find_api
from cireview.web import Access, Session

SENT_AS = {"pubmed": "term", "openalex": "filter", "europe_pmc": "query", "crossref": "query.bibliographic"}
LIMITS = SearchLimits(years=(2000, 2020), languages=["English"])


def send(server: Server, key: str, text: str, folder: Path, limits: SearchLimits = LIMITS) -> SearchOutcome:
    clock = Clock()
    source = find_api(key).at(f"{server.address}/{key}")
    with Session(environment=KEYS, clock=web.Clock(clock, clock.sleep), tries=3) as session:
        access = Access(folder, "2020-03", session)
        return run_search(source, read_verbatim(text, database=key), access, limits)


@pytest.mark.parametrize("key", SENT_AS)
def test_it_is_sent_as_it_stands(key: str, tmp_path: Path) -> None:
    text = 'a NOT (b OR "c, d") word0'
    with Server(World(3)) as server:
        outcome = send(server, key, text, tmp_path)
        asked: list[Any] = server.asked
    assert asked[0].params[SENT_AS[key]] == text
    row = outcome.log.iloc[0]
    assert (row["query"], row["complete"]) == (text, "yes")
    assert (row["limited_by"], row["left_to_screen"]) == ("", "years, languages")


def test_another_limit_is_the_same_search_and_another_query_is_not(tmp_path: Path) -> None:
    with Server(World(3)) as server:
        send(server, "openalex", "word0", tmp_path)
        requests = len(server.asked)
        send(server, "openalex", "word0", tmp_path, SearchLimits(years=(1990, 1991)))
        assert len(server.asked) == requests
        with pytest.raises(SearchError, match="another search"):
            send(server, "openalex", "word0 OR word1", tmp_path)


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("a AND (b", 7, "a parenthesis is not closed"),
        ("a) AND b", 2, "a closing parenthesis without an opening one"),
        ('a AND "b c', 7, "a quotation mark is not closed"),
        ("a.ti,ab. AND b", 2, ".ti,ab. is a field of Ovid, not of PubMed"),
    ],
)
def test_what_no_database_could_read_is_told_before_any_request(text: str, at: int, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_verbatim(text, database="pubmed", file="config/protocol.yaml")
    assert caught.value.problems[0].message == f"character {at} of the query of PubMed: {message}"
