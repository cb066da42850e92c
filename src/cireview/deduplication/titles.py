"""Read a title: its words, the numbers that distinguish it from similar titles, and its kind of text."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from cireview.deduplication.columns import turn_rows
from cireview.deduplication.notes import strip_notes
from cireview.deduplication.numerals import CARDINALS, read_numbers
from cireview.deduplication.signs import read_charges, read_signs
from cireview.deduplication.text import fold

# "20,000" is folded to "20 000".
_THOUSANDS = re.compile(r"(?<=\b\d)(?<!0) (?=\d{3}\b)|(?<=\b\d\d) (?=\d{3}\b)|(?<=\b\d{3}) (?=\d{3}\b)")
_NUMBERS_APART = re.compile(r"(?<=\d) (?=\d)")
_FOOTNOTE = re.compile(
    r"(?<!\b(?:no|pt))(?<!\bpart)(?<!\btype)(?<!\bwave)(?<!\bpaper)(?<!\bphase)(?<!\bstage)(?<!\bgrade)"
    r"(?<!\bgroup)(?<!\bclass)(?<!\breport)(?<!\bnumber)(?<!\bvolume)(?<!\bchapter)"
    r"(?:(?<=[a-z]{3}) 1|(?<=[a-z]{4})1)$"
)

# What a title says of its own text, first match counts. Two records of different kinds are never one report.
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile("|".join(patterns)))
    for name, patterns in {
        "retraction": (
            r"^(?:notice of )?retraction\b",
            r"\bretraction (?:notice|note)\b",
            r"^withdrawn?\b",
            r"^expression of concern",
        ),
        "correction": (
            r"^(?:author |publishers? )?(?:corrections?|corrigend\w+|errat\w+|addend\w+)\b",
            r"\b(?:corrigend\w+|erratum|correction)$",
            r"^(?:fe de erra\w+|berichtigung|rectificatif|rettelse|rattelse|errata corrige|correccion)\b",
        ),
        "reply": (
            r"^(?:(?:the )?authors? |in )?(?:reply|replies|response|rejoinder|rebuttal)(?: to| from| by|$)",
            r"\b(?:authors?|a) (?:reply|response|rejoinder)$",
            r"\b(?:reply|rejoinder)$",
        ),
        "comment": (
            r"^(?:invited |editorial )?(?:re|comments?|commentary|discussion)(?: on| of| to|$)",
            r"^re \w",
            r"\b(?:comment|commentary)$",
            r"\b(?:a|invited) commentary on\b",
            r"^(?:leserbrief|comentario|commentaire|kommentar)\b",
        ),
        "protocol": (
            r"\b(?:study |trial |review |a )protocol\b",
            r"\bprotocol for\b",
            r"\bprotocol$",
            r"\brationale and (?:study )?design\b",
        ),
        "material": (
            r"^(?:supplementary|supporting|additional|supplemental) (?:material|information|data|files?)\b",
            r"^(?:data from|peer review)\b",
        ),
        "book review": (
            r"^(?:book|film|movie|media|software|product) reviews?\b",
            r"\bbook review$",
        ),
    }.items()
)

# Every kind names itself by one of these; most titles hold none, and are spared the rest.
_KIND_WORD = re.compile(
    r"retract|withdr|concern|correct|corrig|errat|addend|repl|response|rejoin|rebut|comment|discussion|^re |"
    r"protocol|rationale|fe de|berichtig|rectif|rett|ratt|leserb|coment|komment|supp|additional|data from|"
    r"peer|(?:book|film|movie|media|software|product) review"
)

# Titles that many texts bear: short ones that start so, and any that says so.
_STANDING_START = re.compile(
    r"^(?:guest |the )?(?:editors?|editorials?|authors?|publishers?|presidents?|chairs?|letters?|"
    r"introduct\w+|prefaces?|forewords?|repl(?:y|ies)|responses?|comments?|commentar(?:y|ies)|discussions?|errat\w+|"
    r"corrigend\w+|corrections?|retractions?|news|obituar\w+|in memoriam|book reviews?|reviews?|abstracts?|"
    r"poster\w*|oral\w*|contents|index|announcements?|correspondence|conclusions?|summar(?:y|ies)|untitled|"
    r"no title|title|unknown|anonymous|announcing|acknowledge?ments?|contributors|reviewers|calendar|"
    r"meetings?|proceedings|interview|viewpoint|perspectives?|opinion|case reports?|"
    r"questions?|questions and answers|journal club|highlights|(?:about |in )?this issue|"
    r"annual report|special (?:issue|section)|from the editors?|a note from|message from|welcome|remarks?)\b"
)
# A phrase of the next pattern holds one of these; most titles hold none, and are spared it.
_PHRASE_WORDS = (
    "annual call editor editors editorial guest instructions issue list minitrack number proceedings special "
    "table year"
)
_STANDING_WORDS = frozenset(_PHRASE_WORDS.split())
_STANDING = re.compile(
    r"\b(?:editors? (?:comments?|note|introduction|choice)|minitrack|special (?:issue|section)|"
    r"(?:issue|number) of volume|annual report|year in review|call for papers|guest editorial|"
    r"editorial introduction|from the editors?|proceedings of|table of contents|list of reviewers|"
    r"instructions for authors)\b"
)
# One spelling for words that journals change; where it hits another word, it does so on both sides.
_BRITISH = re.compile(
    r"(?<=[a-z]{2})our(?=s?\b|ed\b|ing\b|al\b|able\b|ful\b|ist\b)|"
    r"(?<=[a-z]{3})is(?=e[sdr]?\b|ing\b|ations?\b|ational\b)|(?<=[a-z])ys(?=e[sdr]?\b|ing\b)|"
    r"[ao]e(?=[a-z]{2}|a\b)|(?<=[a-z][bt])re(?=s?\b)|ll(?=ed\b|ing\b|ers?\b)|\bageing\b|"
    r"(?<=sul)ph|(?<=gra)mme(?=s?\b)|(?<=[a-z]{3})ogue(?=s?\b)|(?<=alumin)ium\b|\bgrey\b|\bdefence\b"
)
_AMERICAN = {
    "our": "or",
    "is": "iz",
    "ys": "yz",
    "ae": "e",
    "oe": "e",
    "re": "er",
    "ll": "l",
    "ageing": "aging",
    "ph": "f",
    "mme": "m",
    "ogue": "og",
    "ium": "um",
    "grey": "gray",
    "defence": "defense",
}


class Title(NamedTuple):
    """A title, folded.

    Parameters
    ----------
    text
        The folded title without notes such as "[In Chinese]" or "RETRACTED:".
    signs
        Its plus, minus, less and more, which tell CD4+ from CD4- and under 65 from over 65.
    charges
        Its words with a plus or minus behind them, which tell Ca2+ from Ca2-.
    label, label_numbers
        Notes that may tell one text from another of this title ("letter"), and the numbers in them.
    numbers
        Its digits, Roman and spelled numerals in order, run together: part, volume, year, dose, grade.
    kind
        A name of `KINDS`, or "".
    standing
        Whether many different texts bear such a title ("Editorial", "Reply to the authors").
    """

    text: str = ""
    numbers: str = ""
    kind: str = ""
    standing: bool = True
    signs: str = ""
    charges: str = ""
    label: str = ""
    label_numbers: str = ""


def read_title(title: str) -> Title:
    """Return the parts of a title that distinguish its report from others.

    Examples
    --------
    >>> read_title("Part II. Diabetes in 20 men [Article in German]").text
    'part ii diabetes in 20 men'
    >>> read_title("Erratum to: Diabetes in men").kind
    'correction'
    """
    title, label = strip_notes(title)
    text = fold(title)
    words = text.split()
    kind = ""
    if _KIND_WORD.search(text):
        kind = next((name for name, pattern in KINDS if pattern.search(text)), "")
    numbers, standing = read_numbers(text, words), _is_standing(text, words)
    signs = read_signs(title), read_charges(title)
    return Title(text, numbers, kind, standing, *signs, label, read_numbers(label, label.split()))


def read_titles(titles: list[str]) -> list[list[Any]]:
    """Return the parts of all titles, their American spelling without marks, and that without spaces."""
    columns = turn_rows(map(read_title, titles), len(Title._fields))
    spelled = spell_titles(columns[0])
    return [*columns, list(map(strip_mark, spelled)), list(map(squeeze_title, spelled))]


def spell_titles(texts: list[str]) -> list[str]:
    """Return folded titles with American spelling, and numbers in digits.

    Examples
    --------
    >>> spell_titles(["randomised trials of paediatric haemodialysis centres"])
    ['randomized trials of pediatric hemodialysis centers']
    """
    words: set[str] = set()
    for text in texts:
        words.update(text.split())
    american = {
        word: CARDINALS.get(word) or _BRITISH.sub(lambda match: _AMERICAN[match.group()], word)
        for word in words
    }
    changed = {word: other for word, other in american.items() if word != other}
    return [_replace_words(text, changed) for text in texts]


def _replace_words(text: str, changed: dict[str, str]) -> str:
    words = text.split()
    if changed.keys().isdisjoint(words):
        return text
    return " ".join([changed.get(word, word) for word in words])


def squeeze_title(text: str) -> str:
    """Return a folded title without spaces, as the key of what it says; two numbers stay two.

    Examples
    --------
    >>> squeeze_title("1 5 g of caffeine"), squeeze_title("20 000 workers")
    ('1.5gofcaffeine', '20000workers')
    """
    letters = text.replace(" ", "")
    if letters.isalpha():
        return letters
    return _NUMBERS_APART.sub(".", _THOUSANDS.sub("", text)).replace(" ", "")


def strip_mark(text: str) -> str:
    """Return a title without the "1" of a footnote at its end; "part 1" is a number of its own.

    Examples
    --------
    >>> strip_mark("sleep of shift workers 1")
    'sleep of shift workers'
    >>> strip_mark("sleep of shift workers part 1")
    'sleep of shift workers part 1'
    """
    return _FOOTNOTE.sub("", text) if text.endswith("1") else text


def _is_standing(text: str, words: list[str]) -> bool:
    if not text.isascii():
        return len(text.replace(" ", "")) < 5
    if len(words) < 3 and len(text) < 25:
        return True
    if not _STANDING_WORDS.isdisjoint(words) and _STANDING.search(text):
        return True
    return len(words) < 6 and bool(_STANDING_START.match(text))
