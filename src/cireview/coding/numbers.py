"""Numbers that a text gives of a study: sample sizes, ages, years, and how long something lasted."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Kind = Literal["sample_size", "age", "year", "period", "duration"]


class Number(NamedTuple):
    """A number, or the two ends of a span.

    Parameters
    ----------
    kind
        ``sample_size`` (people), ``age``, ``year`` (of the calendar), ``period`` (two years of it) or
        ``duration``.
    values
        One number, or first and last of a span.
    unit
        ``years``, ``months``, ``weeks`` or ``days`` of an age or duration; "" of all else.
    start, end
        Offsets in the text.
    """

    kind: Kind
    values: tuple[float, ...]
    unit: str
    start: int
    end: int


_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
         "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
         "nineteen")  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: place for place, word in enumerate(_ONES)} | {
    word: 10 * place for place, word in enumerate(_TENS, 2)
}
_WORD = rf"(?i:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(_ONES[:0:-1])})"
# Thousands with a comma or a narrow blank; a plain blank only where the number is written so as a whole.
_DIGITS = r"(?:\d{1,3}(?:[,\u00a0\u2009\u202f ]\d{3})+(?!\d)|\d+(?:\.\d+)?)"
_N = rf"(?<![\w,-])(?<!\d\.)(?:{_DIGITS}|{_WORD}\b)"
_TO = r"-?\s*(?:-|\u2013|\u2014|to|through|and)\s*"
_PAIR = rf"(?P<a>{_N})(?:{_TO}(?P<b>(?:{_DIGITS}|{_WORD}\b)))?"
_UNIT = r"(?P<unit>years?|yrs?|months?|weeks?|days?)\b"
_YEAR = r"(?:19|20)\d\d"
_MANY = (
    r"(?:participants|people|persons|individuals|respondents|informants|interviewees|children|adolescents|youths?"
    r"|students|pupils|schoolchildren|dyads|infants|toddlers|preschoolers|newborns|babies|mothers|fathers|parents|caregivers|carers"
    r"|families|households|women|men|girls|boys|adults|patients|residents|teachers|nurses|physicians|workers"
    r"|professionals|volunteers|subjects|youngsters|teenagers)"
    # Not the youth services, and not the students' school.
    r"(?![ -](?:services?|cent(?:er|re)s?|program(?:me)?s?|groups?|organi[sz]ations?|agencies|clubs?|homes?"
    r"|councils?|clinics?|boards?|sites?|schools?)\b)"
)
_ASKED = r"(?:surveyed|interviewed|recruited|enrolled|interviews with|survey of|questionnaires from)"
# What stands between a number and the people it counts; no word that begins another thought.
_NOT_BETWEEN = (
    r"(?:of|in|on|at|to|and|or|for|with|by|from|per|out|than|times|years?|yrs?|months?|weeks?|days?|hours?|minutes?"
    r"|sessions?|meetings?|million|billion|schools?|sites?|cities|counties|countries|articles|studies|after|before"
    r"|when|where|while|but|until|later|old|agencies|organi[sz]ations|clinics|towns|districts)\b"
)
_BETWEEN = rf"(?:(?!{_NOT_BETWEEN})(?:\d+-year-old|[^\W\d_][\w’'\u2013-]*)\s+){{0,3}}"
_ABOUT = r"(?:about |approximately |around |nearly |almost |over |more than |at least |some )?"
_STUDY = (
    r"(?:follow[- ]?up|period|study|trial|intervention|programme?|project|evaluation|initiative|pilot|grant"
    r"|time ?frame|timeframe|span|effort|cycle|phase)"
)
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))  # type: ignore[misc]
    for kind, pattern in (
        (
            "age",
            r"\b(?:aged|ages?)(?: of| between| from| range(?: was| of)?)?:? "
            rf"{_ABOUT}[≥≤<>]?\s?{_PAIR}(?:[- ]?{_UNIT})?",
        ),
        (
            "age",
            rf"\b(?:mean|average|median) age(?:\s+(?:was|of|at \w+ was))?\s*[=:,]?\s*{_PAIR}(?:\s*{_UNIT})?",
        ),
        ("age", rf"{_PAIR}[- ](?P<unit>year|month|week|day)s?[- ]olds?\b"),
        ("age", rf"{_PAIR}\s*{_UNIT} of age\b"),
        ("age", rf"\b(?:under|below|younger than|older than|above) (?:the age of )?(?P<a>{_N}) {_UNIT}"),
        ("age", rf"\b(?:under|below|above|over) the age of (?P<a>{_N})(?: {_UNIT})?"),
        (
            "period",
            rf"(?<![\w.,/])(?P<a>{_YEAR})\s*(?:-|\u2013|\u2014|/|to|until|through)\s*(?P<b>{_YEAR}|\d\d)(?![\w-])",
        ),
        ("period", rf"\bfrom (?:\w+ )?(?P<a>{_YEAR}) (?:to|until|through) (?:\w+ )?(?P<b>{_YEAR})\b"),
        ("period", rf"\bbetween (?:\w+ )?(?P<a>{_YEAR}) and (?:\w+ )?(?P<b>{_YEAR})\b"),
        ("duration", rf"{_PAIR}[- ](?P<unit>year|month|week|day)s?[- ,]+(?:long[- ])?(?:[\w-]+ )?{_STUDY}\b"),
        (
            "duration",
            r"\b(?:followed(?: up)?(?: \w+)? for|follow(?:ed)?[- ]?up (?:of|was|after|at|lasted)|lasted"
            r"|lasting|ran for|over|during|within|for|spanning|period of|duration of|course of|span of)\s+"
            rf"(?:the (?:first|last|past|next) |a (?:period|span) of )?{_ABOUT}{_PAIR}\s*{_UNIT}(?! of age)",
        ),
        ("duration", rf"{_PAIR} {_UNIT} (?:later|after|of follow[- ]?up)\b"),
        ("sample_size", rf"\bn\s*[=:]\s*(?P<a>{_DIGITS})(?:\u2013(?P<b>{_DIGITS}))?(?![\d.])"),
        (
            "sample_size",
            r"\b(?:sample|cohort)(?: size)?(?: \w+)? (?:of|was|included|comprised) "
            rf"{_ABOUT}(?P<a>{_N})(?! ?{_NOT_BETWEEN})",
        ),
        ("sample_size", rf"{_PAIR}\s+(?:\({_DIGITS} ?%\)\s+)?{_BETWEEN}{_MANY}\b"),
        (
            "sample_size",
            rf"\b{_ASKED} {_ABOUT}(?P<a>{_N})\s+{_BETWEEN}"
            r"(?:partners|members|stakeholders|leaders|staff|experts)\b",
        ),
        (
            "year",
            r"\b(?:in|since|during|until|by)\s+(?:(?:early|late|mid)[- ])?"
            rf"(?:[A-Z][a-z]+ )?(?P<a>{_YEAR})(?![\w-])",
        ),
    )
)
_BEFORE_YEAR = (
    r"\b(?:in|since|by|until|of|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|spring|summer|autumn|fall|winter)$"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Spring|Summer|Autumn|Fall|Winter|In|From|Since)"
# What has numbers that say none of these, and signs without which it is not looked for: most texts have few.
_BARRED = tuple(
    (signs.split(), re.compile(pattern))
    for signs, pattern in (
        ("http 10.", r"https?://\S+|\b10\.\d{4,}/\S+"),
        # (Doe & Roe, 2011); bounded, for a bracket that nobody closes would be read again and again.
        (
            "(",
            rf"\((?:[^()]{{0,300}}[\s(;])?(?!{_MONTH})[A-Z][\w’'-]+(?: et al\.?)?,? {_YEAR}[a-z]?\b"
            r"[^()]{0,300}\)",
        ),
        ("(", rf"\({_YEAR}[a-z]?(?:[,;] ?p?p?\.? ?[\d\u2013-]+)?\)"),  # Doe (2011)
        ("[", r"\[\d[\d,;\s\u2013-]*\]"),  # [3, 5-7]
        (
            "p. page",
            r"\b[Pp]p?\.\s*\d+(?:\s*[-\u2013]\s*\d+)?|\b[Pp]ages?\s+\d+(?:\s*(?:[-\u2013]|to)\s*\d+)?",
        ),
        (
            ":",
            r"\b\d+\s*\(\d+(?:[-\u2013]\d+)?\)\s*:\s*\w?\d+(?:[-\u2013]\w?\d+)?"
            r"|\b\d+:\s?\w?\d+(?:[-\u2013]\w?\d+)?",
        ),
        (
            "% cent",
            rf"(?:{_DIGITS}\s*(?:[-\u2013]|to|and)\s*)?(?:{_DIGITS}|\b{_WORD})\s*(?:%|per ?cent)",
        ),
        ("p", r"\b[Pp](?:[- ]values?)?\s*(?:[=<>≤≥]|of|was)\s*\.?\d[\d.]*"),
        (
            "ci or rr hr sd se iqr icc df r t f",
            r"\b(?:CI|OR|RR|HR|SD|SE|IQR|ICC|df|[rtF])\b\s*[=:,]?\s*[\[(]?-?\.?"
            rf"{_DIGITS}(?:\s*(?:[-\u2013,]|to)\s*-?{_DIGITS})?",
        ),
        (
            " ",
            r"\b(?:[Tt]ables?|[Ff]ig(?:ure|s?\.)?s?|[Bb]ox|[Aa]ppendix|[Cc]hapter|[Ss]ection|[Pp]hase|[Gg]rades?"
            r"|[Ss]teps?|[Vv]ol(?:ume|\.)|[Nn]o\.|[Ii]tems?|[Ll]evel|[Tt]ype|SDG|[Ww]ave|[Vv]ersion|[Tt]ier|[Ww]ard"
            r"|[Rr]oom)\s*\d+(?:\s*(?:[-\u2013]|to|and)\s*\d+)?",
        ),
        ("year", r"\b[Yy]ears?\s+\d{1,2}\b"),  # Year 6 of a school
        ("per every each", rf"\b(?:per|every|each)\s+{_DIGITS}"),
        (
            "in of",
            rf"(?<![\w.,])(?:{_DIGITS}|{_WORD})\s+(?:in|of|out of)(?:\s+every)?\s+(?:{_DIGITS}|{_WORD}\b)",
        ),
        ("$ € £ ¥", rf"[$€£¥]\s?{_DIGITS}"),
        ("dollar euro pound usd eur", rf"{_DIGITS}\s?(?:dollars|euros|pounds|USD|EUR)\b"),
        ("illion", rf"(?:{_DIGITS}|\b{_WORD})\s+(?:million|billion)\b"),
        ("-", r"\b[A-Z]{2,}-\d+\b"),  # COVID-19
        ("hundred thousand", rf"(?i:(?:\b{_WORD} )?\b(?:hundred|thousand)(?: (?:and )?{_WORD}\b)?)"),
    )
)


def find_numbers(text: str) -> list[Number]:
    """Return the numbers that a text gives of a study, in its order.

    Numbers in citations, page ranges, addresses, probabilities, intervals, percentages, prices, rates and
    labels (*Table 3*, *Phase 2*) are none of them. A number is read once: an age is no duration.

    Examples
    --------
    >>> [number[:3] for number in find_numbers("From 2010 to 2015, 312 adolescents aged 12–15 took part.")]
    [('period', (2010, 2015), ''), ('sample_size', (312,), ''), ('age', (12, 15), 'years')]
    """
    small = text.lower()
    looked_for = [pattern for signs, pattern in _BARRED if not signs or any(sign in small for sign in signs)]
    taken = [match.span() for pattern in looked_for for match in pattern.finditer(text)]
    found: list[Number] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            number = _read(kind, match)
            spans = [match.span(name) for name in ("a", "b") if _group(match, name)]
            if number and not any(_overlap(span, other) for span in spans for other in taken):
                found.append(number)
                taken += spans
    return sorted(found, key=lambda number: number.start)


def _read(kind: Kind, match: re.Match[str]) -> Number | None:
    """Return the number of a match, or None if its two ends are in no order."""
    values = [_value(text) for name in ("a", "b") if (text := _group(match, name))]
    if kind == "period" and values[1] < 100:
        values[1] += values[0] // 100 * 100  # 2014-15
    if kind == "sample_size" and _is_year(match):
        return None
    if len(values) == 2 and values[0] >= values[1]:
        return None
    unit = _group(match, "unit").lower().replace("yr", "year").rstrip("s")
    unit = f"{unit}s" if unit else "years" if kind == "age" else ""
    return Number(kind, tuple(values), unit, *match.span())


def _is_year(match: re.Match[str]) -> bool:
    """Say whether the number is a year that stands before people: *in 2015 participants were asked*."""
    before = match.string[: match.start("a")].rstrip()
    return bool(re.fullmatch(_YEAR, match["a"]) and re.search(_BEFORE_YEAR, before, re.IGNORECASE))


def _value(text: str) -> float:
    words = re.split(r"[- ]", text.lower())
    if words[0] in _WORDS:
        return sum(_WORDS[word] for word in words)
    plain = re.sub(r"[,\s]", "", text)
    return float(plain) if "." in plain else int(plain)


def _group(match: re.Match[str], name: str) -> str:
    return (match.groupdict().get(name) or "") if name in match.re.groupindex else ""


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
