"""Send one request, with a limit for the time of the full answer and for its size."""

from __future__ import annotations

import io
import socket
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import DecodeError, HTTPError, ProtocolError, ReadTimeoutError

from cireview import __version__
from cireview.errors import Problem, SearchError
from cireview.limits import EXPANSION, UNQUESTIONED

FAILURES = (OSError, ValueError, HTTPException, HTTPError)
"""What requests and what lies under it raise, their own errors or not, when an answer is broken."""

_PIECE = 1 << 16
_UNPACKED = 1 << 20
_BROKE_OFF = (
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
    ProtocolError,
    DecodeError,
)


class Watch:
    """How long an answer may still take.

    Parameters
    ----------
    ticks
        What tells the seconds that have passed.
    seconds
        How long an answer may take in all.
    """

    def __init__(self, ticks: Callable[[], float], seconds: float) -> None:
        self._ticks, self._seconds = ticks, seconds
        self._until = 0.0

    def start(self) -> None:
        """Begin to count."""
        self._until = self._ticks() + self._seconds

    def left(self) -> float:
        """Return the seconds that are left."""
        return self._until - self._ticks()

    def read_in_time(self, connection: socket.socket, *arguments: Any, **settings: Any) -> HTTPResponse:
        """Return the answer on a connection; head and body are read until the time limit."""
        response = HTTPResponse(connection, *arguments, **settings)
        response.fp = io.BufferedReader(_TimedFile(connection, response.fp.detach(), self))
        return response


class _TimedFile(io.RawIOBase):
    """Reads a connection; a timeout of the connection alone begins anew with each byte."""

    def __init__(self, connection: socket.socket, file: io.RawIOBase, watch: Watch) -> None:
        self._connection, self._file, self._watch = connection, file, watch
        self._silence = connection.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._watch.left()
        if left <= 0:
            raise TimeoutError("timed out")
        self._connection.settimeout(left if self._silence is None else min(left, self._silence))
        return self._file.readinto(buffer)

    def close(self) -> None:
        self._file.close()
        super().close()


class _TimedAdapter(HTTPAdapter):
    """Gives connections whose answers are read by a watch."""

    def __init__(self, watch: Watch) -> None:
        self._read = watch.read_in_time
        super().__init__()

    def get_connection_with_tls_context(self, *arguments: Any, **settings: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*arguments, **settings)
        if "response_class" not in vars(pool.ConnectionCls):
            timed = {"response_class": staticmethod(self._read)}
            pool.ConnectionCls = type("TimedConnection", (pool.ConnectionCls,), timed)
        return pool


@dataclass(frozen=True)
class Received:
    """What came over the wire, keys and all: status, unpacked body, headers with names in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class Transport:
    """Sends single requests.

    Parameters
    ----------
    watch
        How long an answer may take in all.
    timeout
        Seconds until a silent service counts as failed.
    max_bytes
        Size at which an answer is refused.
    """

    def __init__(self, watch: Watch, *, timeout: float, max_bytes: int) -> None:
        self._timeout, self._max_bytes = timeout, max_bytes
        self._requests = requests.Session()
        self._requests.auth = lambda prepared: prepared  # else a .netrc would send credentials of its own
        self._requests.headers["User-Agent"] = f"cireview/{__version__}"
        self._requests.headers["Accept-Encoding"] = "gzip"
        for scheme in ("http://", "https://"):
            self._requests.mount(scheme, _TimedAdapter(watch))

    def send(self, name: str, method: str, url: str, **parts: Any) -> Received:
        """Return the answer of the service `name`; redirects are not followed.

        Raises
        ------
        SearchError
            If the answer is too large, or unpacks to far more than records do.
        Exception
            One of `FAILURES`, if there is no whole answer.
        """
        settings: dict[str, Any] = {"timeout": self._timeout, "stream": True, "allow_redirects": False}
        with self._requests.request(method, url, **parts, **settings) as response:
            headers = {key.lower(): value for key, value in response.headers.items()}
            body = self._take(name, response.raw, headers.get("content-encoding", ""))
        return Received(response.status_code, body, headers)

    def close(self) -> None:
        """Close all connections."""
        self._requests.close()

    def _take(self, name: str, raw: Any, encoding: str) -> bytes:
        body, packed = bytearray(), 0
        unpacker = Unpacker(encoding)
        for piece in raw.stream(_PIECE, decode_content=False):
            packed += len(piece)
            for part in unpacker.feed(piece):
                body += part
                if len(body) > self._max_bytes:
                    message = f"{name} sent an answer of more than {self._max_bytes} bytes"
                    raise SearchError(Problem(message, remedy="Narrow the query, or try again later"))
                if len(body) > UNQUESTIONED and len(body) > EXPANSION * packed:
                    message = f"{name} sent an answer that unpacks to more than {EXPANSION} times its size"
                    raise SearchError(Problem(message, remedy="Records never do that: tell the service"))
        unpacker.finish()
        return bytes(body)


class Unpacker:
    """Unpacks a body piece by piece, and never more of it at once than a part.

    Parameters
    ----------
    encoding
        The header Content-Encoding; a DecodeError if it is one that was not asked for.
    """

    def __init__(self, encoding: str) -> None:
        self._is_packed = encoding.strip().lower() in ("gzip", "x-gzip", "deflate")
        if not self._is_packed and encoding.strip().lower() not in ("", "identity"):
            raise DecodeError("is compressed in a way that cireview did not ask for")
        self._stream = zlib.decompressobj(wbits=47)
        self._began = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Yield what a piece unpacks to; a DecodeError if it cannot be unpacked."""
        if not self._is_packed:
            yield piece
            return
        while piece:
            if self._stream.eof:  # several streams behind one another are one
                self._stream = zlib.decompressobj(wbits=47)
            self._began = True
            try:
                yield self._stream.decompress(piece, _UNPACKED)
            except zlib.error as error:
                raise DecodeError("cannot be unpacked") from error
            piece = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail

    def finish(self) -> None:
        """Raise a DecodeError if what was packed breaks off."""
        if self._is_packed and self._began and not self._stream.eof:
            raise DecodeError("broke off")


def name_failure(error: Exception) -> str:
    """Describe what happened to a request without a complete answer."""
    if isinstance(error, requests.Timeout | ReadTimeoutError | TimeoutError):
        return "it did not answer in time"
    if isinstance(error, DecodeError):
        return f"its answer {error.args[0]}"
    if isinstance(error, _BROKE_OFF):
        return "its answer was incomplete"
    return f"the connection failed ({type(error).__name__})"
