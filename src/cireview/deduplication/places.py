"""Read where and when a record was published: year, volume, issue, pages, journal and identifiers."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from urllib.parse import unquote

from cireview.deduplication.numerals import read_number
from cireview.deduplication.text import fold

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_MISREAD = re.compile(r"\b[12IlO][0-9OolI]{3}\b")
_LOOKS_LIKE = str.maketrans("OolI", "0011")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"]+")
_DOI_END = re.compile(r"(?:/(?:abstract|full|pdf|epdf|fulltext)|\?\w+=.*|#[a-z]\w*|\[doi\]|[.,;:'\]}>?#/]+)$")
_NUMBER = re.compile(r"\d+")
_ISSUE_IN_VOLUME = re.compile(r"\d\s*\(\s*(?:no\.?\s*)?(\d+)")
_ROMAN = re.compile(r"^m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$")
_ROMAN_VALUES = dict(zip("ivxlcdm", (1, 5, 10, 50, 100, 500, 1000), strict=True))
# A page put in between two others has the number of the first, and a word or mark behind it.
_AGAIN = r"(?:bis|ter|quater|quinquies|sexies|septies|octies|recto|verso)\b|[*\u2020\u2021\u2032\u2033'\"]+"
_PAGES = re.compile(
    rf"([a-z]{{0,3}})0*(\d+)(?:[\s(\[./-]*({_AGAIN})[)\]]?|([a-z]?))"
    r"(?:\s*[-\u2010-\u2015\u2212]+\s*[a-z]{0,3}0*(\d+))?"
)
# Numbers of abstracts ("P2.014", "PS-03-12") and of texts on one page ("1023.2", "45-b") are no ranges.
_PAGE_CODE = re.compile(
    r"(\d+(?:[.:/]\w+)+)(?:\W.*)?|"  # "1023.2", "123.e1-123.e7"
    r"([a-z]{1,4}-?\d+[./]\w.*|(?:[a-z]{1,4}\.)+\d[\w.]*\.[\w.]*|"
    r"[a-z]{1,4}-\d+-\d+|[a-z]{1,4}\d+-[a-z]{1,4}-\d+|\d+-[a-z])"
)
# Of an oral presentation, poster, abstract or supplement; "t-20" is the end of "(Pt 1):314-20".
_HYPHENED = re.compile(r"^([aops]{1,2})-(\d+)$")
_ROMAN_PAGES = re.compile(rf"^([ivxlc]+)\b(?:[\s(\[./-]*({_AGAIN}))?")
_PAGE_COUNT = re.compile(r"^\d+\s*(p|pp|pages|seiten|s)\.?$")
_SUPPLEMENT = re.compile(r"(?:supp?l[a-z]*|sup\b|(?<![a-z])s(?=\d)|(?<=\d)s\b)[\W_]*(\d+|[ivx]+\b|[a-z]\b)?")
_PART_OF_PLACE = re.compile(r"\d+|[^\W\d_]+")
_NAMING = """
vol volume v no nr number num n issue iss heft jahrgang t tome suppl supplement supplements supp supl sup
s pt part
teil parte p and
"""
_NAMES_OF_PLACES = frozenset(_NAMING.split())
# Some databases put the title and the year of a conference before the volume.
_CONFERENCE_VOLUME = re.compile(r"^\W*(?:conference|meeting|congress|symposium)\b.*\D(\d+)\W*$")
_CONFERENCE_JOURNAL = re.compile(r"\.\s*(?:conference|meeting|congress)\b.*$", re.IGNORECASE)
_SMALL_WORD = re.compile(
    r"^(the|of|and|for|in|on|a|an|de|des|la|le|les|du|der|die|das|und|et|y|e|del|di|to|proceedings?|proc|annual|"
    r"\d+(st|nd|rd|th)?)$"
)
_EDITION = re.compile(r"[:;=(\[/].*$")


def read_year(text: str) -> str:
    """Return the first year from 1500 to 2099 in `text`, letters read as digits ("20O6"), or ""."""
    found = _YEAR.search(text)
    if found is None and (misread := _MISREAD.search(text)):
        found = _YEAR.search(misread.group().translate(_LOOKS_LIKE))
    return found.group() if found else ""


def read_doi(*texts: str) -> str:
    """Return the first DOI in `texts`, bare and in lower case, or "" (ISSNs and sentences hold none).

    Examples
    --------
    >>> read_doi("https://doi.org/10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2.")
    '10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2'
    >>> read_doi("http://dx.doi.org/10.1016/S0010-440X%2864%2980030-4/")
    '10.1016/s0010-440x(64)80030-4'
    """
    for text in texts:
        if "10." not in text:
            continue
        # A manager that encodes an encoded address writes "%25" for "%".
        text = html.unescape(unquote(unquote(text)) if "%" in text else text)
        if found := _DOI.search(text):
            return _trim_doi(found.group().lower())
    return ""


def read_address(text: str) -> str:
    """Return the address of a record's page without scheme, "www." and DOI resolver.

    Examples
    --------
    >>> read_address("https://www.example.org/trial/7/"), read_address("https://doi.org/10.1234/abc")
    ('example.org/trial/7', '')
    """
    text = text.split(" ")[0].split(";")[0].lower().removeprefix("https://").removeprefix("http://")
    return "" if "doi.org/" in text or "10." in text else text.removeprefix("www.").rstrip("/")


def _trim_doi(doi: str) -> str:
    """Return `doi` without what follows it in a sentence or a URL; brackets of its own stay."""
    while True:
        shorter = _DOI_END.sub("", doi)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == doi:
            return doi
        doi = shorter


def read_volume(text: str) -> str:
    """Return the first number of a volume, the last one behind a conference's name; Roman numerals count.

    Examples
    --------
    >>> read_volume("128 (3 Suppl. 1)"), read_volume("XII"), read_volume("1)")
    ('128', '12', '')
    >>> read_volume("Conference: 2016 Annual Meeting of the Society, AMS 2016. Austria. 171")
    '171'
    """
    text = text.strip().lower()
    if _is_cut(text):
        return ""
    if found := _CONFERENCE_VOLUME.match(text):
        return found.group(1).lstrip("0")
    if found := _NUMBER.search(text):
        return found.group().lstrip("0")
    if text and _ROMAN.match(text):
        values = [_ROMAN_VALUES[letter] for letter in text]
        signed = [-v if any(later > v for later in values[i + 1 :]) else v for i, v in enumerate(values)]
        return str(sum(signed))
    return ""


def read_issue(text: str) -> tuple[str, str]:
    """Return the first number of an issue and its supplement, "s" and a number or letter.

    Examples
    --------
    >>> read_issue("3 Suppl. 1"), read_issue("Supplement"), read_issue("no. 04"), read_issue("S2")
    (('3', 's1'), ('', 's'), ('4', ''), ('', 's2'))
    """
    text = text.strip().lower()
    supplement = read_supplement(text)
    if supplement and (found := _SUPPLEMENT.search(text)):
        text = text[: found.start()]
    number = _NUMBER.search(text)
    return number.group().lstrip("0") if number else "", supplement


def read_issue_number(issue: str, volume: str) -> str:
    """Return the number of an issue, where that is empty the one behind the volume.

    Examples
    --------
    >>> read_issue_number("3 Suppl. 1", "24"), read_issue_number("", "24(2)")
    ('3', '2')
    """
    if not issue.strip():
        found = _ISSUE_IN_VOLUME.search(volume)
        return found.group(1).lstrip("0") if found else ""
    return read_issue(issue)[0]


def read_words(text: str) -> str:
    """Return the numbers and words of a volume or issue, sorted, without what only names them or is a year.

    Examples
    --------
    >>> read_words("Vol. XII, Pt. A"), read_words("No. 03 Suppl 1"), read_words("Winter 1993")
    ('12 a', '1 3', 'winter')
    """
    parts = [word for word in _PART_OF_PLACE.findall(fold(text)) if word not in _NAMES_OF_PLACES]
    words = [(read_number(word) or word).lstrip("0") for word in parts if not _YEAR.fullmatch(word)]
    return "" if _is_cut(text) else " ".join(sorted(filter(None, words)))


def are_two_places(one: str, other: str) -> bool:
    """Return whether two volumes or issues contradict each other; a season does not contradict a number.

    Examples
    --------
    >>> are_two_places("24 a", "24 b"), are_two_places("1 3", "3"), are_two_places("winter", "4")
    (True, False, False)
    """
    if " " not in one and " " not in other and one.isdigit() and other.isdigit():
        return one != other  # most pairs
    ours, theirs = Counter(one.split()), Counter(other.split())
    mine, yours = list(ours - theirs), list(theirs - ours)
    if any(word.isdigit() for word in mine) and any(word.isdigit() for word in yours):
        return True
    pairs = [(a, b) for a in mine for b in yours if not (a.isdigit() or b.isdigit())]
    # "jan" and "january".
    return bool(pairs) and not any(a.startswith(b) or b.startswith(a) for a, b in pairs)


def _is_cut(volume: str) -> bool:
    """Tell the end of "128 (3 Suppl. 1)", cut by a database."""
    return ")" in volume and "(" not in volume


def read_supplement(*texts: str) -> str:
    """Return the first supplement that issue or volume name, "s" and its number or letter, or "".

    Examples
    --------
    >>> read_supplement("", "24 (Suppl. II)"), read_supplement("3_suppl"), read_supplement("3")
    ('s2', 's', '')
    """
    for text in texts:
        if found := _SUPPLEMENT.search(text.lower()):
            sign = found.group(1) or ""
            return "s" + (read_number(sign) or sign)
    return ""


def read_pages(text: str) -> tuple[str, str]:
    """Return first and last page without leading zeros, the last in full ("257-63" ends at "263").

    A count of pages ("215 p") is no place and gives two empty strings; a code with points is one page.

    Examples
    --------
    >>> read_pages("pp. 257-63"), read_pages("12 (bis)"), read_pages("12 bis-14")
    (('257', '263'), ('12bis', ''), ('12bis', '14'))
    """
    text = text.strip().lower()
    if not text or _PAGE_COUNT.match(text):
        return "", ""
    if code := _PAGE_CODE.fullmatch(text):
        return code.group(1) or code.group(2), ""
    text = _HYPHENED.sub(r"\1\2", text)
    found = _PAGES.search(text)
    if found is None:
        roman = _ROMAN_PAGES.match(text)
        return ("".join(roman.groups("")), "") if roman else ("", "")
    letters, first, again, suffix, last = found.groups()
    if first == "0":
        return "", ""
    letters = "" if letters in {"p", "pp", "pg"} else letters
    if last and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return letters + first + (again or suffix), last or ""


def is_extent(text: str) -> bool:
    """Return whether a text is a number of pages of a book or thesis ("350 p"), and not a place.

    Examples
    --------
    >>> is_extent("350 p."), is_extent("p. 350")
    (True, False)
    """
    return bool(_PAGE_COUNT.match(text.strip().lower()))


def read_script(*texts: str) -> str:
    """Return in which script the letters of `texts` are, as Unicode names it, "" for none; the first decides.

    Examples
    --------
    >>> read_script("王伟; 李娜"), read_script("12", "Wang, Wei")
    ('CJK', 'LATIN')
    """
    letter = next((sign for text in texts for sign in text if sign.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


def read_journal(text: str) -> tuple[str, str]:
    """Return a journal's folded name without small words, and its initials.

    Initials make "J Clin Oncol", "Journal of Clinical Oncology" and "JCO" alike.

    Examples
    --------
    >>> read_journal("Stroke; a journal of cerebral circulation")
    ('stroke', 'stroke')
    >>> read_journal("The Journal of Clinical Oncology (US)")
    ('journal clinical oncology', 'jco')
    """
    text = _CONFERENCE_JOURNAL.sub("", text) or text
    name = fold(_EDITION.sub("", text)) or fold(text)
    words = [word for word in name.split() if not _SMALL_WORD.match(word)] or name.split()
    if len(words) == 1:
        return words[0], words[0]
    return " ".join(words), "".join(word[0] for word in words)
