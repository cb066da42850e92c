"""How often a session tries, how long it waits, and what it takes."""

import io

import pytest
import requests
import urllib3

from cireview.errors import SearchError
from cireview.web import Clock, Key, Request, Service, Session


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
        response.raw = urllib3.HTTPResponse(io.BytesIO(body), preload_content=False)
        response.request = request
        return response

    def close(self):
        pass


def open_session(*answers, environment=None, **settings):
    waits = []
    clock = Clock(now=lambda: 0.0, sleep=waits.append)
    session = Session(environment=environment or {}, clock=clock, **settings)
    played = Played(*answers)
    session._transport._requests.mount("https://", played)
    return session, played, waits


KEY = Key("TEST_KEY", "https://test/keys", header="X-Key")
SERVICE = Service("Test", "https://api.test", 0.0, keys=(KEY,))
READY = (200, b"ready", {})


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (requests.ConnectTimeout("no"), "it did not answer in time"),
        (requests.ReadTimeout("no"), "it did not answer in time"),
        (requests.exceptions.ChunkedEncodingError("no"), "its answer was incomplete"),
        (requests.exceptions.ContentDecodingError("no"), "its answer was incomplete"),
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


@pytest.mark.parametrize(("hours", "asked"), [(1, 2), (3, 4)])
def test_a_service_is_asked_for_so_long_in_a_run_and_the_next_run_goes_on(hours, asked):
    passed = [0.0]
    clock = Clock(now=lambda: 0.0, sleep=lambda _: None, ticks=lambda: passed[0])
    session = Session(environment={}, clock=clock, search_seconds=hours * 3600.0)
    played = Played(*[READY] * 9)
    session._transport._requests.mount("https://", played)
    for _ in range(asked):
        session.fetch(SERVICE, Request("/x"), bytes)
        passed[0] += 3600.0
    with pytest.raises(SearchError, match=rf"spent more than {hours} hours on .*continues from"):
        session.fetch(SERVICE, Request("/x"), bytes)
    assert len(played.sent) == asked
    session.fetch(Service("Other", "https://api.test", 0.0), Request("/x"), bytes)


def test_a_clock_that_is_set_back_makes_nobody_wait_for_hours():
    waits, time = [], [100_000.0]
    session = Session(environment={}, clock=Clock(now=lambda: time[0], sleep=waits.append))
    session._transport._requests.mount("https://", Played(READY, READY))
    for _ in range(2):
        session.fetch(Service("Test", "https://api.test", 3.0), Request("/x"), bytes)
        time[0] = 10.0
    assert waits == [3.0]
