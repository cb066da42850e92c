"""Fold text, so that two spellings of one thing are one string."""

from __future__ import annotations

import html
import re
import unicodedata

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,60}>")
_MARK = re.compile("[\u0300-\u036f]+")
_APOSTROPHE = re.compile("['`\u00b4\u2018\u2019\u02bc]")
# Vowel signs of Indic and other Asian scripts are letters of their words.
_NOT_WORD = re.compile(r"(?:(?![\u0900-\u109f\u1780-\u17ff\ua8e0-\ua8ff])[\W_])+")
# Letters that Unicode does not decompose, and Greek, which some databases spell out.
_SPELLED = {
    ord(letter): latin
    for letter, latin in {
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ı": "i",
        "œ": "oe",
        "æ": "ae",
        "ð": "d",
        "þ": "th",
    }.items()
}
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau "
    "upsilon phi chi psi omega"
)
_SPELLED |= {code: f" {name} " for code, name in enumerate(_GREEK.split(), start=ord("α"))}
# The same for plain ASCII, which most text is; bytes are exchanged several times faster than letters.
_ASCII = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256))
_ASCII_APOSTROPHES = b"'`"
_GREEK_WORD = re.compile("[\u03b1-\u03c9]{2,}")


def fold(text: str) -> str:
    """Return `text` in lower case without markup, accents or punctuation, words parted by one space.

    Letters of every script stay (Unicode NFKD without combining marks of Latin, Greek and Cyrillic); single
    Greek letters are spelled out, as databases do.

    Examples
    --------
    >>> fold("  <i>β</i>-Blockers &amp; Ménière’s disease. ")
    'beta blockers and menieres disease'
    """
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if text.isascii():
        return _fold_ascii(text)
    # Composed again, for the marks of Japanese syllables are none that may go.
    text = unicodedata.normalize("NFC", _MARK.sub("", unicodedata.normalize("NFKD", text))).casefold()
    # A word in Greek is Greek; a letter on its own is a symbol.
    text = text if _GREEK_WORD.search(text) else text.translate(_SPELLED)
    text = _APOSTROPHE.sub("", text).replace("&", " and ")
    return _NOT_WORD.sub(" ", text).strip()


def _fold_ascii(text: str) -> str:
    if "&" in text:
        text = text.replace("&", " and ")
    return " ".join(text.encode().translate(_ASCII, _ASCII_APOSTROPHES).decode().split())
