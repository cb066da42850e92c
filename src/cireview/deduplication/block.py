"""Block: find the pairs of records that are worth comparing, about as many as there are records.

Every blocking key is a text; records with the same key are one block. Within a block, records are sorted
by title and the like, and each is paired with the `WINDOW` next ones (sorted neighbourhood; Hernández and
Stolfo 1995, doi:10.1145/223784.223807): small blocks are compared in full, a frequent key cannot explode.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview.deduplication.columns import Texts
from cireview.deduplication.pairs import Positions

WINDOW = 20
_MIXING = np.uint64(0x9E3779B97F4A7C15)

Hashes = NDArray[np.uint64]


def _title_start(forms: pd.DataFrame) -> pd.Series:
    return _without_spaces(_tell(forms)).str[:24]


def _title_end(forms: pd.DataFrame) -> pd.Series:
    return _without_spaces(_tell(forms)).str[-24:]


def _title_words(forms: pd.DataFrame) -> pd.Series:
    return Texts(_tell(forms)).read(_find_longest)


def _title_letters(forms: pd.DataFrame) -> pd.Series:
    return forms["skeleton"].where(~forms["standing"], "")


def _find_longest(text: str) -> str:
    """Return the three longest words, in the order of letters; so are words of one length."""
    words = sorted(set(text.split()))
    return " ".join(sorted(sorted(words, key=len, reverse=True)[:3]))


def _tell(forms: pd.DataFrame) -> pd.Series:
    """Return the titles that tell their text from others, in American spelling."""
    return forms["spelled"].where(~forms["standing"], "")


def _abstract_start(forms: pd.DataFrame) -> pd.Series:
    long = forms["abstract"].where(forms["abstract"].str.len() >= 60, "")
    return _without_spaces(long).str[:60]


def _without_spaces(texts: pd.Series) -> pd.Series:
    return texts.str.replace(" ", "", regex=False)


def _joined(*columns: str) -> Callable[[pd.DataFrame], pd.Series]:
    """Return a key of several columns, empty where any of them is missing."""

    def key(forms: pd.DataFrame) -> pd.Series:
        texts = forms[columns[0]]
        for column in columns[1:]:
            both = (texts != "") & (forms[column] != "")
            texts = (texts + "|" + forms[column]).where(both, "")
        return texts

    return key


# Each key with the duplicates that only it finds.
KEYS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "doi": _joined("doi"),  # translated or shortened titles
    "pmid": _joined("pmid"),  # the same, and generic titles
    "title start": _title_start,  # subtitle or end missing
    "title end": _title_end,  # an article, a number or a misspelling at the start
    "title words": _title_words,  # both ends differ; words in another order
    "title letters": _title_letters,  # an encoding lost letters at both ends
    "abstract start": _abstract_start,  # translated title, no place
    "place": _joined("year", "volume", "page"),  # other title, authors misread
    "author and page": _joined("first", "year", "page"),  # no volume yet
    "author and volume": _joined("first", "volume", "page"),  # no year, or another
    "author and issue": _joined("first", "year", "volume", "issue"),  # no pages
}


def block(
    forms: pd.DataFrame, *, shard: int = 0, shards: int = 1, standing: Positions | None = None
) -> tuple[Positions, Positions]:
    """Return the pairs of positions to compare, left < right, each once.

    Records alike in every field are paired with the first of them, and only that one meets others.

    Parameters
    ----------
    forms
        What `normalise` returns.
    shard, shards
        Only blocks whose key falls into this shard: the union over all shards is the same for any number
        of shards; a pair that meets in several blocks may come from several shards.
    standing
        The number of each record's earlier report, -1 for none: records of two of them are no copies.
    """
    first = find_originals(forms, standing)
    copies = np.flatnonzero(first != np.arange(len(forms)))
    copies = copies[_in_shard(forms["content"].to_numpy()[copies], shard, shards)]
    rank = rank_by_content(forms)
    originals = np.flatnonzero(first == np.arange(len(forms)))
    codes = [first[copies] * len(forms) + copies]
    for name, key in KEYS.items():
        texts = key(forms).to_numpy(dtype=object)[originals]
        rows = originals[texts != ""]
        hashes = pd.util.hash_array(texts[texts != ""], hash_key=f"{name:16.16}", categorize=False)
        mine = _in_shard(hashes, shard, shards)
        codes.append(pair_neighbours(rows[mine], hashes[mine], rank, window=WINDOW))
    left, right = np.divmod(np.unique(np.concatenate(codes)), max(len(forms), 1))
    return left, right


def find_originals(forms: pd.DataFrame, standing: Positions | None = None) -> Positions:
    """Return for each record the position of the first one that is alike in every field."""
    content = forms["content"].to_numpy().astype(np.uint64)
    if standing is not None:
        content = content + (standing + 1).astype(np.uint64) * _MIXING
    _, first, inverse = np.unique(content, return_index=True, return_inverse=True)
    return first[inverse].astype(np.int64)


def rank_by_content(forms: pd.DataFrame) -> Positions:
    """Return each record's rank by content; records that look alike have neighbouring ranks.

    The whole content goes last, so that no rank depends on the ids unless two records are copies.
    """
    columns = ("content", "page", "volume", "year", "families", "text")
    keys = [pd.factorize(forms[column], sort=True)[0] for column in columns]
    rank = np.empty(len(forms), dtype=np.int64)
    rank[np.lexsort(keys)] = np.arange(len(forms))
    return rank


def pair_neighbours(rows: Positions, labels: NDArray[Any], rank: Positions, *, window: int) -> Positions:
    """Return left * len(rank) + right of all pairs of one label within `window` places of each other."""
    sorting = np.lexsort((rank[rows], labels))
    rows, labels = rows[sorting], labels[sorting]
    found = [np.empty(0, dtype=np.int64)]
    for distance in range(1, min(window, max(len(rows) - 1, 0)) + 1):
        same = np.flatnonzero(labels[:-distance] == labels[distance:])
        if not len(same):
            break
        one, other = rows[same], rows[same + distance]
        found.append(np.minimum(one, other) * len(rank) + np.maximum(one, other))
    return np.concatenate(found)


def _in_shard(hashes: Hashes, shard: int, shards: int) -> NDArray[np.bool_]:
    mine: NDArray[np.bool_] = hashes % np.uint64(shards) == np.uint64(shard)
    return mine
