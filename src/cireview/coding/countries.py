"""Countries that a text or an affiliation names, by the names of peoples, cities and states too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cireview.tables.countries import CITY, GEORGIA, MARK, NAME, PEOPLE, REGION, list_no_places, read_places

_PLACE, _NO_PLACE = "place", "no place"
_STATE, _COUNTRY = "US", "GE"  # the two Georgias
_IN_STATE = frozenset(
    ("athens", "atlanta", "augusta", "columbus", "decatur", "macon", "savannah", "statesboro")
)
_IN_COUNTRY = frozenset(("batumi", "kutaisi", "tbilisi"))
_LONGEST = 5  # words of a name
# People who bear the name of a place, and things: neither is a country.
_GIVEN = frozenset(
    (
        *("jordan", "chad", "israel", "ireland", "england", "wales", "holland", "london", "paris", "sydney"),
        *("georgia", "houston", "washington", "virginia", "savannah", "perth", "cork"),
    )
)
# The first word of a sentence has a capital in any case: these are persons there, if nothing says otherwise.
_GIVEN_MOSTLY = frozenset(("jordan", "chad"))
_AFTER_COUNTRY = frozenset(("and", "or", "&", ",", "(", "'s", "\N{RIGHT SINGLE QUOTATION MARK}s", "is"))
_THINGS = {
    "turkey": frozenset(
        ("poultry", "meat", "chicken", "sandwich", "breast", "beef", "serve", "roast", "cranberry", "dinner")
    ),
    "cork": frozenset(("bottle", "bark")),
}
_TONGUES = frozenset(
    ("bilingual", "fluent", "interpreter", "language", "speak", "speaking", "translate", "translation")
)


@dataclass(frozen=True)
class Mention:
    """A country that a sentence names: first and last token, and its two letters of ISO 3166."""

    start: int
    end: int
    code: str


def name_places() -> dict[str, list[str]]:
    """Return the phrases to look for, under names that `find_countries` reads."""
    names = {f"{_PLACE} {kind} {code}": list(words) for (kind, code), words in read_places().items()}
    return names | {_NO_PLACE: list_no_places()}


def find_countries(
    sentence: Any, spans: Mapping[str, Sequence[Any]], around: frozenset[str]
) -> list[Mention]:
    """Return the countries that a sentence names.

    A longer name goes before a shorter one in it (New South Wales, Latin American). Of a city or state and
    what follows it after a comma the latter counts (Dublin, Ohio). Georgia is the country or the state by
    what stands around it, and neither if nothing tells.

    Parameters
    ----------
    sentence
        A spaCy span.
    spans
        Spans of the sentence by the names of `name_places`.
    around
        Countries that the rest of the text names.
    """
    places = _longest(sentence, spans)
    mentions = []
    for number, (span, kind, code) in enumerate(places):
        after = places[number + 1 : number + 2]
        if after and _belongs(span, kind, code, after[0][0]):
            continue
        before = places[number - 1] if number else None
        if kind == MARK and not _follows_comma(span):
            continue
        if code == GEORGIA:
            near = {before[2]} if before and _belongs(before[0], before[1], before[2], span) else set()
            code = _settle_georgia(span, near or {one[2] for one in places} | around)
        if code:
            mentions.append(Mention(span.start, span.end, code))
    return mentions


def name_codes(sentence: Any, spans: Mapping[str, Sequence[Any]]) -> set[str]:
    """Return the countries that a sentence names; Georgia is left open."""
    return {code for _, kind, code in _longest(sentence, spans) if kind != MARK and code != GEORGIA}


def split_affiliations(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each affiliation stands in a cell that joins them by ``;``, not in brackets of authors."""
    for match in re.finditer(r"(?:\[[^\]]*\]|[^;\[])+", text):
        if match.group().strip():
            yield match.start(), match.end()


def country_of(affiliation: str) -> str:
    """Return the country of an affiliation by its last part that names one, or an empty text.

    Examples
    --------
    >>> [country_of(one) for one in ("Univ. of Dublin, Dublin, Ohio 43016", "School, Ontario, CA 91761")]
    ['US', 'US']
    """
    cleaned = re.sub(
        r"^\s*\[[^\]]*\]|(?i:electronic address|e-?mail):?.*|\S+@\S+|\([^)]*\)", " ", affiliation
    )
    parts = [part.strip(" .") for part in cleaned.split(",") if part.strip(" .")]
    for find in (_country_at_end, _country_within):
        for place in range(len(parts) - 1, -1, -1):
            if code := find(parts[place], parts[:place]):
                return code
    return ""


def _country_at_end(part: str, before: Sequence[str]) -> str:
    """Return the country that a part ends with, postal codes aside."""
    names, marks = _by_name()
    words = [word for word in part.split() if not re.search(r"\d", word)]
    for first in range(len(words)):
        name = " ".join(words[first:])
        if name == "CA" and _is_canadian(part, before):
            return "CA"
        if before and name in marks:
            return marks[name]
        if name == GEORGIA:
            return _georgia_of(part, before)
        if code := names.get(_plain(name), ""):
            return code
    return ""


