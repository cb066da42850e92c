"""Read the user's keys from the environment, and remove them from all answers, in any spelling."""

from __future__ import annotations

import base64
import logging
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from cireview.errors import Problem, SearchError
from cireview.web.service import Key, Service

_BLANKED = b"REDACTED"
_LIBRARIES = ("urllib3", "requests", "charset_normalizer", "chardet")
_FEWEST = 6  # letters of Base64 by which a key is known; fewer stand in other texts too


class Keys:
    """The keys in an environment, and which of them were sent.

    Parameters
    ----------
    environment
        Where keys are read from; the environment of the process if none is given.
    """

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment
        self._sent: set[str] = set()

    def has(self, variable: str) -> bool:
        """Return whether a variable is set."""
        return bool(self._given(variable))

    def take(self, key: Key) -> str:
        """Return a key for sending; from then on it is removed from all texts."""
        secret = self._given(key.variable)
        if secret:
            self._sent.add(secret)
        return secret

    def check(self, service: Service) -> None:
        """Raise a SearchError that names the variables of keys that are required and not set, or are none."""
        missing = [key for key in service.keys if key.required and not self.has(key.variable)]
        if missing:
            raise SearchError(_tell_missing(service, key) for key in missing)
        strange = [
            key.variable for key in service.keys if not re.fullmatch(r"[!-~]*", self._given(key.variable))
        ]
        if strange:
            message = f"the environment variable {', '.join(strange)} contains characters that no key has"
            raise SearchError(Problem(message, remedy="Copy the key again, without spaces or line breaks"))

    def redact(self, body: bytes) -> bytes:
        """Return `body` without any key that was sent."""
        return redact(body, self._sent)

    def redact_text(self, text: str) -> str:
        """Return `text` without any key that was sent."""
        return self.redact(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")

    def redact_problem(self, problem: Problem) -> Problem:
        """Return a problem without any key that was sent."""
        message, remedy = map(self.redact_text, (problem.message, problem.remedy))
        return replace(problem, message=message, remedy=remedy)

    def redact_log(self, record: logging.LogRecord) -> bool:
        """Remove keys from the log of a library, and its traceback, which quotes what was sent."""
        record.msg, record.args = self.redact_text(record.getMessage()), ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True

    def _given(self, variable: str) -> str:
        return self._environment.get(variable, "").strip()


def logs_of_libraries() -> list[logging.Logger]:
    """Return the loggers of all that a request passes through; a filter counts for one logger alone."""
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in _LIBRARIES]
    return [logging.getLogger(name) for name in names]


def redact(body: bytes, secrets: Iterable[str]) -> bytes:
    """Return `body` without `secrets` in any spelling; those that contain others are removed first."""
    for secret in sorted(secrets, key=lambda secret: (-len(secret), secret)):
        for find in _finders(secret):
            body = find(body)
    return body


@lru_cache(maxsize=64)
def _finders(secret: str) -> tuple[Callable[[bytes], bytes], ...]:
    """Return what blanks each kind of spelling of a key: letter by letter, or packed as a whole."""
    plain, spelt, hints = secret.encode().lower(), _spell(secret), _hint(secret)

    def blank(body: bytes) -> bytes:
        # The pattern of all spellings is slow: most bodies hold neither the key nor an escape of its letters.
        return spelt.sub(_BLANKED, body) if plain in body.lower() or hints.search(body) else body

    packed = [re.compile(core) for core in _pack(secret.encode())]
    whole = [re.compile(re.escape(other), re.IGNORECASE) for other in _write_otherwise(secret)]
    return (blank, *(lambda body, one=one: one.sub(_BLANKED, body) for one in (*packed, *whole)))


def _escapes(letter: str) -> list[bytes]:
    """Return patterns of how a letter may be escaped in a URL (also twice), JSON, Python, C or a web page."""
    code, units = ord(letter), letter.encode()
    once = "".join(f"%(?:25)*{unit:02x}" for unit in units)
    octets = "".join(rf"\\\\*x{unit:02x}" for unit in units)
    wide = "".join(rf"\\\\*u\{{?0*{unit:x}\}}?" for unit in _utf_16(letter))
    named = {'"': "quot", "&": "amp", "<": "lt", ">": "gt", "'": "apos"}.get(letter, "")
    page = rf"&(?:amp;)*(?:\#0*{code}|\#x0*{code:x}{'|' + named if named else ''});"
    return [pattern.encode() for pattern in (once, octets, wide, page)]


def _utf_16(letter: str) -> list[int]:
    units = letter.encode("utf-16-be")
    return [int.from_bytes(units[place : place + 2]) for place in range(0, len(units), 2)]


def _spell(secret: str) -> re.Pattern[bytes]:
    """Return the pattern of a key in large or small letters, each of which may be escaped in its own way."""
    letters = []
    for letter in secret:
        itself = rb"[+ ]" if letter == "+" else re.escape(letter.encode())
        quoted = rb"\\*" if letter in "\\\"'/" else b""
        letters.append(b"(?:" + b"|".join([quoted + itself, *_escapes(letter)]) + b")")
    return re.compile(rb"\x00*".join(letters), re.IGNORECASE)


def _hint(secret: str) -> re.Pattern[bytes]:
    """Return the pattern of any escape that a spelling of the key would need; UTF-16 has zero bytes."""
    escapes = {escape for letter in secret for escape in _escapes(letter)}
    signs = {rb"\\\\*" + re.escape(sign.encode()) for sign in secret if sign in "\\\"'/"}
    plus = {re.escape(secret.replace("+", " ").encode())} if "+" in secret else set()
    return re.compile(b"|".join(sorted({rb"\x00", *escapes, *signs, *plus})), re.IGNORECASE)


def _pack(secret: bytes) -> list[bytes]:
    """Return patterns of a key in Base64, wherever it begins in what was packed: only its own letters."""
    cores = []
    for before in range(3):
        packed = base64.b64encode(bytes(before) + secret).rstrip(b"=")
        first = -(-before * 8 // 6)
        core = packed[first : (before + len(secret)) * 8 // 6]
        if len(core) >= _FEWEST:
            signs = {"+": rb"(?:\+|-|%2[bB])", "/": rb"(?:\\*/|_|%2[fF])"}
            cores.append(b"".join(signs.get(chr(sign), bytes([sign])) for sign in core))
    return cores


def _write_otherwise(secret: str) -> list[bytes]:
    """Return a key in hexadecimal, and backwards."""
    return [secret.encode().hex().encode(), secret[::-1].encode()] if len(secret) >= _FEWEST else []


def _tell_missing(service: Service, key: Key) -> Problem:
    is_bought = "://" in key.where
    what = "a key" if is_bought else key.where
    message = f"{service.name} needs {what} and the environment variable {key.variable} is not set"
    set_it = f"Get a key at {key.where} and set {key.variable}" if is_bought else f"Set it to {key.where}"
    return Problem(message, remedy=set_it)
