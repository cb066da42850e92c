"""Whatever a service sends, a person reads which service it was, what happened and what to do."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from sources.playing import KEYS, Clock
from sources.raw import Raw, Said, drip, http, packed, page

from cireview import web
from cireview.errors import SearchError
from cireview.query import parse_query
from cireview.search.run import SearchOutcome, run_search
from cireview.sources import find_api
from cireview.web import Access, Session

MILLION = b"0" * 1_000_000
GZIP = "Content-Encoding: gzip"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
LONG = "9" * 400


def ask(
    key: str, answer: Callable[[bytes], Said] | Said, folder: Path, **options: object
) -> tuple[SearchOutcome, Raw]:
    """Search a source at a server that gives this answer to every request."""
    clock = Clock()
    with Raw(answer if callable(answer) else lambda _: answer) as server:
        settings = {"tries": 2, "timeout": 1.0, "request_seconds": 0.2, **options}
        timing = web.Clock(clock, clock.sleep)
        with Session(environment=KEYS, clock=timing, **settings) as session:  # type: ignore[arg-type]
            source = find_api(key).at(server.address)
            return run_search(source, parse_query("word0"), Access(folder, "2020-03", session)), server


def redirect(location: str, code: int = 302) -> bytes:
    return http(code, b"", f"Location: {location}")


def nested(opening: bytes, closing: bytes, times: int = 100_000) -> bytes:
    return opening * times + closing * times


LOCATIONS = {
    "an address without an end": "http://[::1",
    "a port that is no number": "http://127.0.0.1:port/",
    "a port beyond all ports": "http://127.0.0.1:99999/",
    "a negative port": "http://127.0.0.1:-1/",
    "no host": "http://",
    "no host but a path": "http:///works",
    "a name and a password": "http://me:word@127.0.0.1/",
    "a file": "file:///etc/passwd",
    "a script": "javascript:alert(1)",
    "data": "data:text/html,hello",
    "another way": "ftp://127.0.0.1/works",
    "nothing": "",
    "a host of brackets": "http://[[[[]]]]/",
    "a zone": "http://[fe80::1%25eth0]/",
    "a host of signs": "http://%zz/",
    "a label that is too long": "http://" + "a" * 300 + ".test/",
    "a host that two readers read apart": "http://evil.test\\@127.0.0.1/",
    "another host behind a path": "/\\evil.test",
    "letters that look alike": "http://１２７.0.0.1:1/",
    "a name that is empty": "http://.test/",
    "a blank in the host": "http://127.0.0.1 .evil.test/",
    "an address that is endless": "http://evil.test/" + "a" * 60_000,
}

BROKEN: dict[str, Said] = {
    **{f"redirect to {name}": redirect(location) for name, location in LOCATIONS.items()},
    "redirect in a circle": redirect("/again"),
    "redirect without a place": http(302),
    "several choices": http(300, b"choose"),
    "wait: digits without end": http(429, b"{}", f"Retry-After: {LONG}"),
    "wait: a date beyond all years": http(429, b"{}", "Retry-After: Sun, 13 Sep 99999 12:27:40 GMT"),
    "wait: a zone beyond all zones": http(429, b"{}", "Retry-After: Sun, 13 Sep 2020 12:27:40 +99999999999"),
    "wait: the last year": http(503, b"{}", "Retry-After: Fri, 31 Dec 9999 23:59:59 -2359"),
    "wait: the first year": http(503, b"{}", "Retry-After: Mon, 01 Jan 0001 00:00:00 -0000"),
    "wait: no number": http(503, b"{}", "Retry-After: nan"),
    "wait: endless": http(503, b"{}", "Retry-After: inf"),
    "wait: hexadecimal": http(503, b"{}", "Retry-After: 0x7fffffff"),
    "wait: longer than the sun": http(503, b"{}", "Retry-After: 99999999999999999999"),
    "wait: a fraction": http(503, b"{}", "Retry-After: 31536000000000.5"),
    "reset: digits without end": http(429, b"quota", f"X-RateLimit-Reset: {LONG}"),
    "reset: beyond all years": http(429, b"quota", "X-RateLimit-Reset: 99999999999999999"),
    "reset: just below milliseconds": http(429, b"quota", "X-RateLimit-Reset: 99999999999"),
    "reset: negative": http(429, b"quota", "X-RateLimit-Reset: -1"),
    "reset: no number": http(429, b"quota", "X-RateLimit-Reset: nan"),
    "reset: a date": http(429, b"quota", "X-RateLimit-Reset: Sun, 13 Sep 99999 12:27:40 GMT"),
    "reset: several": http(429, b"quota", "X-RateLimit-Reset: 1", f"X-RateLimit-Reset: {LONG}"),
    "allowance: digits without end": http(429, b'{"dailyRemainingUsd": ' + LONG.encode() + b"}"),
    "error of brackets": http(400, nested(b"[", b"]")),
    "error of braces": http(400, nested(b'{"a":', b"}")),
    "error of telling braces": http(400, nested(b'{"error":', b"}", 900)),
    "error of brackets that break off": http(500, b"[" * 100_000),
    "error of elements": http(400, nested(b"<a>", b"</a>")),
    "error of open tags": http(400, b"<title" * 100_000),
    "error of angles": http(400, b"<" * 300_000),
    "error that is large": http(400, MILLION * 5),
    "error of half a letter": http(400, b'{"error": "\\ud800 \\u202e \\u001b[2J"}'),
    "error that is no UTF-8": http(400, b'{"error": "\xff\xfe\xc3"}'),
    "error in UTF-16": http(400, '{"error": "no"}'.encode("utf-16")),
    "error of a long number": http(400, b'{"error": ' + b"9" * 10_000 + b"}"),
    "error that is empty": http(400),
    "error of bytes": http(400, bytes(range(256))),
    "error of gzip that is none": http(400, b"words", GZIP),
    "brackets": http(200, nested(b"[", b"]")),
    "braces": http(200, nested(b'{"a":', b"}")),
    "brackets in a page": http(200, page()[:-1] + b', "x": ' + nested(b"[", b"]", 500) + b"}"),
    "a page that is no UTF-8": http(200, b'\xff\xfe\xfa{"meta": {}}'),
    "a page of half a text": http(200, b'{"meta": "\xc3'),
    "an empty page": http(200),
    "no content": http(204),
    "a total without end": http(200, page(meta={"count": 1}).replace(b"1}", b"1e999}")),
    "a total that is none": http(200, page(meta={"count": 1}).replace(b"1}", b"NaN}")),
    "a total that is negative": http(200, page(meta={"count": -5})),
    "a total that is a list": http(200, page(meta={"count": [1]})),
    "a total of all atoms": http(200, page(meta={"count": 10**30, "next_cursor": "x"})),
    "a total of too many digits": http(200, page(meta={"count": 1}).replace(b"1}", b"9" * 9000 + b"}")),
    "a page of null": http(200, b"null"),
    "a page of words": http(200, b'"words"'),
    "results that are a number": http(200, page(results=3)),
    "results that are words": http(200, page(results="abc")),
    "results of numbers": http(200, page(results=[1, 2])),
    "a web page that steers": http(200, b"<html><title>\x1b[2J\xe2\x80\xae" + MILLION + b"</title></html>"),
    "a web page without an end": http(200, b"<html>" + b"\x1b]0;" * 90_000),
    "a bomb": packed(MILLION * 60),
    "a bomb in a bomb": http(200, gzip.compress(gzip.compress(MILLION * 60)), "Content-Encoding: gzip, gzip"),
    "a bomb of deflate": http(200, zlib.compress(MILLION * 60), "Content-Encoding: deflate"),
    "a bomb as an error": http(500, gzip.compress(MILLION * 60), GZIP),
    "gzip that is none": http(200, page(), GZIP),
    "gzip that breaks off": http(200, gzip.compress(page() + bytes(5000))[:-20], GZIP),
    "gzip that is damaged": http(200, gzip.compress(page())[:-8] + bytes(8), GZIP),
    "packed in an unknown way": http(200, page(), "Content-Encoding: none-known"),
    "packed in several ways": http(200, page(), "Content-Encoding: gzip, br, zstd, gzip"),
    "a length that is too long": http(200, page()).replace(b"Content-Length: ", b"Content-Length: 9"),
    "two lengths": http(200, page(), "Content-Length: 7"),
    "a length without end": http(200, page()).replace(b"Content-Length: ", b"Content-Length: " + b"9" * 400),
    "a chunk that is no number": CHUNKED + b"zz\r\nwords\r\n0\r\n\r\n",
    "a chunk that is negative": CHUNKED + b"-5\r\nwords\r\n0\r\n\r\n",
    "a chunk that is endless": CHUNKED + b"f" * 50 + b"\r\nwords\r\n",
    "a chunk that breaks off": CHUNKED + b"ff\r\nwords",
    "a head of many lines": http(200, page(), *(f"X-{n}: 1" for n in range(200))),
    "a head of one long line": http(200, page(), "X-Long: " + "a" * 100_000),
    "a head that breaks off": b"HTTP/1.1 200 OK\r\nContent-",
    "no HTTP": b"SSH-2.0-OpenSSH_9.6\r\n",
    "nothing at all": b"",
    "an unknown status": b"HTTP/1.1 999 Odd\r\n\r\n",
    "a status that is no number": b"HTTP/1.1 two Odd\r\n\r\n",
    "a status of many digits": b"HTTP/1.1 20000000000 Odd\r\n\r\n",
    "an early hint": b"HTTP/1.1 103 Early\r\n\r\n",
    "a change of protocol": b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n",
}


@pytest.mark.parametrize("said", BROKEN.values(), ids=BROKEN)
def test_a_broken_answer_is_told_by_service_event_and_remedy(said: Said, tmp_path: Path) -> None:
    outcome, server = ask("openalex", said, tmp_path)
    check_told(outcome, "OpenAlex")
    assert 0 < len(server.asked) < 10
    assert not list(tmp_path.rglob("complete.json"))


def check_told(outcome: SearchOutcome, service: str) -> None:
    assert not outcome.has_ended
    assert outcome.problems
    for problem in outcome.problems:
        assert service in problem.message
        assert problem.remedy
        assert len(str(problem)) < 1_000
        assert str(problem).isprintable()
        assert not any(key in str(problem) for key in KEYS.values())


XML = {
    "elements without end": nested(b"<a>", b"</a>"),
    "an unknown encoding": b'<?xml version="1.0" encoding="none-known"?><feed/>',
    "an encoding of several bytes": b'<?xml version="1.0" encoding="shift_jis"?><feed/>',
    "entities that grow": b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><feed>&c;</feed>',
    "an entity from outside": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><feed>&b;</feed>',
    "a letter that is forbidden": b"<feed>\x00</feed>",
    "a text that is no UTF-8": b"<feed>\xff\xfe</feed>",
    "an element that is not closed": b"<feed><entry>",
    "nothing": b"",
    "another element": b"<html/>",
    "no total": b"<feed/>",
    "an attribute twice": b'<feed a="1" a="2"/>',
    "a prefix without a name": b"<x:feed/>",
}


STEERING = "\x1b[2J\u202e" + "long " * 90_000
WORDY = {
    "PubMed": ("pubmed", {"esearchresult": {"ERROR": STEERING}}),
    "PubMed, a list": ("pubmed", {"esearchresult": {"ERROR": [STEERING]}}),
    "Scopus API": ("scopus_api", {"search-results": {"opensearch:totalResults": STEERING, "entry": []}}),
    "Crossref": ("crossref", {"message": {"total-results": STEERING, "items": []}}),
}


@pytest.mark.parametrize(("key", "answer"), WORDY.values(), ids=WORDY)
def test_the_words_of_a_service_are_short_and_steer_no_terminal(
    key: str, answer: object, tmp_path: Path
) -> None:
    check_told(ask(key, http(200, json.dumps(answer).encode()), tmp_path)[0], find_api(key).name)


@pytest.mark.parametrize("body", XML.values(), ids=XML)
def test_broken_xml_is_told_by_service_event_and_remedy(body: bytes, tmp_path: Path) -> None:
    check_told(ask("arxiv", http(200, body), tmp_path)[0], "arXiv")


HEAD = len(b"HTTP/1.1 200 Said\r\n")
SLOW: dict[str, Callable[[], Said]] = {
    "first line": lambda: drip(http(200, page()), 3),
    "head": lambda: drip(http(200, page(), "X-Slow: " + "a" * 500), HEAD),
    "body": lambda: drip(http(200, page(x="a" * 500)), 100),
    "chunks": lambda: drip(CHUNKED + b"1\r\n \r\n" * 500, len(CHUNKED)),
    "head of a chunk": lambda: drip(CHUNKED + b"0" * 500, len(CHUNKED)),
    "gzip": lambda: drip(packed(page(x=str(list(range(900))))), 120),
    "refusal": lambda: drip(http(400, b"a" * 500), 100),
    "redirect": lambda: drip(redirect("/" + "a" * 500), HEAD),
    "body of a redirect": lambda: drip(http(302, b"a" * 500, "Location: /x"), 100),
    "answers that say to go on": lambda: drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 50, HEAD),
    "silence": lambda: [3.0],
    "half an answer and silence": lambda: [http(200, page())[:60], 3.0],
}


@pytest.mark.parametrize("said", SLOW.values(), ids=SLOW)
def test_an_answer_has_a_time_to_come_in_full_however_it_drips(
    said: Callable[[], Said], tmp_path: Path
) -> None:
    outcome, server = ask("openalex", lambda _: said(), tmp_path)
    check_told(outcome, "OpenAlex")
    assert "its answer was incomplete after 0.2 seconds" in outcome.problems[0].message
    assert len(server.asked) == 2


HARMLESS: dict[str, Said] = {
    "an unknown charset": http(200, page(), "Content-Type: application/json; charset=none-known"),
    "no kind": http(200, page(), "Content-Type: "),
    "a mark at the start": http(200, b"\xef\xbb\xbf" + page()),
    "cookies that are none": http(200, page(), "Set-Cookie: ;;=;expires=never;=", "Set-Cookie: \xff=\xff"),
    "a cookie for all": http(200, page(), "Set-Cookie: a=b; Domain=.1; Expires=Mon, 99 Foo 99999 99:99:99 X"),
    "a date that is none": http(200, page(), "Date: yesterday"),
    "a wait that nobody asked for": http(200, page(), f"Retry-After: {LONG}", f"X-RateLimit-Reset: {LONG}"),
    "a place that nobody asked for": http(200, page(), "Location: http://[::1"),
    "a line that is none": http(200, page(), "no line at all"),
    "packed": packed(page()),
    "packed in capitals": packed(page()).replace(b"gzip", b"GZIP"),
    "packed in two parts": http(200, gzip.compress(page()[:20]) + gzip.compress(page()[20:]), GZIP),
    "not packed, and saying so": http(200, page(), "Content-Encoding: identity"),
    "half a letter": http(200, page(results=[{"id": "W1", "title": "\ud800 work"}])),
    "no length": http(200, page()).replace(b"Content-Length", b"X-Length"),
    "in pieces": [http(200, page())[:50], 0.01, http(200, page())[50:]],
    "first told to go on": b"HTTP/1.1 100 Continue\r\n\r\n" + http(200, page()),
}


@pytest.mark.parametrize("said", HARMLESS.values(), ids=HARMLESS)
def test_what_is_only_odd_does_no_harm(said: Said, tmp_path: Path) -> None:
    outcome, _ = ask("openalex", said, tmp_path, request_seconds=5.0)
    assert (outcome.is_complete, len(outcome.records)) == (True, 1)
    outcome.records.to_parquet(tmp_path / "records.parquet")


SURROUNDINGS = {
    "a proxy without an end": {"HTTP_PROXY": "http://[::1"},
    "a proxy that is none": {"HTTP_PROXY": "nonsense://x:y:z"},
    "a proxy of signs": {"HTTP_PROXY": "%%%"},
    "a proxy that is not there": {"HTTP_PROXY": "http://127.0.0.1:9"},
    "a proxy for all of another kind": {"ALL_PROXY": "socks5h://127.0.0.1:9"},
}


@pytest.mark.parametrize("environment", SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_a_proxy_that_is_none_is_told(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name.lower(), value)
    outcome, server = ask("openalex", http(200, page()), tmp_path)
    check_told(outcome, "OpenAlex")
    assert server.asked == []


def test_certificates_that_are_not_there_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    with Session(environment={}, clock=web.Clock(sleep=lambda _: None), tries=2) as session:
        service = web.Service("Test", "https://127.0.0.1:9", 0.0)
        with pytest.raises(SearchError, match="Test gave no usable answer in 2 tries"):
            session.fetch(service, web.Request("/x"), bytes)
