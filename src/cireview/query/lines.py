"""Cut a strategy as it stands in an appendix into its numbered lines, each with the hits that it found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from cireview.errors import Problem
from cireview.query.tokens import ALIKE, Place

_NUMBERED = re.compile(
    r"[ \t>]*\|?[ \t]*\\?(?P<mark>[#SL]?)(?P<number>\d{1,3})(?P<end>[.):]?)[ \t]*(?:\|[ \t]*|(?<=\s)|$)"
)
_OPERATOR = re.compile(r"(?:and|or|not|adj\d*)\s", re.IGNORECASE)
_COMMENT = re.compile(r"\s*(?:#+\s+[^\W\d]|//|\*\s|<!--|[^\w\n(\"'\[]*$)")
_TAIL = 400  # characters of a line in which its hits are looked for
_GAP = 30  # lines that a shortened appendix may leave out
_COUNT = r"(?P<hits>\d{1,3}(?:[,.\s\u00a0\u202f]\d{3}){1,4}|\d{1,12})"
_HITS = re.compile(
    rf"(?:\s*\|\s*|\t\s*|[ \u00a0]{{2,}}){_COUNT}[\s|]*$"
    rf"|\s+\({_COUNT.replace('hits', 'bracketed')}\)[\s|]*$"
    r"|(?:(?<=[./)\"'+\]])|(?<=trees)|(?<=only)|(?<=,kw)|(?<=,ab)|(?<=:ti)|(?<=Trials)) "
    rf"{_COUNT.replace('hits', 'behind')}[\s|]*$"
)
_REFERENCES = re.compile(
    r"[\s(]*[#S]?\d+(?:[\s)]+(?:and|or|not)[\s(]+[#S]?\d+)*\)*(?P<count>\s+\d[\d,. ]*)$|(?:or|and)/[\d, -]+?"
    r"(?P<count2>\s+\d[\d,.]*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Source:
    """A strategy's text and its file, to show the place of an error in the text as it was given."""

    text: str
    file: str

    @cached_property
    def plain(self) -> str:
        """The text with plain quotation marks, dashes and blanks, each at its place."""
        return self.text.translate(ALIKE)

    def problem(self, at: int, message: str, remedy: str) -> Problem:
        """Return a problem that names row and character and shows the place with a caret."""
        start = self.text.rfind("\n", 0, at) + 1
        end = self.text.find("\n", start)
        row = self.text.count("\n", 0, at) + 1
        place = Place(self.text[start : end if end >= 0 else None], self.file, row, "the row")
        return place.problem(at - start, message, remedy)


@dataclass(frozen=True)
class NumberedLine:
    """One line of a strategy: its number, where its text begins and ends, and its hits.

    A query without numbers is line 0.
    """

    number: int
    start: int
    end: int
    hits: int | None = None


def cut_lines(source: Source) -> tuple[list[NumberedLine], list[str]]:
    """Return the lines of a strategy, and a sentence for each row that is none of them."""
    rows = list(_rows(source.text))
    starts = _find_starts(source.text, rows)
    if not starts:
        return [NumberedLine(0, 0, len(source.text))], []
    lines: list[NumberedLine] = []
    unread = [_quote(source.text, row) for row in rows if row[0] < starts[0][0][0]]
    bounds = [*(row for row, _, _ in starts), (len(source.text), len(source.text))]
    for (row, number, begin), follower in zip(starts, bounds[1:], strict=True):
        end, left = _find_end(source.text, row, follower[0])
        unread += left
        lines.append(_with_hits(source.text, NumberedLine(number, begin, end)))
    return lines, [told for told in unread if told]


def _rows(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for row in text.splitlines(keepends=True):
        yield at, at + len(row)
        at += len(row)


def _find_starts(text: str, rows: list[tuple[int, int]]) -> list[tuple[tuple[int, int], int, int]]:
    """Return the rows that begin a line, with its number and where its text begins."""
    starts: list[tuple[tuple[int, int], int, int]] = []
    marked = 0
    for start, end in rows:
        match = _NUMBERED.match(text, start, end)
        if not match or _OPERATOR.match(text, match.end(), end) or not text[match.end() : end].strip():
            continue
        number, sure = int(match["number"]), bool(match["mark"] or match["end"])
        if (
            starts
            and not (sure and marked)
            and not _follows(number, starts[-1][1], text[starts[-1][2] : start])
        ):
            continue
        marked += sure
        starts.append(((start, end), number, match.end()))
    return starts if len(starts) > 1 or marked else []


def _follows(number: int, before: int, text: str) -> bool:
    """Return whether a row that begins with `number` is a new line, and not the rest of the one before."""
    if abs(number - before) == 1:
        return True
    goes_on = re.search(r"(?:\b(?:and|or|not|near/\d+|adj\d*)|[(,])\s*$", text, re.IGNORECASE)
    return 0 < abs(number - before) <= _GAP and not goes_on and text.count("(") == text.count(")")


def _find_end(text: str, row: tuple[int, int], follower: int) -> tuple[int, list[str]]:
    """Return where a line ends, and what stands between it and the next one."""
    end, unread, ended = row[1], list[str](), False
    for start, stop in ((row[1] + a, row[1] + b) for a, b in _rows(text[row[1] : follower])):
        ended = ended or not text[start:stop].strip() or bool(_COMMENT.match(text, start, stop))
        if ended:
            unread.append(_quote(text, (start, stop)))
        else:
            end = stop
    return end, unread


def _quote(text: str, row: tuple[int, int]) -> str:
    words = text[row[0] : row[1]].strip()
    if not re.search(r"\w", words) or _COMMENT.match(words):
        return ""
    number = text.count("\n", 0, row[0]) + 1
    return f"row {number} is not a line of the strategy and was not read: {words[:60]}"


def _with_hits(text: str, line: NumberedLine) -> NumberedLine:
    body = text[line.start : line.end].rstrip()
    # Hits stand at the very end, and a line of numbers is short: a long line need not be looked at.
    tail = max(len(body) - _TAIL, 0)
    references = _REFERENCES.match(body) if not tail else None
    match = _HITS.search(body, tail)
    if match:
        count, at = next(group for group in match.groups() if group), match.start()
    elif references:
        group = "count" if references["count"] else "count2"
        count, at = references[group], references.start(group)
    else:
        return NumberedLine(line.number, line.start, line.start + len(body.rstrip(" \t\r\n|")))
    end = line.start + len(body[:at].rstrip(" \t\r\n|"))
    return NumberedLine(line.number, line.start, end, int(re.sub(r"\D", "", count)))
