"""Which of the files that a verb was given found the same reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_FIGURES = (".svg", ".pdf", ".png")


def check_ending(path: Path | None) -> None:
    """Raise a ReviewError if `path` ends in nothing that is written, before any record is compared."""
    from cireview.errors import Problem, ReviewError

    if path and path.suffix.lower() not in (".csv", *_FIGURES):
        raise ReviewError(Problem(f"--overlap writes .csv, .svg, .pdf or .png, not {path.name!r}"))


def name_files(paths: Sequence[Path]) -> list[str]:
    """Return a name for each file: that of its records' source, or its path where two files share a name."""
    from cireview.formats.packing import plain_stem

    stems = [plain_stem(path) for path in paths]
    counted = Counter(stems)
    return [stem if counted[stem] == 1 else str(path) for stem, path in zip(stems, paths, strict=True)]


def write_overlap(path: Path, records: pd.DataFrame, matches: pd.DataFrame, names: Sequence[str]) -> None:
    """Write which files found the same reports, as a table or as a figure, by the ending of `path`.

    Parameters
    ----------
    path
        Where to write it.
    records
        ``record_id`` and ``file`` of each record.
    matches
        Their reports (MATCH).
    names
        Names of all files, also of those without records.
    """
    from cireview.figures.overlap import describe_overlap, draw_overlap
    from cireview.figures.saving import save_figure
    from cireview.prisma.overlap import count_overlap, list_intersections
    from cireview.tables import write_table

    found = records[["record_id", "file"]].merge(matches, on="record_id")
    overlap = count_overlap(found.rename(columns={"file": "source"}), names=names)
    if path.suffix.lower() == ".csv":
        write_table(list_intersections(overlap).drop(columns="included"), path)
        return
    title = "Reports by the files that found them"
    save_figure(draw_overlap(overlap), [path], title=title, description=describe_overlap(overlap))
