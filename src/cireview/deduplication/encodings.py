"""Texts that were read in a wrong encoding: letters that can be restored, and letters that are lost."""

from __future__ import annotations

import html
import re
import unicodedata

_FOREIGN = re.compile("[^\x00-\x7f]+")
_NOT_PLAIN = re.compile("[^a-z0-9]+")
_LOST = "\ufffd"
# Text that was written and read wrongly more than once.
_MOST_TIMES = 3
_SHORTEST = 20  # letters; shorter titles may agree by chance once some are lost


def repair(text: str) -> str:
    """Return `text` with UTF-8 that was read as Windows-1252 or Latin-1 put right, run by run of such signs.

    Examples
    --------
    >>> repair("Lâ€™Ã©valuation de la santÃ©"), repair("Évaluation")
    ('L’évaluation de la santé', 'Évaluation')
    """
    if "&" in text and text.isascii():
        text = html.unescape(text)
    for _ in range(_MOST_TIMES):
        if text.isascii():
            break
        before, text = text, _FOREIGN.sub(_reread, text)
        if text == before:
            break
    return text


def read_skeleton(title: str) -> str:
    """Return the plain letters and digits of a long title: what is left where an encoding lost all others.

    Examples
    --------
    >>> read_skeleton("Évaluation de la santé mentale") == read_skeleton("?valuation de la sant? mentale")
    True
    """
    plain = _NOT_PLAIN.sub("", unicodedata.normalize("NFC", title).lower())
    return plain if len(plain) >= _SHORTEST else ""


def read_wholeness(title: str) -> str:
    """Return whether a title has letters beside the plain ones, "whole", or may have lost them, "plain"."""
    foreign = any(sign.isalpha() for run in _FOREIGN.findall(title) for sign in run)
    return "whole" if foreign and _LOST not in title else "plain"


def _reread(run: re.Match[str]) -> str:
    signs = run.group()
    # Where a byte was lost, the letter is lost too, and the others can be restored.
    lost = "replace" if _LOST in signs else "strict"
    try:
        return b"".join(map(_encode, signs)).decode("utf-8", lost)
    except UnicodeError:
        return signs


def _encode(sign: str) -> bytes:
    """Return the byte that Windows-1252 reads as `sign`; five bytes have none, and pass as they are."""
    if sign == _LOST:
        return b"\xff"
    return sign.encode("latin-1") if sign < "\xa0" else sign.encode("cp1252")
