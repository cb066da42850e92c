"""Append a person's answers to a file beside the filled sheets, each on the disk before the next is asked.

How such a file is read is in `cireview.tables.journals`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime
from pathlib import Path

from cireview.errors import LabelError, Problem
from cireview.tables.journals import HEAD, LINE, compose_row, write_line
from cireview.tables.spreadsheets import read_sheet

_START = b"\xef\xbb\xbf"  # Excel needs the mark to read UTF-8
_ADVICE = "Your answer was not saved. Correct this, and answer again"


class Journal:
    """The file of one person, kind of sheet and session; it is made with the first answer.

    Parameters
    ----------
    folder
        ``data/labels/<kind>`` of the review.
    stem
        How the name of the file begins, such as ``screening_anna``.
    columns
        Of the sheet; those of a journal are added.
    session
        Id that no other session has. The ids of lines begin with it.
    began
        When the session began, for the name of the file.

    Notes
    -----
    A line is one write to a file opened for appending, and it is synchronised before `append` returns. To a
    file that is no longer as it was left (a spreadsheet saved it, somebody moved it) nothing is appended:
    lines that it lacks are written into a further file, and what follows too. A file has one row of columns,
    so that other columns begin a further file as well.
    """

    def __init__(
        self, folder: Path, stem: str, columns: Sequence[str], *, session: str, began: datetime
    ) -> None:
        self.columns = [*columns, *HEAD]
        self._folder, self._name = folder, f"{stem}_page-{began:%Y-%m-%d-%H%M}-{session}"
        self._session, self._number, self._file = session, 0, 0
        self._lines: dict[str, bytes] = {}
        self._lost: list[bytes] = []
        self._earlier: list[Journal] = []
        self._written, self._state = hashlib.sha256(), _NO_FILE

    @property
    def path(self) -> Path:
        """The file that is appended to; the first is there with the first answer."""
        again = f"-{self._file + 1}" if self._file else ""
        return self._folder / f"{self._name}{again}.csv"

    def take_columns(self, columns: Sequence[str]) -> None:
        """Go on in a new file where the columns of the sheet changed; the ids of lines go on."""
        columns = [*columns, *HEAD]
        if columns == self.columns:
            return
        if self._lines:
            # The earlier file is watched as before: a spreadsheet may still take lines away from it.
            before = copy(self)
            before._earlier = []
            self._earlier.append(before)
            self._lines, self._lost = {}, []
            self._begin_another()
        self.columns = columns

    def append(self, *answers: Mapping[str, str]) -> tuple[str, ...]:
        """Write answers, all or none, and return the ids of their lines once the disk has them.

        Raises
        ------
        LabelError
            If the folder or the file cannot be written to; then nothing was.
        """
        self._find_lost()
        lines = {}
        for number, values in enumerate(answers, self._number + 1):
            name = f"{self._session}-{number}"
            lines[name] = write_line(compose_row(self.columns, {**values, LINE: name}))
        self._write(b"".join([*self._lost, *lines.values()]))
        self._lost = []
        self._number += len(lines)
        self._lines |= lines
        return tuple(lines)

    def mend(self) -> None:
        """Restore what another program removed, if anything.

        Raises
        ------
        LabelError
            If it cannot be written; the next `append` or `mend` tries again.
        """
        for before in self._earlier:
            before.mend()
        self._find_lost()
        if self._lost:
            self._write(b"".join(self._lost))
            self._lost = []

    def _find_lost(self) -> None:
        """Note the lines that somebody else's writing took away; if the file was rewritten, begin another."""
        if self._state == _NO_FILE or self._state == _look(self.path):
            return
        try:
            content = self.path.read_bytes()
            if hashlib.sha256(content).digest() == self._written.digest():
                self._state = _look(self.path)
                return
            left = set(read_sheet(self.path)[LINE])
        except (OSError, LabelError, KeyError):  # gone, or no sheet any more
            left = set()
        self._begin_another()
        self._lost = [line for name, line in self._lines.items() if name not in left]

    def _begin_another(self) -> None:
        self._written, self._state = hashlib.sha256(), _NO_FILE
        self._file += 1
        self._find_free_name()

    def _find_free_name(self) -> None:
        while self.path.exists():
            self._file += 1

    def _write(self, lines: bytes) -> None:
        is_new = self._state == _NO_FILE
        if is_new:
            self._find_free_name()
        content = _START + write_line(self.columns) + lines if is_new else lines
        try:
            if is_new:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._begin(content)
            else:
                self._go_on(content)
        except OSError as error:
            why = error.strerror or str(error)
            message = f"the answer cannot be saved: {why}"
            raise LabelError(Problem(message, self.path.as_posix(), remedy=_ADVICE)) from error
        self._written.update(content)
        self._state = _look(self.path)

    def _begin(self, content: bytes) -> None:
        """Write a new file whole or not at all: a run refuses an empty one."""
        partial = self.path.with_name(f".{self.path.name}.partial")
        try:
            with partial.open("wb", buffering=0) as file:
                _write_whole(file.fileno(), content)
            partial.rename(self.path)
            _sync_folder(self._folder)
        finally:
            partial.unlink(missing_ok=True)

    def _go_on(self, content: bytes) -> None:
        with self.path.open("ab", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            try:
                _write_whole(file.fileno(), content)
            except OSError:
                file.truncate(size)  # a part of a line would spoil the next one
                raise


_NO_FILE = (0, 0, 0)


def _look(path: Path) -> tuple[int, int, int]:
    """Return what changes when somebody else writes to a file."""
    try:
        state = path.stat()
    except OSError:
        return (-1, -1, -1)
    return state.st_ino, state.st_size, state.st_mtime_ns


def _write_whole(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]
    os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    """See that the name of a new file is on the disk too; Windows has no such thing."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
