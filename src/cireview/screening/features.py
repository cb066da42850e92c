"""Turn texts into one sparse matrix of TF-IDF values, once per review.

The values are those of scikit-learn's `TfidfVectorizer` (sublinear term frequency, smooth idf, Euclidean
norm; a test holds them equal). Two things differ: each distinct word is spelled into its character
n-grams once instead of at every occurrence, and nothing heavier than SciPy is imported, so that the whole
simulation of a review costs less than scikit-learn's own character n-grams alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cireview.screening.texts import split_words

if TYPE_CHECKING:
    from scipy import sparse

    Matrix = sparse.csr_matrix

_LONGEST_WORD = 40


class Tokens:
    """The words of all texts as numbers, one after the other.

    Attributes
    ----------
    words
        The distinct words, in the order in which they first occur.
    ids, rows, weights
        For each occurrence the word, the text that it stands in, and how much it counts.
    """

    def __init__(self, texts: Sequence[str], *, title_weight: float = 1.0) -> None:
        index: dict[str, int] = {}
        ids, sizes = [], []
        for text in texts:
            title, _, body = text.partition("\n")
            head, rest = split_words(title), split_words(body)
            ids.append(np.array([index.setdefault(w, len(index)) for w in (*head, *rest)], dtype=np.int32))
            sizes.append((len(head), len(rest)))
        pattern = np.tile(np.array([title_weight, 1.0], dtype=np.float32), len(texts))
        self.words = list(index)
        self.texts = len(texts)
        self.ids: NDArray[np.int32] = np.concatenate([*ids, np.empty(0, dtype=np.int32)])
        self.rows = np.repeat(np.arange(len(texts), dtype=np.int32), [sum(size) for size in sizes])
        self.weights: NDArray[np.float32] = np.repeat(pattern, np.array(sizes, dtype=int).ravel())


def count_words(tokens: Tokens) -> Matrix:
    """Return texts × words: how often each text holds each word."""
    return _tabulate(tokens.weights, tokens.rows, tokens.ids, (tokens.texts, len(tokens.words)))


def count_pairs(tokens: Tokens, *, min_df: int) -> tuple[Matrix, list[str]]:
    """Return texts × pairs of neighbouring words, and the pairs that are in `min_df` texts or more."""
    common = np.bincount(tokens.ids, minlength=len(tokens.words)) >= min_df
    first, second = tokens.ids[:-1], tokens.ids[1:]
    kept = (tokens.rows[:-1] == tokens.rows[1:]) & common[first] & common[second]
    keys = first[kept].astype(np.int64) * len(tokens.words) + second[kept]
    pairs, columns = np.unique(keys, return_inverse=True)
    counts = _tabulate(tokens.weights[1:][kept], tokens.rows[1:][kept], columns, (tokens.texts, len(pairs)))
    frequent = np.flatnonzero(np.bincount(counts.indices, minlength=len(pairs)) >= min_df)
    heads, tails = np.divmod(pairs[frequent], max(len(tokens.words), 1))
    names = [f"{tokens.words[a]} {tokens.words[b]}" for a, b in zip(heads, tails, strict=True)]
    return counts[:, frequent], names


def spell_words(words: Sequence[str], *, shortest: int, longest: int) -> Matrix:
    """Return words × character n-grams: the n-grams of each word with a space before and after it."""
    from scipy import sparse

    index: dict[str, int] = {}
    columns: list[int] = []
    ends = [0]
    for word in words:
        spaced = f" {word[:_LONGEST_WORD]} "
        for size in range(shortest, longest + 1):
            grams = (spaced[start : start + size] for start in range(len(spaced) - size + 1))
            columns.extend(index.setdefault(gram, len(index)) for gram in grams)
        ends.append(len(columns))
    return sparse.csr_matrix(
        (np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(words), len(index))
    )


def weigh_terms(
    parts: list[Matrix], *, min_df: int = 1, max_df: float = 1.0
) -> tuple[list[Matrix], NDArray[np.int64]]:
    """Return TF-IDF values with rows of length one, and the columns of the counts that were kept.

    Parameters
    ----------
    parts
        Texts × terms, cut into groups of rows. The list is emptied on the way: a part and its values need
        never be in memory together with those of all others.
    min_df
        Terms in fewer texts are left out.
    max_df
        Terms in a larger share of the texts are left out.
    """
    texts = sum(part.shape[0] for part in parts)
    terms = parts[0].shape[1] if parts else 0
    frequency = np.zeros(terms, dtype=np.int64)
    for part in parts:
        frequency += np.bincount(part.indices, minlength=terms)
    kept = (frequency >= min_df) & (frequency <= max_df * texts)
    idf = (np.log((1 + texts) / (1 + frequency)) + 1).astype(np.float32)
    parts.reverse()
    values = []
    while parts:
        values.append(_weigh(parts.pop(), kept, idf))
    return values, np.flatnonzero(kept)


def _weigh(counts: Matrix, kept: NDArray[np.bool_], idf: NDArray[np.float32]) -> Matrix:
    from scipy import sparse

    is_kept = kept[counts.indices]
    columns = counts.indices[is_kept]
    data = (np.log(counts.data[is_kept]) + np.float32(1)) * idf[columns]
    ends = np.concatenate([[0], np.cumsum(is_kept)])[counts.indptr]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(ends))
    lengths = np.sqrt(np.bincount(rows, weights=data * data, minlength=counts.shape[0])).astype(np.float32)
    place = np.cumsum(kept, dtype=np.int32) - 1
    shape = (counts.shape[0], int(kept.sum()))
    return sparse.csr_matrix((data / lengths[rows], place[columns], ends), shape=shape)


def _tabulate(data: Any, rows: Any, columns: Any, shape: tuple[int, int]) -> Matrix:
    from scipy import sparse

    table = sparse.coo_matrix((data, (rows, columns)), shape=shape).tocsr()
    table.sum_duplicates()
    return table
