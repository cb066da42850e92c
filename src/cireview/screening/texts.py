"""Clean the texts of records for the ranking, and note what is unusual about them."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import pandas as pd

#: An abstract is shorter than this; what lies behind is another text glued to it.
LONGEST_TEXT = 20_000

# As many characters say in what language a text is.
_BEGINNING = 1_000
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
# Scripts that put no space between words: each character counts as a word, so that pairs of words are
# pairs of characters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]{{2,}}")
_ENGLISH = frozenset(
    (
        "the",
        "of",
        "and",
        "in",
        "to",
        "for",
        "with",
        "was",
        "were",
        "is",
        "are",
        "that",
        "by",
        "from",
        "on",
        "as",
    )
)


def strip_markup(text: str, *, longest: int = LONGEST_TEXT) -> str:
    """Return at most `longest` characters of `text`, without tags and entities, in usual signs."""
    text = text[:longest]
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def clean_text(text: Any, *, longest: int = LONGEST_TEXT) -> str:
    """Return `text` in lower case without markup, at most `longest` characters; "" for a missing one.

    Examples
    --------
    >>> clean_text("<b>Sleep</b> &amp; p < 0.05")
    ' sleep  & p < 0.05'
    """
    return strip_markup(text, longest=longest).lower() if isinstance(text, str) else ""


def split_words(text: str) -> list[str]:
    """Return the words of two characters or more of a clean text; in unspaced scripts, its characters."""
    return _WORD.findall(text)


def compose_texts(records: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """Return one clean text per record: the columns that `records` has, in the order given, joined."""
    present = [column for column in columns if column in records.columns]
    cleaned = [[clean_text(cell) for cell in records[column].tolist()] for column in present]
    return ["\n".join(parts) for parts in zip(*cleaned, strict=True)] if cleaned else [""] * len(records)


def note_texts(records: pd.DataFrame) -> pd.DataFrame:
    """Say of which records the text is missing, cut or not English.

    Parameters
    ----------
    records
        Columns ``record_id``, ``title`` and ``abstract``, text.

    Returns
    -------
    pandas.DataFrame
        ``record_id``, ``note``; one row per note, records without one left out. A text counts as not
        English when it holds letters of another script mostly, or when of at least 20 words fewer than
        8 % are common English function words. Such records are ranked all the same, by their words and
        characters; the words of an English protocol do not reach them.
    """
    titles, abstracts = compose_texts(records, ["title"]), compose_texts(records, ["abstract"])
    lengths = [len(cell) if isinstance(cell, str) else 0 for cell in records["abstract"].tolist()]
    rows = []
    for record, title, abstract, length in zip(records["record_id"], titles, abstracts, lengths, strict=True):
        if not title.strip() and not abstract.strip():
            rows.append((record, "neither title nor abstract: almost nothing to rank it by"))
        elif not title.strip():
            rows.append((record, "no title"))
        elif not abstract.strip():
            rows.append((record, "no abstract: ranked by its title"))
        if length > LONGEST_TEXT:
            rows.append((record, f"abstract of {length} characters: only the first {LONGEST_TEXT} are used"))
        if is_foreign(f"{title} {abstract}"):
            rows.append((record, "not English: the words of the protocol's criteria may not occur"))
    return pd.DataFrame(rows, columns=["record_id", "note"], dtype="str")


def is_foreign(text: str) -> bool:
    """Return whether a clean text is mostly of another script, or of 20 words has few that are English."""
    text = text[:_BEGINNING]
    if not text.isascii():
        letters = [character for character in text if character.isalpha()]
        if sum(character.isascii() for character in letters) < len(letters) / 2:
            return True
    words = split_words(text)
    return len(words) >= 20 and sum(word in _ENGLISH for word in words) < 0.08 * len(words)
