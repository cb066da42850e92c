"""Notes that databases put into a title: languages, errata that appeared elsewhere, marks of footnotes."""

from __future__ import annotations

import re
import string

_LANGUAGES = (
    "arabic|bulgarian|chinese|croatian|czech|danish|dutch|english|finnish|french|german|greek|hebrew|hungarian|"
    "italian|japanese|korean|norwegian|persian|polish|portuguese|romanian|russian|serbian|slovak|spanish|"
    "swedish|turkish|ukrainian"
)
_LANGUAGE = re.compile(
    rf"(?:(?:article )?(?:in )?(?:{_LANGUAGES})(?: ?[,;/&]? ?(?:and )?(?:{_LANGUAGES}))*(?: text)?)",
    re.IGNORECASE,
)
# Words that are a note at the end of a title and may be its matter within it: "systematic (review) methods".
_AT_END = re.compile(
    r"\d{1,3}(?: refs?\.?)?|review|abstract|letter|editorial|article|comment|proceeding|electronic resource",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(
    r"(?:(?:published )?erratum (?:appears|in)\b|(?:see )?comments?(?: (?:in|on)\b|$)|see comments?|"
    r"corrected\b|retracted\b|(?:published )?correction (?:appears|in)\b|summary for patients in\b).*",
    re.IGNORECASE | re.DOTALL,
)
# Signs that point to a footnote; what a title says does not end with them.
_MARKS = re.compile("[\\s*#\u2020\u2021\u00a7\u00b6\u00b9\u00b2\u00b3\u2070-\u2079]+$")
# Most titles end with one of these, and are spared the search.
_PLAIN_END = frozenset(string.ascii_letters + string.digits + ".?!)")
# The section of a journal before a title ("Research Note: …"). Words that a sentence needs are no part of it;
# a number may be that of a part; a year is that of an award.
_LABEL = re.compile(
    r"^\W*(?:(?!(?:the|an?|of|in|on|to|for|and|with|from|by|as|at|white|green)\b)"
    r"(?:[a-z&'./-]+|(?:19|20)\d\d) +){0,4}"
    r"(?:papers?|articles?|competition|notes?|award|essays?|reviews?|case reports?|communications?|research|"
    r"opinions?|perspectives?|viewpoint|feature)(?: +(?:papers?|articles?|competition|notes?|award))?"
    r"(?: *:| +[-\u2010-\u2015]+) +"
    r"(?=\S+ +\S+ +\S)",
    re.IGNORECASE,
)
# Some harvesters put the address of a page where its title should be.
_ADDRESS = re.compile(r"^https?://\S*/([\w-]+-[\w-]+)(?:\.\w+)?/?$")
_BRACKETS = {"[": "]", "(": ")"}


def strip_notes(title: str) -> str:
    """Return a title without notes and marks; notes may hold brackets of their own and stand anywhere.

    Examples
    --------
    >>> strip_notes("Sleep [Erratum appears in J Sleep. 2016;13(1):7 [Corrected]]: a trial*")
    'Sleep: a trial'
    >>> strip_notes("Sleep of workers [German]")
    'Sleep of workers'
    >>> strip_notes("Invited Article - Sleep of shift workers [1]")
    'Sleep of shift workers'
    """
    if title[-1:] not in _PLAIN_END:
        title = _MARKS.sub("", title)
    if title.startswith("http") and (address := _ADDRESS.match(title)):
        return address.group(1).replace("-", " ")
    if ":" in title[:60] or " -" in title[:60]:
        title = _LABEL.sub("", title)
    if "[" not in title and "(" not in title:
        return title
    for start, end in reversed(_find_brackets(title)):
        note, rest = title[start + 1 : end - 1].strip(), title[end:].strip(" .*")
        is_at_end = not rest and (_LANGUAGE.fullmatch(note) or _AT_END.fullmatch(note))
        shorter = (title[:start].rstrip() + title[end:]).rstrip()
        if shorter.strip(" .") and (is_at_end or _ANYWHERE.fullmatch(note)):
            title = shorter
    return title


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
