"""What can be wrong with a review, told so that the person can mend it.

::

    ReviewError            a list of problems, each with file, row, column and what to do
    ├── ProtocolError      config/: unknown key, bad value, an id that does not exist
    ├── ExportError        data/exports/: empty, truncated, wrong format or encoding
    ├── LabelError         data/labels/: bad decision, missing id column, rows that contradict
    ├── SheetError         results/: a sheet filled where it lies
    ├── RegisterError      data/register/: a part that is gone or was changed
    ├── TableError         a table of ours that is not what its schema says
    ├── QueryError         a Boolean query that cannot be parsed
    └── SearchError        a source that refused or could not be read to its end

All problems of one check are gathered before the error is raised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

_ROWS = 10  # are named of those that have one problem


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that a person has to mend.

    Parameters
    ----------
    message
        What is wrong, as a sentence without a final full stop.
    file
        Path as the person knows it, relative to the review's folder.
    row
        1-based line or spreadsheet row, as an editor shows it; 0 when the whole file is meant.
    column
        Name of the column or key; empty when the whole row is meant.
    remedy
        What to do about it.
    """

    message: str
    file: str = ""
    row: int = 0
    column: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.row:
            place += f", row {self.row}"
        if self.column:
            place += f", column {self.column}" if self.row or self.file else f"column {self.column}"
        text = f"{place}: {self.message}" if place else self.message
        return f"{text}. {self.remedy}" if self.remedy else text


def gather_alike(problems: Iterable[Problem]) -> list[Problem]:
    """Return each problem once, and those that differ in their row alone as one with a count."""
    rows: dict[Problem, list[int]] = {}
    for problem in problems:
        rows.setdefault(replace(problem, row=0), []).append(problem.row)
    gathered = []
    for problem, numbers in rows.items():
        listed = sorted(set(numbers))
        some = ", ".join(map(str, listed[:_ROWS])) + (" …" if len(listed) > _ROWS else "")
        told = f"{problem.message} ({len(listed)} rows: {some})" if len(listed) > 1 else problem.message
        gathered.append(replace(problem, row=listed[0], message=told))
    return gathered


class ReviewError(Exception):
    """One or more problems that stop the work before it starts.

    Parameters
    ----------
    problems
        What is wrong, in the order in which a person would meet it.
    """

    def __init__(self, problems: Iterable[Problem] | Problem | str) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ProtocolError(ReviewError):
    """The protocol, the codebook or the configuration is not valid."""


class ExportError(ReviewError):
    """An export file of a database cannot be read."""


class LabelError(ReviewError):
    """A sheet that a person filled cannot be understood."""


class SheetError(ReviewError):
    """A sheet was filled under ``results/``, where the next run would overwrite it."""


class RegisterError(ReviewError):
    """The register of ids was damaged."""


class TableError(ReviewError):
    """A table of ours lacks columns or holds values that its schema forbids."""


class QueryError(ReviewError):
    """A Boolean query cannot be parsed or expressed."""


class SearchError(ReviewError):
    """A source refused a request, or a search could not be completed."""
