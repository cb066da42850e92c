"""Which sources found the same reports: each alone, each pair, and every set of sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations, groupby
from operator import itemgetter
from typing import NamedTuple

import pandas as pd

from cireview.tables import Schema

MOST_SOURCES, MOST_INTERSECTIONS = 12, 25
"""More are neither drawn nor printed; what is left out is counted below the figure."""

SOURCE_OVERLAP = Schema(
    "source",
    {
        "source": "a source",
        "records": "its records, including duplicates within the source",
        "reports": "reports that it found",
        "alone": "reports that no other source found",
        "included": "included reports that it found",
        "included_alone": "included reports that no other source found",
    },
    frozenset({"records", "reports", "alone", "included", "included_alone"}),
)

PAIR_OVERLAP = Schema(
    "pair of sources",
    {
        "source_1": "the source with more reports",
        "source_2": "the other source",
        "reports": "reports that both found, also if others found them",
        "included": "included reports among these",
    },
    frozenset({"reports", "included"}),
)

INTERSECTION = Schema(
    "set of sources",
    {
        "sources": "sources joined by '; ', the one with most reports first",
        "n_sources": "number of these sources",
        "reports": "reports that all of these found and no other source; they sum to all reports",
        "included": "included reports among these",
        "shared": "reports that all of these found, also if others found them",
    },
    frozenset({"n_sources", "reports", "included", "shared"}),
)


class Intersection(NamedTuple):
    """Reports that all of some sources found and no other source."""

    sources: tuple[str, ...]
    reports: int
    included: int


@dataclass(frozen=True)
class Overlap:
    """How the reports of a review spread over its sources.

    Parameters
    ----------
    sources
        SOURCE_OVERLAP, the source with most reports first, ties by name.
    intersections
        Every set of sources that found a report, the largest first, ties by name. Each report is counted in
        exactly one.
    """

    sources: pd.DataFrame
    intersections: tuple[Intersection, ...]

    @property
    def reports(self) -> int:
        """The number of reports."""
        return sum(part.reports for part in self.intersections)


def count_overlap(
    records: pd.DataFrame, *, included: Iterable[str] = (), names: Iterable[str] = ()
) -> Overlap:
    """Count which sources found which reports.

    Parameters
    ----------
    records
        ``report_id`` and ``source`` of each record, such as FATE. The sources of a report are those of its
        records; several records of one report in one source count once.
    included
        Ids of the included reports.
    names
        Sources to be listed even if they have no records.
    """
    counted = _count_sets(records, set(included))
    index = _Index(counted)
    found = {name: index.sum_over([name]) for name in {*names, *records["source"]}}
    order = sorted(found, key=lambda name: (-found[name].reports, name))
    rank = {name: place for place, name in enumerate(order)}
    parts = [part._replace(sources=tuple(sorted(part.sources, key=rank.__getitem__))) for part in counted]
    parts.sort(key=lambda part: (-part.reports, part.sources))
    alone = {part.sources[0]: part for part in parts if len(part.sources) == 1}
    size = records["source"].value_counts()
    nothing = Intersection((), 0, 0)
    rows = [
        (
            *(name, int(size.get(name, 0)), found[name].reports, alone.get(name, nothing).reports),
            *(found[name].included, alone.get(name, nothing).included),
        )
        for name in order
    ]
    table = pd.DataFrame(rows, columns=list(SOURCE_OVERLAP.columns))
    return Overlap(_typed(table, SOURCE_OVERLAP), tuple(parts))


def list_pairs(overlap: Overlap) -> pd.DataFrame:
    """Return the overlap of each pair of sources (PAIR_OVERLAP), in the order of the sources."""
    rows, index = [], _Index(overlap.intersections)
    for first, second in combinations(overlap.sources["source"], 2):
        shared = index.sum_over([first, second])
        rows.append((first, second, shared.reports, shared.included))
    return _typed(pd.DataFrame(rows, columns=list(PAIR_OVERLAP.columns)), PAIR_OVERLAP)


def list_intersections(overlap: Overlap) -> pd.DataFrame:
    """Return INTERSECTION: sets of sources that found a report, each source, pairs that share one.

    A source that found nothing alone is a row with 0 reports, not a missing row.
    """
    rows = {part.sources: part for part in overlap.intersections}
    names = overlap.sources["source"].tolist()
    index = _Index(overlap.intersections)
    shared = {wanted: index.sum_over(wanted).reports for wanted in rows}
    for wanted in [*combinations(names, 1), *combinations(names, 2)]:
        if wanted not in rows:
            reports = index.sum_over(wanted).reports
            if reports or len(wanted) == 1:
                rows[wanted], shared[wanted] = Intersection(wanted, 0, 0), reports
    listed = sorted(rows.values(), key=lambda part: (-part.reports, part.sources))
    table = pd.DataFrame(
        [
            ("; ".join(part.sources), len(part.sources), part.reports, part.included, shared[part.sources])
            for part in listed
        ],
        columns=list(INTERSECTION.columns),
    )
    return _typed(table, INTERSECTION)


def _count_sets(records: pd.DataFrame, included: set[str]) -> list[Intersection]:
    """Return how many reports, and included ones, each set of sources found and no other source."""
    pairs = records[["report_id", "source"]].drop_duplicates().sort_values(["report_id", "source"])
    reports, chosen = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    rows = zip(pairs["report_id"].tolist(), pairs["source"].tolist(), strict=True)
    for report, members in groupby(rows, key=itemgetter(0)):
        sources = tuple(source for _, source in members)
        reports[sources] += 1
        chosen[sources] += report in included
    return [Intersection(sources, number, chosen[sources]) for sources, number in reports.items()]


class _Index:
    """The intersections that hold each source: a hundred files may make thousands of them."""

    def __init__(self, parts: Iterable[Intersection]) -> None:
        self._parts = list(parts)
        self._having: dict[str, set[int]] = {}
        for number, part in enumerate(self._parts):
            for name in part.sources:
                self._having.setdefault(name, set()).add(number)

    def sum_over(self, wanted: Collection[str]) -> Intersection:
        """Return the reports that all `wanted` sources found, also if others found them."""
        numbers = set.intersection(*sorted((self._having.get(name, set()) for name in wanted), key=len))
        having = [self._parts[number] for number in numbers]
        reports, included = sum(part.reports for part in having), sum(part.included for part in having)
        return Intersection(tuple(wanted), reports, included)


def _typed(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Return a table of `schema` whose numbers are whole, also where it has no rows."""
    return schema.conform(table).astype(dict.fromkeys(sorted(schema.numbers), "int64"))
