"""What records say, as people read it: years, keywords and document types without the marks of databases.

Records keep what their source gave, since rules, duplicates and exports rest on it; only sheets show this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pandas as pd

from cireview.deduplication.places import read_year
from cireview.tables.vocabulary import document_type_of

# Marks of Ovid and PubMed: "*Child Development/px [Psychology]", "Schools/*organization & administration".
_CODES = re.compile(r"/(?!or$)\*?[a-z]{2}(?:, ?\*?[a-z]{2})*(?:\s*\[[^\]]*\])?$")
_DIVIDED = re.compile(r";\s*")
# "JOUR", "ar" or "incollection": a code of a database or program, where words would have a blank or capitals.
_CODE = re.compile(r"[A-Z]{2,6}|[a-z]{2}|in(?:book|collection|proceedings)|(?:phd|masters)thesis|techreport")
_CODE_WORDS = {
    "GEN": "other",
    "ELEC": "web page",
    "INPR": "in press",
    "JFULL": "journal",
    "BLOG": "blog",
    "ABST": "abstract",
    "STAT": "statute",
    "VIDEO": "video",
    "SLIDE": "slides",
    "PAT": "patent",
    "re": "review",
    "ed": "editorial",
    "le": "letter",
    "no": "note",
    "er": "erratum",
    "sh": "short survey",
    "cp": "conference paper",
    "bk": "book",
    "ch": "book chapter",
    "ar": "journal article",
}
_CLASS = re.compile(r"\W*\d{3,4}\b.*|\s*:\s*\d{3,4}\b.*$")


def clean_year(text: str) -> str:
    """Return the year in a date; a text without a year stays unchanged.

    Examples
    --------
    >>> clean_year("2014//"), clean_year("2014 May-Jun"), clean_year("in press")
    ('2014', '2014', 'in press')
    """
    return read_year(text) or text


def clean_keywords(text: str) -> str:
    """Return keywords without asterisks and codes of subheadings, each once.

    Examples
    --------
    >>> clean_keywords("*Child/px [Psychology]; Child; Schools/*organization & administration; and/or")
    'Child; Schools/organization & administration; and/or'
    """
    words = (_CODES.sub("", word.strip()).replace("*", "").strip(" /") for word in _DIVIDED.split(text))
    return "; ".join(dict.fromkeys(word for word in words if word))


def clean_type(text: str) -> str:
    """Return a document type in words: codes are spelt out, and numbers of a classification left out.

    Examples
    --------
    >>> clean_type("JOUR"), clean_type("Journal Article; Review"), clean_type("Journal; 2820 Cognition")
    ('journal article', 'Journal Article; Review', 'Journal')
    """
    parts = [_CLASS.sub("", part).strip() for part in _DIVIDED.split(text)]
    words = (_CODE_WORDS.get(part) or document_type_of(part) or part if _CODE.fullmatch(part) else part
             for part in parts)  # fmt: skip
    return "; ".join(dict.fromkeys(word for word in words if word)) or text


_CLEANED: Mapping[str, Callable[[str], str]] = {
    "year": clean_year,
    "keywords": clean_keywords,
    "document_type": clean_type,
}


def clean_column(name: str, cells: pd.Series) -> pd.Series:
    """Return a column of RECORD as sheets show it."""
    clean = _CLEANED.get(name)
    return cells.map(clean).astype("str") if clean else cells
