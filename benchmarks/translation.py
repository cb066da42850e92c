"""Put English texts into German, word for word, by a free dictionary, to test a ranking in another language.

The dictionary is `freedict-eng-deu.dict.dz` of the Debian package `dict-freedict-eng-deu` (from Ding, TU
Chemnitz; GPL-2+). Grammar is lost, and of several meanings the one listed most often is taken. No person
would write like this. But words, stop words and endings are German. Words that the dictionary lacks stay,
such as most names of drugs. A ranking by words gets as much from it as from a true translation.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

_ENTRY = re.compile(r"^([a-z][a-z-]*) /[^\n]*/\n([^\n]+)$", re.MULTILINE)
_ASIDE = re.compile(r"<[^>]*>|\[[^\]]*\]|\([^)]*\)|\{[^}]*\}|^\d+\.")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
Translate = Callable[[str], str]


def read_dictionary(path: Path) -> Translate:
    """Return a function that puts a text into the language of the dictionary at `path`, in lower case."""
    listed: dict[str, Counter[str]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for word, meaning in _ENTRY.findall(file.read()):
            first = re.split("[,;/]", _ASIDE.sub("", meaning))[0].strip().lower()
            if first:
                listed.setdefault(word, Counter())[first] += 1
    # The most frequent one, the shorter of two: what is rare is often a special sense.
    best = {word: min(found, key=_order(found)) for word, found in listed.items()}
    return lambda text: _WORD.sub(lambda match: best.get(match[0], match[0]), text.lower())


def _order(found: Counter[str]) -> Callable[[str], tuple[int, int, str]]:
    return lambda one: (-found[one], len(one), one)
