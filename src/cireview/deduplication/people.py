"""Read authors, in whatever order and punctuation a database wrote them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import NamedTuple

from rapidfuzz.distance import OSA

from cireview.deduplication.columns import turn_rows
from cireview.deduplication.text import fold

_NOBODY = re.compile(
    r"^(\W*(anonymous|anon|unknown|null|none|others|no author\w*( \w+)*|et al)\W*)$", re.IGNORECASE
)
_INITIALS = re.compile(r"^(?:[^\W\d_a-z]\.?[\s-]?){1,4}$")
_PACKED = re.compile(r"^[^\W\d_a-z]{1,3}$")
_GIVEN_FIRST = re.compile(r"^[^\W\d_]\..*\s[^\W\d_]{2}")
_PARTICLES = re.compile(
    r"^(van|von|der|den|des?|du|da|dos?|di|del|della|la|le|los|ten|ter|el|al|bin|ibn|af|av|zu|jr|sr|ii|iii)$"
)
# What stands beside a given name: initials, and particles of the family name. "Bin" and "Le" are names, too.
_NO_NAME = re.compile(rf"{_INITIALS.pattern}|(?:[Vv][ao]n|[a-z]{{1,3}})$")
_UMLAUT = re.compile("([aou])e")
# In short names, one letter makes another name: "Jun" and "Jin", "Mary" and "Mark".
_SHORT_NAME, _LONG_NAME = 3, 5
_VOWELS, _DOUBLED = re.compile("[aeiouyhj]"), re.compile(r"(.)\1")


class Authors(NamedTuple):
    """Authors of one record, folded.

    Parameters
    ----------
    first
        Family name of the first author.
    initial
        First letter of the first author's given name.
    given
        The first author's given names in full, "" where there are only initials.
    families
        Family names in order, parted by spaces.
    names
        Every word of every name, family or given, except initials.
    """

    first: str = ""
    initial: str = ""
    given: str = ""
    families: str = ""
    names: str = ""


class Person(NamedTuple):
    """One author, folded; the family name is empty if there is no person.

    Parameters
    ----------
    family
        Family name without spaces.
    initial
        First letter of the given name.
    given
        Given names in full, without initials.
    names
        Words of the name, family or given, except initials.
    """

    family: str = ""
    initial: str = ""
    given: str = ""
    names: str = ""


def read_person(text: str) -> Person:
    """Return one person of a list of authors; "Anonymous" and "et al." are nobody."""
    if _NOBODY.match(text):
        return Person()
    family, written = _split_name(text)
    given = fold(written)
    words = f"{family} {given}".split()
    names = " ".join(word for word in words if len(word) > 2 or not word.isascii())
    in_full = fold(" ".join(word for word in written.split() if not _NO_NAME.match(word)))
    return Person(family.replace(" ", ""), given[:1], in_full, names) if family else Person()


def are_two_given_names(one: str, other: str) -> bool:
    """Return whether two full given names belong to two people; one may lack a name or have another spelling.

    Examples
    --------
    >>> are_two_given_names("li", "lei"), are_two_given_names("ji hoon", "hyun")
    (True, True)
    >>> are_two_given_names("ji hoon", "jihoon"), are_two_given_names("hans peter", "peter")
    (False, False)
    >>> are_two_given_names("sergei", "sergey"), are_two_given_names("jim", "james")
    (False, False)
    """
    ours, theirs = one.replace(" ", ""), other.replace(" ", "")
    if ours == theirs:
        return False
    # "Eun-ji" and "Eun-hye" have a part in common and are two; "Peter" lacks one of "Hans Peter".
    first, second = one.split(), other.split()
    ours = "".join(word for word in first if word not in second)
    theirs = "".join(word for word in second if word not in first)
    if not (ours and theirs):
        return False
    short, long = sorted((ours, theirs), key=len)
    if len(short) >= _SHORT_NAME and len(long) >= _LONG_NAME and long.startswith(short):
        return False
    stem, longer = sorted((_drop_vowels(short), _drop_vowels(long)), key=len)
    if len(stem) > 1 and len(long) >= _LONG_NAME and longer.startswith(stem) and len(longer) <= len(stem) + 2:
        return False
    # A letter more is a slip where one for another makes another name: "Marco" and "Mario".
    slip = len(short) > _LONG_NAME or (len(short) == _LONG_NAME and len(long) > len(short))
    return OSA.distance(ours, theirs) > int(slip)


def _drop_vowels(name: str) -> str:
    """Return what pet names and spellings of other alphabets leave: "Jim" and "James"."""
    return name[:1] + _VOWELS.sub("", _DOUBLED.sub(r"\1", name[1:]))


def read_authors(text: str, read_person: Callable[[str], Person] = read_person) -> Authors:
    """Return the authors of `text`: "Family, Given; …", "Family, G. and …", "Family GG, …", "Given Family".

    Parameters
    ----------
    read_person
        Reads one person; `read_all_authors` gives one that remembers.

    Examples
    --------
    >>> read_authors("Müller, J. and van der Berg, Anna").families
    'muller berg'
    >>> read_authors("Mueller JK, Berg A").families
    'muller berg'
    """
    people = [person for person in map(read_person, split_people(text)) if person.family]
    if not people:
        return Authors()
    return Authors(
        people[0].family,
        people[0].initial,
        people[0].given,
        " ".join([person.family for person in people]),
        " ".join([person.names for person in people if person.names]),
    )


def read_all_authors(texts: list[str]) -> list[list[str]]:
    """Return a column for each field of `Authors`; people write more than one report and are read once."""
    remembered = functools.cache(read_person)
    return turn_rows((read_authors(text, remembered) for text in texts), len(Authors._fields))


def split_people(text: str) -> list[str]:
    """Part `text` into persons."""
    if ";" in text:
        return [part.strip(" ,") for part in text.split(";") if part.strip(" ,")]
    if " and " in text or " & " in text:
        text = text.replace(" & ", " and ")
        if text.count(",") != text.count(" and ") - 1 or "," not in text:
            parts = [part.strip(" ,") for part in text.split(" and ") if part.strip(" ,")]
            # "Smith J, Jones K and Brown L": all but the last stand in the first part.
            return _split_commas(parts[0]) + parts[1:] if parts else []
    return _split_commas(text)


def _split_commas(text: str) -> list[str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) < 2:
        return parts
    if len(parts) % 2 == 0 and all(_INITIALS.match(part) for part in parts[1::2]):
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    last = parts[0].split()[-1] if " " in parts[0] else ""
    initials_last = _PACKED.match(last) or _INITIALS.match(last)
    if len(parts) > 2 or initials_last or all(_GIVEN_FIRST.match(part) for part in parts):
        return parts
    return [text]


def _split_name(person: str) -> tuple[str, str]:
    """Return the family name, folded, and the given names as they are written."""
    family, comma, given = person.partition(",")
    if not comma:
        words = person.split()
        if len(words) > 1 and (_PACKED.match(words[-1]) or _INITIALS.match(words[-1])):
            cut = next(
                i for i, word in enumerate(words) if i and (_PACKED.match(word) or _INITIALS.match(word))
            )
            family, given = " ".join(words[:cut]), " ".join(words[cut:])
        elif words:
            family, given = words[-1], " ".join(words[:-1])
    family = fold(family)
    kept = [word for word in family.split() if not _PARTICLES.match(word)]
    if not kept and given:
        kept = [word for word in fold(given).split() if not _PARTICLES.match(word)][:1]
    return _UMLAUT.sub(r"\1", " ".join(kept) or family), given
