"""A local server that sends bytes as they are told, whatever HTTP says, and pauses between them."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Said = bytes | Iterable[bytes | float]
"""What is sent; a number is a pause in seconds."""


def http(code: int, body: bytes = b"", *lines: str) -> bytes:
    """Return an answer with its length, and more lines of its head."""
    head = [f"HTTP/1.1 {code} Said", f"Content-Length: {len(body)}", *lines]
    return "\r\n".join([*head, "", ""]).encode() + body


def page(**members: object) -> bytes:
    """Return a page of OpenAlex that is the only one, with some members as they are told."""
    work = {"id": "https://openalex.org/W1", "title": "Work 1"}
    return json.dumps({"meta": {"count": 1, "next_cursor": None}, "results": [work], **members}).encode()


def packed(body: bytes, *lines: str) -> bytes:
    return http(200, gzip.compress(body, mtime=0), "Content-Encoding: gzip", *lines)


def drip(said: bytes, start: int, pause: float = 0.02, longest: float = 3.0) -> Iterable[bytes | float]:
    """Send the beginning at once and then a byte at a time, until `longest` seconds are over; hang up."""
    yield said[:start]
    for place in range(start, min(len(said), start + int(longest / pause))):
        yield said[place : place + 1]
        yield pause


@dataclass
class Raw:
    """The server; `answer` gets the bytes of a request and gives what is sent."""

    answer: Callable[[bytes], Said]
    asked: list[bytes] = field(default_factory=list)
    address: str = ""

    def __enter__(self) -> Raw:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        try:
            with connection:
                asked = b""
                while b"\r\n\r\n" not in asked:
                    more = connection.recv(1 << 16)
                    if not more:
                        return
                    asked += more
                self.asked.append(asked)
                said = self.answer(asked)
                for part in [said] if isinstance(said, bytes) else said:
                    if isinstance(part, bytes):
                        connection.sendall(part)
                    else:
                        time.sleep(part)
        except OSError:
            return
