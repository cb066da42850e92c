"""Quote the sentences of an abstract that speak most for and most against its record."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cireview.screening.space import Space
from cireview.screening.texts import LONGEST_TEXT, split_words, strip_markup

_LONGEST = 400
# Behind a stop that ends no abbreviation and no number, before what may begin a sentence.
_BREAK = re.compile(
    r"""(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\bal\.)(?<!\bcf\.)(?<!\bno\.)(?<!\b[A-Z]\.)
    (?:(?<=[.!?])|(?<=[.!?][])”"]))\s+(?=[\W_]*[A-Z0-9])""",
    re.VERBOSE,
)


def cut_sentences(text: str) -> list[str]:
    """Return the sentences of an abstract without markup, each on one line.

    Examples
    --------
    >>> cut_sentences("We asked nurses, e.g. A. Doe. <b>Sleep</b> was short (p < .05).")
    ['We asked nurses, e.g. A. Doe.', 'Sleep was short (p < .05).']
    """
    return [sentence for sentence in _BREAK.split(" ".join(strip_markup(text).split())) if sentence]


def quote_sentences(
    abstracts: Sequence[str], space: Space, rows: NDArray[np.int64], weight: NDArray[np.float64]
) -> dict[str, list[str]]:
    """Return for each of `rows` the sentence of its abstract that speaks most for it, and most against it.

    A sentence speaks by the sum over its distinct words and pairs of what each adds to the record's score.
    Stop words and numbers weigh in a ranking and explain nothing: they are left out.

    Parameters
    ----------
    abstracts
        One for each record of `space`.
    space
        Features of the records.
    rows
        Records to explain.
    weight
        What each column of the space weighs, as a linear classifier learnt it.

    Returns
    -------
    dict
        ``sentence_for`` and ``sentence_against``, one text for each of `rows`; "" where no sentence speaks
        that way.
    """
    column_of = {term: column for column, term in enumerate(space.terms) if space.telling[column]}
    quoted: dict[str, list[str]] = {"sentence_for": [], "sentence_against": []}
    for row in rows:
        cells = slice(space.values.indptr[row], space.values.indptr[row + 1])
        columns = space.values.indices[cells]
        added = dict(
            zip(columns.tolist(), (space.values.data[cells] * weight[columns]).tolist(), strict=True)
        )
        sentences = cut_sentences(str(abstracts[row])[:LONGEST_TEXT])
        sums = [_add_up(sentence, column_of, added) for sentence in sentences]
        best, worst = max(sums, default=0.0), min(sums, default=0.0)
        quoted["sentence_for"].append(_shorten(sentences[sums.index(best)]) if best > 0 else "")
        quoted["sentence_against"].append(_shorten(sentences[sums.index(worst)]) if worst < 0 else "")
    return quoted


def _add_up(sentence: str, column_of: dict[str, int], added: dict[int, float]) -> float:
    words = split_words(sentence.lower())
    terms = {*words, *map(" ".join, pairwise(words))}
    return math.fsum(added.get(column_of[term], 0.0) for term in terms if term in column_of)


def _shorten(sentence: str) -> str:
    return sentence if len(sentence) <= _LONGEST else f"{sentence[:_LONGEST].rsplit(' ', 1)[0]} …"
