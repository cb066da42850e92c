"""Where a key may travel: to the host and the port that it was given to, never from https to http."""

from __future__ import annotations

from pathlib import Path

import pytest
from sources.playing import KEYS
from sources.raw import Raw, http
from sources.test_hostile_answers import ask, check_told, redirect

from cireview.errors import SearchError
from cireview.web import Service
from cireview.web.redirects import follow


def go(location: str, base: str = "https://api.test/v1") -> str:
    return follow(Service("Test", base, 0.0), f"{base}/works", location)


@pytest.mark.parametrize(
    ("base", "location", "goes_to"),
    [
        ("https://api.test/v1", "/next", "https://api.test/next"),
        ("https://api.test/v1", "https://api.test/next", "https://api.test/next"),
        ("https://api.test/v1", "next?page=2", "https://api.test/v1/next?page=2"),
        ("https://api.test/v1", "https://API.test:443/next", "https://api.test:443/next"),
        ("https://api.test:443/v1", "https://api.test/next", "https://api.test/next"),
        ("https://api.test:8443/v1", "https://api.test:8443/next", "https://api.test:8443/next"),
        ("https://api.test/v1", "/\\evil.test", "https://api.test/%5Cevil.test"),
        ("https://api.test/v1", "https:///evil.test", "https://api.test/evil.test"),
        ("http://api.test/v1", "https://api.test/next", "https://api.test/next"),
        ("http://api.test:80/v1", "https://api.test:443/next", "https://api.test:443/next"),
        (
            "https://api.test/v1",
            "https://api.test:0/next",
            "https://api.test/next",
        ),  # it is sent without the 0
        ("http://[::1]:8000/v1", "http://[::1]:8000/next", "http://[::1]:8000/next"),
    ],
)
def test_a_redirect_within_a_host_and_port_is_followed(base: str, location: str, goes_to: str) -> None:
    assert go(location, base) == goes_to


ELSEWHERE = [
    ("https://api.test/v1", "http://api.test/next"),  # everybody on the way could read the key
    ("https://api.test/v1", "http://api.test:443/next"),
    ("https://api.test/v1", "//other.test/next"),
    ("https://api.test/v1", "https://other.test/next"),
    ("https://api.test/v1", "https://api.test.other.test/next"),
    ("https://api.test/v1", "https://api.test./next"),
    ("https://api.test/v1", "http://other.test/next"),
    ("https://api.test/v1", "https://api.test:8443/next"),
    ("https://api.test/v1", "//api.test:80/next"),
    ("https://api.test/v1", "https://me@api.test/next"),
    ("https://api.test/v1", "https://me:word@api.test/next"),
    ("https://api.test/v1", "https://api.test@other.test/next"),
    ("https://api.test/v1", "https://other.test\\@api.test/next"),
    ("https://api.test/v1", "https://other.test\\.api.test/next"),
    ("https://api.test/v1", "https://other.test#@api.test/next"),
    ("https://api.test/v1", "https://other.test?@api.test/next"),
    ("https://api.test/v1", "ftp://api.test/next"),
    ("https://api.test/v1", "file:///etc/passwd"),
    ("https://api.test:8443/v1", "https://api.test/next"),
    ("http://api.test:8000/v1", "https://api.test/next"),
    ("http://api.test:8000/v1", "https://api.test:8000/next"),
    ("http://api.test:8000/v1", "http://api.test:8001/next"),
    ("http://api.test:8000/v1", "http://api.test/next"),
    ("http://api.test/v1", "https://api.test:8443/next"),
    ("http://127.0.0.1:8000/v1", "http://localhost:8000/next"),
    ("http://127.0.0.1:8000/v1", "http://[::1]:8000/next"),
    ("http://127.0.0.1:8000/v1", "http://2130706433:8000/next"),
]


REFUSED = r"Test redirects to (another|an address without|something that is not a web address)"


@pytest.mark.parametrize(("base", "location"), ELSEWHERE)
def test_a_redirect_that_would_show_the_key_to_others_is_refused(base: str, location: str) -> None:
    with pytest.raises(SearchError, match=REFUSED):
        go(location, base)


def test_another_port_of_a_host_does_not_get_the_key(tmp_path: Path) -> None:
    with Raw(lambda _: http(200)) as other:
        outcome, _ = ask("openalex", redirect(f"{other.address}/works?x=1"), tmp_path)
        assert other.asked == []
    check_told(outcome, "OpenAlex")
    assert "another port of its host" in outcome.problems[0].message


def test_a_key_that_came_back_as_a_host_is_not_told(tmp_path: Path) -> None:
    key = KEYS["OPENALEX_API_KEY"]
    outcome, _ = ask("openalex", redirect(f"https://{key}.test/{key}"), tmp_path)
    assert "redirects to another host" in outcome.problems[0].message
    assert key.lower() not in str(outcome.problems).lower()
