"""Encoders that are downloaded by name: only when asked for, whole, and with the digest that was expected."""

import hashlib
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from screening.encoding import install
from typer.testing import CliRunner

from cireview.cli import app
from cireview.errors import ProtocolError, ReviewError, SearchError
from cireview.screening.encoder import ORIGIN, Encoder, read_origin
from cireview.screening.named_encoders import find_named, get_encoder, list_named
from cireview.web.redirects import follow
from cireview.web.service import Key, Service

FILES = {"/m": b"onnx", "/t": b"{}", "/moved": b""}
DIGESTS = [hashlib.sha256(FILES[path]).hexdigest() for path in ("/m", "/t")]


@pytest.fixture
def start():
    """Start servers of `FILES`, each with a list of what was asked; /moved leads to another server's /m."""
    servers = []

    def serve(elsewhere=""):
        asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_response(302 if self.path == "/moved" else 200 if self.path in FILES else 404)
                if self.path == "/moved":
                    self.send_header("Location", f"{elsewhere}/m")
                self.send_header("Content-Length", str(len(FILES.get(self.path, b""))))
                self.end_headers()
                self.wfile.write(FILES.get(self.path, b""))

            def log_message(self, *_):
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}", asked

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def ask(address, *, model="/m", digests=DIGESTS):
    return find_named("mine", urls=[address + model, f"{address}/t"], digests=digests)


def test_both_files_come_with_their_origin_and_nobody_is_asked_again(tmp_path, start):
    address, asked = start()
    folder = get_encoder(ask(address), tmp_path / "models")
    assert [(folder / name).read_bytes() for name in ("model.onnx", "tokenizer.json")] == [b"onnx", b"{}"]
    assert read_origin(folder) == {"model.onnx": DIGESTS[0], "tokenizer.json": DIGESTS[1]}
    assert json.loads((folder / ORIGIN).read_text())["license"] == "not stated"
    assert get_encoder(ask(address), tmp_path / "models") == folder
    assert asked == ["/m", "/t"]


def test_a_publisher_may_keep_its_files_on_another_server(tmp_path, start):
    elsewhere, asked = start()
    address, _ = start(elsewhere)
    assert (get_encoder(ask(address, model="/moved"), tmp_path) / "model.onnx").read_bytes() == b"onnx"
    assert asked == ["/m"]


REFUSED = {
    "wrong digest of the model": ({"digests": ["0" * 64, DIGESTS[1]]}, rf"SHA-256 {DIGESTS[0]}, not 0{{64}}"),
    "wrong digest of the tokenizer": ({"digests": [DIGESTS[0], "0" * 64]}, "The file was not kept"),
    "no such file": ({"model": "/nothing"}, r"404.*cireview model add FOLDER"),
}


