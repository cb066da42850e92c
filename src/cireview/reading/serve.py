"""Start the server: on the loopback interface, or for a trusted network with a passphrase and TLS."""

from __future__ import annotations

import ipaddress
import secrets
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import uvicorn

from cireview.errors import Problem, ReviewError
from cireview.reading.asked_for import find_people, find_stage
from cireview.reading.guard import Doors
from cireview.reading.office import Office
from cireview.reading.opening import Opening
from cireview.reading.relearn import Relearner
from cireview.reading.server import Pages
from cireview.reading.stages import DUPLICATES
from cireview.reading.texts import read_texts

PASSPHRASE = "CIREVIEW_PASSPHRASE"  # noqa: S105 - its name, not itself
"""Name of the variable with the passphrase: other users can see a command line."""
_LOOPBACK = "127.0.0.1"
_SHORTEST = 12


@dataclass(frozen=True)
class Address:
    """Where the page is served.

    Parameters
    ----------
    host, port
        ``127.0.0.1`` and any free port (0) by default.
    certificate, key
        TLS files, in PEM.
    passphrase
        Asked for besides the link.
    """

    host: str = _LOOPBACK
    port: int = 0
    certificate: Path | None = None
    key: Path | None = None
    passphrase: str = ""

    @property
    def is_open(self) -> bool:
        """Whether others than this machine can reach it."""
        try:
            return not ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host != "localhost"

    def check(self) -> None:
        """Raise a ReviewError for an address that others reach without TLS or without a passphrase."""
        problems = []
        for name, file in (("--certificate", self.certificate), ("--key", self.key)):
            if self.is_open and file is None:
                message = f"others could read the page at {self.host}, because it is not encrypted"
                problems.append(Problem(message, column=name, remedy=f"Give the TLS file (PEM) with {name}"))
            elif file is not None and not file.is_file():
                problems.append(Problem("there is no such file", str(file), remedy=f"Correct {name}"))
        if self.is_open and len(self.passphrase) < _SHORTEST:
            message = f"the page at {self.host} needs a passphrase of {_SHORTEST} characters or more"
            problems.append(Problem(message, remedy=f"Set it in the environment variable {PASSPHRASE}"))
        if self.is_open and self.host in ("0.0.0.0", "::"):  # noqa: S104 - which is refused
            message = f"no browser can open the page at {self.host}"
            problems.append(
                Problem(message, column="--host", remedy="Give the name of the machine, or its address")
            )
        if problems:
            raise ReviewError(problems)


@dataclass(frozen=True)
class Served:
    """A server that listens: its application, its socket, and each person's link."""

    server: uvicorn.Server
    listener: socket.socket
    links: Mapping[str, str]
    office: Office

    def run(self) -> None:
        """Serve until somebody stops the server, and wait for a run that is still working."""
        self.office.begin()
        try:
            self.server.run(sockets=[self.listener])
        finally:
            self.office.close()
            self.listener.close()

    def stop(self) -> None:
        """Stop serving."""
        self.server.should_exit = True


def prepare(
    root: Path,
    stage: str,
    people: Sequence[str],
    *,
    address: Address,
    clock: Callable[[], datetime],
    language: str = "en",
    texts: Path | None = None,
    relearns: bool = True,
    notify: Callable[[str], None] = lambda _: None,
) -> Served:
    """Check all that can be wrong, open the review and listen; nothing is served yet.

    Parameters
    ----------
    root
        The review's folder.
    stage
        One of `cireview.reading.stages.STAGES`, or the name of a sample.
    people
        Who reads.
    address
        Where.
    clock
        Tells the time.
    language, texts
        See `cireview.reading.texts.read_texts`.
    relearns
        Whether the ranking is learnt anew while people read.
    notify
        Hears what takes a while.

    Raises
    ------
    ReviewError
        If the address is not safe, the folder no review, or there is nothing to read.
    """
    address.check()
    words, opening = read_texts(language, texts), Opening(root, clock)
    first, sample = find_stage(opening, stage)
    named = find_people(opening, first, people)
    learner = Relearner(opening.settings) if relearns and first != DUPLICATES else None
    office = Office(opening, relearner=learner, sample=sample)
    for person in named:
        notify(f"loading the records for {person} …")
        office.find(first, person)
    listener = _listen(address)
    doors = _make_doors(address, named, listener.getsockname()[1], clock)
    app = Pages(office, doors, words, first=first).make_app()
    return Served(uvicorn.Server(uvicorn.Config(app, **_settings(address))), listener, doors.links, office)


def _make_doors(address: Address, people: Sequence[str], port: int, clock: Callable[[], datetime]) -> Doors:
    names = [address.host] if address.is_open else [_LOOPBACK, "localhost", "[::1]"]
    hosts = [f"{name}:{port}".lower() for name in names]
    scheme = "https" if address.certificate else "http"
    tokens = {person: secrets.token_urlsafe(32) for person in people}
    passphrase = address.passphrase if address.is_open else ""
    return Doors(tokens, hosts, clock, scheme, f"cireview_{port}", passphrase)


def _listen(address: Address) -> socket.socket:
    listener = None
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0]
        # Named TCP, or else asyncio leaves the second part of an answer waiting 40 ms for the first.
        listener = socket.socket(found[0], socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(found[4])
        listener.listen(64)
    except OSError as error:
        if listener:
            listener.close()
        message = f"the page cannot start at {address.host}:{address.port}: {error.strerror or error}"
        raise ReviewError(
            Problem(message, column="--port", remedy="Choose another port, or leave --port out")
        ) from error
    return listener


def _settings(address: Address) -> dict[str, Any]:
    tls = {"ssl_certfile": address.certificate, "ssl_keyfile": address.key} if address.certificate else {}
    # No log: the address of a first request holds a token.
    return {
        **tls,
        "access_log": False,
        "log_level": "error",
        "log_config": None,
        "server_header": False,
        "proxy_headers": False,
        "ws": "none",
        "lifespan": "off",
        "http": "h11",
        "loop": "asyncio",
        "h11_max_incomplete_event_size": 64 * 1024,
        "timeout_graceful_shutdown": 3,
        "limit_concurrency": 200,
    }
