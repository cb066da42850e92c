"""A local HTTP server that plays bibliographic services by their contracts, faults included."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from sources.plays import PLAYS, Asked, Play, Reply, World

Fault = Callable[[Reply], Reply]


def status(code: int, body: bytes = b"", **headers: str) -> Fault:
    """Answer with this status."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Reply(code, body, headers=named)


def web_page(reply: Reply) -> Reply:
    return replace(reply, body=b"<!DOCTYPE html><html><title>Be right back</title></html>", kind="text/html")


def broken_off(reply: Reply) -> Reply:
    """Announce the whole answer, send half of it and hang up."""
    return replace(reply, body=reply.body[: len(reply.body) // 2], announced=len(reply.body))


def half_json(reply: Reply) -> Reply:
    return replace(reply, body=reply.body[: len(reply.body) // 2])


def hang_up(reply: Reply) -> Reply:
    return replace(reply, status=0)


def change(**members: object) -> Fault:
    """Change members of the JSON answer, each named by its path with '__' between."""

    def fault(reply: Reply) -> Reply:
        answer = json.loads(reply.body)
        for path, value in members.items():
            *above, last = path.split("__")
            below = answer
            for name in above:
                below = below[name]
            below[last] = value
        return replace(reply, body=json.dumps(answer).encode())

    return fault


@dataclass
class Server:
    """The server; `faults` change the answers to the requests of these numbers, counted from 1."""

    world: World = field(default_factory=World)
    faults: dict[int, Fault] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    plays: dict[str, Play] = field(default_factory=lambda: PLAYS)
    address: str = ""

    def __enter__(self) -> Server:
        self._httpd = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._httpd.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._httpd.server_address[1]}"
        threading.Thread(target=self._httpd.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._httpd.shutdown()
        self._httpd.server_close()

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        reply = self.plays[asked.service](self.world, asked)
        fault = self.faults.get(len(self.asked))
        return fault(reply) if fault else reply

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # head and body in one packet, or each answer waits for the client's delayed ACK

            def do_GET(self) -> None:
                self._play()

            def do_POST(self) -> None:
                self._play()

            def _play(self) -> None:
                parts = urlsplit(self.path)
                posted = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                service, _, path = unquote(parts.path).lstrip("/").partition("/")
                form = {} if posted[:1] in (b"{", b"[") else dict(parse_qsl(posted.decode()))
                params = dict(parse_qsl(parts.query)) | form
                headers = {name.lower(): value for name, value in self.headers.items()}
                self._send(server.answer(Asked(service, path, params, headers, posted, self.path)))

            def _send(self, reply: Reply) -> None:
                if not reply.status:
                    self.close_connection = True
                    return
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.kind)
                self.send_header("Content-Length", str(reply.announced or len(reply.body)))
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)
                self.close_connection = bool(reply.announced)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
