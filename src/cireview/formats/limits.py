"""How much a file may unfold to: a few bytes can stand for more than a computer holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from cireview.errors import ExportError, Problem

UNFOLDED = 50_000_000
"""Characters that abbreviations and inheritance may add to a file of BibTeX."""

UNPACKED = 4_000_000_000
"""Bytes that a compressed file may hold."""

EXPANSION = 400
"""Times that a compressed file may be larger unpacked, beyond `UNQUESTIONED`: texts come to some ten."""

UNQUESTIONED = 20_000_000
"""Unpacked bytes that are read whatever their expansion."""

CELLS = 20_000_000
"""Cells of a worksheet: rows times the columns of the longest."""

NESTING = 100
"""Elements of XML that may stand inside one another."""


@dataclass
class Allowance:
    """Characters that may still be put in for abbreviations and for what entries inherit.

    Parameters
    ----------
    left
        How many.
    """

    left: int = field(default=UNFOLDED)

    def spend(self, characters: int) -> None:
        """Take `characters` from what is left.

        Raises
        ------
        ExportError
            If nothing is left.
        """
        self.left -= characters
        if self.left < 0:
            message = f"its abbreviations and cross-references unfold to more than {UNFOLDED:,} characters"
            raise ExportError(
                Problem(message, remedy="Export the records again; look at its @string, @xdata and crossref")
            )
