"""Part delimited text into rows, and tell a last row that was cut off; imports nothing heavy."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple


class Row(NamedTuple):
    """One row of a table.

    Parameters
    ----------
    line
        1-based line at which it starts.
    cells
        Its cells.
    problem
        Why it looks cut off; empty for all rows but the last one.
    """

    line: int
    cells: list[str]
    problem: str = ""


class _QuoteCounter:
    """Hands lines on and counts the quotation marks in them."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self.marks = 0
        self.ended = True

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.marks += line.count('"')
            self.ended = line.endswith(("\n", "\r"))
            yield line


def is_wos_header(names: list[str]) -> bool:
    """Say whether the columns are Web of Science's two-letter tags."""
    return {"au", "ti", "so"} <= set(names) and sum(len(name) == 2 for name in names) > 5


def part_rows(lines: Iterable[str], *, skipped: int, delimiter: str, names: list[str]) -> Iterator[Row]:
    """Yield the rows below the header.

    Parameters
    ----------
    lines
        Lines of the text.
    skipped
        Lines before the header.
    delimiter, names
        As `find_header` gives them.

    Yields
    ------
    Row
        The last one has a problem if it alone has too few cells, or a quotation mark is never closed in it.
    """
    # Web of Science writes no quotation marks round its cells, so one that starts a cell is text.
    quoting: Literal[0, 3] = csv.QUOTE_NONE if is_wos_header(names) else csv.QUOTE_MINIMAL
    csv.field_size_limit(sys.maxsize)
    counter = _QuoteCounter(lines)
    rows = csv.reader(counter, delimiter=delimiter, quoting=quoting, skipinitialspace=delimiter != "\t")
    held: Row | None = None
    before, even, marks, of_row = 0, True, 0, 0
    for cells in rows:
        line, before = before + 1, rows.line_num
        if line > skipped + 1:
            if held is not None:
                even = even and len(held.cells) >= len(names)
                yield held
            held = Row(line, cells)
            of_row = counter.marks - marks
        marks = counter.marks
    if held is None:
        return
    spans = before > held.line or "".join(held.cells[-1:]).endswith(("\n", "\r"))
    if quoting != csv.QUOTE_NONE and ((spans and counter.marks % 2) or (not counter.ended and of_row % 2)):
        problem = f"a quotation mark is not closed, up to the end of the file at line {before}"
        held = held._replace(problem=problem)
    elif even and held.line > skipped + 2 and 0 < len(held.cells) < len(names):
        problem = (
            f"the last row has {len(held.cells)} cells, all others have {len(names)}: it seems to be cut off"
        )
        held = held._replace(problem=problem)
    yield held
