"""Journals of one family: "BMJ" and "BMJ Open", "Lancet" and "Lancet Oncology", "J Phys A" and "J Phys B"."""

from __future__ import annotations

# Words that a database adds to a journal's own name: where it appears, whose it is, and what it once was.
_NAMING = """
a an the of and for in on et de la le les und der die das y e journal official organ publication proceedings
conference meeting society association institute college academy american british european international
national clinical research ed edition english online print electronic resource new series us usa uk
london england york baltimore md washington dc basel switzerland paris france berlin germany tokyo japan
chicago ill boston mass netherlands ltd inc press abstracts supplement suppl
"""
_DESCRIBING = frozenset(_NAMING.split())
_LONG = 3  # more words than these describe a journal


def is_sister(one: str, other: str) -> bool:
    """Return whether two folded names belong to two journals of one family.

    Examples
    --------
    >>> is_sister("bmj", "bmj open"), is_sister("journal of physics a", "journal of physics b")
    (True, True)
    >>> is_sister("stroke", "stroke a journal of cerebral circulation")
    False
    >>> is_sister("lancet", "lancet london england")
    False
    """
    ours, theirs = one.split(), other.split()
    if len(ours) == len(theirs):
        return ours[:-1] == theirs[:-1] and len(ours[-1]) == len(theirs[-1]) == 1
    short, long = sorted((ours, theirs), key=len)
    short = short[1:] if short[:1] == ["the"] else short
    long = long[1:] if long[:1] == ["the"] else long
    if not short or long[: len(short)] != short:
        return False
    more = [word for word in long[len(short) :] if word not in _DESCRIBING and not word.isdigit()]
    # "International Conference on Information Systems, ICIS".
    initials = "".join(word[0] for word in short)
    more = [word for word in more if not (word[0] == initials[:1] and _is_within(word, initials))]
    described = {"journal", "official", "organ", "proceedings"} & set(long[len(short) :])
    return 0 < len(more) <= _LONG and not described


def _is_within(acronym: str, initials: str) -> bool:
    """Tell whether the letters of an acronym come in this order in the initials of a name."""
    rest = iter(initials)
    return all(letter in rest for letter in acronym)
