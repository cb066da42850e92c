"""A polite session: it throttles, waits as asked, tries again, stops when refused, and reveals no key."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import NamedTuple, Self

from cireview.errors import Problem, SearchError
from cireview.limits import ANSWER_BYTES, ANSWER_SECONDS, LONGEST_WAIT, SEARCH_SECONDS
from cireview.web.keys import Keys, logs_of_libraries
from cireview.web.redirects import REDIRECTS, follow
from cireview.web.refusals import (
    WAIT_STATUSES,
    advise,
    is_quota_used_up,
    is_throttled,
    quote_service,
    reset_time,
    seconds_to_wait,
)
from cireview.web.service import Answer, Request, Service, UnreadableError, Value, understand

_KEPT_HEADERS = ("content-type", "retry-after", "date", "x-els-status")
_MOST_REDIRECTS = 3
GO_ON = "Run again: received records are kept, and the search continues from its last page"


class Clock(NamedTuple):
    """What a session knows of time: the seconds since 1970, how to wait for some, and those that passed."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    ticks: Callable[[], float] = time.monotonic


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
    request_seconds
        Seconds that an answer may take to come in full.
    search_seconds
        Seconds for which one service is asked; what is left is for the next run.
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
        request_seconds: float = ANSWER_SECONDS,
        search_seconds: float = SEARCH_SECONDS,
        max_bytes: int = ANSWER_BYTES,
    ) -> None:
        from cireview.web import transport  # loads requests, and a finished review asks nobody

        self._keys, self._clock = Keys(environment), clock
        self._tries, self._patience = tries, patience
        self._request_seconds, self._search_seconds = request_seconds, search_seconds
        self._random = random.Random(seed)  # noqa: S311 (jitter, not cryptography)
        self._next_turn: dict[str, float] = {}
        self._began: dict[str, float] = {}
        self._failures, self._name_failure = transport.FAILURES, transport.name_failure
        self._watch = transport.Watch(clock.ticks, request_seconds)
        self._transport = transport.Transport(self._watch, timeout=timeout, max_bytes=max_bytes)
        for log in logs_of_libraries():
            log.addFilter(self._keys.redact_log)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for log in logs_of_libraries():
            log.removeFilter(self._keys.redact_log)
        self._transport.close()

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
            If a required key is missing, the service refuses, an allowance is used up, no usable answer came
            in all tries, or the service has been asked for too long. The message has the service's
            own words and what to do.
        """
        self.check_keys(service)
        try:
            return self._try(service, request, read)
        except SearchError as error:
            problems = [self._keys.redact_problem(problem) for problem in error.problems]
        raise SearchError(problems)

    def _try(
        self, service: Service, request: Request, read: Callable[[bytes], Value]
    ) -> tuple[Answer, Value]:
        trouble = ""
        for attempt in range(self._tries):
            asked: float | None = None
            self._refuse_endless(service)
            self._await_turn(service)
            try:
                answer = self._send(service, request)
                asked = self._judge(service, request, answer)
                if asked is None:
                    return answer, understand(read, answer.body)
                trouble = f"it answered {answer.status}: {quote_service(answer.body)}"
            except UnreadableError as error:
                trouble = str(error)
            if attempt + 1 < self._tries:
                jittered = self._random.uniform(0.5, 1.0) * 2.0**attempt
                self._clock.sleep(min(max(asked or 0.0, jittered), self._patience))
        raise self._give_up(service, trouble)

    def _give_up(self, service: Service, trouble: str) -> SearchError:
        message = f"{service.name} gave no usable answer in {self._tries} tries; the last time {trouble}"
        key = service.keys[0] if service.keys else None
        keyless = key and not self._keys.has(key.variable) and "answered 429" in trouble
        more = f"; a key in the environment variable {key.variable} allows more ({key.where})" if key else ""
        return SearchError(Problem(message, remedy=GO_ON + more if keyless else GO_ON))

    def check_keys(self, service: Service) -> None:
        """Raise a SearchError that names the variables of keys that are required and not set, or are none."""
        self._keys.check(service)

    def now(self) -> str:
        """Return the time as ISO 8601 in UTC."""
        return datetime.fromtimestamp(self._clock.now(), UTC).isoformat(timespec="seconds")

    def _refuse_endless(self, service: Service) -> None:
        now = self._clock.ticks()
        if now - self._began.setdefault(service.name, now) > self._search_seconds:
            hours = f"{self._search_seconds / 3600:g}"
            message = f"this run has spent more than {hours} hours on {service.name}"
            raise SearchError(Problem(message, remedy=GO_ON))

    def _await_turn(self, service: Service) -> None:
        now = self._clock.now()
        fast = service.interval_with_key and self._keys.has(service.keys[0].variable)
        interval = service.interval_with_key if fast else service.interval
        # If the clock was set back, an earlier turn must not seem to be hours in the future.
        turn = min(max(now, self._next_turn.get(service.name, now)), now + interval)
        self._next_turn[service.name] = turn + interval
        if turn > now:
            self._clock.sleep(turn - now)

    def _send(self, service: Service, request: Request) -> Answer:
        headers: dict[str, str] = {}
        params, form = list(request.params), list(request.form)
        for key in service.keys:
            if secret := self._keys.take(key):
                if key.header:
                    headers[key.header] = key.prefix + secret
                else:  # a form keeps the key out of the URL, which servers on the way write into their logs
                    (form if form else params).append((key.parameter, key.prefix + secret))
        if request.posted_json:
            headers["Content-Type"] = "application/json"
        body = request.posted_json.encode() if request.posted_json else form or None
        url = service.base_url + request.path
        self._watch.start()
        for _ in range(_MOST_REDIRECTS):
            parts = {"params": params, "data": body, "headers": headers}
            try:
                received = self._transport.send(service.name, request.method, url, **parts)
            except self._failures as error:
                raise UnreadableError(self._tell_failure(error)) from None
            if received.status not in REDIRECTS:
                return self._clean(received.status, received.body, received.headers)
            url, params = follow(service, url, received.headers.get("location", "")), []
        raise SearchError(Problem(f"{service.name} redirects without end", remedy=GO_ON))

    def _tell_failure(self, error: Exception) -> str:
        if self._watch.left() <= 0:
            return f"its answer was incomplete after {self._request_seconds:g} seconds"
        return self._name_failure(error)

    def _clean(self, status: int, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Return an answer without keys, and with the headers that are kept."""
        told = {n: v for n, v in sorted(headers.items()) if n in _KEPT_HEADERS or n.startswith("x-rate")}
        kept = {self._keys.redact_text(name): self._keys.redact_text(value) for name, value in told.items()}
        return Answer(status, self._keys.redact(body), kept, self.now())

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
            asks = f"asks to wait{' for more than a year' if (wait or 0) > LONGEST_WAIT else until}"
            message = (
                f"the allowance at {service.name} is used up{until}" if used_up else f"{service.name} {asks}"
            )
            message = f"{message} ({answer.status}): {words}"
            raise SearchError(Problem(message, remedy=f"Wait{until or ' some days'}. {GO_ON}"))
        if is_throttled(answer) or answer.status in WAIT_STATUSES:
            return wait or 0.0
        raise SearchError(
            Problem(
                f"{service.name} refused the request ({answer.status}): {words}",
                remedy=advise(service, answer, self._keys.has),
            )
        )


def url_length(service: Service, request: Request) -> int:
    """Return the bytes of a request's URL; keys that a service takes there are not counted."""
    import requests

    url = service.base_url + request.path
    return len(requests.Request("GET", url, params=list(request.params)).prepare().url or "")
