"""Distinguish informative words from stop words and numbers."""

from __future__ import annotations

# Our own list: spaCy's takes half a second to load, and holds words such as "serious" and "empty".
_LISTED = """
a about above across after again against all almost along also although always am among an and another any
anyone anything are aren around as at be became because become becomes been before being below between both
but by can cannot could couldn did didn do does doesn doing don done down due during each either else et al
etc even ever every everyone everything few for from further furthermore get gets give given goes got had
hadn has hasn have haven having he hence her here hers herself him himself his how however if in indeed into
is isn it its itself just least less let like ll made make makes many may maybe me might mine more moreover
most mostly much must my myself namely neither never nevertheless no nobody none nor not nothing now of off
often on once one ones only onto or other others otherwise our ours ourselves out over own per perhaps quite
rather re really same see seem seemed seems several shall she should shouldn since so some someone something
sometimes somewhat still such than that the their theirs them themselves then there thereby therefore these
they this those though through throughout thus to together too toward towards under unless until up upon us
use used uses using various ve very via was wasn we well were weren what whatever when whenever where
whereas whereby wherein whether which while who whoever whole whom whose why will with within without won
would wouldn yet you your yours yourself zero two three four five six seven eight nine ten eleven twelve
twenty first second third
"""
_STOP_WORDS = frozenset(_LISTED.split())


def is_telling(term: str) -> bool:
    """Return whether a word, or a pair of words, is informative.

    It does if it has more than one letter and none of its words is a stop word of English or a number.

    Examples
    --------
    >>> [term for term in ("we", "10", "x", "in children", "school children", "covid19") if is_telling(term)]
    ['school children', 'covid19']
    """
    words = term.split()
    letters = sum(character.isalpha() for character in term)
    return letters > 1 and not any(word in _STOP_WORDS or word.isnumeric() for word in words)
