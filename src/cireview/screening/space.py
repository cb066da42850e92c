"""Place the records and the protocol's words in one space of features."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview.screening.encoder import Vectors, scale_rows
from cireview.screening.features import (
    Tokens,
    count_pairs,
    count_words,
    spell_words,
    weigh_terms,
)
from cireview.screening.presets import COLUMNS, Preset
from cireview.screening.telling import is_telling
from cireview.screening.texts import clean_text, compose_texts, is_foreign
from cireview.screening.vectors import Notify, embed_texts
from cireview.screening.wanted import keep_content, leave_out_unwanted

if TYPE_CHECKING:
    from cireview.screening.features import Matrix

#: Records whose characters are counted at a time; what they need in between is large.
_ROWS = 5_000


@dataclass(frozen=True)
class Space:
    """The features of all records of a review, computed once.

    Parameters
    ----------
    ids
        Record ids, in the order of the rows.
    values
        One row per record and, below them, one for the protocol's words where there are any.
    terms
        Names of the first columns: words and pairs, which explain a ranking. The columns behind them
        are characters and embeddings.
    empty
        Which records have no words at all.
    bare
        Which records have no abstract.
    foreign
        Which records are not in English (see `is_foreign`).
    dimensions
        How many of the last columns are an encoder's.
    """

    ids: list[str]
    values: Matrix
    terms: list[str]
    empty: NDArray[np.bool_]
    bare: NDArray[np.bool_]
    foreign: NDArray[np.bool_]
    dimensions: int = 0

    @property
    def has_criteria(self) -> bool:
        """Whether the last row is the protocol's."""
        return self.values.shape[0] > len(self.ids)

    @cached_property
    def telling(self) -> NDArray[np.bool_]:
        """Which of `terms` are informative (see `is_telling`)."""
        return np.fromiter(map(is_telling, self.terms), dtype=bool, count=len(self.terms))

    @cached_property
    def likeness(self) -> NDArray[np.float64]:
        """How like the protocol's words each record is, in standard deviations; all zero without them.

        With an encoder it is half likeness of words, half likeness of vectors.
        """
        if not self.has_criteria:
            return np.zeros(len(self.ids))
        wanted = self.values[len(self.ids)].toarray().ravel()
        first = len(wanted) - self.dimensions
        by_words, by_vectors = wanted.copy(), wanted.copy()
        by_words[first:], by_vectors[:first] = 0, 0
        parts = [self._compare(part) for part in (by_words, by_vectors)[: 1 + bool(self.dimensions)]]
        return standardise(np.mean(parts, axis=0), self.empty)

    def find_typical(self, irrelevant: NDArray[np.int64]) -> NDArray[np.float64]:
        """Similarity of each record to the average of all records, in standard deviations.

        A search is made for what is relevant, so that what most records share is likelier so. Three quarters
        of the mean of the known `irrelevant` rows are taken from the mean of all, as by Rocchio's rule.

        References
        ----------
        Rocchio 1971, *Relevance feedback in information retrieval*, in Salton, *The SMART retrieval system*.
        """
        whole, known = (
            np.asarray(rows.mean(axis=0), dtype=np.float32).ravel()
            for rows in (self.values[: len(self.ids)], self.values[irrelevant])
        )
        return self._compare(whole - np.float32(0.75) * known)

    def _compare(self, wanted: NDArray[np.float32]) -> NDArray[np.float64]:
        return standardise(np.asarray(self.values @ wanted, dtype=float)[: len(self.ids)], self.empty)


def doubt_criteria(space: Space, criteria: str) -> str:
    """Say why the protocol's words hardly help a ranking; "" if they do, or if there are none."""
    if not criteria.strip():
        return ""
    if not space.has_criteria:
        return "question and criteria contain no useful word, so the ranking does not use them"
    if not (space.values[len(space.ids)].indices < len(space.terms)).any():
        return "no record contains a word of question and criteria: are they in another language?"
    return ""


