"""The PRISMA 2020 flow diagram of any numbers, shown in a notebook and saved as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cireview.errors import TableError
from cireview.flow.entries import Shown
from cireview.flow.files import read_flow_file
from cireview.flow.identities import find_contradictions
from cireview.flow.interchange import Counts, check_keys
from cireview.flow.layout import layout_flow
from cireview.flow.page import write_page
from cireview.flow.styles import load_style
from cireview.flow.svg import write_svg
from cireview.flow.words import load_words

_TITLE = "PRISMA 2020 flow diagram"


class Flow:
    """A flow diagram; a notebook shows it.

    Parameters
    ----------
    counts
        Number by key of the PRISMA2020 package's template, or numbers by name (`dbr_excluded`).
    force
        Whether numbers that do not add up are drawn, with a line that says so.
    **numbers
        Further counts by key.

    Raises
    ------
    TableError
        If a key is none, a number is negative, or the numbers do not add up.

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
        words: Mapping[str, str] | None = None,
        **numbers: int | Mapping[str, int],
    ) -> None:
        self.counts: dict[str, int | Mapping[str, int]] = {**(counts or {}), **numbers}
        self._own = dict(words or {})
        check_keys(self.counts)
        wrong = find_contradictions(self.counts)
        if wrong and not force:
            raise TableError(wrong)
        told = "; ".join(problem.message.partition(": ")[2] for problem in wrong)
        self._notes = (load_words().note("contradiction", what=told),) if wrong else ()

    def __repr__(self) -> str:
        return f"Flow({self.counts!r})"

    def _repr_svg_(self) -> str:
        return self.to_svg()

    def to_svg(
        self, *, width: float = 174.0, style: str = "prisma", language: str = "en", **shown: Any
    ) -> str:
        """Return the figure as SVG; `shown` are options of `cireview.flow.entries.Shown`."""
        flow = self._lay_out(width, language, shown)
        return write_svg(flow, language=language, style=load_style(style))

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
        """Write the figure as .svg, .html, .pdf, .eps, .png or .tiff, and return where it lies."""
        path = Path(path)
        if path.suffix.lower() in {".svg", ".html"}:
            svg = self.to_svg(width=width, style=style, language=language, **shown)
            flow = self._lay_out(width, language, shown)
            page = write_page(flow, svg, title=_TITLE, language=language) if path.suffix == ".html" else svg
            path.write_text(page, encoding="utf-8", newline="\n")
            return path
        from cireview.figures.flow_diagram import save_flow  # matplotlib takes half a second

        flow = self._lay_out(width, language, shown)
        save_flow(flow, [path], language=language, style=load_style(style), dpi=dpi)
        return path

    def _lay_out(self, width: float, language: str, shown: Mapping[str, Any]) -> Any:
        options = Shown(words=load_words(language).with_own(self._own), **shown)
        options = replace(options, notes=(*self._notes, *options.notes))
        return layout_flow(self.counts, width=width, shown=options)


def read_flow(path: str | Path, *, force: bool = False) -> Flow:
    """Return the flow of a file of the PRISMA2020 package, of YAML, or of a review's folder."""
    found = read_flow_file(path)
    return Flow(found.counts, force=force, words=found.words)
