"""A key that comes back in any spelling is in no message, log or archive."""

from __future__ import annotations

import base64
import html
import io
import json
import logging
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from sources.playing import KEYS
from sources.raw import http, page
from sources.test_hostile_answers import ask
from sources.test_keys import everything_below

from cireview.web.keys import redact

KEY = KEYS["OPENALEX_API_KEY"]
HARD = 'Ab1+cd/ef=gh"ij<&\\kl'


def percent(key: str) -> str:
    return "".join(f"%{byte:02X}" for byte in key.encode())


def pack(before: str, key: str, after: str = "") -> str:
    return base64.b64encode(f"{before}{key}{after}".encode()).decode()


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "capitals": str.upper,
    "small letters": str.lower,
    "turned capitals": str.swapcase,
    "first letter large": str.capitalize,
    "escaped for a URL": lambda key: quote(key, safe=""),
    "escaped for a URL, small": lambda key: quote(key, safe="").lower(),
    "escaped whole": percent,
    "escaped whole, small": lambda key: percent(key).lower(),
    "escaped twice": lambda key: quote(percent(key)),
    "escaped three times": lambda key: quote(quote(percent(key))),
    "escaped every other letter": lambda key: "".join(
        percent(letter) if place % 2 else letter for place, letter in enumerate(key)
    ),
    "plus as blank": lambda key: key.replace("+", " "),
    "in JSON": lambda key: json.dumps(key)[1:-1],
    "in JSON in JSON": lambda key: json.dumps(json.dumps(key))[3:-3],
    "in JSON by PHP": lambda key: json.dumps(key)[1:-1].replace("/", "\\/"),
    "in JSON, escaped whole": lambda key: "".join(f"\\u{ord(letter):04x}" for letter in key),
    "in JSON, escaped whole, large": lambda key: "".join(f"\\u{ord(letter):04X}" for letter in key),
    "in JSON twice, escaped": lambda key: "".join(f"\\\\u{ord(letter):04x}" for letter in key),
    "by repr": lambda key: repr(key)[1:-1],
    "in bytes of Python": lambda key: "".join(f"\\x{ord(letter):02x}" for letter in key),
    "in a web page": html.escape,
    "in a web page, numbers": lambda key: "".join(f"&#{ord(letter)};" for letter in key),
    "in a web page, hexadecimal": lambda key: "".join(f"&#x{ord(letter):x};" for letter in key),
    "in a web page, zeros": lambda key: "".join(f"&#x000{ord(letter):X};" for letter in key),
    "in a web page twice": lambda key: html.escape(html.escape(key)),
    "Base64": lambda key: pack("", key),
    "Base64 behind a letter": lambda key: pack("a", key),
    "Base64 behind two": lambda key: pack("ab", key),
    "Base64 of a name and it": lambda key: pack("user:", key),
    "Base64 between": lambda key: pack("abcd", key, "efgh"),
    "Base64 of a URL": lambda key: base64.urlsafe_b64encode(f"k={key}".encode()).decode(),
    "Base64 without its end": lambda key: pack("", key).rstrip("="),
    "Base64, escaped": lambda key: quote(pack("user:", key), safe=""),
    "hexadecimal": lambda key: key.encode().hex(),
    "hexadecimal, large": lambda key: key.encode().hex().upper(),
    "backwards": lambda key: key[::-1],
    "with its prefix": lambda key: f"Bearer {key}",
    "in quotes": lambda key: f"'{key}'",
    "twice": lambda key: key + key,
}


@pytest.mark.parametrize("key", [KEY, HARD, "3f9C0a77be214D5e8f00112233445566", "me@mail.test"])
@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS)
def test_no_spelling_of_a_key_stays(spell: Callable[[str], str], key: str) -> None:
    spelt = spell(key)
    blanked = redact(f"before <{spelt}> after".encode(), [key])
    assert blanked.startswith(b"before <")
    assert blanked.endswith(b"> after")
    assert b"REDACTED" in blanked
    assert len(blanked) <= len("before <REDACTED> after") + 30  # what stood beside it, not more of it
    for start in range(len(spelt) - 8):
        part = spelt[start : start + 9]
        assert part.encode() not in blanked or part not in key + percent(key) + pack("", key)


