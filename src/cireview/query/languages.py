"""What databases call the languages of the vocabulary, as far as it is certain.

A language that is missing here for a database is left to the practical screen there, and the query says so:
a value that a database does not have would find nothing and lose every record of that language.
"""

from __future__ import annotations

from cireview.tables.vocabulary import LANGUAGES

# Those that menus and fields of all databases with a limit by language offer under their usual English name.
_EVERYWHERE = frozenset(
    ("arabic", "chinese", "czech", "danish", "dutch", "english", "finnish", "french", "german", "hungarian",
     "italian", "japanese", "korean", "norwegian", "polish", "portuguese", "russian", "spanish", "swedish",
     "turkish")
)  # fmt: skip
# Lists of Web of Science spell Romanian and Slovenian in more than one way, so neither can be asked for.
_WEB_OF_SCIENCE = _EVERYWHERE.union(
    ("afrikaans", "bulgarian", "catalan", "croatian", "estonian", "greek", "hebrew", "icelandic", "latvian",
     "lithuanian", "malay", "persian", "serbian", "slovak", "thai", "ukrainian")
)  # fmt: skip
# OpenAlex guesses languages by the library langdetect, which has no profile of these three.
_NEVER_GUESSED = frozenset(("icelandic", "malay", "serbian"))

NAMES = {name: name for name in sorted(_EVERYWHERE)}
TITLES = {name: name.capitalize() for name in sorted(_EVERYWHERE)}
WEB_OF_SCIENCE_TITLES = {name: name.capitalize() for name in sorted(_WEB_OF_SCIENCE)}
# PubMed takes the name or the code of MEDLINE; Greek by its code, since its name there is "Greek, Modern".
PUBMED_NAMES = {language.name: language.name for language in LANGUAGES} | {"greek": "gre"}
OPENALEX_CODES = {
    language.name: language.iso_639_1 for language in LANGUAGES if language.name not in _NEVER_GUESSED
}
# MEDLINE, which Europe PMC holds, uses the bibliographic codes of libraries.
MEDLINE_CODES = {language.name: language.iso_639_2b for language in LANGUAGES}
