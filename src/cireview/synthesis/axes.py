"""The values of each included article in one dimension, or the kind of emptiness if there are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from cireview.paper.codes import NO_CODE, NOT_ASKED, NOT_SETTLED, Lacking
from cireview.practical_screen import year_of

NOTHING = "?"
"""Begins the name of a kind of empty among values, whose ids begin with a letter."""
_MANY = 12  # values of an axis beyond which those without an article are left out
KINDS = {
    "not_stated": "Not stated",
    "not_reported": "Not reported",
    NOT_SETTLED: "Not settled",
    NO_CODE: "Not coded",
    NOT_ASKED: "Not asked",
}
"""Words of the kinds of empty."""


@dataclass(frozen=True)
class Axis:
    """One dimension, as tables and figures are made of it.

    Parameters
    ----------
    id, label
        Its id, and its words.
    values
        Labels of the values that are findings, by id, in the codebook's order.
    held
        What each included article holds, by its id: values, or one kind of empty after `NOTHING`.
    """

    id: str
    label: str
    values: Mapping[str, str]
    held: Mapping[str, tuple[str, ...]]

    @property
    def kinds(self) -> list[str]:
        """Kinds of empty that articles have here, in a fixed order, each after `NOTHING`."""
        there = {one for held in self.held.values() for one in held}
        return [NOTHING + kind for kind in KINDS if NOTHING + kind in there]

    @property
    def coded(self) -> list[str]:
        """Articles in which something was found."""
        return [article for article, held in self.held.items() if not is_nothing(held[0])]

    @property
    def shown(self) -> dict[str, str]:
        """Labels of the values that fit in a table: all, or those with an article where there are many."""
        if len(self.values) <= _MANY:
            return dict(self.values)
        there = {one for held in self.held.values() for one in held}
        return {value: label for value, label in self.values.items() if value in there}

    def name(self, value: str) -> str:
        """Return the words of a value or of a kind of empty."""
        return KINDS[value.removeprefix(NOTHING)] if is_nothing(value) else self.values[value]

    def count(self, value: str) -> int:
        """Return how many articles hold a value or are of a kind of empty."""
        return sum(value in held for held in self.held.values())


def is_nothing(value: str) -> bool:
    """Return whether this is a kind of emptiness and not a value."""
    return value.startswith(NOTHING)


def hold_codes(
    articles: Sequence[str],
    codes: pd.DataFrame,
    *,
    dimension: str,
    empty: Mapping[str, str],
    lacking: Lacking = MappingProxyType({}),
) -> dict[str, tuple[str, ...]]:
    """Return the values of each article in a dimension (see `Axis`).

    Parameters
    ----------
    articles
        Ids of the included articles.
    codes
        Agreed codes (CODE).
    dimension
        Id of the dimension.
    empty
        Kinds of those of its values that are no findings, by id.
    lacking
        Why what has no code has none (`cireview.paper.codes.find_lacking`).

    Notes
    -----
    Where an article has findings, a code that says nothing beside them does not count.
    """
    here = codes[codes["dimension"] == dimension]
    given: dict[str, list[str]] = {}
    for article, value in zip(here["record_id"], here["value"], strict=True):
        given.setdefault(article, []).append(value)
    held = {}
    for article in articles:
        values = list(dict.fromkeys(given.get(article, [])))
        found = tuple(value for value in values if value not in empty)
        silent = [empty[value] for value in values if value in empty]
        silent.append(lacking.get((article, dimension), NO_CODE))
        held[article] = found or (NOTHING + silent[0],)
    return held


def year_axis(reports: pd.DataFrame, label: str) -> Axis:
    """Return the years of reports as an axis, every year from the first to the last."""
    years = {
        report: year_of(year) for report, year in zip(reports["record_id"], reports["year"], strict=True)
    }
    known = sorted(int(year) for year in years.values() if year)
    every = [str(year) for year in range(known[0], known[-1] + 1)] if known else []
    held = {report: (str(int(year)) if year else NOTHING + NO_CODE,) for report, year in years.items()}
    return Axis("year", label, {year: year for year in every}, held)


def journal_axis(reports: pd.DataFrame, label: str) -> Axis:
    """Return the journals of reports as an axis, the most frequent first."""
    counted = reports.loc[reports["journal"] != "", "journal"].value_counts()
    order = sorted(map(str, counted.index), key=lambda name: (-int(counted[name]), name.casefold()))
    keys = {name: f"journal_{number}" for number, name in enumerate(order)}
    held = {
        report: (keys.get(name, NOTHING + NO_CODE),)
        for report, name in zip(reports["record_id"], reports["journal"], strict=True)
    }
    return Axis("journal", label, {key: name for name, key in keys.items()}, held)
