"""The tables of the paper on which sources found the same reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from cireview.prisma.overlap import (
    MOST_INTERSECTIONS,
    MOST_SOURCES,
    Overlap,
    count_overlap,
    list_intersections,
    list_pairs,
)


class PaperTable(NamedTuple):
    """A table as data, and as it is printed under its caption."""

    table: pd.DataFrame
    printed: pd.DataFrame
    caption: str


def overlap_of(fates: pd.DataFrame, names: Sequence[str]) -> Overlap:
    """Return the overlap of the sources `names` of a review, counted from its fates (FATE)."""
    return count_overlap(fates, included=fates.loc[fates["fate"] == "included", "report_id"], names=names)


def tabulate_overlap(overlap: Overlap) -> dict[str, PaperTable]:
    """Return ``overlap`` (by source), ``overlap_pairs`` and ``overlap_intersections``.

    What is printed is cut to the largest sources and intersections; then the caption or a last row counts
    the rest.
    """
    heads = ["Source", "Records", "Reports", "Found alone", "Included", "Included, found alone"]
    by_source = overlap.sources.set_axis(heads, axis="columns")
    pairs = list_pairs(overlap)
    hidden = len(overlap.sources) - MOST_SOURCES
    largest = f"; the {MOST_SOURCES} largest of {len(overlap.sources)} sources" if hidden > 0 else ""
    return {
        "overlap": PaperTable(
            overlap.sources,
            by_source,
            "Records and reports of each source, and the reports that no other source found",
        ),
        "overlap_pairs": PaperTable(
            pairs,
            _square(overlap, pairs),
            f"Reports that each pair of sources shares; on the diagonal all of a source{largest}",
        ),
        "overlap_intersections": PaperTable(
            list_intersections(overlap),
            _largest(overlap),
            "Reports by the sources that found them; each report counts once",
        ),
    }


def _square(overlap: Overlap, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return pairs as a triangle: reports of a source on the diagonal, what two share below it."""
    sources = overlap.sources.head(MOST_SOURCES)
    cells = dict(zip(zip(sources["source"], sources["source"], strict=True), sources["reports"], strict=True))
    keys = zip(pairs["source_2"], pairs["source_1"], strict=True)
    cells |= dict(zip(keys, pairs["reports"], strict=True))
    names = sources["source"].tolist()
    rows = [
        [f"{place} {row}", *(str(cells.get((row, column), "")) for column in names)]
        for place, row in enumerate(names, 1)
    ]
    heads = ["Source", *(str(place) for place in range(1, len(names) + 1))]
    return pd.DataFrame(rows, columns=heads, dtype="str")


def _largest(overlap: Overlap) -> pd.DataFrame:
    """Return the largest intersections, and the rest in a last row."""
    drawn, rest = overlap.intersections[:MOST_INTERSECTIONS], overlap.intersections[MOST_INTERSECTIONS:]
    rows = [("; ".join(part.sources), part.reports, part.included) for part in drawn]
    if rest:
        more = f"{len(rest)} more intersection{'' if len(rest) == 1 else 's'}"
        rows.append((more, sum(part.reports for part in rest), sum(part.included for part in rest)))
    return pd.DataFrame(rows, columns=["Found by exactly", "Reports", "Included"])