def standardise(scores: NDArray[np.float64], empty: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return `scores` less their mean, in standard deviations, records without text left aside."""
    scored = scores[~empty]
    spread = scored.std() if len(scored) else 0.0
    return (scores - scored.mean()) / spread if spread > 0 else np.zeros(len(scores))


def place_records(
    records: pd.DataFrame,
    *,
    criteria: str,
    preset: Preset,
    vectors: Path | None = None,
    notify: Notify | None = None,
) -> Space:
    """Compute the features of `records`.

    Parameters
    ----------
    records
        ``record_id`` and any of title, abstract, keywords and journal; NaN counts as "".
    criteria
        The protocol's question and criteria, in any wording; "" for none. What they exclude is left out,
        and so are words that say nothing of the topic (see `cireview.screening.wanted`).
    preset
        What features there are.
    vectors, notify
        Where vectors of an encoder are kept, and who hears of progress (see `embed_texts`).
    """
    from scipy import sparse

    texts = compose_texts(records, COLUMNS)
    wanted = leave_out_unwanted(criteria)
    content = keep_content(wanted)
    if content:
        texts.append(content)
    blocks, terms, empty = _weigh_blocks(texts, preset)
    dimensions = 0
    if preset.embedding:
        # An encoder reads sentences: stop words are part of them.
        sentences = texts[: len(records)] + [clean_text(wanted)] * bool(content)
        encoded = embed_texts(sentences, preset.embedding, kept=vectors, notify=notify)
        blocks.append(_cut(sparse.csr_matrix(_centre(encoded, len(records)) * preset.embedding_weight)))
        dimensions = encoded.shape[1]
    # Taken from their lists, so that no part is in memory twice.
    rows = [
        sparse.hstack([block.pop(0) for block in blocks], dtype=np.float32) for _ in range(len(blocks[0]))
    ]
    values = sparse.csr_matrix(sparse.vstack(rows, format="csr"))
    marks = empty[: len(records)], find_bare(records), find_foreign(records)
    return Space(records["record_id"].tolist(), values, terms, *marks, dimensions)


def find_bare(records: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which records have no abstract."""
    abstracts = compose_texts(records, ["abstract"])
    return np.fromiter((not text.strip() for text in abstracts), dtype=bool, count=len(records))


def find_foreign(records: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which records are not in English, by title and abstract."""
    texts = compose_texts(records, ["title", "abstract"])
    return np.fromiter(map(is_foreign, texts), dtype=bool, count=len(records))


def _centre(vectors: Vectors, records: int) -> Vectors:
    """Return `vectors` less the mean of the first `records`, of length one: all of a review lean one way."""
    known = np.asarray(vectors.any(axis=1))
    middle = vectors[:records][known[:records]].sum(axis=0) / max(int(known[:records].sum()), 1)
    return scale_rows(np.where(known[:, None], vectors - middle, 0).astype(np.float32))


def _weigh_blocks(
    texts: list[str], preset: Preset
) -> tuple[list[list[Matrix]], list[str], NDArray[np.bool_]]:
    """Return each kind of features in parts of rows, names of the first kind, and which texts are empty."""
    from scipy import sparse

    tokens = Tokens(texts, title_weight=preset.title_weight)
    single = count_words(tokens)
    counts, names = single, tokens.words
    if preset.pairs:
        pairs, pair_names = count_pairs(tokens, min_df=preset.min_df)
        counts, names = sparse.hstack([single, pairs], format="csr"), tokens.words + pair_names
    words, kept = weigh_terms(_cut(counts), min_df=preset.min_df, max_df=preset.max_df)
    blocks = [words]
    if preset.characters:
        shortest, longest = preset.characters
        spelled = spell_words(tokens.words, shortest=shortest, longest=longest)
        characters, _ = weigh_terms(
            [part @ spelled for part in _cut(single)],
            min_df=preset.characters_min_df,
            max_df=preset.characters_max_df,
        )
        for part in characters:
            part.data *= np.float32(preset.characters_weight)
        blocks.append(characters)
    return blocks, [names[column] for column in kept], np.asarray(single.sum(axis=1)).ravel() == 0


def _cut(table: Matrix) -> list[Matrix]:
    return [table[start : start + _ROWS] for start in range(0, max(table.shape[0], 1), _ROWS)]
