"""A polite session: it throttles, waits as asked, tries again, stops when refused, and tells no key."""

from __future__ import annotations

import html
import json
import logging
import os
import random
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import quote, quote_plus, urljoin, urlsplit

from cireview import __version__
from cireview.errors import Problem, SearchError
from cireview.web.refusals import (
    WAIT_STATUSES,
    advise,
    is_quota_used_up,
    is_throttled,
    name_failure,
    quote_service,
    reset_time,
    seconds_to_wait,
)
from cireview.web.service import Answer, Key, Request, Service, UnreadableError, Value

if TYPE_CHECKING:
    import requests

_KEPT_HEADERS = ("content-type", "retry-after", "date", "x-els-status")
_REDIRECTS = 3
GO_ON = "Run again: what was received is kept, and the search goes on from its last page"


class Clock(NamedTuple):
    """What a session knows of time: the seconds since 1970, and how to wait for some."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


REAL_CLOCK = Clock()


class Session:
    """Sends requests to any number of services.

    Parameters
    ----------
    environment
        Where keys are read from; the environment of the process if none is given.
    clock
        What tells the time and waits.
    seed
        Seed of the jitter of waiting times.
    tries
        How often one request is sent before the search is given up.
    patience
        Longest wait in seconds; a service that asks for more is left for another day.
    timeout
        Seconds until a silent service counts as failed.
    max_bytes
        Size at which an answer is refused.
    """

    def __init__(
        self,
        *,
        environment: Mapping[str, str] | None = None,
        clock: Clock = REAL_CLOCK,
        seed: int = 1,
        tries: int = 6,
        patience: float = 300.0,
        timeout: float = 60.0,
        max_bytes: int = 200_000_000,
    ) -> None:
        self._environment = os.environ if environment is None else environment
        self._clock = clock
        self._tries, self._patience = tries, patience
        self._timeout, self._max_bytes = timeout, max_bytes
        self._random = random.Random(seed)  # noqa: S311 (jitter, not cryptography)
        self._next_turn: dict[str, float] = {}
        self._secrets: set[str] = set()
        import requests  # takes as long as all of web/, and a finished review asks nobody

        self._failure = requests.RequestException
        self._requests = requests.Session()
        self._requests.auth = lambda prepared: prepared  # else a .netrc would send credentials of its own
        self._requests.headers["User-Agent"] = f"cireview/{__version__}"
        logging.getLogger("urllib3.connectionpool").addFilter(self._redact_log)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        logging.getLogger("urllib3.connectionpool").removeFilter(self._redact_log)
        self._requests.close()

    def fetch(
        self, service: Service, request: Request, read: Callable[[bytes], Value]
    ) -> tuple[Answer, Value]:
        """Send `request` until there is an answer that `read` accepts.

        Returns
        -------
        tuple
            The answer, free of keys, and what `read` made of its body.

        Raises
        ------
        SearchError
            If a required key is missing, the service refuses, an allowance is used up, or no usable answer
            came in all tries. The service's own words and what to do are told.
        """
        self.check_keys(service)
        trouble = ""
        for attempt in range(self._tries):
            asked: float | None = None
            self._await_turn(service)
            try:
                answer = self._send(service, request)
                asked = self._judge(service, request, answer)
                if asked is None:
                    return answer, read(answer.body)
                trouble = f"it answered {answer.status}: {quote_service(answer.body)}"
            except self._failure as error:
                trouble = self.redact(name_failure(error))
            except UnreadableError as error:
                trouble = self.redact(str(error))
            if attempt + 1 < self._tries:
                jittered = self._random.uniform(0.5, 1.0) * 2.0**attempt
                self._clock.sleep(min(max(asked or 0.0, jittered), self._patience))
        raise self._give_up(service, trouble)

    def _give_up(self, service: Service, trouble: str) -> SearchError:
        message = f"{service.name} gave no usable answer in {self._tries} tries; the last time {trouble}"
        key = service.keys[0] if service.keys else None
        keyless = key and not self._has(key.variable) and "answered 429" in trouble
        more = f"; a key in the environment variable {key.variable} permits more ({key.where})" if key else ""
        return SearchError(Problem(message, remedy=GO_ON + more if keyless else GO_ON))

    def check_keys(self, service: Service) -> None:
        """Raise a SearchError that names the variables of keys that are required and not set, or are none."""
        missing = [key for key in service.keys if key.required and not self._has(key.variable)]
        if missing:
            raise SearchError(_tell_missing(service, key) for key in missing)
        strange = [
            key.variable for key in service.keys if not re.fullmatch(r"[!-~]*", self._given(key.variable))
        ]
        if strange:
            message = f"the environment variable {', '.join(strange)} holds signs that no key has"
            raise SearchError(Problem(message, remedy="Copy the key again, without blanks or line ends"))

    def redact(self, text: str) -> str:
        """Return `text` without any key that this session has sent."""
        for secret in sorted(self._secrets, key=lambda spelling: (-len(spelling), spelling)):
            text = text.replace(secret, "REDACTED")
        return text

    def now(self) -> str:
        """Return the time as ISO 8601 in UTC."""
        return datetime.fromtimestamp(self._clock.now(), UTC).isoformat(timespec="seconds")

    def _has(self, variable: str) -> bool:
        return bool(self._given(variable))

    def _given(self, variable: str) -> str:
        return self._environment.get(variable, "").strip()

    def _secret(self, key: Key) -> str:
        secret = self._given(key.variable)
        if secret:
            self._secrets |= _spell(secret)
        return secret

    def _await_turn(self, service: Service) -> None:
        now = self._clock.now()
        turn = max(now, self._next_turn.get(service.name, now))
        fast = service.interval_with_key and self._has(service.keys[0].variable)
        self._next_turn[service.name] = turn + (service.interval_with_key if fast else service.interval)
        if turn > now:
            self._clock.sleep(turn - now)

    def _send(self, service: Service, request: Request) -> Answer:
        headers: dict[str, str] = {}
        params, form = list(request.params), list(request.form)
        for key in service.keys:
            if secret := self._secret(key):
                if key.header:
                    headers[key.header] = key.prefix + secret
                else:  # a form keeps the key out of the URL, which servers on the way write into their logs
                    (form if form else params).append((key.parameter, key.prefix + secret))
        if request.posted_json:
            headers["Content-Type"] = "application/json"
        body = request.posted_json.encode() if request.posted_json else form or None
        url = service.base_url + request.path
        for _ in range(_REDIRECTS):
            response = self._requests.request(
                request.method,
                url,
                params=params,
                data=body,
                headers=headers,
                timeout=self._timeout,
                stream=True,
                allow_redirects=False,
            )
            with response:
                answer = self._take(service, response)
            if response.status_code not in (301, 302, 303, 307, 308):
                return answer
            url, params = self._redirect(service, url, response.headers.get("Location", "")), []
        raise SearchError(Problem(f"{service.name} redirects without end", remedy=GO_ON))

    def _redirect(self, service: Service, url: str, location: str) -> str:
        target = urljoin(url, location)
        old, new = urlsplit(url), urlsplit(target)
        if old.hostname != new.hostname or (old.scheme, new.scheme) == ("https", "http"):
            # A key must not travel to a host that the user did not give it to.
            message = f"{service.name} redirects to another host: {new.scheme}://{new.hostname}"
            raise SearchError(Problem(message, remedy=GO_ON))
        return target

    def _take(self, service: Service, response: requests.Response) -> Answer:
        chunks: list[bytes] = []
        size = 0
        for chunk in response.iter_content(1 << 20):
            chunks.append(chunk)
            size += len(chunk)
            if size > self._max_bytes:
                message = f"{service.name} sent an answer of more than {self._max_bytes} bytes"
                raise SearchError(Problem(message, remedy=GO_ON))
        body = b"".join(chunks)
        for secret in sorted(self._secrets, key=lambda spelling: (-len(spelling), spelling)):
            body = body.replace(secret.encode(), b"REDACTED")
        lower = {name.lower(): self.redact(value) for name, value in response.headers.items()}
        kept = {n: v for n, v in sorted(lower.items()) if n in _KEPT_HEADERS or n.startswith("x-rate")}
        return Answer(response.status_code, body, kept, self.now())

    def _judge(self, service: Service, request: Request, answer: Answer) -> float | None:
        """Return None for an answer to be read, else the seconds to wait; raise for a refusal."""
        if not is_throttled(answer) and (200 <= answer.status < 300 or answer.status in request.reads):
            return None
        wait, now = seconds_to_wait(answer, self._clock.now()), self._clock.now()
        words = quote_service(answer.body)
        used_up = is_quota_used_up(answer)
        if used_up or (wait or 0) > self._patience:
            when = reset_time(answer, now)
            until = f" until {when}" if when else ""
            message = (
                f"the allowance at {service.name} is used up" if used_up else f"{service.name} asks to wait"
            )
            message = f"{message}{until} ({answer.status}): {words}"
            raise SearchError(Problem(message, remedy=f"Wait{until}. {GO_ON}"))
        if is_throttled(answer) or answer.status in WAIT_STATUSES:
            return wait or 0.0
        raise SearchError(
            Problem(
                f"{service.name} refused the request ({answer.status}): {words}",
                remedy=advise(service, answer, self._has),
            )
        )

    def _redact_log(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.redact(record.getMessage()), ()
        return True


def _tell_missing(service: Service, key: Key) -> Problem:
    is_bought = "://" in key.where
    what = "a key" if is_bought else key.where
    message = f"{service.name} needs {what} and the environment variable {key.variable} is not set"
    set_it = f"Get a key at {key.where} and set {key.variable}" if is_bought else f"Set it to {key.where}"
    return Problem(message, remedy=set_it)


def url_length(service: Service, request: Request) -> int:
    """Return the bytes of a request's URL; keys that a service takes there are not counted."""
    import requests

    url = service.base_url + request.path
    return len(requests.Request("GET", url, params=list(request.params)).prepare().url or "")


def _spell(secret: str) -> set[str]:
    """Return a key as it may come back: in a URL, in JSON or in a web page."""
    in_json = (json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1])
    in_url = (quote(secret), quote(secret, safe=""), quote_plus(secret))
    escaped = {spelling.replace("/", "\\/") for spelling in in_json}
    return {secret, *in_json, *escaped, *in_url, html.escape(secret)}
