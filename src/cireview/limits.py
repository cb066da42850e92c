"""Limits for unpacked files, for answers and for waiting: a few bytes must not exhaust the computer."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import IO

from cireview.errors import Problem, ReviewError

UNFOLDED = 50_000_000
"""Characters that abbreviations and inheritance may add to a file of BibTeX."""

UNPACKED = 4_000_000_000
"""Bytes that a compressed file may hold."""

EXPANSION = 25
"""Times that a compressed file may be larger unpacked, beyond `UNQUESTIONED`; records come to below ten."""

UNQUESTIONED = 10_000_000
"""Unpacked bytes that are read whatever their expansion."""

EXPANSION_OF_SHEETS = 60
"""The same for spreadsheets, in which empty cells with a format take much room."""

CELLS = 20_000_000
"""Cells of a spreadsheet, empty ones up to the last of a row and rows up to the last included."""

FEWEST_BYTES = 8
"""Bytes of a compressed file for one record, beyond `FEW_RECORDS`; real ones take a hundred."""

FEW_RECORDS = 10_000
"""Records that are read whatever the size of their file."""

MOST_BROKEN = 1_000
"""Values of BibTeX that are never closed, and lines of JSON that cannot be read."""

NESTING = 100
"""How deep elements of XML, or values of JSON, may be nested."""

ANSWER_BYTES = 200_000_000
"""Bytes that one answer of a service may have, unpacked."""

ANSWER_SECONDS = 300.0
"""Seconds that one answer may take to come in full, redirects included."""

SEARCH_SECONDS = 6 * 3600.0
"""Seconds for which a run asks one service; the next run continues from there."""

LONGEST_WAIT = 366 * 86_400.0
"""Seconds; a longer waiting time that a service names is ignored."""

PDF_SECONDS = 30.0
"""CPU seconds that reading one PDF may take."""

PDF_WAIT = 120.0
"""Seconds after which a PDF is given up however little its reader worked."""

PDF_BYTES = 1_000_000_000
"""Bytes of memory that reading one PDF may take."""

ERROR_BYTES = 50_000
"""Bytes of a refusal in which the service's own words are looked for."""

MOST_FOUND = 10**12
"""Records; a larger total that a service announces is ignored."""


def refuse_expansion(unpacked: int, packed: int, file: str = "", *, times: int = EXPANSION) -> None:
    """Refuse a compressed file that holds far more than records do.

    Raises
    ------
    ReviewError
        If `unpacked` bytes are too many for `packed` ones.
    """
    if unpacked > UNPACKED or (unpacked > UNQUESTIONED and unpacked > times * packed):
        message = (
            f"the file of {packed:,} bytes unpacks to more than {min(unpacked, UNPACKED):,}; records never do"
        )
        raise ReviewError(Problem(message, file, remedy="Unpack it yourself and look at its content"))


def refuse_packed(content: IO[bytes]) -> None:
    """Refuse a spreadsheet (a ZIP archive) whose parts unpack to far more than its size.

    Raises
    ------
    ReviewError
        If they do.
    zipfile.BadZipFile
        If it is no archive.
    """
    packed = content.seek(0, 2)
    content.seek(0)
    with zipfile.ZipFile(content) as parts:
        unpacked = sum(part.file_size for part in parts.infolist())
    content.seek(0)
    refuse_expansion(unpacked, packed, times=EXPANSION_OF_SHEETS)


class Cells:
    """Counts the cells of a spreadsheet as they are read.

    Raises
    ------
    ReviewError
        From `add`, once they are more than `CELLS`.
    """

    def __init__(self) -> None:
        self._counted = 0

    def add(self, number: int) -> None:
        """Count the cells of a row, and the row."""
        self._counted += number + 1
        if self._counted > CELLS:
            message = f"the spreadsheet has more than {CELLS:,} cells, most of them empty"
            remedy = "Delete the empty rows and columns around the table, and save it"
            raise ReviewError(Problem(message, remedy=remedy))


@dataclass
class Allowance:
    """Characters that may still be put in for abbreviations and for what entries inherit.

    Parameters
    ----------
    left
        How many.
    broken
        How many values were not closed; each is looked through to the end of its entry.
    """

    left: int = UNFOLDED
    broken: int = 0

    def spend(self, characters: int) -> None:
        """Subtract `characters` from the rest.

        Raises
        ------
        ReviewError
            If nothing is left.
        """
        self.left -= characters
        if self.left < 0:
            message = f"its abbreviations and cross-references unfold to more than {UNFOLDED:,} characters"
            raise ReviewError(
                Problem(message, remedy="Export the records again; look at its @string, @xdata and crossref")
            )
