"""Read the cells of a flow table as people write them: a number, or names each with a number."""

from __future__ import annotations

import re
from collections.abc import Mapping

NO_REASON, NO_FURTHER, NOT_GIVEN = "No reason", "No further reason", "Reason not given"
"""What our file says so that the PRISMA2020 package finds two reasons; and where a number has no reason."""

LOOK_ALIKE = "\u201a"  # stands for a comma in a name, since the package cuts a name at a comma
_SPACES = "\u00a0\u202f\u2009 "
# Three digits after a comma, a point, a space or an apostrophe are thousands: a count has no fraction.
_NUMBER = rf"[-\u2212]?(?:\d{{1,3}}(?:(?P<mark>[.,'\u2019{_SPACES}])\d{{3}})(?:(?P=mark)\d{{3}})*|\d+)"
_COUNT = re.compile(rf"({_NUMBER})(?:[.,]0+)?")
_ENTRY = re.compile(rf"(?P<name>.*?)\s*[,:]\s*(?P<n>{_NUMBER}|[-\u2212]?\d+[.,]\d+)\s*", re.DOTALL)
_UNFILLED = re.compile(r".*[,:]\s*(?:x+|NA)\s*", re.DOTALL | re.IGNORECASE)  # of the empty template
_RUN_TOGETHER = re.compile(rf",[{_SPACES}]*\d+[{_SPACES}]+[^\W\d]")


class CellError(ValueError):
    """A cell that cannot be read: what is wrong with it, and what to write."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


def read_count(text: str) -> int:
    """Return a whole number that is not negative; thousands may be parted by comma, point, space or '.

    Raises
    ------
    CellError
        If it is none.

    Examples
    --------
    >>> [read_count(text) for text in ("1,234", "1.234", "1 234", "12.0")]
    [1234, 1234, 1234, 12]
    """
    text = text.strip()
    if not (match := _COUNT.fullmatch(text)):
        if re.fullmatch(r"-?\d+[.,]\d+", text):
            raise CellError(f"'{text}' is a fraction", "A count is a whole number")
        raise CellError(f"'{text}' is not a count", "Write a whole number, such as 12 or 1,234")
    digits = re.sub(r"\D", "", match[1])
    if text[0] in "-\u2212" and int(digits):
        raise CellError(f"'{text}' is less than zero", "A count is 0 or more")
    return int(digits)


def read_named(text: str) -> dict[str, int]:
    """Return numbers by name, of `Wrong age, under 5, 10; Other, 4`; names stand once, their numbers added.

    Entries end at a semicolon or at the end of a line. A name may hold commas. A number alone has no name and
    stands under `NOT_GIVEN`.

    Raises
    ------
    CellError
        If an entry has no number, or holds two that no semicolon parts.
    """
    if re.fullmatch(rf"[-\u2212\d.,'\u2019{_SPACES}]+", text.strip()):
        total = read_count(text)
        return {NOT_GIVEN: total} if total else {}
    numbers: dict[str, int] = {}
    for entry in filter(str.strip, re.split(r"[;\r\n\u2028]+", text)):
        if _RUN_TOGETHER.search(entry):
            message = f"'{entry.strip()}' contains two numbers, but nothing separates the two names"
            raise CellError(message, "Put a semicolon between two names: Wrong age, 10; Wrong design, 9")
        match = _ENTRY.fullmatch(entry.strip())
        if not match:
            if _UNFILLED.fullmatch(entry):
                continue
            raise CellError(f"'{entry.strip()}' has no number", "Write Name, number; Name, number")
        name, n = match["name"].strip().replace(LOOK_ALIKE, ","), read_count(match["n"])
        if n or name not in (NO_REASON, NO_FURTHER):
            numbers[name] = numbers.get(name, 0) + n
    return numbers


def write_named(numbers: Mapping[str, int]) -> str:
    """Return names with their numbers, as the PRISMA2020 package reads them; it fails on a single one."""
    entries = [f"{_plain(name)}, {n}" for name, n in numbers.items()] or [f"{NO_REASON}, 0"]
    return "; ".join(entries if len(entries) > 1 else [*entries, f"{NO_FURTHER}, 0"])


def name_in_flow(name: str) -> str:
    """Return a name as it returns from a flow table: on one line, without the separators of the package."""
    return _plain(name).replace(LOOK_ALIKE, ",")


def _plain(name: str) -> str:
    """Return `name` without the characters at which the PRISMA2020 package would cut or break it."""
    table = str.maketrans({",": LOOK_ALIKE, ";": LOOK_ALIKE, "'": "\u2019", '"': "\u201d", "\\": "/"})
    return " ".join(name.split()).translate(table)
