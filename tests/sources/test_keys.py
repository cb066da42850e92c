"""Keys: read from the environment alone, sent as the service wants, and written and said nowhere."""

from __future__ import annotations

import gzip
import io
import logging
import traceback
from dataclasses import replace
from pathlib import Path

import pytest
from sources.playing import KEYS, search
from sources.plays import PLAYS, Reply, World
from sources.server import Server, hang_up, status

import cireview
from cireview.sources import APIS, find_api
from cireview.web import given_keys

TROUBLES = {"none": None, "refused": 401, "failing": 503, "broken": 0}
HARD = {name: f'{value}+/=&<"' for name, value in KEYS.items()}
"""Keys that look different in a URL, in JSON and in a header."""


def everything_below(folder: Path) -> bytes:
    files = [path for path in folder.rglob("*") if path.is_file()]
    unpacked = [gzip.decompress(path.read_bytes()) for path in files if path.suffix == ".gz"]
    return b"\n".join([*(path.read_bytes() for path in files), *unpacked, *(str(p).encode() for p in files)])


@pytest.mark.parametrize("keys", [KEYS, HARD], ids=["plain", "with signs"])
@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("key", PLAYS)
def test_no_key_is_in_archive_log_error_or_report(
    key: str, trouble: str, keys: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = {one.variable: keys[one.variable] for one in find_api(key).service.keys}

    def echo(reply: Reply) -> Reply:
        """Repeat whatever was sent, as a careless service does."""
        asked = server.asked[-1]
        said = f'{{"message": "no: {asked.line} {asked.posted!r} {asked.headers}"}}'.encode()
        return Reply(TROUBLES[trouble] or 0, said)

    def echo_in_header(reply: Reply) -> Reply:
        asked = server.asked[-1]
        return replace(reply, headers={"X-RateLimit-Limit": f"{asked.line} {asked.headers} {asked.posted!r}"})

    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    logging.getLogger("urllib3").setLevel(logging.DEBUG)
    try:
        with Server(World(60)) as server:
            server.faults = dict.fromkeys(range(1, 4), echo_in_header if trouble == "none" else echo)
            outcome = search(server, key, tmp_path, environment=own)
            assert sent_keys(server, key, own) == set(own)
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger("urllib3").setLevel(logging.NOTSET)
    told = "\n".join(
        [stream.getvalue(), *capsys.readouterr(), outcome.log.to_csv(), outcome.records.to_csv()]
    )
    told += "\n".join(map(str, outcome.problems))
    assert "127.0.0.1" in stream.getvalue()  # the log that the HTTP library writes at level DEBUG
    for secret in own.values():
        for spelling in (secret, secret.split("+")[0]):
            assert spelling not in told
            assert spelling.encode() not in everything_below(tmp_path)


def sent_keys(server: Server, key: str, own: dict[str, str]) -> set[str]:
    first = server.asked[0]
    sent = {*first.headers.values(), *first.params.values()}
    return {name for name, value in own.items() if any(value in one for one in sent)}


def test_a_traceback_of_a_failed_request_holds_no_key(tmp_path: Path) -> None:
    from cireview.errors import SearchError
    from cireview.web import Clock, Request, Service, Session

    service = Service("Test", "http://127.0.0.1:9", 0.0, keys=find_api("ieee").service.keys)
    with Session(environment=KEYS, clock=Clock(sleep=lambda _: None), tries=2, timeout=1) as session:
        try:
            session.fetch(service, Request("/x"), bytes)
        except SearchError:
            assert KEYS["IEEE_API_KEY"] not in traceback.format_exc()


@pytest.mark.parametrize("source", [one for one in APIS if any(key.required for key in one.service.keys)])
def test_a_missing_key_is_named_with_where_to_get_one_and_nothing_is_asked(source, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with Server() as server:
        outcome = search(server, source.key, tmp_path, environment={})
        assert server.asked == []
    key = source.service.keys[0]
    assert key.variable in outcome.log["complete"].iloc[0]
    assert outcome.problems[0].remedy == f"Get a key at {key.where} and set {key.variable}"
    assert (outcome.log["found"].iloc[0], len(outcome.records), list(tmp_path.iterdir())) == (-1, 0, [])


def test_keys_that_go_into_a_form_stay_out_of_the_url(tmp_path: Path) -> None:
    with Server(faults={1: status(503), 2: hang_up}) as server:
        search(server, "pubmed", tmp_path)
    assert all("secret" not in asked.line for asked in server.asked)


@pytest.mark.parametrize("pasted", ["two words", "ключ", "line\nend"])
def test_what_cannot_be_a_key_is_told_without_being_said(pasted: str, tmp_path: Path) -> None:
    with Server() as server:
        outcome = search(server, "openalex", tmp_path, environment={"OPENALEX_API_KEY": pasted})
        assert server.asked == []
    assert "OPENALEX_API_KEY contains characters that no key has" in outcome.problems[0].message
    assert pasted not in str(outcome.problems[0])


def test_the_names_of_given_keys_are_told_and_not_the_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NCBI_API_KEY", "secret")
    monkeypatch.setenv("CIREVIEW_EMAIL", " ")
    assert given_keys(find_api("pubmed").service) == ["NCBI_API_KEY"]


def test_keys_are_read_in_web_alone() -> None:
    folder = Path(cireview.__file__).parent
    readers = [path.relative_to(folder) for path in folder.rglob("*.py") if "os.environ" in path.read_text()]
    # A passphrase for the page, and a place for caches, are no keys of services.
    others = {path.as_posix() for path in readers if path.parts[0] != "web"}
    assert others == {"cli/label.py", "cli/run.py"}
