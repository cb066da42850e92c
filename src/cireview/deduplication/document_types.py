"""Which kind of text a record is, as far as databases agree on kinds."""

from __future__ import annotations

import re

from cireview.tables.vocabulary import document_type_of

# Beside these words, "article" only says where a text appeared: "news article".
_ARTICLE = re.compile(r"(?<!news )(?<!newspaper )(?<!magazine )(?<!press )article")
_SPOKEN = re.compile(r"(?<!english )abstract|^abst$|poster|presentation")
# Texts about an article, before it or beside it, which may bear its title; the first pattern decides.
_OTHERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("erratum", "erratum|corrigendum|correction|addendum|retraction|expression of concern"),
        ("review of a book", r"(?:book|film|movie|media|software|product|hardware|exhibition)s? reviews?\b"),
        ("letter", "letter|correspondence"),
        ("editorial", "editorial"),
        ("comment", "comment|discussion|reply|response"),
        ("registration", "registration|registry"),
        ("protocol", "protocol|proposal|statistical analysis plan"),
        ("law", r"^stand(?:ard)?s?$|statute|legislation|\bbill\b|\bhearing|legal case|court"),
        ("patent", r"patents?\b|^pat$"),
        ("news", r"press (?:release|article)|\bnews|magazine|announcement|blog|interview|obituary|biograph"),
        (
            "dataset",
            r"data ?set|^data$|^dbase$|software|computer program|^comp$|source code|supplementary",
        ),
        ("talk", r"\blectures?\b|\bslides?\b|webcast|podcast|video|\btalk\b"),
        # A technical or research note is an article; what is only called a note is none, for most databases.
        ("note", r"^notes?$"),
    )
)


def read_type(text: str) -> str:
    """Return what kind of text a database calls a record, or "" where it uses a word that is not known.

    Examples
    --------
    >>> read_type("Published Erratum"), read_type("Conference Abstract"), read_type("Journal Article; Letter")
    ('erratum', 'conference', 'journal article')
    >>> read_type("Study Protocol"), read_type("Clinical Trial Protocol; Journal Article")
    ('protocol', 'journal article')
    """
    text = text.strip().lower()
    name = document_type_of(text)
    if "retracted" in text:
        return "journal article"
    if not _ARTICLE.search(text):
        parts = [part.strip() for part in text.split(";")]
        for other, pattern in _OTHERS:
            if any(map(pattern.search, parts)):
                return other
    return "conference" if _SPOKEN.search(text) or name == "conference paper" else name
