"""Explain what YAML refuses in a file in plain words, with the corrected row.

YAML names the place where it gave up, in words of its grammar, and often a row too late. Here `propose` mends
the rows around it, and the mistake is named whose mending lets YAML read on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from cireview.errors import Problem
from cireview.protocol.mending import HIDDEN_BLANK, Mend, propose

try:
    from yaml import CSafeLoader
except ImportError:  # PyYAML was built without libyaml
    CSafeLoader = yaml.SafeLoader  # type: ignore[misc, assignment]

FastLoader = CSafeLoader

Judge = Callable[[str], int]
"""Counts what is wrong with a text that YAML can read."""

_MOST = 9  # mistakes that are looked for in one file
_NEVER = 10**9
_NO_MARK = "a quotation mark is opened but not closed"
_NO_BRACKET = "a bracket is opened but not closed correctly"


@dataclass(frozen=True)
class _Place:
    """Where YAML gives up, the rows that may be the reason, and what to say if no rule mends one."""

    row: int
    around: tuple[int, ...]
    left: int = 0
    begun: int | None = None
    message: str = ""


def find_mistakes(text: str, *, name: str, judge: Judge) -> list[Problem]:
    """Return the mistakes that stop YAML from reading a text, each with its row and the corrected row.

    Parameters
    ----------
    text
        Content of the file.
    name
        The file as problems name it.
    judge
        Counts the problems of a text that YAML can read; of several mends, the one with fewest is named.

    Returns
    -------
    list of Problem
        In the order of the rows; none if YAML can read the text and loses none of it.
    """
    rows = re.split(r"\r\n|\r|\n", text)
    problems: list[Problem] = []
    while len(problems) < _MOST and (place := _find_place(rows)):
        mend = _choose(rows, place, judge)
        if mend is None:
            return [*problems, _give_up(rows, place, name)]
        pairs = enumerate(zip(rows, mend.rows, strict=True))
        number = next(number for number, (before, after) in pairs if before != after)
        problems.append(Problem(mend.message, name, number + 1, remedy=mend.remedy))
        rows = list(mend.rows)
    return problems


def _find_place(rows: list[str]) -> _Place | None:
    """Return where YAML gives up; None if all is read."""
    for number, row in enumerate(rows):
        if HIDDEN_BLANK.match(row):
            return _Place(number, (number,))
    text = "\n".join(rows)
    try:
        yaml.compose(text, Loader=FastLoader)
    except yaml.YAMLError:
        return _find_error(rows, text)
    return _find_lost(text)


def _find_error(rows: list[str], text: str) -> _Place | None:
    try:
        yaml.compose(text, Loader=yaml.SafeLoader)  # names two places, where the fast one names none or one
    except yaml.reader.ReaderError as error:
        row = text.count("\n", 0, error.position)
        return _Place(row, (row,))
    except yaml.MarkedYAMLError as error:
        row, *begun = (
            min(mark.line, len(rows) - 1) for mark in (error.problem_mark, error.context_mark) if mark
        )
        # How much of the row is left to read: a row that is moved is read no further for it.
        left = len(rows[row]) - (error.problem_mark.column if error.problem_mark else 0)
        above = [number for number in range(row - 1, -1, -1) if rows[number].strip()][:1]
        context = str(error.context)
        if "single document" in context:
            return _Place(row, (row,))
        if "quoted" in context:  # the row in which the mark stands is the one to mend
            return _Place(row, (*begun, row, *above), left, begun[0], _NO_MARK)
        if "flow" in context:
            return _Place(row, (row, *above, *begun), left, begun[0], _NO_BRACKET)
        return _Place(row, (row, *above, *begun), left)
    return None


def _find_lost(text: str) -> _Place | None:
    """Return the row of a tag, or of an anchor that no alias names: YAML would drop the word."""
    if not re.search(r"(?:^|[\s\[{,])[&!]", text):
        return None
    tokens = list(yaml.scan(text, Loader=yaml.SafeLoader))
    named = {token.value for token in tokens if isinstance(token, yaml.AliasToken)}
    for token in tokens:
        is_lost = isinstance(token, yaml.AnchorToken) and token.value not in named
        if is_lost or isinstance(token, yaml.TagToken):
            return _Place(token.start_mark.line, (token.start_mark.line,))
    return None


def _give_up(rows: list[str], place: _Place, name: str) -> Problem:
    """Return the problem of a row that no rule mends."""
    row = place.row if place.begun is None else place.begun
    shown = rows[row].strip()
    remedy = "Compare its spaces, colons, quotation marks and brackets with the rows around it"
    message = f"{place.message}: {shown}" if place.message else f"this row cannot be read: {shown}"
    return Problem(message, name, row + 1, remedy=remedy)


def _choose(rows: list[str], place: _Place, judge: Judge) -> Mend | None:
    """Return the mend that lets YAML read furthest; of equals the one with fewest problems."""
    best: tuple[tuple[int, int, int, int, int], Mend] | None = None
    for order, mend in enumerate(propose(rows, place.around)):
        if list(mend.rows) == rows:
            continue
        after = _find_place(list(mend.rows))
        row, left = (after.row, after.left) if after else (_NEVER, 0)
        if (row, -left) <= (place.row, -place.left):
            continue
        # An error further down is not counted: the rest of the text cannot be read yet.
        problems = judge("\n".join(mend.rows)) if after is None else 0
        # Nobody begins a row with an odd number of spaces on purpose.
        odd = sum((len(one) - len(one.lstrip(" "))) % 2 for one in mend.rows)
        rank = (-row, left, problems, odd, order)
        if best is None or rank < best[0]:
            best = rank, mend
    return best[1] if best else None
