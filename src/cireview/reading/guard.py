"""Protect the page: it accepts only small requests, to its own address, from its own origin, with a token.

The threats, each with its test, are listed in docs/threats.md.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_BODY = 256 * 1024
"""Bytes of a request: an article with all its codes has far fewer."""
_TRIES, _PAUSE = 10, 60.0
_SAFE = ("GET", "HEAD")
_OPEN = ("/enter", "/static/")

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "frame-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}
"""Of every answer; one that has such a header already keeps its own."""


@dataclass
class Doors:
    """Who may come in.

    Parameters
    ----------
    people
        Token of each person's link, by person.
    hosts
        Names and ports under which the page is reached; the first is that of the links.
    clock
        Tells the time.
    scheme
        ``http`` or ``https``.
    cookie
        Name of the cookie: browsers share cookies between the ports of one machine.
    passphrase
        Asked for besides the token; "" on the loopback interface.
    """

    people: Mapping[str, str]
    hosts: Sequence[str]
    clock: Callable[[], datetime]
    scheme: str = "http"
    cookie: str = "cireview"
    passphrase: str = ""
    _keys: dict[str, str] = field(default_factory=dict)
    _failures: list[float] = field(default_factory=list)

    @property
    def links(self) -> dict[str, str]:
        """Return the link of each person."""
        home = f"{self.scheme}://{self.hosts[0]}"
        return {person: f"{home}/enter?token={token}" for person, token in self.people.items()}

    def find_person(self, token: str) -> str:
        """Return the person whose link has this token, or ""."""
        found = ""
        for person, own in self.people.items():
            # All are compared in constant time, so that the time reveals nothing.
            found = person if hmac.compare_digest(own.encode(), token.encode()) else found
        return found

    def let_in(self, person: str) -> str:
        """Return the value of a cookie that a person is known by; the token itself stays in the link."""
        key = secrets.token_urlsafe(32)
        self._keys[key] = person
        return key

    def check_passphrase(self, given: str) -> bool:
        """Return whether the passphrase is right; after ten wrong ones within a minute, all are refused."""
        now = self.clock().timestamp()
        self._failures = [moment for moment in self._failures if now - moment < _PAUSE]
        if len(self._failures) >= _TRIES:
            return False
        is_right = hmac.compare_digest(self.passphrase.encode(), given.encode())
        self._failures += [] if is_right else [now]
        return is_right

    def recognise(self, headers: Headers) -> str:
        """Return the person whom a request's cookie names, or ""."""
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(self.cookie)
        except CookieError:
            return ""
        return self._keys.get(morsel.value, "") if morsel else ""

    def is_own_origin(self, headers: Headers) -> bool:
        """Say whether a request that changes something was sent by a page of ours."""
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if site not in (None, "same-origin"):
            return False
        if origin is None:
            return site == "same-origin"
        scheme, _, host = origin.partition("://")
        return scheme == self.scheme and host in self.hosts


class Guard:
    """Refuses requests from other pages, and sets the security headers of every answer."""

    def __init__(self, app: ASGIApp, doors: Doors) -> None:
        self._app, self._doors = app, doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        person = self._doors.recognise(headers)
        refused = self._refuse(scope, headers, person)
        if refused:
            status, words = refused
            await PlainTextResponse(words, status)(scope, receive, _protect(send))
            return
        scope.setdefault("state", {})["person"] = person
        body = _Body(receive)
        await self._app(scope, body, _protect(send))

    def _refuse(self, scope: Scope, headers: Headers, person: str) -> tuple[int, str] | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._doors.hosts:
            return 421, "This page works only under the address that cireview printed."
        if scope["method"] not in (*_SAFE, "POST"):
            return 405, "This page does not accept such a request."
        if scope["method"] == "POST" and not self._doors.is_own_origin(headers):
            return 403, "Another page sent this, so it was not saved."
        is_open = scope["path"].startswith(_OPEN)
        if not is_open and not person:
            return (
                401,
                "Open the page with the link that cireview printed. Links of an earlier start do not work.",
            )
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LONGEST_BODY:
            return 413, "This is too large for an answer, so it was not saved."
        return None


class _Body:
    """Reads a request, and stops where it is larger than its head said."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._size = receive, 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._size += len(message.get("body", b""))
        if self._size > LONGEST_BODY:
            return {"type": "http.disconnect"}
        return message


def _protect(send: Send) -> Send:
    async def protected(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=_as_scope(message))
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return protected


def _as_scope(message: Any) -> Any:
    message.setdefault("headers", [])
    return message
