"""Where a key may travel, and how it is taken out of texts."""

import io
from dataclasses import replace

import pytest
import requests

from cireview.errors import SearchError
from cireview.web import Clock, Key, Request, Service, Session


@pytest.mark.parametrize(
    ("location", "goes_to"),
    [
        ("/next", "https://api.test/next"),
        ("https://api.test/next", "https://api.test/next"),
        ("next?page=2", "https://api.test/v1/next?page=2"),
    ],
)
def test_a_redirect_within_a_host_is_followed(location, goes_to):
    with Session(environment={}) as session:
        service = Service("Test", "https://api.test/v1", 0.0)
        assert session._redirect(service, "https://api.test/v1/works", location) == goes_to


@pytest.mark.parametrize(
    "location",
    [
        "http://api.test/next",  # the same host without encryption: everybody on the way could read the key
        "//other.test/next",
        "https://other.test/next",
        "https://api.test.other.test/next",
        "http://other.test/next",
    ],
)
def test_a_redirect_that_would_show_the_key_to_others_is_refused(location):
    with Session(environment={}) as session:
        service = Service("Test", "https://api.test/v1", 0.0)
        with pytest.raises(SearchError, match="Test redirects to another host"):
            session._redirect(service, "https://api.test/v1/works", location)


def test_a_redirect_from_http_to_https_is_followed():
    with Session(environment={}) as session:
        service = Service("Test", "http://api.test/v1", 0.0)
        assert session._redirect(service, "http://api.test/v1/works", "https://api.test/v1/works") == (
            "https://api.test/v1/works"
        )


@pytest.mark.parametrize(
    ("secrets", "text"),
    [
        (["abc", "abcdef"], "key=abcdef;"),
        (["abcdef", "abc"], "key=abcdef;"),
        (["def", "abcdef", "bcd"], "key=abcdef;"),
    ],
)
def test_nothing_of_a_longer_key_stays_when_a_shorter_one_is_part_of_it(secrets, text):
    with Session(environment={}) as session:
        session._secrets = set(secrets)
        assert session.redact(text) == "key=REDACTED;"


class Played(requests.adapters.BaseAdapter):
    """Plays answers in place of the network: a status with a body, or an error to raise."""

    def __init__(self, *answers):
        super().__init__()
        self.answers, self.sent = list(answers), []

    def send(self, request, **_settings):
        self.sent.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        code, body, headers = answer
        response = requests.Response()
        response.status_code, response.url = code, request.url
        response.headers.update(headers)
        response.raw = io.BytesIO(body)
        response.request = request
        return response

    def close(self):
        pass


def open_session(*answers, environment=None, **settings):
    waits = []
    clock = Clock(now=lambda: 0.0, sleep=waits.append)
    session = Session(environment=environment or {}, clock=clock, **settings)
    played = Played(*answers)
    session._requests.mount("https://", played)
    return session, played, waits


KEY = Key("TEST_KEY", "https://test/keys", header="X-Key")
SERVICE = Service("Test", "https://api.test", 0.0, keys=(KEY,))
READY = (200, b"ready", {})


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (requests.ConnectTimeout("no"), "it did not answer in time"),
        (requests.ReadTimeout("no"), "it did not answer in time"),
        (requests.exceptions.ChunkedEncodingError("no"), "its answer broke off"),
        (requests.exceptions.ContentDecodingError("no"), "its answer broke off"),
        (requests.ConnectionError("no"), r"the connection failed \(ConnectionError\)"),
        ((503, b"busy", {}), "it answered 503: busy"),
    ],
)
def test_what_went_wrong_last_is_named_once_all_tries_are_over(failure, words):
    session, played, waits = open_session(failure, failure, tries=2)
    with pytest.raises(SearchError, match=f"Test gave no usable answer in 2 tries; the last time {words}"):
        session.fetch(SERVICE, Request("/x"), bytes)
    assert len(played.sent) == 2
    assert len(waits) == 1  # between the two tries, not after the last


@pytest.mark.parametrize(("asked", "waited"), [("7", 7.0), ("10", 10.0)])
def test_the_wait_that_a_service_asks_for_is_kept_up_to_the_limit_of_patience(asked, waited):
    session, _, waits = open_session((503, b"busy", {"Retry-After": asked}), READY, patience=10.0)
    assert session.fetch(SERVICE, Request("/x"), bytes)[1] == b"ready"
    assert waits == [waited]


def test_a_longer_wait_is_left_for_another_day():
    session, played, waits = open_session((503, b"busy", {"Retry-After": "11"}), READY, patience=10.0)
    with pytest.raises(SearchError, match=r"Test asks to wait.*\(503\): busy"):
        session.fetch(SERVICE, Request("/x"), bytes)
    assert (len(played.sent), waits) == (1, [])


@pytest.mark.parametrize(("size", "taken"), [(20, True), (21, False)])
def test_an_answer_beyond_the_limit_is_refused(size, taken):
    session, _, _ = open_session((200, b"a" * size, {}), max_bytes=20)
    if taken:
        assert session.fetch(SERVICE, Request("/x"), bytes)[1] == b"a" * size
    else:
        with pytest.raises(SearchError, match="an answer of more than 20 bytes"):
            session.fetch(SERVICE, Request("/x"), bytes)


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        (Request("/x", posted_json='{"a": 1}'), "application/json"),
        (Request("/x", form=(("a", "1"),)), "application/x-www-form-urlencoded"),
        (Request("/x"), None),
    ],
)
def test_what_is_posted_says_what_it_is(request_, kind):
    session, played, _ = open_session(READY)
    session.fetch(SERVICE, request_, bytes)
    assert played.sent[0].headers.get("Content-Type") == kind


def test_a_service_that_redirects_without_end_is_given_up():
    session, played, _ = open_session(*[(302, b"", {"Location": "/again"})] * 30)
    with pytest.raises(SearchError, match="Test redirects without end"):
        session.fetch(SERVICE, Request("/x"), bytes)
    assert len(played.sent) < 30


def test_a_key_is_not_in_the_answer_that_echoes_it():
    body = b'{"key": "s\\u00e9cret/1", "url": "?k=s%C3%A9cret%2F1", "plain": "s\xc3\xa9cret/1"}'
    session, _, _ = open_session(
        (200, body, {"X-RateLimit-Limit": "sécret/1"}), environment={"TEST_KEY": "sécret/1"}
    )
    session._secret(KEY)
    answer, _ = session.fetch(replace(SERVICE, keys=()), Request("/x"), bytes)
    assert answer.body == b'{"key": "REDACTED", "url": "?k=REDACTED", "plain": "REDACTED"}'
    assert answer.headers["x-ratelimit-limit"] == "REDACTED"