@pytest.mark.parametrize(("given", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_whole_and_right_leaves_nothing(tmp_path, start, given, message):
    with pytest.raises(SearchError, match=message):
        get_encoder(ask(start()[0], **given), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_files_is_left_as_it_is(tmp_path, start):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/model.onnx").write_bytes(b"another")
    address, asked = start()
    with pytest.raises(SearchError, match="contains something else"):
        get_encoder(ask(address), tmp_path)
    assert (tmp_path / "mine/model.onnx").read_bytes() == b"another"
    assert asked == []


NONE = {
    "no such name": ("nothing", [], [], r"no encoder 'nothing'.*all-MiniLM-L6-v2.*--url"),
    "one address": ("mine", ["http://x/m"], DIGESTS, "there are 1 and 2"),
    "no digest": ("mine", ["http://x/m", "http://x/t"], [], "there are 2 and 0"),
    "a digest alone": ("mine", [], DIGESTS, "there are 0 and 2"),
    "no web address": ("mine", ["file:///m", "http://x/t"], DIGESTS, "'file:///m' is not a web address"),
    "no SHA-256": ("mine", ["http://x/m", "http://x/t"], ["abc", DIGESTS[1]], "'abc' is not a SHA-256"),
    "a path as name": (
        "../mine",
        ["http://x/m", "http://x/t"],
        DIGESTS,
        "cannot be the name of a new folder",
    ),
    "a name of ours": (
        "all-MiniLM-L6-v2",
        ["http://x/m", "http://x/t"],
        DIGESTS,
        "cannot be the name of a new",
    ),
}


@pytest.mark.parametrize(("name", "urls", "digests", "message"), NONE.values(), ids=NONE)
def test_what_cannot_be_asked_for_is_said_before_anything_is_asked(name, urls, digests, message):
    with pytest.raises(SearchError, match=message) as caught:
        find_named(name, urls=urls, digests=digests)
    assert all(problem.remedy for problem in caught.value.problems)


def test_every_listed_encoder_names_a_revision_a_size_a_digest_and_a_licence():
    assert len({encoder.name for encoder in list_named()}) == len(list_named()) >= 4
    for encoder in list_named():
        assert list(encoder.files) == ["model.onnx", "tokenizer.json"]
        assert encoder.license == "Apache-2.0"
        for download in encoder.files.values():
            assert re.fullmatch(r"https://[\w./-]+/resolve/[0-9a-f]{40}/[\w./-]+", download.url)
            assert re.fullmatch("[0-9a-f]{64}", download.sha256)
            assert download.size > 0


@pytest.mark.parametrize("spoil", ["model.onnx", "tokenizer.json", ORIGIN])
def test_an_encoder_that_changed_since_its_download_is_not_used(tmp_path, monkeypatch, start, spoil):
    folder = get_encoder(ask(start()[0]), tmp_path)
    install(monkeypatch, folder)
    assert Encoder(str(folder)).check() == 7
    (folder / spoil).write_text("spoilt")
    with pytest.raises(ProtocolError, match=r"changed since the download|origin\.json cannot be read"):
        Encoder(str(folder))


@pytest.mark.parametrize(
    ("old", "new", "keys"),
    [
        ("https://a.test", "http://b.test/m", ()),
        ("https://a.test", "https://b.test/m", (Key("K", "there"),)),
    ],
)
def test_no_redirect_leads_elsewhere_in_the_clear_or_with_a_key(old, new, keys):
    service = Service("a.test", old, 0.0, keys=keys, leads_elsewhere=True)
    with pytest.raises(SearchError, match="redirects to"):
        follow(service, old, new)


def run(*words):
    return CliRunner().invoke(app, ["model", *map(str, words)])


def test_the_command_gets_tries_and_lists(tmp_path, monkeypatch, start):
    address, _ = start()
    install(monkeypatch, tmp_path)
    given = ["--url", f"{address}/m", "--url", f"{address}/t", "--sha256", DIGESTS[0], "--sha256", DIGESTS[1]]
    done = run("get", "mine", "--folder", tmp_path / "models", *given)
    assert f"model.onnx from {address}/m" in done.output
    assert f"model: embeddings:{tmp_path / 'models/mine'}" in done.output
    listed = run("list", "--folder", tmp_path / "models").output
    assert "all-MiniLM-L6-v2: English, 384 dimensions, as published; 91 MB, Apache-2.0" in listed
    assert "mine: as downloaded" in listed
    (tmp_path / "models/mine/model.onnx").write_bytes(b"spoilt")
    assert "mine: changed since the download: model.onnx" in run("--folder", tmp_path / "models").output


def test_the_command_says_that_a_model_is_kept_which_cannot_be_tried(tmp_path, monkeypatch, start):
    address, _ = start()
    install(monkeypatch, tmp_path, inputs=("pixels",))
    given = ["--url", f"{address}/m", "--url", f"{address}/t", "--sha256", DIGESTS[0], "--sha256", DIGESTS[1]]
    done = run("get", "mine", "--folder", tmp_path, *given)
    assert "downloaded, and the digests match" in done.output
    assert isinstance(done.exception, ProtocolError)


@pytest.mark.parametrize("action", ["get", "add"])
def test_the_command_asks_for_a_name(action):
    done = run(action)
    assert isinstance(done.exception, ReviewError)
    assert "is missing" in str(done.exception)
