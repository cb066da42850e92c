"""Every fault of a service: what passes is waited for, what stays is told, and nothing is called complete."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sources.playing import Clock, search
from sources.plays import Reply, World, openalex_work
from sources.server import Fault, Server, broken_off, change, half_json, hang_up, status, web_page

PASSING: dict[str, Fault] = {
    "service unavailable": status(503),
    "gateway timeout": status(504, b"<html><title>504</title></html>"),
    "throttled": status(429, b'{"error":"slow down"}', Retry_After="7"),
    "throttled with success, as PubMed does": status(200, b'{"error":"API rate limit exceeded","count":"4"}'),
    "web page instead of JSON": web_page,
    "JSON that ends early": half_json,
    "answer that breaks off": broken_off,
    "connection that closes": hang_up,
    "empty page": change(results=[]),
    "cursor that repeats": change(meta__next_cursor="at100"),
    "cursor that leads to the start": change(meta__next_cursor="*"),
    "page that was there before": change(results=[openalex_work(work) for work in World(100).works]),
    "no total": change(meta={}),
    "page of another kind": status(200, b"[]"),
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_passing_fault_is_waited_for(fault: Fault, tmp_path: Path) -> None:
    clock = Clock()
    with Server(World(250), faults={2: fault}) as server:
        outcome = search(server, "openalex", tmp_path, clock=clock)
        assert len(server.asked) == 4  # three pages, one of them twice
    assert (outcome.is_complete, len(outcome.records)) == (True, 250)
    assert max(clock.waits) >= 0.5


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_fault_that_stays_leaves_a_search_that_goes_on_from_its_last_page(
    fault: Fault, tmp_path: Path
) -> None:
    with Server(World(250), faults={2: fault, 3: fault, 4: fault}) as server:
        broken = search(server, "openalex", tmp_path)
        assert broken.log["complete"].iloc[0].startswith("no: OpenAlex gave no usable answer in 3 tries")
        assert (broken.log["found"].iloc[0], len(broken.records)) == (250, 100)
        assert "continues from its last page" in broken.problems[0].remedy
        assert not broken.has_ended
        healed = search(server, "openalex", tmp_path)
        assert len(server.asked) == 4 + 2  # the first page is not asked for again
    assert (healed.is_complete, len(healed.records)) == (True, 250)


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), ("Sun, 13 Sep 2020 12:27:10 GMT", 30.0)])
def test_retry_after_is_kept_to_in_seconds_and_as_a_date(header: str, seconds: float, tmp_path: Path) -> None:
    clock = Clock()  # which starts at 2020-09-13 12:26:40 GMT
    with Server(faults={1: status(429, b"{}", Retry_After=header)}) as server:
        search(server, "openalex", tmp_path, clock=clock)
    assert clock.waits[0] == seconds


def test_waits_grow_and_are_jittered_by_the_seed(tmp_path: Path) -> None:
    waits = []
    for folder in ("a", "b"):
        clock = Clock()
        with Server(faults={1: status(500), 2: status(502)}) as server:
            search(server, "openalex", tmp_path / folder, clock=clock)
        waits.append([wait for wait in clock.waits if wait > 0.25])
    assert waits[0] == waits[1]
    assert 0.5 <= waits[0][0] < 1.0 <= waits[0][1] < 2.0


REFUSALS = [
    (
        "scopus_api",
        401,
        b'{"service-error":{"status":{"statusText":"Invalid key"}}}',
        "Invalid key",
        "SCOPUS_API_KEY",
    ),
    ("openalex", 403, b'{"error":"Forbidden"}', "Forbidden", "OPENALEX_API_KEY"),
    ("openalex", 400, b'{"message":"x is not a valid field"}', "x is not a valid field", "Change the query"),
    (
        "arxiv",
        400,
        b"<feed><entry><summary>bad query</summary></entry></feed>",
        "bad query",
        "Change the query",
    ),
    ("doaj", 414, b"<html><title>URI too large</title></html>", "URI too large", "Shorten the query"),
    ("eric", 404, b"Not here.", "Not here.", "Try again later"),
]


@pytest.mark.parametrize(("key", "code", "body", "words", "remedy"), REFUSALS)
def test_a_refusal_stops_at_once_with_the_services_own_words(
    key: str, code: int, body: bytes, words: str, remedy: str, tmp_path: Path
) -> None:
    with Server(faults={1: status(code, body)}) as server:
        outcome = search(server, key, tmp_path)
        assert len(server.asked) == 1
    assert f"refused the request ({code}): {words}" in outcome.log["complete"].iloc[0]
    assert remedy in outcome.problems[0].remedy


QUOTAS = [
    ("scopus_api", status(429, b"", X_ELS_Status="QUOTA_EXCEEDED", X_RateLimit_Reset="1600003600000")),
    ("openalex", status(429, b'{"error":"budget","dailyRemainingUsd":0}', Retry_After="3600")),
    ("springer_nature", status(403, b'{"message":"daily limit exceeded"}', Retry_After="3600")),
]


@pytest.mark.parametrize(("key", "fault"), QUOTAS)
def test_a_used_up_allowance_is_told_apart_from_throttling(key: str, fault: Fault, tmp_path: Path) -> None:
    clock = Clock()
    with Server(faults={1: fault}) as server:
        outcome = search(server, key, tmp_path, clock=clock)
        assert (len(server.asked), clock.waits) == (1, [])
    assert "is used up until 2020-09-13T13:26:40+00:00" in outcome.problems[0].message


def test_a_service_that_asks_for_more_patience_than_there_is_is_left_for_later(tmp_path: Path) -> None:
    clock = Clock()
    with Server(faults={1: status(503, b"{}", Retry_After="3600")}) as server:
        outcome = search(server, "openalex", tmp_path, clock=clock)
    assert clock.waits == []
    assert outcome.problems[0].message.startswith(
        "OpenAlex asks to wait until 2020-09-13T13:26:40+00:00 (503)"
    )


def test_an_answer_that_is_too_large_is_refused(tmp_path: Path) -> None:
    from cireview.query import parse_query
    from cireview.search.run import run_search
    from cireview.sources import find_api
    from cireview.web import Access, Session

    with Server() as server, Session(environment={}, max_bytes=1000) as session:
        source = find_api("openalex").at(f"{server.address}/openalex")
        outcome = run_search(source, parse_query("word0"), Access(tmp_path, "2020", session))
    assert outcome.log["complete"].iloc[0].startswith("no: OpenAlex sent an answer of more than 1000 bytes")


def test_a_redirect_to_another_host_is_not_followed_and_one_on_the_same_is(tmp_path: Path) -> None:
    with Server() as server:
        server.faults = {1: status(301, b"", Location="http://localhost:9/elsewhere")}
        away = search(server, "openalex", tmp_path)
        said = "no: OpenAlex redirects to another host: http://localhost:9. Run again"
        assert away.log["complete"].iloc[0].startswith(said)
        here = f"{server.address}/openalex/works?filter=word0&cursor=*&per_page=100"
        server.faults = {2: status(301, b"", Location=here)}
        assert search(server, "openalex", tmp_path).is_complete


def test_totals_that_change_on_the_way_are_told_and_the_last_one_counts(tmp_path: Path) -> None:
    with Server(faults={2: change(meta__count=251)}) as server:
        log = search(server, "openalex", tmp_path / "a").log.iloc[0]
    assert (log["complete"], log["found"]) == ("yes", 250)
    assert "the total that OpenAlex announced changed on the way: 250 to 251" in log["warnings"]
    grown = change(meta__count=260)
    with Server(faults={3: grown, 4: grown}) as server:
        outcome = search(server, "openalex", tmp_path / "b")
        log = outcome.log.iloc[0]
    assert log["complete"] == "no: 250 of 260 records received"
    assert outcome.has_ended


def test_records_seen_twice_count_once_and_hide_no_shortfall(tmp_path: Path) -> None:
    def repeat_one(reply: Reply) -> Reply:
        return replace(reply, body=reply.body.replace(b"org/W150", b"org/W50"))

    with Server(faults={2: repeat_one}) as server:
        log = search(server, "openalex", tmp_path).log.iloc[0]
    assert (log["received"], log["imported"], log["complete"]) == (
        250,
        249,
        "no: 249 of 250 records received",
    )


def test_pubmed_goes_on_by_ids_when_the_history_server_has_forgotten_the_search(tmp_path: Path) -> None:
    with Server(World(450)) as server:

        def forget(reply: Reply) -> Reply:
            server.world.histories.clear()
            return reply

        server.faults = {2: forget}
        outcome = search(server, "pubmed", tmp_path)
    assert (outcome.is_complete, len(outcome.records)) == (True, 450)


def test_pubmed_asks_by_ids_for_a_batch_that_the_history_server_did_not_give_whole(tmp_path: Path) -> None:
    def lose_one(reply: Reply) -> Reply:
        return replace(reply, body=reply.body.replace(b"<PMID>7</PMID>", b"<PMID>77777</PMID>"))

    with Server(World(250), faults={2: lose_one}) as server:
        outcome = search(server, "pubmed", tmp_path)
        assert [asked.params.get("id", "").count(",") for asked in server.asked] == [0, 0, 199, 0]
    assert (outcome.is_complete, len(outcome.records)) == (True, 250)


def test_what_pubmed_dropped_from_the_query_is_in_the_log(tmp_path: Path) -> None:
    with Server() as server:
        log = search(server, "pubmed", tmp_path, "word0 OR zzz").log.iloc[0]
    assert "PubMed, phrasesnotfound: zzz" in log["warnings"]
