"""Each threat of docs/threats.md, tried on a server that runs."""

import re
import socket
import sys
from datetime import datetime
from pathlib import Path

import pytest
import requests
from reading.conftest import Visitor, serving
from reading.reviews import HOSTILE

from cireview.errors import ReviewError
from cireview.reading.cards import compose_card
from cireview.reading.guard import HEADERS, LONGEST_BODY, Doors
from cireview.reading.serve import Address
from cireview.reading.stages import SCREENING, Asked
from cireview.reading.texts import read_texts

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def served(review):
    with serving(review.path, SCREENING, "anna", "ben", relearns=False) as served:
        yield served


@pytest.fixture
def anna(served):
    return Visitor(served.links["anna"])


@pytest.fixture
def form(anna):
    """Return an answer to the record that is shown."""
    page = anna.get("/screening").text
    hidden = dict(re.findall(r'name="(key|seen)" value="([^"]*)"', page)[:2])
    return {**hidden, "decision": "include"}


def list_files(review):
    folder = review.path / "data/labels/screening"
    return {file.name: file.read_bytes() for file in folder.glob("*")}


def test_nobody_without_the_link_sees_anything(served):
    home = Visitor(served.links["anna"]).home
    for path in ("/", "/screening", "/where", "/report", "/text/x.pdf", "/screening/answered"):
        answer = requests.get(home + path)
        assert answer.status_code == 401
        assert "garden" not in answer.text


@pytest.mark.parametrize("token", ["", "x", "a" * 5000, "%00", "ä"])
def test_a_wrong_token_opens_nothing(served, token):
    answer = requests.get(served.links["anna"].partition("=")[0] + "=" + token)
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


def test_the_cookie_is_not_the_token_and_stays_with_this_page(served):
    answer = requests.get(served.links["anna"])
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert served.links["anna"].partition("=")[2] not in cookie
    assert answer.headers["referrer-policy"] == "no-referrer"


ORIGINS = {
    "another site": {"Origin": "https://evil.example"},
    "another port": {"Origin": "http://127.0.0.1:1"},
    "no origin": {"Origin": "null"},
    "a browser that says cross-site": {"Sec-Fetch-Site": "cross-site"},
    "a sibling": {"Sec-Fetch-Site": "same-site"},
    "nothing at all": {"Origin": None},
    "https in place of http": {"Origin": "https"},
}


@pytest.mark.parametrize("headers", ORIGINS.values(), ids=ORIGINS)
def test_a_form_of_another_page_is_not_taken(anna, form, review, headers):
    before = list_files(review)
    if headers.get("Origin") == "https":
        headers = {"Origin": anna.home.replace("http:", "https:")}
    assert anna.post("/screening/answer", form, **headers).status_code == 403
    assert anna.post("/run", {}, **headers).status_code == 403
    assert list_files(review) == before


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "", "127.0.0.1:{port}.evil"]
)
def test_another_name_of_this_machine_is_refused(anna, host):
    port = anna.home.rpartition(":")[2]
    answer = anna.get("/screening", headers={"Host": host.format(port=port)})
    assert answer.status_code in (400, 421)
    assert "garden" not in answer.text


def test_no_address_that_is_looked_at_changes_anything(anna, form, review):
    before = list_files(review)
    for path in ("/screening/answer", "/screening/undo", "/screening/skip", "/run"):
        assert anna.get(path, params=form).status_code == 405
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        assert anna.session.request(method, anna.home + "/screening/answer", data=form).status_code in (
            400,
            405,
        )
    assert list_files(review) == before


def test_a_body_larger_than_any_answer_is_refused_however_it_is_sent(anna, form, review):
    before = list_files(review)
    large = form | {"note": "x" * LONGEST_BODY}
    assert anna.post("/screening/answer", large).status_code == 413
    parts = (b"note=" + b"x" * 65_536 for _ in range(8))
    answer = anna.session.post(anna.home + "/screening/answer", data=parts, headers={"Origin": anna.home})
    assert answer.status_code == 413
    many = "&".join(f"a{number}=1" for number in range(5_000))
    assert anna.post("/screening/answer", many).status_code == 400
    assert list_files(review) == before


PATHS = [
    "/text/../config/protocol.yaml",
    "/text/..%2fconfig%2fprotocol.yaml",
    "/text/%2e%2e/%2e%2e/etc/passwd",
    "/text//etc/passwd",
    "/text/..\\config\\protocol.yaml",
    "/static/../serve.py",
    "/static/%2e%2e/serve.py",
    "/static/..%2fpages%2fen.toml",
    "/static//etc/passwd",
    "/report/../../config/protocol.yaml",
]


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leaves_the_folder(anna, path):
    host, port = anna.home.removeprefix("http://").split(":")
    cookie = "; ".join(f"{one.name}={one.value}" for one in anna.session.cookies)
    with socket.create_connection((host, int(port))) as line:  # as it stands: a client would tidy the path
        head = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
        line.sendall(head.encode())
        answer = b"".join(iter(lambda: line.recv(65_536), b""))
    assert answer.split()[1] == b"404"
    assert b"root:" not in answer
    assert b"reviewers" not in answer


