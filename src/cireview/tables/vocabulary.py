"""The words for languages and document types, the same for queries, rules, protocol and command line."""

from __future__ import annotations

import re
from typing import NamedTuple


class Language(NamedTuple):
    """A language, by the words that databases and people have for it.

    Parameters
    ----------
    name
        English name in lower case, the one that is used here.
    iso_639_1
        Code of two letters.
    iso_639_2b, iso_639_2t
        Codes of three letters: the bibliographic one, which libraries use, and the terminological one.
    others
        Its own names, and codes of its varieties, in lower case.
    """

    name: str
    iso_639_1: str
    iso_639_2b: str
    iso_639_2t: str
    others: tuple[str, ...]


class DocumentType(NamedTuple):
    """A type of document.

    Parameters
    ----------
    name
        English name in lower case, the one that is used here.
    pattern
        Regular expression of databases' words for it; empty for a part of another type that databases'
        words do not tell apart reliably. Queries can be limited to it; the rules see the other type.
    aliases
        Other words for it that a person may write.
    """

    name: str
    pattern: str
    aliases: tuple[str, ...] = ()


# A language a line: name, ISO 639-1, 639-2/B and 639-2/T codes, then other names, parted by commas.
_LANGUAGES = """
english en eng eng
german de ger deu deutsch
french fr fre fra français
spanish es spa spa español, castellano, castilian
portuguese pt por por português
italian it ita ita italiano
dutch nl dut nld nederlands
swedish sv swe swe svenska
norwegian no nor nor norsk, nb, nob, bokmål, nn, nno, nynorsk
danish da dan dan dansk
finnish fi fin fin suomi
icelandic is ice isl íslenska
russian ru rus rus русский
ukrainian uk ukr ukr українська
polish pl pol pol polski
czech cs cze ces čeština
slovak sk slo slk slovenčina
hungarian hu hun hun magyar
romanian ro rum ron română, rumanian
bulgarian bg bul bul български
serbian sr srp srp српски, srpski
croatian hr hrv hrv hrvatski
slovenian sl slv slv slovenščina, slovene
greek el gre ell ελληνικά
turkish tr tur tur türkçe
arabic ar ara ara العربية
hebrew he heb heb עברית
persian fa per fas فارسی, farsi
chinese zh chi zho 中文
japanese ja jpn jpn 日本語
korean ko kor kor 한국어
hindi hi hin hin हिन्दी
indonesian id ind ind bahasa indonesia
malay ms may msa bahasa melayu
thai th tha tha ไทย
vietnamese vi vie vie tiếng việt
estonian et est est eesti
latvian lv lav lav latviešu
lithuanian lt lit lit lietuvių
catalan ca cat cat català
afrikaans af afr afr
"""


def _read_language(line: str) -> Language:
    name, two, bibliographic, terminological, *others = line.split(maxsplit=4)
    return Language(name, two, bibliographic, terminological, tuple("".join(others).split(", ")))


LANGUAGES = tuple(map(_read_language, _LANGUAGES.strip().split("\n")))
"""The languages that queries, rules and people can name."""

LANGUAGE_NAMES = tuple(language.name for language in LANGUAGES)
_NAME_OF = {
    word: language.name
    for language in LANGUAGES
    for word in (*language[:4], *language.others)
    if word  # a language without other names has an empty one
}

# The first pattern that fits decides, so the narrow types stand before the wide ones: a book chapter before
# a book, and what databases merely call an article, a review or a note last.
DOCUMENT_TYPES = (
    DocumentType("book chapter", r"chapter|book section|^chap$|incollection|^inbook$"),
    DocumentType(
        "conference paper",
        r"^conf$|^cpaper$|conference|proceeding|congress|inproceedings|meeting abstract",
    ),
    DocumentType("thesis", r"thesis|dissertation|^thes$", ("theses", "dissertation")),
    DocumentType("preprint", r"preprint|posted[- ]content|working paper|^unpb$"),
    DocumentType("report", r"^rprt$|technical report|techreport|^report$|government publication"),
    DocumentType("book", r"^book$|^edbook$|monograph|^ebook$"),
    DocumentType("dataset", r"data ?set|^data$|^dbase$"),
    DocumentType("newspaper or magazine", r"newspaper|magazine|^news$|^mgzn$|trade journal"),
    # Databases disagree on which of their journal articles are reviews or editorials, so no rule excludes a
    # record for being one of these; a query may still ask for them.
    DocumentType("review", ""),
    DocumentType("editorial", ""),
    DocumentType(
        "journal article",
        r"jour|article|^j$|^ar$|review|editorial|letter|erratum|correction|comment|note|survey",
        ("article", "paper"),
    ),
)
"""The types of documents that queries, rules and people can name."""

DOCUMENT_TYPE_NAMES = tuple(sorted(kind.name for kind in DOCUMENT_TYPES))
_TYPE_OF = {word: kind.name for kind in DOCUMENT_TYPES for word in (kind.name, *kind.aliases)}
_JOURNAL_ARTICLE = "journal article"


def languages_of(value: str) -> set[str]:
    """Return the English names of the languages that `value` names in words or as ISO 639 codes."""
    return {name for _, name in _read_parts(value)} - {""}


def languages_named(text: str) -> list[str]:
    """Return the languages that a person means by `text`: our names, or the words where none is known."""
    return list(dict.fromkeys(name or part for part, name in _read_parts(text)))


def _read_parts(value: str) -> list[tuple[str, str]]:
    """Return every part of `value` in lower case with the language that it names, or ""."""
    parts = [part.strip() for part in re.split(r"[;,/|]", value.lower())]
    # What follows a hyphen is a country or a script, as in en-US, and says nothing of the language.
    return [(part, _NAME_OF.get(part) or _NAME_OF.get(re.split("[-_]", part)[0], "")) for part in parts]


def document_type_of(value: str) -> str:
    """Return the type of document that a database's word for it means, or "" if the word is not known."""
    parts = [part.strip() for part in value.lower().split(";")]
    kinds = [
        next((kind.name for kind in DOCUMENT_TYPES if kind.pattern and re.search(kind.pattern, part)), "")
        for part in parts
    ]
    # What is also a journal article, such as an article from a conference, is one: a rule that excludes
    # conference papers must not take articles that grew out of one.
    return _JOURNAL_ARTICLE if _JOURNAL_ARTICLE in kinds else next((kind for kind in kinds if kind), "")


def document_type_named(text: str) -> str:
    """Return the type that a person means by `text`: our name for it, or the text where none is known."""
    name = " ".join(text.lower().split())
    # The name itself comes first: the last letter of "thesis" is no plural.
    return _TYPE_OF.get(name) or _TYPE_OF.get(name.removesuffix("s"), name)
