"""Other spellings of a query's terms that texts hold: blanks and hyphens, endings, British and American."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from cireview.language import unify_spelling

_SHORTEST = 5  # letters; below that too much is alike
_ENDING = 4  # letters by which two forms of a word may differ at their end
_LETTERS = re.compile(r"[^\W\d_]+")


def find_variants(terms: Sequence[str], texts: Iterable[str]) -> list[tuple[str, int]]:
    """Return spellings that stand in texts where a term does not, the most frequent first.

    Parameters
    ----------
    terms
        Words and phrases of one alternative of a query.
    texts
        Words with a blank between them, in small letters, as `cireview.query.match.prepare_words` gives them.

    Returns
    -------
    list of (str, int)
        A spelling and the number of texts that hold it.
    """
    wanted = [(_squash(term), _words(term), "*" in term) for term in terms]
    wanted = [one for one in wanted if len(one[0]) >= _SHORTEST]
    counts: Counter[str] = Counter()
    for text in texts:
        words = _LETTERS.findall(text)
        found = {
            " ".join(words[start : start + length])
            for squashed, own, _ in wanted
            for length in {1, len(own), len(own) + 1}
            for start in range(len(words) - length + 1)
            # What begins otherwise is hardly a spelling of it, and most words do.
            if words[start][:2] == squashed[:2]
            if words[start : start + length] != own and is_variant(squashed, words[start : start + length])
        }
        counts.update(found)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def is_variant(squashed: str, words: Sequence[str]) -> bool:
    """Say whether words are another spelling or form of a term without its blanks."""
    other = unify_spelling("".join(words))
    if other == squashed:
        return True
    same = 0
    for one, two in zip(squashed, other, strict=False):
        if one != two:
            break
        same += 1
    rest = len(squashed) - same, len(other) - same
    # Forms of one word: partner, partners, partnership; not part and party.
    return same >= _SHORTEST and min(rest) == 0 and max(rest) <= _ENDING


def _squash(term: str) -> str:
    return unify_spelling("".join(_words(term)))


def _words(term: str) -> list[str]:
    return _LETTERS.findall(term.casefold())
