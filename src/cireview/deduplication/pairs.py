"""Compare one field of all pairs at a time; each pair of texts is measured once."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq, Postfix, Prefix

Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]
Agreement = NDArray[np.int8]

AGREE, MISSING, DIFFER = 1, 0, -1


class _Column(NamedTuple):
    """A column as numbers: the texts of all records are ``texts[codes]``."""

    codes: NDArray[np.intp]
    texts: NDArray[Any]
    present: Mask


class Pairs:
    """The fields of the two records of every pair; what was measured once is kept as long as the pairs."""

    def __init__(self, forms: pd.DataFrame, left: Positions, right: Positions, workers: int) -> None:
        self.forms, self.left, self.right, self.workers = forms, left, right, workers
        self._columns: dict[str, _Column] = {}
        self._measured: dict[tuple[Any, ...], NDArray[Any]] = {}
        self._turned = False

    def sides(self, name: str) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the field of the left and of the right record of each pair."""
        column = self._column(name)
        return column.texts[column.codes[self.left]], column.texts[column.codes[self.right]]

    def agreement(self, name: str) -> Agreement:
        """Return 1 where both have the same text, 0 where one has none, else -1."""
        column = self._column(name)
        one, other = column.codes[self.left], column.codes[self.right]
        both = column.present[one] & column.present[other]
        return np.where(both, np.where(one == other, AGREE, DIFFER), MISSING).astype(np.int8)

    def likeness(self, name: str, scorer: Any = fuzz.ratio) -> NDArray[np.float32]:
        """Return 0 to 1; 0 where one has no text."""
        scores = self._measure(name, name, scorer, np.float32) / 100
        return np.where(self.agreement(name) == MISSING, 0, scores).astype(np.float32)

    def keep(self, kept: Mask) -> Pairs:
        """Return some of the pairs, with what was measured of them."""
        pairs = Pairs(self.forms, self.left[kept], self.right[kept], self.workers)
        pairs._columns, pairs._turned = self._columns, self._turned
        pairs._measured = {key: values[kept] for key, values in self._measured.items()}
        return pairs

    def turn(self) -> Pairs:
        """Return the same pairs the other way round."""
        pairs = Pairs(self.forms, self.right, self.left, self.workers)
        pairs._columns, pairs._measured = self._columns, self._measured
        pairs._turned = not self._turned
        return pairs

    def is_within(self, name: str, other: str) -> Mask:
        """Return whether the letters of the left `name` occur in this order in the right `other`."""
        lengths = self.forms[name].str.len().to_numpy(dtype=np.int64)[self.left]
        return np.equal(self._shared(name, other, LCSseq.similarity), lengths)

    def is_start(self, name: str) -> Mask:
        """Return for each pair whether one text is the start of the other."""
        return np.equal(self._shared(name, name, Prefix.similarity), self.shorter(name, name))

    def is_end(self, name: str, other: str) -> Mask:
        """Return for each pair whether one of `name` (left) and `other` (right) ends with the other."""
        return np.equal(self._shared(name, other, Postfix.similarity), self.shorter(name, other))

    def _shared(self, name: str, other: str, scorer: Any) -> NDArray[np.int32]:
        return np.asarray(self._measure(name, other, scorer, np.int32), dtype=np.int32)

    def _measure(self, name: str, other: str, scorer: Any, kind: Any) -> NDArray[Any]:
        """Compare the left's `name` with the right's `other`, each two texts once."""
        key = name, other, scorer, self._turned
        if key not in self._measured:
            ours, theirs = self._column(name), self._column(other)
            numbers = ours.codes[self.left] * len(theirs.texts) + theirs.codes[self.right]
            numbers, distinct = pd.factorize(numbers)
            one, two = np.divmod(distinct, max(len(theirs.texts), 1))
            sides = ours.texts[one], theirs.texts[two]
            found = process.cpdist(*sides, scorer=scorer, workers=self.workers, dtype=kind)
            self._measured[key] = found[numbers]
        return self._measured[key]

    def _column(self, name: str) -> _Column:
        if name not in self._columns:
            codes, texts = pd.factorize(self.forms[name])
            self._columns[name] = _Column(codes, np.asarray(texts), np.asarray(texts != "", dtype=bool))
        return self._columns[name]

    def shorter(self, name: str, other: str) -> NDArray[np.int64]:
        """Return the length of the shorter of the left's `name` and the right's `other`."""
        lengths = [self.forms[column].str.len().to_numpy(dtype=np.int64) for column in (name, other)]
        return np.minimum(lengths[0][self.left], lengths[1][self.right])
