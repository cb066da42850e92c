"""Read columns of text: each distinct text once, however many records repeat it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

_EMPTY = frozenset({"", "unknown", "na", "n/a", "nan", "none", "null", "-", "not available", "no title"})
_LONGEST_EMPTY = max(map(len, _EMPTY))


class Texts:
    """The distinct texts of a column, and which of them each record has."""

    def __init__(self, column: pd.Series) -> None:
        self._codes, texts = pd.factorize(column)
        self._texts: list[str] = texts.tolist()

    def drop_empty(self) -> Texts:
        """Put "" in place of words that say that nothing is there."""
        self._texts = ["" if _is_empty(text.strip()) else text for text in self._texts]
        return self

    def change(self, change: Callable[[str], str]) -> Texts:
        """Replace each text by the result of `change`."""
        self._texts = list(map(change, self._texts))
        return self

    def list_all(self) -> list[str]:
        """Return the text of every record."""
        return [self._texts[code] for code in self._codes.tolist()]

    def read(self, read: Callable[[str], Any], kind: str = "str") -> pd.Series:
        """Apply `read` to each record's text, and return values of the dtype `kind`."""
        return self._spread([read(text) for text in self._texts], kind)

    def read_fields(
        self, read_all: Callable[[list[str]], Iterable[list[Any]]], kinds: Mapping[str, str]
    ) -> dict[str, pd.Series]:
        """Return several fields of each record's text.

        Parameters
        ----------
        read_all
            Takes the distinct texts; gives for each field the values of all texts.
        kinds
            The fields in order, with their dtypes.
        """
        columns = zip(kinds.items(), read_all(self._texts), strict=True)
        return {field: self._spread(values, kind) for (field, kind), values in columns}

    def _spread(self, values: list[Any], kind: str) -> pd.Series:
        return pd.Series(pd.Series(values, dtype=kind).array.take(self._codes), dtype=kind)


def turn_rows(rows: Iterable[Sequence[Any]], width: int) -> list[list[Any]]:
    """Return the columns of `rows`; no row is kept, as a million would busy the garbage collector."""
    values = list(itertools.chain.from_iterable(rows))
    return [values[place::width] for place in range(width)]


def _is_empty(text: str) -> bool:
    return len(text) <= _LONGEST_EMPTY and text.lower() in _EMPTY
