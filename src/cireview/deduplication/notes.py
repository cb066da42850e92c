"""Notes that databases put into a title: languages, errata that appeared elsewhere, marks of footnotes.

Some notes may tell one text from another of the same title: "[letter]", "Perspective:", "P123:". They leave
the title, too, and are kept beside it as its label.
"""

from __future__ import annotations

import re
import string

from cireview.deduplication.text import fold

_LANGUAGES = (
    "arabic|bulgarian|chinese|croatian|czech|danish|dutch|english|finnish|french|german|greek|hebrew|hungarian|"
    "italian|japanese|korean|norwegian|persian|polish|portuguese|romanian|russian|serbian|slovak|spanish|"
    "swedish|turkish|ukrainian"
)
_LANGUAGE = re.compile(
    rf"(?:(?:article )?(?:in )?(?:{_LANGUAGES})(?: ?[,;/&]? ?(?:and )?(?:{_LANGUAGES}))*(?: text)?)",
    re.IGNORECASE,
)
# How many references there are; and the first of several footnotes.
_COUNT = re.compile(r"\d{1,3} refs?\.?|1", re.IGNORECASE)
# Words that are a note at the end of a title and may be its matter within it: "systematic (review) methods".
_AT_END = re.compile(
    "review|abstract|letter|editorial|article|comment|proceeding|poster|electronic resource",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(
    r"(?:(?:published )?erratum (?:appears|in)\b|(?:see )?comments?(?: (?:in|on)\b|$)|see comments?|"
    r"corrected\b|retracted\b|(?:published )?correction (?:appears|in)\b|summary for patients in\b).*",
    re.IGNORECASE | re.DOTALL,
)
# Signs that point to a footnote; what a title says does not end with them. A second one may number a part.
_MARKS = re.compile("[\\s*#\u2020\u2021\u00a7\u00b6\u00b9]+$")
_RAISED = re.compile("([\u00b2\u00b3\u2074-\u2079]+)$")
# Most titles end with one of these, and are spared the search.
_PLAIN_END = frozenset(string.ascii_letters + string.digits + ".?!)")
_RETRACTED = re.compile(r"^\W*retracted(?: article)?\s*[:.\]]+\s*", re.IGNORECASE)
# The number of an abstract in its volume.
_NUMBER = re.compile(
    r"^\W*(?:reprint|reprint of|republished)\s*[:.\]]+\s*|"
    r"^\W*(?:(?:abstract|poster|paper|oral)\s+)?#?[a-z]{0,4}[-.]?\d{3,}[-.\d]*\s*[:.]\s+(?=\w)",
    re.IGNORECASE,
)
# The section of a journal before a title ("Research Note: …"). Words that a sentence needs are no part of it;
# a number may be that of a part; a year is that of an award. A review of a book is a kind of text.
_SECTION = re.compile(
    r"^\W*(?:(?!(?:the|an?|of|in|on|to|for|and|with|from|by|as|at|white|green|book|film|media)\b)"
    r"(?:[a-z&'./-]+|(?:19|20)\d\d) +){0,4}"
    r"(?:papers?|articles?|competition|notes?|award|essays?|reviews?|case reports?|communications?|research|"
    r"opinions?|perspectives?|viewpoint|feature)(?: +(?:papers?|articles?|competition|notes?|award))?"
    r"(?: *:| +[-\u2010-\u2015]+) +"
    r"(?=\S+ +\S+ +\S)",
    re.IGNORECASE,
)
# These sections say only that a text is of the journal's usual kind.
_USUAL = re.compile(r"(?:(?:original|research|invited|full|length|regular)\b ?)*(?:papers?|articles?|)")
# Some harvesters put the address of a page where its title should be.
_ADDRESS = re.compile(r"^https?://\S*/([\w-]+-[\w-]+)(?:\.\w+)?/?$")
_BRACKETS = {"[": "]", "(": ")"}


def strip_notes(title: str) -> tuple[str, str]:
    """Return a title without notes and marks, and its label; notes may hold brackets and stand anywhere.

    Examples
    --------
    >>> strip_notes("Sleep [Erratum appears in J Sleep. 2016;13(1):7 [Corrected]]: a trial*")
    ('Sleep: a trial', '')
    >>> strip_notes("Sleep of workers [German]")
    ('Sleep of workers', '')
    >>> strip_notes("Clinical Perspective - Sleep of shift workers [letter]")
    ('Sleep of shift workers', 'clinical perspective letter')
    """
    if title.startswith("http") and (address := _ADDRESS.match(title)):
        return address.group(1).replace("-", " "), ""
    if title[-1:] not in _PLAIN_END:
        title = _RAISED.sub(r" \1", _MARKS.sub("", title))
    title, section = _strip_section(title)
    if "[" not in title and "(" not in title:
        return title, section
    title, note = _strip_brackets(title)
    return title, f"{section} {note}".strip()


def _strip_section(title: str) -> tuple[str, str]:
    """Return a title without what stands before it, and that."""
    label = ""
    title = _RETRACTED.sub("", title)
    if found := _NUMBER.match(title):
        title, label = title[found.end() :], fold(found.group())
    if (":" in title[:60] or " -" in title[:60]) and (found := _SECTION.match(title)):
        section = fold(found.group())
        title = title[found.end() :]
        label += "" if _USUAL.fullmatch(section) else f" {section}"
    return title, label.strip()


def _strip_brackets(title: str) -> tuple[str, str]:
    """Return a title without notes in brackets, and those that may tell two texts apart."""
    label, counted = "", False
    for start, end in reversed(_find_brackets(title)):
        note, rest = title[start + 1 : end - 1].strip(), title[end:].strip(" .*")
        counts = not rest and _COUNT.fullmatch(note)
        telling = not rest and _AT_END.fullmatch(note)
        silent = counts or _ANYWHERE.fullmatch(note) or (not rest and _LANGUAGE.fullmatch(note))
        shorter = (title[:start].rstrip() + title[end:]).rstrip()
        if shorter.strip(" .") and (telling or silent):
            title = shorter
            # MEDLINE writes "[Review] [56 refs]" after the article's own title.
            label = f"{fold(note)} {label}" if telling and not counted else label
            counted |= bool(counts)
    return title, label.strip()


def _find_brackets(title: str) -> list[tuple[int, int]]:
    """Return begin and end of every outermost bracket; a square one that never closes ends with the title."""
    found, open_at, waiting = [], 0, ""
    for place, sign in enumerate(title):
        if sign in _BRACKETS:
            if not waiting:
                open_at = place
            waiting += _BRACKETS[sign]
        elif waiting and sign == waiting[-1]:
            waiting = waiting[:-1]
            if not waiting:
                found.append((open_at, place + 1))
    if waiting and title[open_at] == "[":
        found.append((open_at, len(title) + 1))
    return found
