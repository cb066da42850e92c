"""The PRISMA 2020 flow diagram of any numbers, shown in a notebook and saved as a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cireview.errors import TableError
from cireview.figures.flow_files import save_flow
from cireview.flow.entries import Shown
from cireview.flow.files import read_flow_file
from cireview.flow.identities import find_contradictions, mark_contradictions
from cireview.flow.interchange import Counts, FlowFile, check_keys
from cireview.flow.layout import Flow as DrawnFlow
from cireview.flow.layout import layout_flow
from cireview.flow.styles import load_style
from cireview.flow.svg import write_svg
from cireview.flow.words import load_words


class Flow:
    """A flow diagram; a notebook shows it.

    Parameters
    ----------
    counts
        Number by key of the PRISMA2020 package's template, or numbers by name (`dbr_excluded`).
    force
        Whether to draw numbers that do not add up, with a line that says so.
    file
        Words, tips, links and notes of the file with the numbers.
    **numbers
        Further counts by key.

    Raises
    ------
    TableError
        If a key is unknown, a number is negative, or the numbers do not add up.

    Examples
    --------
    >>> flow = Flow(database_results=10, records_screened=10, records_excluded=8, dbr_sought_reports=2,
    ...             dbr_notretrieved_reports=0, dbr_assessed=2, new_studies=2)
    >>> flow.counts["records_excluded"]
    8
    """

    def __init__(
        self,
        counts: Counts | None = None,
        *,
        force: bool = False,
        file: FlowFile | None = None,
        **numbers: int | Mapping[str, int],
    ) -> None:
        self.counts: dict[str, int | Mapping[str, int]] = {**(counts or {}), **numbers}
        self._file = file or FlowFile({})
        check_keys(self.counts)
        self._wrong = find_contradictions(self.counts)
        if self._wrong and not force:
            raise TableError(self._wrong)

    def __repr__(self) -> str:
        return f"Flow({self.counts!r})"

    def _repr_svg_(self) -> str:
        return self.to_svg()

    def to_svg(
        self, *, width: float = 174.0, style: str = "prisma", language: str = "en", **shown: Any
    ) -> str:
        """Return the figure as SVG.

        Parameters
        ----------
        width
            In millimetres.
        style, language
            See docs/figures.md for the choices.
        **shown
            Options of ``cireview.flow.entries.Shown``, such as ``notes``, a list of lines below the boxes.

        Returns
        -------
        str
            The SVG file's text.
        """
        flow, said = self._lay_out(width, language, shown), self._file
        looks = load_style(style)
        return write_svg(flow, language=language, style=looks, tips=said.tips, links=said.links)

    def save(
        self,
        path: str | Path,
        *,
        width: float = 174.0,
        style: str = "prisma",
        language: str = "en",
        dpi: int = 300,
        **shown: Any,
    ) -> Path:
        """Write the figure as .svg, .html, .pdf, .eps, .png or .tiff; the ending of `path` says which.

        Parameters
        ----------
        path
            File to write.
        width, style, language, **shown
            As for `to_svg`.
        dpi
            Dots per inch of .png and .tiff.

        Returns
        -------
        pathlib.Path
            `path`.
        """
        flow, said = self._lay_out(width, language, shown), self._file
        looks = load_style(style)
        save_flow(flow, [path], language=language, style=looks, dpi=dpi, tips=said.tips, links=said.links)
        return Path(path)

    def _lay_out(self, width: float, language: str, shown: Mapping[str, Any]) -> DrawnFlow:
        words = load_words(language).with_own(self._file.words)
        given = shown.get("notes", ())
        notes = (*mark_contradictions(self._wrong, words), *self._file.notes, *given)
        options = Shown(**{**shown, "words": words, "notes": notes})
        return layout_flow(self.counts, width=width, shown=options)


def read_flow(path: str | Path, *, force: bool = False) -> Flow:
    """Read the flow diagram of a file, or of a review's folder.

    Parameters
    ----------
    path
        CSV file of the PRISMA2020 package for R, YAML file with its keys, or folder of a review that was run.
    force
        As for `Flow`.

    Returns
    -------
    Flow
        With the words, tips and links of the file.

    Raises
    ------
    TableError
        If the file holds no flow, or its numbers do not add up.
    """
    found = read_flow_file(path)
    return Flow(found.counts, force=force, file=found)
