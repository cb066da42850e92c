"""What databases do to the text of a record: one small function for each habit."""

from __future__ import annotations

import html
import re
import textwrap
import unicodedata

from articles import Article

_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "–": "-", "’": "'"}
)
_SMALL_WORDS = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to"}
_PROPER_NAMES = {"American", "Australia", "Canadian", "Carolina", "Nordic", "North", "Wisconsin"}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def lose_diacritics(text: str) -> str:
    """Return `text` in ASCII where a plain letter exists, as Web of Science gives it."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def initials(given: str) -> str:
    """Return the initials of forenames: 'Per-Olof' and 'Ingrid Marie' give 'PO' and 'IM'; 'JC' stays."""
    if given.isupper() and "." not in given:
        return given
    return "".join(part[0].upper() for part in re.split(r"[ .-]+", given) if part)


def dotted(given: str) -> str:
    """Return initials with full stops, hyphens kept: 'Per-Olof' gives 'P.-O.'."""
    if given.isupper() and "." not in given:
        return "".join(f"{letter}." for letter in given)
    parts = [part for part in re.split(r"[ .]+", given) if part]
    return "".join("-".join(f"{piece[0].upper()}." for piece in part.split("-")) for part in parts)


def spaced(given: str) -> str:
    """Return forenames without full stops, initials apart: 'KF' gives 'K F', 'Katherine J.' 'Katherine J'."""
    return " ".join(given) if given.isupper() else given.replace(".", "")


def forename_first(name: tuple[str, str]) -> str:
    family, given = name
    return f"{dotted(given) if given.isupper() else given} {family}"


def shorten_pages(pages: str) -> str:
    """Return a page range with the repeated digits of the last page left out: '426-433' gives '426-33'."""
    first, dash, last = pages.partition("-")
    if not last or len(first) != len(last):
        return pages
    same = next((k for k in range(len(last)) if first[k] != last[k]), len(last) - 1)
    return first + dash + last[same:]


def title_case(title: str) -> str:
    """Return `title` with Every Long Word in Capitals; words of mixed case are left alone."""
    words = title.split(" ")
    cased = [w if n and w in _SMALL_WORDS else w[:1].upper() + w[1:] for n, w in enumerate(words)]
    return " ".join(cased)


def without_subtitle(title: str) -> str:
    return title.partition(": ")[0]


def markup(text: str) -> str:
    """Return `text` as HTML: entities for & and <, and the p of a significance test in italics."""
    return re.sub(r"\bp (?=&lt;)", "<i>p</i> ", html.escape(text, quote=False))


def curly(text: str) -> str:
    return text.replace("'", "’")


def journal_in_sentence_case(journal: str) -> str:
    """Return 'Journal of school health' for 'Journal of School Health', as MEDLINE writes titles."""
    first, *rest = journal.split(" ")
    return " ".join([first, *(word if word in _PROPER_NAMES else word.lower() for word in rest)])


def abbreviate_in_capitals(article: Article) -> str:
    """Return the journal as Web of Science's J9 gives it: capitals, at most 29 characters."""
    return lose_diacritics(article.abbreviation).upper()[:29].strip()


def dotted_abbreviation(article: Article) -> str:
    """Return the abbreviated journal with full stops, as Scopus gives it: 'J. Place Based Child Serv.'."""
    full = {word.strip(",").lower() for word in article.journal.split()}
    words = article.abbreviation.split()
    return " ".join(word if word.lower() in full or word == "WMJ" else f"{word}." for word in words)


def wrapped(text: str, first: str, later: str, width: int, trail: str = "") -> list[str]:
    """Return the lines of a tagged field; `trail` ends every line but the last."""
    wrapper = textwrap.TextWrapper(width, first, later, break_on_hyphens=False, break_long_words=False)
    lines = wrapper.wrap(text)
    return [line + trail for line in lines[:-1]] + lines[-1:]
