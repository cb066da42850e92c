"""Correct rows of a YAML file: one rule for each common mistake, with a plain description."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_KEY = re.compile(r"^(?P<start>\s*(?:-\s+)*(?:[\w.-]+\s*:\s+)?)(?P<value>.*?)(?P<remark>\s+#.*)?\s*$")
_NO_BLANK = re.compile(r"^(\s*(?:- +)*[A-Za-z_]+):(?=[^\s/])")
_NO_BLANK_AFTER_DASH = re.compile(r"^(\s*)-(?=[^\s-])")
_HIDDEN = "\u00a0\u2002\u2003\u2007\u2009\u200b\u202f\u3000\ufeff"
HIDDEN_BLANK = re.compile(rf"^(?:[ \t]*[{_HIDDEN}]|\s*(?:- +)?\w+:[{_HIDDEN}])")
# As Word writes them, opened and closed, single and double.
_CURLY = {"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2018": "'", "\u2019": "'", "\u201a": "'"}
_SIGNS = "@`%*&!|>?,:=#"
COLON = "the colon in the text is read as the end of a key"
"""The problem of a colon and a space in a text without quotation marks."""
_PAIRS = {"[": "]", "{": "}"}
# Of a mapping in braces: an entry up to the next key or the end.
_ENTRY = re.compile(
    r"(?P<key>[{,]\s*\w+:\s+)(?P<value>[^\"'\[{\s][^{}\[\]]*?)(?=\s*(?:,\s*\w+:\s|,\s*\w+:$|\}))"
)


@dataclass(frozen=True)
class Mend:
    """The problem of a row, the remedy, and the corrected rows of the file."""

    message: str
    remedy: str
    rows: tuple[str, ...]


def propose(rows: list[str], numbers: Sequence[int]) -> Iterator[Mend]:
    """Yield possible corrections for some rows of a file; each rule is tried for all rows before the next.

    Parameters
    ----------
    rows
        All rows of the file.
    numbers
        Which of them may be wrong, counted from 0, the likeliest first.
    """
    for rule in (_mend_tabs, _mend_row, _mend_indentation):
        for number in numbers:
            yield from rule(rows, number)


def _mend_tabs(rows: list[str], number: int) -> Iterator[Mend]:
    with_tabs = [place for place, row in enumerate(rows) if re.match(r" *\t", row)]
    if number not in with_tabs:
        return
    more = f" and {len(with_tabs) - 1} more" * (len(with_tabs) > 1)
    message = (
        f"this row{more} begin{'s' * (len(with_tabs) == 1)} with a tab, but only spaces are allowed there"
    )
    for width in (2, 4):
        mended = [_without_tabs(row, width) for row in rows]
        yield Mend(message, f"Begin it with spaces: {_show(mended[number])}", tuple(mended))
    for indent in _indents(rows, number):
        mended = [*rows[:number], indent + rows[number].lstrip(), *rows[number + 1 :]]
        yield Mend(message, f"Begin it with spaces: {_show(mended[number])}", tuple(mended))


def _without_tabs(row: str, width: int) -> str:
    start = row[: _indent(row)]
    return start.replace("\t", " " * width) + row[len(start) :]


def _mend_row(rows: list[str], number: int) -> Iterator[Mend]:
    """Yield what mends one row by itself."""
    row = rows[number]
    for message, mended in _rewrite(row):
        remedy = f"Write: {mended.strip()}" if mended.strip() else "Delete this row"
        if HIDDEN_BLANK.match(row):
            remedy = f"Replace them with plain spaces: {_show(mended)}"
        yield Mend(message, remedy, (*rows[:number], mended, *rows[number + 1 :]))


def _rewrite(row: str) -> Iterator[tuple[str, str]]:
    """Yield what may be wrong with a row, and the row without it."""
    if re.fullmatch(r"(?:---|\.\.\.)\s*.*", row):
        yield f"{row[:3]!r} ends the file here, so that nothing below it would be read", ""
    if HIDDEN_BLANK.match(row):
        plain = re.sub(rf"[{_HIDDEN}]", " ", row)
        yield "this row contains special spaces, as Word and web pages make them", plain
    if unheard := re.findall(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]", row):
        code = f"U+{ord(unheard[0]):04X}"
        yield f"this row contains a character that no editor shows ({code})", row.replace(unheard[0], "")
    if _NO_BLANK_AFTER_DASH.match(row):
        yield "a space is missing after the dash", _NO_BLANK_AFTER_DASH.sub(r"\1- ", row)
    if _NO_BLANK.match(row):
        yield "a space is missing after the colon", _NO_BLANK.sub(r"\1: ", row)
    if re.fullmatch(r"\s*(?:- +)?\w+\s*", row):
        yield "a colon is missing after the key", f"{row.rstrip()}:"
    if (mended := _quote_entries(row)) != row:
        yield "a text in braces that contains : ? or # needs quotation marks", mended
    yield from _close_or_open(row)
    if (mended := quote_value(row)) != row:
        yield _why_quoted(row), mended


def _why_quoted(row: str) -> str:
    """Say why the value of a row has to be quoted."""
    match = _KEY.match(row)
    value = match["value"] if match else ""
    straight = straighten(value)
    mark = straight[:1]
    if value[:1] in _CURLY:
        return "the quotation marks are curly, as Word makes them, and are read as text"
    if mark in ("'", '"'):
        if straight.count(mark) == 1 or (value[:1] == mark and value[1:].count(mark) == 0):
            return f"the quotation mark {mark} is opened but not closed"
        if "\\" in value:
            return "a backslash is not allowed between double quotation marks"
        return f"the quotation mark {mark} inside the text ends it too early"
    if value[:1] in _PAIRS:
        return f"a text that begins with {value[:1]!r} is read as a list or as keys"
    if value[:1] and value[:1] in _SIGNS:
        return f"a text that begins with {value[:1]!r} needs quotation marks"
    return COLON


def _quote_entries(row: str) -> str:
    """Return a row with its texts in braces quoted where a sign in them means something to YAML."""

    def mend(match: re.Match[str]) -> str:
        value = match["value"]
        needs = re.search(r":(?:\s|$)|\?|\s#", value) or value[0] in _SIGNS
        return match["key"] + (quote(value) if needs else value)

    return _ENTRY.sub(mend, row) if "{" in row else row


def _close_or_open(row: str) -> Iterator[tuple[str, str]]:
    """Yield the row with the brackets, or the mark, that it lacks, or without the one it has too many."""
    match = _KEY.match(row)
    if not match:
        return
    start, value, remark = match["start"], match["value"].rstrip(), match["remark"] or ""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", value)
    for opened, closed in _PAIRS.items():
        if bare.count(opened) > bare.count(closed):
            message = f"the bracket {opened!r} is opened in this row but not closed"
            yield message, f"{start}{value.rstrip(',')}{closed}{remark}"
        if bare.count(closed) > bare.count(opened) and value.endswith(closed):
            yield f"there is one bracket {closed!r} too many", f"{start}{value[:-1]}{remark}"
    for mark in ("'", '"'):
        if value.count(mark) % 2 and value[-1:] in "]}":
            message = f"a quotation mark {mark} is opened but not closed"
            before_comma = re.sub(rf"({mark}[^{mark},]*)(?=[,\]}}])", rf"\1{mark}", value, count=1)
            yield message, f"{start}{before_comma}{remark}"


def _mend_indentation(rows: list[str], number: int) -> Iterator[Mend]:
    """Yield the row, or it and the rows that belong to it, as far right as a row above."""
    row = rows[number]
    here = len(row) - len(row.lstrip())
    message = f"the row begins with {_blanks(here)}, which matches no row above it"
    if ":" not in row and not row.lstrip().startswith("-"):
        message = "this row is not a key with a colon, and its spaces do not make it part of the text above"
    below = number + 1
    while below < len(rows) and (not rows[below].strip() or _indent(rows[below]) > here):
        below += 1
    for indent in _indents(rows, number):
        moved = [indent + row.lstrip()]
        remedy = f"Begin it with {_blanks(len(indent))}: {_show(moved[0])}"
        yield Mend(message, remedy, (*rows[:number], *moved, *rows[number + 1 :]))
        block = [indent + one[here:] if one.strip() else one for one in rows[number:below]]
        if len(block) > 1:
            remedy += f", and move the {len(block) - 1} rows below it by as much"
            yield Mend(message, remedy, (*rows[:number], *block, *rows[below:]))


def _indents(rows: list[str], number: int) -> list[str]:
    """Return how far right the rows above begin, the nearest first, and two blanks more than the last."""
    above = [row for row in rows[:number][::-1] if row.strip() and not row.lstrip().startswith("#")]
    widths = [_indent(row) for row in above[:20] if "\t" not in row[: _indent(row)]]
    here = _indent(rows[number])
    near = sorted(dict.fromkeys(widths), key=lambda width: abs(width - here))
    return [" " * width for width in [*near, *(width + 2 for width in widths[:1])]]


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())


def _blanks(number: int) -> str:
    return {0: "no space", 1: "1 space"}.get(number, f"{number} spaces")


def _show(row: str) -> str:
    """Return a row as a message shows it: with its blanks, which a reader has to see, and whole."""
    return row if row == row.lstrip() else f"{row!r}" if "'" not in row else f'"{row}"'


def quote(value: str) -> str:
    """Return a text in quotation marks, as YAML reads it back."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def quote_value(row: str) -> str:
    """Return a row with all of its value in quotation marks; marks that are there already are the value's."""
    match = _KEY.match(row)
    if not match or not match["value"]:
        return row
    value, remark = match["value"], match["remark"] or ""
    if value.startswith("#") or not match["start"].strip():  # what has no key goes on with the row above
        return row
    return f"{match['start']}{quote(_bare(value))}{remark}"


def straighten(text: str) -> str:
    """Return a text with straight quotation marks for curly ones."""
    return "".join(_CURLY.get(sign, sign) for sign in text)


def _bare(value: str) -> str:
    """Return a value without the quotation marks that somebody meant for YAML."""
    straight = straighten(value)
    mark = straight[:1]
    if mark in ("'", '"') and straight.count(mark) == 1:  # opened and not closed
        return value[1:]
    closed = len(value) > 1 and mark in ("'", '"') and straight[-1] == mark
    inside = straight[1:-1]
    # "a" OR "b" begins and ends with marks that are part of the text.
    if closed and (mark not in inside or not re.search(rf"{mark}\s+(?:AND|OR|NOT|NEAR)\b", straight)):
        return value[1:-1]
    return value
