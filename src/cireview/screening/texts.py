"""Clean the texts of records for a ranking, and say what is odd about them."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import pandas as pd

#: An abstract is shorter than this; what lies behind is another text glued to it.
LONGEST_TEXT = 20_000

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
# Scripts that put no space between words: each character counts as a word, so that pairs of words are
# pairs of characters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]{{2,}}")
_CLAUSE = re.compile(r"[^.;?\n]*[.;?]?")
_HEADING = re.compile(r"\W*(in|ex)clusion criteria\b(.*)", re.IGNORECASE)
# Only where the words stand as a protocol puts them: "pupils excluded from school" and "people not in
# work" are what a review may be about.
_UNWANTED = re.compile(
    r"""^\W*(?:we\ )?(?:exclude\b|exclud(?:ed|es)\b(?=\s*:|\ (?:are|were)\b)).*
    |^.*\b(?:is|are|was|were|be)\ (?:excluded|ineligible|not\ eligible)\W*$
    |\bwe\ excluded\b.*
    |(?:^|[,(:])\W*(?:but\ )?(?:not|no)\b.*
    |\b(?:but\ not|excluding|except|other\ than|rather\ than)\b.*""",
    re.IGNORECASE | re.VERBOSE,
)
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


def clean_text(text: Any) -> str:
    """Return `text` in lower case without markup, at most `LONGEST_TEXT` characters; "" for a missing one.

    Examples
    --------
    >>> clean_text("<b>Sleep</b> &amp; p < 0.05")
    ' sleep  & p < 0.05'
    """
    if not isinstance(text, str):
        return ""
    text = text[:LONGEST_TEXT]
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).lower()


def split_words(text: str) -> list[str]:
    """Return the words of two characters or more of a clean text; in unspaced scripts, its characters."""
    return _WORD.findall(text)


def leave_out_unwanted(text: str) -> str:
    """Return the words of a protocol without those that say, in English, what is not looked for.

    A ranking looks for the words of a protocol wherever they stand; those of an exclusion would bring up
    what it excludes. Left out are lists under the heading "Exclusion criteria", sentences that exclude, and
    the end of a clause from "not", "excluding", "except" and their like on. Questions stay as they are,
    and so does a text of which nothing would be left.

    Examples
    --------
    >>> leave_out_unwanted("trials in adults, not case reports; letters are excluded; sleep")
    'trials in adults sleep'
    """
    kept, excluded = [], False
    for line in text.split("\n"):
        heading = _HEADING.match(line)
        if heading:
            excluded = heading[1].lower() == "ex"
        clauses = [] if excluded else _CLAUSE.findall(line)
        kept.append(
            "".join(clause if clause.endswith("?") else _UNWANTED.sub("", clause) for clause in clauses)
        )
        excluded = excluded and not (heading and split_words(heading[2]))
    wanted = "\n".join(kept)
    return wanted if split_words(wanted) else text


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
            rows.append((record, "neither title nor abstract: hardly anything to rank it by"))
        elif not title.strip():
            rows.append((record, "no title"))
        elif not abstract.strip():
            rows.append((record, "no abstract: ranked by its title"))
        if length > LONGEST_TEXT:
            rows.append((record, f"abstract of {length} characters: only the first {LONGEST_TEXT} are used"))
        if _is_foreign(f"{title} {abstract}"):
            rows.append((record, "not English: the words of the protocol's criteria may not apply"))
    return pd.DataFrame(rows, columns=["record_id", "note"], dtype="str")


def _is_foreign(text: str) -> bool:
    # The beginning is enough to see the language.
    letters = [character for character in text[:2000] if character.isalpha()]
    if letters and sum(character.isascii() for character in letters) < len(letters) / 2:
        return True
    words = split_words(text[:2000])
    return len(words) >= 20 and sum(word in _ENGLISH for word in words) < 0.08 * len(words)
