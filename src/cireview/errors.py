"""Errors of a review, each worded so that the person can correct it.

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

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

LINES = 9
"""Lines of a refusal below its heading, at most: nobody reads more than ten."""
_CHECK = "'cireview check'"
_PLACES = 3  # are named of those that have one problem
# What is quoted, ids such as pubmed:1, and numbers.
_VARIES = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^\s:(]+(?::[^\s:]+)+|\d+")


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that a person has to correct.

    Parameters
    ----------
    message
        What is wrong, as a sentence without a final full stop.
    file
        Path as the person knows it, relative to the review's folder.
    row
        1-based line or spreadsheet row, as an editor shows it; 0 when the whole file is meant.
    column
        Name of the column, key or option; empty when the whole row is meant.
    remedy
        What to do about it.
    """

    message: str
    file: str = ""
    row: int = 0
    column: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        return _tell(self, self.file)


def _tell(problem: Problem, file: str) -> str:
    """Return a problem as one line; `file` says what its columns are, also where no line names it."""
    word = "key" if file.endswith((".yaml", ".yml", ".toml")) else "column"
    if problem.column.startswith("--"):
        word = "options" if "," in problem.column else "option"
    row = f"row {problem.row}" if problem.row else ""
    column = f"{word} {problem.column}" if problem.column else ""
    place = ", ".join(filter(None, [problem.file, row, column]))
    text = f"{place}: {problem.message}" if place else problem.message
    if not problem.remedy:
        return text
    return f"{text}{'' if text.endswith(('?', '!')) else '.'} {problem.remedy}"


def gather_alike(problems: Iterable[Problem]) -> list[Problem]:
    """Return one problem for each kind: the first of it, with a count and the first places.

    Problems of one kind differ in their row, and where there are many, in what they quote of a sheet and in
    ids and numbers: two wrong names are two lines, and a thousand wrong words one. Those of rows are gathered
    over all files; those of a whole file are not, since each file has to be mended.
    """
    kinds: dict[tuple[str, ...], dict[Problem, None]] = {}
    for problem in problems:
        file = "" if problem.row else problem.file
        kind = (file, problem.column, _leave_out_what_varies(problem.message))
        kinds.setdefault(kind, {})[problem] = None
    return [_tell_kind(same) for alike in kinds.values() for same in _part_if_few(list(alike))]


def _part_if_few(alike: list[Problem]) -> list[list[Problem]]:
    """Return the problems of a kind by their messages, or together where there are many messages."""
    messages: dict[str, list[Problem]] = {}
    for problem in alike:
        messages.setdefault(problem.message, []).append(problem)
    return list(messages.values()) if len(messages) <= _PLACES else [alike]


def _leave_out_what_varies(message: str) -> str:
    return _VARIES.sub("…", message)


def _tell_kind(alike: list[Problem]) -> Problem:
    alike = sorted(alike, key=lambda problem: (problem.file, problem.row))
    places = list(dict.fromkeys((problem.file, problem.row) for problem in alike))
    if len(places) == 1:
        return alike[0]
    files = list(dict.fromkeys(file for file, _ in places))
    # The first problem of each file comes first, so that a person with three wrong sheets sees all three.
    firsts = [next(one for one in places if one[0] == file) for file in files]
    shown = sorted([*firsts, *(one for one in places if one not in firsts)][:_PLACES], key=places.index)
    listed = [f"{file}, row {row}" if len(files) > 1 else str(row) for file, row in shown]
    some = ("; " if len(files) > 1 else ", ").join(listed) + (" …" if len(places) > _PLACES else "")
    count = f"{len(places):,} rows" + (f" in {len(files):,} files" if len(files) > 1 else "")
    same = len({problem.message for problem in alike}) == 1
    message = f"{alike[0].message} ({count}{'' if same else ' like this'}: {some})"
    return replace(alike[0], message=message)


def lay_out(problems: Iterable[Problem], *, lines: int | None = LINES) -> list[str]:
    """Return problems as a person reads them: each file once, and no more lines than anybody reads.

    Parameters
    ----------
    problems
        What is wrong.
    lines
        How many lines there may be; None for all. Where there are more, each kind of problem is cut to its
        first ones, and a line says how many more there are.

    Returns
    -------
    list of str
        One line for a file with one problem; else a line with the file, and below it one for each problem.
        What is to do about several is said once, after them.
    """
    problems = list(dict.fromkeys(problems))
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.column, _leave_out_what_varies(problem.message)), []).append(problem)
    most = len(problems)
    laid_out = _lay_out(problems, {})
    while lines is not None and len(laid_out) > lines and most > 1:
        most -= 1
        cut = {alike[most - 1]: len(alike) - most for alike in kinds.values() if len(alike) > most}
        left_out = {problem for alike in kinds.values() for problem in alike[most:]}
        laid_out = _lay_out([problem for problem in problems if problem not in left_out], cut)
    if lines is not None and len(laid_out) > lines:
        kept = laid_out[: lines - 1]
        return [*kept, f"… and {len(laid_out) - len(kept)} more lines: run {_CHECK}"]
    return laid_out


def _lay_out(problems: list[Problem], cut: Mapping[Problem, int]) -> list[str]:
    """Return the lines of problems, with a line after each that stands for more of its kind."""
    files: dict[str, list[Problem]] = {}
    for problem in problems:
        files.setdefault(problem.file, []).append(problem)
    lines: list[str] = []
    for file, inside in files.items():
        named = bool(file) and len(inside) > 1
        lines += [f"{file}:"] if named else []
        indent = "  " * named
        for before, problem, after in zip([None, *inside], inside, [*inside[1:], None], strict=False):
            as_before, as_after = (
                one is not None and one.remedy == problem.remedy for one in (before, after)
            )
            remedy = "" if as_before or as_after else problem.remedy
            told = _tell(replace(problem, file="" if named else file, remedy=remedy), file)
            lines += [indent + line for line in told.split("\n")]  # a query is shown with its place below
            if as_before and not as_after and problem.remedy:
                lines.append(indent + problem.remedy)
            if problem in cut:
                lines.append(f"{indent}… and {cut[problem]:,} more of this kind: run {_CHECK}")
    return lines


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


class PluginError(ReviewError):
    """A part that another package brings cannot be loaded, or failed."""


class ExportError(ReviewError):
    """An export file of a database cannot be read."""


class LabelError(ReviewError):
    """A sheet that a person filled cannot be understood."""


class SheetError(ReviewError):
    """A sheet was filled under ``results/``, where the next run would overwrite it."""


class RegisterError(ReviewError):
    """The register of ids was damaged."""


class VersionError(ReviewError):
    """A frozen version is not as it was written, or cannot be written."""


class TableError(ReviewError):
    """A table of ours lacks columns or holds values that its schema forbids."""


class QueryError(ReviewError):
    """A Boolean query cannot be parsed or expressed."""


class SearchError(ReviewError):
    """A source refused a request, or a search could not be completed."""
