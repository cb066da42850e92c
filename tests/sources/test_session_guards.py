"""Where a key may travel, and how it is taken out of texts."""

import pytest

from cireview.errors import SearchError
from cireview.web import Service, Session


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
