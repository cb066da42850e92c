"""Numbers in titles: digits, Roman numerals, and numbers in words."""

from __future__ import annotations

import re

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_DIGIT = re.compile(r"\d")


def _count(words: str, step: int = 1, start: int = 1) -> dict[str, str]:
    return {word: str(step * number) for number, word in enumerate(words.split(), start=start)}


_WORDS = _count(_ONES) | _count(_TENS, 10, 2)
# "One" may be a pronoun.
CARDINALS = {word: number for word, number in _WORDS.items() if word != "one"}
NUMERALS = (
    _WORDS
    | _count("first second third fourth fifth sixth seventh eighth ninth tenth")
    | _count("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi")
)


def read_numbers(text: str, words: list[str]) -> str:
    """Return the digits of all numbers in a folded text, run together.

    Examples
    --------
    >>> read_numbers("part ii of twelve", ["part", "ii", "of", "twelve"])
    '212'
    """
    if NUMERALS.keys().isdisjoint(words) and text.replace(" ", "").isalpha():
        return ""
    return "".join(map(read_number, words))


def read_number(word: str) -> str:
    """Return the number that a word is, or the digits in it, or ""."""
    return NUMERALS.get(word, "") if word.isalpha() else "".join(_DIGIT.findall(word))