def test_text_from_records_is_shown_and_never_run(anna):
    page = anna.get("/screening?key=scopus:a-7").text
    assert "&lt;" in page or "alert" in page
    assert "<script>alert" not in page
    assert "onerror=" not in re.sub(r"&lt;.*?&gt;", "", page)
    assert "{{ 7*7 }}" in page


@pytest.mark.parametrize(
    "text", [HOSTILE, '"><svg onload=alert(1)>', "' onmouseover='x", "</textarea><script>"]
)
def test_text_in_every_field_of_an_answer_is_escaped(anna, form, text):
    anna.post("/screening/answer", form | {"note": text, "reason": text, "meets_garden": ""})
    page = anna.get("/screening?key=" + form["key"]).text + anna.get("/screening/answered").text
    assert text not in page


LINKS = [
    "javascript:alert(1)",
    "data:text/html,x",
    " JaVaScRiPt:x",
    "file:///etc/passwd",
    'https://x/"onclick=',
    "//evil",
]


@pytest.mark.parametrize("address", LINKS)
def test_only_addresses_of_the_web_become_links(address):
    shown = {"record_id": "a", "title": "A", "url": address, "doi": f"{address} 10.1000/x\"'><b>"}
    card = compose_card(Asked(SCREENING), shown, None, texts=read_texts(), words={})
    assert [one["href"] for one in card["links"]] == ["https://doi.org/10.1000/x%22%27%3E%3Cb%3E"]


def test_every_answer_forbids_frames_foreign_scripts_and_caches(anna):
    for path in ("/screening", "/where", "/help", "/static/page.js", "/nothing", "/enter"):
        headers = anna.get(path).headers
        for name in ("content-security-policy", "x-frame-options", "x-content-type-options", "cache-control"):
            assert headers[name] == HEADERS[name], (path, name)
    policy = HEADERS["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_pages_hold_no_script_and_no_style_of_their_own(anna):
    for path in ("/screening", "/where", "/help", "/screening/answered"):
        page = anna.get(path).text
        assert re.findall(r"<script(?![^>]* src=)", page) == []
        assert re.findall(r"<style| style=| on\w+=", page) == []
        assert "http" not in re.sub(r'href="https://doi.org[^"]*"|http-equiv', "", page)


def test_report_and_flow_run_apart_from_the_page(anna, review):
    report = review.path / "results/7_synthesis/report.html"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text("<script>fetch('/screening')</script>")
    policy = anna.get("/report").headers["content-security-policy"]
    assert policy.startswith("sandbox")
    assert "allow-same-origin" not in policy


def test_nobody_answers_in_the_name_of_another(served, anna, form, review):
    anna.post("/screening/answer", form | {"reviewer": "ben", "person": "ben", "decided_by": "ben"})
    rows = [line for text in list_files(review).values() for line in text.decode().splitlines()]
    assert [line for line in rows if form["key"] in line and '"ben"' in line] == []


OPEN = {
    "no TLS": (Address("192.0.2.1", passphrase="x" * 12), "not encrypted"),
    "no passphrase": (Address("192.0.2.1", 0, Path(__file__), Path(__file__)), "needs a passphrase"),
    "a short one": (Address("192.0.2.1", 0, Path(__file__), Path(__file__), "short"), "needs a passphrase"),
    "no certificate there": (
        Address("192.0.2.1", 0, Path("no.pem"), Path("no.pem"), "x" * 12),
        "no such file",
    ),
    "every address": (
        Address("0.0.0.0", 0, Path(__file__), Path(__file__), "x" * 12),
        "no browser can open the page at 0.0.0.0",
    ),
    "a name": (Address("review.example"), "not encrypted"),
}


@pytest.mark.parametrize(("address", "why"), OPEN.values(), ids=OPEN)
def test_other_machines_reach_it_only_with_tls_and_a_passphrase(address, why):
    with pytest.raises(ReviewError, match=why):
        address.check()


def test_a_passphrase_cannot_be_guessed_on_and_on():
    doors = Doors({"anna": "t"}, [], datetime.now, passphrase="correct horse battery")
    assert doors.check_passphrase("correct horse battery")
    assert not any(doors.check_passphrase(f"guess {number}") for number in range(10))
    assert not doors.check_passphrase("correct horse battery")


def test_the_page_listens_on_this_machine_alone(served):
    assert served.listener.getsockname()[0] == "127.0.0.1"
    assert served.listener.proto == socket.IPPROTO_TCP  # else each answer waits 40 ms for the next


def test_no_formula_reaches_a_spreadsheet(anna, form, review):
    anna.post("/screening/answer", form | {"note": '=HYPERLINK("http://evil.example")'})
    text = b"".join(list_files(review).values())
    assert b"\"'=HYPERLINK" in text
    assert b'"=HYPERLINK' not in text


def test_each_threat_names_a_test_that_is_here():
    page = (ROOT / "docs/threats.md").read_text()
    named = set(re.findall(r"`(test_\w+)`", page))
    here = {name for name in dir(sys.modules[__name__]) if name.startswith("test_")}
    assert named >= here - {"test_each_threat_names_a_test_that_is_here"}
    for name in named - here:
        assert any(f"def {name}(" in file.read_text() for file in Path(__file__).parent.glob("test_*.py")), (
            name
        )
