"""Read names and values of BibTeX fields, also where braces, quotation marks or commas are wrong."""

from __future__ import annotations

import re

from cireview.formats.entries import Fields
from cireview.limits import MOST_BROKEN, Allowance

# JabRef, Mendeley and others put any sign into a name: __markedentry, date-added, 3rd_author, año.
NAME = r"[^\s,;={}()\"#%\\@'~]{1,80}(?:[^\S\n][\w-]{1,40}){0,5}"
# A type is whatever stands between the sign and the bracket: @web_page, @book-section, @web page, @artículo.
ENTRY = (
    r"@\s*(?:%[^\n]*\n\s*)*([^\s{}()\[\]\"#%',;=\\@]{1,60}(?:[ \t]+[\w-]{1,40}(?=[ \t\w-]*\{)){0,3})\s*"
    r"(?:%[^\n]*\n\s*)*"
)
_START = re.compile(rf"(?:[\s,;]|%[^\n]*\n)*+({NAME})\s*=+\s*")
_BARE = re.compile(r"[^\s,;{}()\"#=]+")
_JOINT = re.compile(r"\s*#\s*")
_FIELD_END = re.compile(rf"[}}\"]\s*,?[ \t]*\n(?=\s*(?:{NAME}\s*=\s*[{{\"\w]|[}})]))")
# What may follow a value; anything else means that the sign before it did not close the value.
_AFTER = re.compile(
    rf"\s*(?:#|$|[,;]?[ \t]*(?:%[^\n]*)?(?:\n|$)|(?:[,;]\s*)*[}})]|(?:[,;]\s*)+{NAME}\s*=|{NAME}\s*=\s*[{{\"]"
    rf"|[,;][^{{}}\"=\n]{{0,80}}[,;]\s*{NAME}\s*=)"
)
_GO_ON = re.compile(rf"(?:[,;\n]|(?<=}}))\s*(?={NAME}\s*=\s*[{{\"\w])")
_BRACE = re.compile(r"\\?[{}]")
_QUOTE = re.compile(r"[{}\"]")

UNREAD = "unread"
"""Name under which what is no field is kept."""

BETWEEN = " \t\r\n,;"
"""Signs that may stand between fields, and before the bracket that closes an entry."""

CLOSING = ("}", ")")
"""Brackets that close an entry."""


class BrokenError(ValueError):
    """An entry does not follow the grammar."""


def match_brace(text: str, start: int, limit: int) -> int:
    """Return the position of the brace that closes the one at `start`."""
    depth = 0
    for sign in _BRACE.finditer(text, start, limit):
        brace = sign[0][-1]
        if len(sign[0]) == 2 and text[sign.start() - 1] != "\\":
            continue
        depth += 1 if brace == "{" else -1
        if depth == 0:
            return sign.end() - 1
    raise BrokenError("a brace is not closed")


def _match_quote(text: str, start: int, limit: int) -> int:
    """Return the position of the quotation mark that closes the one at `start`; braces hide those inside."""
    depth = 0
    for sign in _QUOTE.finditer(text, start + 1, limit):
        if sign[0] == '"':
            if depth <= 0 and text[sign.start() - 1] != "\\":
                return sign.start()
        else:
            depth += 1 if sign[0] == "{" else -1
    raise BrokenError("a quotation mark is not closed")


def _find_end(text: str, start: int, limit: int, allowance: Allowance, *, by_line: bool) -> int:
    """Return where the value that opens at `start` ends.

    When its braces or quotation marks do not come out even, or when asked for `by_line`, that is the next
    sign that closes a value at the end of a line.
    """
    if allowance.broken > MOST_BROKEN:
        raise BrokenError("too many braces or quotation marks are not closed")
    if by_line and (close := _FIELD_END.search(text, start + 1, limit)):
        return close.start()
    try:
        end = (match_brace if text[start] == "{" else _match_quote)(text, start, limit)
        if _AFTER.match(text, end + 1, limit):
            return end
    except BrokenError:
        end = start
    allowance.broken += 1
    close = _FIELD_END.search(text, end + 1, limit)
    if close is None:
        raise BrokenError("a brace or a quotation mark is not closed")
    return close.start()


def _read_value(
    text: str, start: int, limit: int, strings: dict[str, str], allowance: Allowance, *, by_line: bool
) -> tuple[str, int]:
    """Read one value, several parts joined by ``#`` included, and return it with the position after it."""
    parts: list[str] = []
    place = start
    while True:
        sign = text[place : place + 1]
        if sign in ("{", '"'):
            end = _find_end(text, place, limit, allowance, by_line=by_line)
            parts.append(text[place + 1 : end])
            place = end + 1
        elif word := _BARE.match(text, place, limit):
            name = word[0]
            parts.append(strings.get(name.lower(), name))
            allowance.spend(len(parts[-1]))
            place = word.end()
        else:
            return "".join(parts), place
        joint = _JOINT.match(text, place, limit)
        if joint is None:
            return "".join(parts), place
        place = joint.end()


def read_fields(
    text: str,
    place: int,
    limit: int,
    strings: dict[str, str],
    allowance: Allowance,
    *,
    by_line: bool = False,
) -> tuple[Fields, int]:
    """Read ``name = value`` until there are no more, and return the fields with the position after them.

    Commas between them may be missing or too many. What stands between two fields and is none is kept under
    `UNREAD`.

    Raises
    ------
    BrokenError
        If a value is never closed.
    """
    fields: Fields = {}
    while True:
        while name := _START.match(text, place, limit):
            value, place = _read_value(text, name.end(), limit, strings, allowance, by_line=by_line)
            fields.setdefault(name[1].strip().lower().replace(" ", "-"), []).append(value)
        rest = text[place : place + 200].lstrip(BETWEEN)
        onward = _GO_ON.search(text, place, limit) if fields and rest and rest[0] not in CLOSING else None
        if onward is None:
            return fields, place
        if lost := text[place : onward.start()].strip(BETWEEN):
            fields.setdefault(UNREAD, []).append(lost)
        place = onward.end()