@pytest.mark.parametrize("wide", ["utf-16", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_no_key_stays_in_a_body_of_wide_letters(wide: str) -> None:
    assert KEY.encode(wide)[4:-4] not in redact(f"before {KEY} after".encode(wide), [KEY])


@pytest.mark.parametrize(
    ("secrets", "text"),
    [
        (["abc", "abcdef"], "key=abcdef;"),
        (["abcdef", "abc"], "key=abcdef;"),
        (["def", "abcdef", "bcd"], "key=abcdef;"),
    ],
)
def test_nothing_of_a_longer_key_stays_when_a_shorter_one_is_part_of_it(
    secrets: list[str], text: str
) -> None:
    assert redact(text.encode(), secrets) == b"key=REDACTED;"


def test_a_key_of_other_letters_goes_too() -> None:
    body = '{"key": "s\\u00e9cret/1", "url": "?k=s%C3%A9cret%2F1", "plain": "sécret/1"}'.encode()
    assert redact(body, ["sécret/1"]) == b'{"key": "REDACTED", "url": "?k=REDACTED", "plain": "REDACTED"}'


UNTOUCHED = [b"", b"%", b"\\u", b"&#", b"secre", b"\x00" * 9, b"a%zz&#;\\u00", b"\xff\xfe"]


@pytest.mark.parametrize("body", UNTOUCHED)
def test_what_holds_no_key_stays_as_it_is(body: bytes) -> None:
    assert redact(body, [KEY, HARD]) == body


PLACES: dict[str, Callable[[str], bytes]] = {
    "error in JSON": lambda said: http(400, json.dumps({"error": said}).encode()),
    "error in words": lambda said: http(400, said.encode()),
    "failing": lambda said: http(503, said.encode()),
    "quota": lambda said: http(429, f"quota of {said}".encode()),
    "page": lambda said: http(200, page(results=[{"id": f"W{said}", "title": said}])),
    "no page": lambda said: http(200, said.encode()),
    "web page": lambda said: http(200, f"<html><title>{said}</title>".encode()),
    "value of a header": lambda said: http(200, page(), f"X-RateLimit-Limit: {said}"),
    "name of a header": lambda said: http(200, page(), f"X-Rate-{said}: 1"),
    "kind": lambda said: http(200, page(), f"Content-Type: text/{said}"),
    "reason": lambda said: f"HTTP/1.1 400 {said}\r\nContent-Length: 0\r\n\r\n".encode(),
    "first line": lambda said: f"{said}\r\n\r\n".encode(),
    "broken header": lambda said: http(200, page(), said, "X: 1"),
    "length": lambda said: http(200, page(), f"Content-Length: {said}"),
    "chunk": lambda said: f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{said}\r\n".encode(),
    "way of packing": lambda said: http(200, page(), f"Content-Encoding: {said}"),
    "cookie": lambda said: http(200, page(), f"Set-Cookie: {said}={said}; Domain={said}"),
    "place": lambda said: http(302, b"", f"Location: https://{said}.test/{said}"),
    "broken place": lambda said: http(302, b"", f"Location: http://[{said}"),
    "total": lambda said: http(200, page(meta={"count": said})),
}


AS: dict[str, Callable[[str], str]] = {"same": str, "large": str.upper, "packed": lambda key: pack("", key)}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("spell", AS.values(), ids=AS)
def test_a_key_that_comes_back_anywhere_stays_nowhere(
    spell: Callable[[str], str], place: Callable[[str], bytes], tmp_path: Path
) -> None:
    stream = io.StringIO()
    handler, root = logging.StreamHandler(stream), logging.getLogger()
    root.addHandler(handler)
    logging.getLogger("urllib3").setLevel(logging.DEBUG)
    try:
        outcome, server = ask("openalex", place(spell(KEY)), tmp_path, tries=1)
    finally:
        root.removeHandler(handler)
        logging.getLogger("urllib3").setLevel(logging.NOTSET)
    assert any(KEY.encode() in asked for asked in server.asked)
    told = [stream.getvalue(), outcome.log.to_csv(), outcome.records.to_csv(), outcome.rejected.to_csv()]
    text = "\n".join(
        [*told, *map(str, outcome.problems), everything_below(tmp_path).decode(errors="replace")]
    )
    assert stream.getvalue()
    assert KEY.lower() not in text.lower()
    assert pack("", KEY)[:-4] not in text
