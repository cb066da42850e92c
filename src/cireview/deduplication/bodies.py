"""Bodies as authors: "WHO" and "World Health Organization" are one, "AHA" and another association are not."""

from __future__ import annotations

import re

from cireview.deduplication.text import fold

_PARTED = re.compile(r"[,;]|\band\b", re.IGNORECASE)
_BODY = re.compile(
    r"\b(?:associat|organi[sz]ation|societ|committee|group|department|ministry|institut|cent(?:er|re)|"
    r"college|agency|office|federation|council|board|network|consorti|collaborat|panel|task force|"
    r"foundation|service|funds?\b|nations\b|union\b|banks?\b|authorit|alliance|programme|commission|bureau|academ|"
    r"trust\b|administration|universit)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SHORTEST, _LONGEST = 3, 8
# Letters that an acronym takes from the start of one word: "Interpol", "Eurostat".
_MOST_LETTERS = 5
_SMALL = frozenset(
    ["a", "an", "the", "of", "in", "on", "for", "and", "to", "de", "la", "le", "des", "du", "y"]
)


def is_corporate(text: str) -> bool:
    """Tell a body that is the only author; it may publish under one title year after year.

    Examples
    --------
    >>> is_corporate("American Diabetes Association"), is_corporate("Mearns, Kathryn")
    (True, False)
    """
    return not _PARTED.search(text) and bool(_BODY.search(text))


def read_body(text: str) -> str:
    """Return an only author, folded: a short word, or the name of a body in full; or "".

    Examples
    --------
    >>> read_body("W.H.O."), read_body("World Health Organization (WHO)"), read_body("Li, Wang")
    ('who', 'world health organization', '')
    """
    text = _IN_BRACKETS.sub(" ", text).strip(" ,;")
    if ";" in text or ("," in text and not _BODY.search(text)):
        return ""
    words = fold(text.replace(".", "")).split()
    if len(words) == 1:
        return words[0] if _SHORTEST <= len(words[0]) <= _LONGEST else ""
    return " ".join(words) if len(words) >= _SHORTEST or _BODY.search(text) else ""


def may_be_one_body(one: str, other: str) -> bool:
    """Tell whether one of two bodies, by `read_body`, is a short word that starts as the other's name does.

    Examples
    --------
    >>> may_be_one_body("unicef", "united nations childrens fund")
    True
    >>> may_be_one_body("who", "international labour organization")
    False
    """
    short, long = sorted((one, other), key=lambda name: (" " in name, name))
    return " " not in short and " " in long and short[0] == _list_words(long)[0][0]


def is_acronym(one: str, other: str) -> bool:
    """Tell whether one of two bodies, by `read_body`, is the other's name by the starts of its words.

    Examples
    --------
    >>> is_acronym("oecd", "organisation for economic co operation and development")
    True
    >>> is_acronym("aha", "american diabetes association")
    False
    """
    short, long = sorted((one, other), key=lambda name: (" " in name, name))
    if not may_be_one_body(one, other):
        return False
    words = _list_words(long)
    # Long names have a word that the acronym leaves out: "Control and Prevention" of the CDC.
    return _fits(short, words, skips=int(len(words) > _SHORTEST))


def _list_words(name: str) -> list[str]:
    words = name.split()
    return words[1:] if words[0] == "the" else words


def _fits(letters: str, words: list[str], *, skips: int) -> bool:
    """Tell whether `letters` are starts of `words` in order; of small ones and of `skips` others none."""
    if not (letters and words):
        # "… of the United Nations" may follow what the letters stand for.
        return not letters and (len(words) <= skips or words[0] in _SMALL)
    word, rest = words[0], words[1:]
    if word in _SMALL and _fits(letters, rest, skips=skips):
        return True
    for length in range(1, min(len(word), len(letters), _MOST_LETTERS) + 1):
        if word[:length] != letters[:length]:
            break
        if _fits(letters[length:], rest, skips=skips):
            return True
    return skips > 0 and _fits(letters, rest, skips=skips - 1)