def _country_within(part: str, _: Sequence[str]) -> str:
    """Return the country whose name, state or city stands anywhere: *Boston Children's Hospital*."""
    words, names = part.split(), _by_name()[0]
    for length in range(min(len(words), _LONGEST), 0, -1):
        for first in range(len(words) - length, -1, -1):
            if code := names.get(_plain(" ".join(words[first : first + length])), ""):
                return code
    return ""


def _georgia_of(part: str, before: Sequence[str]) -> str:
    near = {word.casefold() for text in (*before, part) for word in text.split()}
    is_state = near & _IN_STATE or part.startswith(("University of", "Univ"))
    return _STATE if is_state else _COUNTRY if near & _IN_COUNTRY else ""


def _plain(name: str) -> str:
    """Return a name as it is looked up: without points, capitals and article."""
    return name.replace(".", "").casefold().removeprefix("the ")


def _is_canadian(part: str, before: Sequence[str]) -> bool:
    """Say whether CA is Canada and not California: a province before it, and no five digits behind."""
    provinces = read_places()[REGION, "CA"] + read_places()[MARK, "CA"]
    last = before[-1].split() if before else []
    province = bool(before) and (before[-1] in provinces or bool(last and last[0] in provinces))
    return province and not re.search(r"\b\d{5}\b", part)


@lru_cache(maxsize=1)
def _by_name() -> tuple[dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    marks: dict[str, str] = {}
    for (kind, code), words in read_places().items():
        if code == GEORGIA or kind == PEOPLE:
            continue
        for word in words:
            (marks if kind == MARK else names).setdefault(word if kind == MARK else _plain(word), code)
    # As the last part of an affiliation it is the state; in texts it is a city, a queen or a name.
    return {"victoria": "AU", **names}, marks | {word.rstrip("."): code for word, code in marks.items()}


def _longest(sentence: Any, spans: Mapping[str, Sequence[Any]]) -> list[tuple[Any, str, str]]:
    """Return spans with kind and country in their order, without those that lie in a longer one."""
    found = [(span, "", "") for span in spans.get(_NO_PLACE, ())]
    for name, there in spans.items():
        if name.startswith(f"{_PLACE} "):
            _, kind, code = name.split(" ")
            found += [(span, kind, code) for span in there if _is_place(span, kind, sentence)]
    taken: set[int] = set()
    kept = []
    for span, kind, code in sorted(found, key=lambda one: (-len(one[0]), one[0].start, one[1] != NAME)):
        tokens = set(range(span.start, span.end))
        if not tokens & taken:
            taken |= tokens
            kept.append((span, kind, code))
    return sorted((one for one in kept if one[1]), key=lambda one: one[0].start)


def _is_place(span: Any, kind: str, sentence: Any) -> bool:
    """Say whether a match is a place: written with a capital, and neither person, thing nor tongue."""
    text, word = span.text, span.text.casefold()
    letters = text.replace(".", "")
    is_short = len(letters) <= 3 and word not in ("lao",)
    if not text[0].isupper() or (is_short and not letters.isupper() and kind != MARK):
        return False
    if kind == MARK:
        return text in _by_name()[1]
    families = {token.norm_ for token in sentence}
    if (kind == PEOPLE and families & _TONGUES) or families & _THINGS.get(word, frozenset()):
        return False
    if word in _GIVEN_MOSTLY and span.start == sentence.start and span.end < sentence.end:
        return span.doc[span.end].lower_ in _AFTER_COUNTRY
    if word in _GIVEN and span.start > sentence.start:
        before = span.doc[span.start - 1]
        return not before.is_title or before.is_stop or before.norm_ in ("state", "rural", "urban")
    return True


def _belongs(span: Any, kind: str, code: str, after: Any) -> bool:
    """Say whether what follows a city, a state or Georgia after a comma is where it lies, and no list."""
    document = span.doc
    is_next = after.start == span.end + 1 and document[span.end].text == ","
    listed = after.end < len(document) and document[after.end].lower_ in ("and", "or", "&")
    return is_next and not listed and (kind in (CITY, REGION) or code == GEORGIA)


def _follows_comma(span: Any) -> bool:
    return span.start > 1 and span.doc[span.start - 1].text == "," and bool(span.doc[span.start - 2].is_title)


def _settle_georgia(span: Any, near: Iterable[str]) -> str:
    document, codes = span.doc, set(near)
    behind = document[span.end].norm_ if span.end < len(document) else ""
    ahead = document[span.start - 2 : span.start].text.casefold() if span.start > 1 else ""
    if behind in ("state", "tech", "county", "department") or ahead == "university of":
        return _STATE
    if (_STATE in codes) != (_COUNTRY in codes):
        return _STATE if _STATE in codes else _COUNTRY
    return ""
