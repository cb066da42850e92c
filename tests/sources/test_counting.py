"""`fetch --count`: hits of each source by one small request, the cost at OpenAlex, and no record fetched."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sources.playing import KEYS, Clock
from sources.plays import PLAYS, Reply, World
from sources.server import Server, change, status
from typer.testing import CliRunner

import cireview.sources
from cireview import web
from cireview.cli import app
from cireview.query import parse_query
from cireview.search.count import HitCount, count_hits
from cireview.sources import APIS, find_api
from cireview.web import Session


def count(server: Server, key: str, query: str = "word0") -> HitCount:
    source, clock = find_api(key).at(f"{server.address}/{key}"), Clock()
    with Session(environment=KEYS, clock=web.Clock(clock, clock.sleep), tries=2) as session:
        return count_hits(source, parse_query(query), session)


@pytest.mark.parametrize("key", PLAYS)
def test_every_source_tells_its_hits_by_one_request_for_one_record_at_most(key: str) -> None:
    replies: list[bytes] = []

    def keep(reply: Reply) -> Reply:
        replies.append(reply.body)
        return reply

    with Server(World(45), faults={1: keep}) as server:
        told = count(server, key)
    assert (told.hits, told.parts, told.problems, len(replies)) == (45, 1, (), 1)
    page = find_api(key).read(replies[0])
    if key == "semantic_scholar":
        assert server.asked[0].params["fields"] == "paperId"  # a page of its bulk search has one size
    elif key != "eric":  # which may give 20 rows whatever is asked for
        assert len(page.items) <= 1


PRICED = change(meta__cost_usd=0.001)


def test_openalex_tells_what_all_pages_cost_and_what_is_left_today() -> None:
    def price(reply: Reply) -> Reply:
        return replace(PRICED(reply), headers={"X-RateLimit-Remaining-USD": "0.9985"})

    with Server(World(345), faults={1: price}) as server:
        told = count(server, "openalex")
    assert (
        told.tell()
        == "OpenAlex: 345 hits; $0.0040 for pages of 100 works: 4; $0.9985 of today's allowance are left"
    )


@pytest.mark.parametrize("odd", [None, "dear", [1], -1, 1e9])
def test_a_price_that_is_none_is_not_told(odd: object) -> None:
    with Server(World(5), faults={1: change(meta__cost_usd=odd)}) as server:
        assert count(server, "openalex").tell() == "OpenAlex: 5 hits; price unknown for pages of 100 works: 1"


def test_a_query_that_is_too_long_is_counted_in_parts_and_its_sum_is_an_upper_bound() -> None:
    words = tuple(f"word{number}" for number in range(600))
    with Server(World(600, words)) as server:
        told = count(server, "openalex", " OR ".join(words))
    assert (told.hits, told.parts > 1) == (600, True)
    assert told.tell().startswith(f"OpenAlex: at most 600 hits in {told.parts} parts, since the query is")


def test_what_pubmed_remarks_on_the_query_is_told_with_its_count() -> None:
    with Server(World(5)) as server:
        assert count(server, "pubmed", "word0 OR zzz").notes == ("PubMed, phrasesnotfound: zzz",)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:  # type: ignore[misc]
    with Server() as server:
        played = tuple(source.at(f"{server.address}/{source.key}") for source in APIS)
        monkeypatch.setattr(cireview.sources, "APIS", played)
        monkeypatch.delenv("CORE_API_KEY", raising=False)
        monkeypatch.setattr("cireview.web.session.time.sleep", lambda _: None)
        yield server


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["fetch", "word0", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_counts_are_printed_and_nothing_is_written(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said, errors = run("--from", "doaj", "--from", "core", "--from", "eric", "--count")
    assert (code, said) == (1, "DOAJ: 250 hits\nCORE: no count\nERIC: 250 hits\n")
    assert "set CORE_API_KEY" in errors
    assert list(tmp_path.iterdir()) == []
    assert [json.loads(asked.params.get("pageSize", "1")) for asked in server.asked] == [1, 1]


def test_a_refusal_is_told_in_the_words_of_the_service(server: Server) -> None:
    server.faults = {1: status(400, b'{"message":"x is not a valid field"}')}
    code, said, errors = run("--from", "openalex", "--count")
    assert (code, said) == (1, "OpenAlex: no count\n")
    assert "x is not a valid field" in errors


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--from", "eric"], ["--date", "--output"]),
        (["--from", "eric", "--date", "2020"], ["--output"]),
        (["--from", "eric", "--count", "--offline"], ["--count"]),
    ],
)
def test_what_is_lacking_or_contradicts_is_told_before_any_request(
    arguments: list[str], told: list[str], server: Server
) -> None:
    from cireview.errors import ReviewError

    result = CliRunner().invoke(app, ["fetch", "word0", *arguments])
    assert isinstance(result.exception, ReviewError)
    words = [problem.message for problem in result.exception.problems]
    assert [option in message for option, message in zip(told, words, strict=True)] == [True] * len(told)
    assert server.asked == []
