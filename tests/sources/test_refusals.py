"""What services say when they refuse, in whatever shape they say it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sources.playing import search
from sources.server import Server, status

from cireview.web import Answer
from cireview.web.refusals import is_quota_used_up, quote_service, reset_time, seconds_to_wait

NOW = 1_600_000_000.0  # 2020-09-13 12:26:40 UTC

WORDS = [
    (b'{"error": "Invalid key"}', "Invalid key"),
    (
        b'{"error": "invalid_request", "error_description": "The token is missing"}',
        "The token is missing; invalid_request",
    ),
    (b'{"error": {"status": 404, "title": "Gone", "details": "No record found"}}', "No record found; Gone"),
    (b'{"service-error": {"status": {"statusCode": "X", "statusText": "Not permitted"}}}', "Not permitted"),
    (
        b'{"status": "failed", "message": [{"type": "t", "value": 3, "message": "Too many rows"}]}',
        "Too many rows",
    ),
    (b'{"errors": [{"detail": "First"}, {"detail": "Second"}]}', "First; Second"),
    (b'"Just words"', "Just words"),
    (
        b"<feed><title>Results</title><entry><title>Error</title><summary>bad id</summary></entry></feed>",
        "bad id",
    ),
    (b"<html><head><title>Too large</title></head><body><p>long</p></body></html>", "Too large"),
    (b"<r><ERROR>Cannot search</ERROR></r>", "Cannot search"),
    (b"Resource not found.", "Resource not found."),
    (b"\xff\xfe", "\ufffd\ufffd"),
    (b"", "no words"),
    (b"{}", "no words"),
    (b"x" * 1000, "x" * 300),
]


@pytest.mark.parametrize(("body", "words"), WORDS)
def test_the_services_words_are_found_in_any_shape(body: bytes, words: str) -> None:
    assert quote_service(body) == words


WAITS = [
    ("7", 7.0),
    ("0.5", 0.5),
    ("Sun, 13 Sep 2020 12:27:40 GMT", 60.0),
    ("Sun, 13 Sep 2020 12:00:00 GMT", 0.0),
    ("soon", None),
    ("-3", None),
    ("", None),
]


@pytest.mark.parametrize(("header", "seconds"), WAITS)
def test_retry_after_is_read_as_seconds_or_as_a_date(header: str, seconds: float | None) -> None:
    assert seconds_to_wait(Answer(429, b"", {"retry-after": header}), NOW) == seconds


RESETS = [
    ({"retry-after": "3600"}, "2020-09-13T13:26:40+00:00"),
    ({"x-ratelimit-reset": "3600"}, "2020-09-13T13:26:40+00:00"),
    ({"x-ratelimit-reset": "1600003600"}, "2020-09-13T13:26:40+00:00"),
    ({"x-ratelimit-reset": "1600003600000"}, "2020-09-13T13:26:40+00:00"),
    ({"x-ratelimit-reset": "tomorrow"}, ""),
    ({}, ""),
]


@pytest.mark.parametrize(("headers", "moment"), RESETS)
def test_the_time_of_renewal_is_read_in_seconds_or_as_an_epoch(headers: dict[str, str], moment: str) -> None:
    assert reset_time(Answer(429, b"", headers), NOW) == moment


QUOTAS = [
    (429, b'{"message": "You have exceeded your daily limit"}', {}, True),
    (429, b'{"error": "budget", "dailyRemainingUsd": 0}', {}, True),
    (429, b'{"error": "slow down", "dailyRemainingUsd": 0.4}', {}, False),
    (429, b"", {"x-els-status": "QUOTA_EXCEEDED - Quota Exceeded"}, True),
    (429, b'{"message": "Too Many Requests. Please wait"}', {}, False),
    (503, b'{"message": "quota service is down"}', {}, False),
]


@pytest.mark.parametrize(("code", "body", "headers", "used_up"), QUOTAS)
def test_a_quota_is_told_from_throttling(
    code: int, body: bytes, headers: dict[str, str], used_up: bool
) -> None:
    assert is_quota_used_up(Answer(code, body, headers)) is used_up


@pytest.mark.parametrize("environment", [{}, {"SEMANTIC_SCHOLAR_API_KEY": "mine"}])
def test_who_is_throttled_without_a_key_is_told_that_there_are_keys(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with Server(faults=dict.fromkeys((1, 2, 3), status(429, b'{"message":"Please wait"}'))) as server:
        outcome = search(server, "semantic_scholar", tmp_path, environment=environment)
    assert ("SEMANTIC_SCHOLAR_API_KEY allows more" in outcome.problems[0].remedy) is not bool(environment)
