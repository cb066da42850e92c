"""Signs that change what a title says: CD4+ and CD4-, under and over 65, Ca2+ and Ca2-."""

from __future__ import annotations

import html
import re

_SIGNS = {
    "+": "+",
    "-": "-",
    "\u2212": "-",
    "\u207a": "+",
    "\u207b": "-",
    "\u2013": "-",
    "<": "<",
    "\u2264": "<",
    ">": ">",
    "\u2265": ">",
}
_SPARED = frozenset(_SIGNS) | {"&"}
# Behind a marker's name in capitals or digits ("CD4+", "ER-"), and before a number (">65", "<.05").
_SIGN = re.compile(
    r"(?<=[A-Za-z0-9)])[+\u207a\u207b](?![A-Za-z0-9])|(?<=[A-Z][A-Z0-9])[-\u2013](?=[\s,;:./)]|$)|"
    r"(?<=\))[-\u2013](?=\s)|(?<=[A-Za-z0-9)])\u2212(?![A-Za-z0-9])|[<>\u2264\u2265](?=\s*=?\s*[.,]?\d)"
)
# Behind any word, in brackets or not: a hyphen there may be one of "short- and long-term", or a dash.
_CHARGE = re.compile(
    r"([A-Za-z0-9]+)\)? ?"
    r"(?:\(([+\u207a\u207b\u2212\u2013-]+)\)|([+\u207a\u207b\u2212\u2013-]+)(?![A-Za-z0-9]))"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,60}>")


def read_signs(title: str) -> str:
    """Return the signs that change what a title says, in order; a hyphen is none.

    Examples
    --------
    >>> read_signs("CD4- T cells in adults &ge;65 years"), read_signs("T-cells in long-term care")
    ('->', '')
    """
    return "".join(_SIGNS[found.group()] for found in _SIGN.finditer(_clean(title)))


def read_charges(title: str) -> str:
    """Return the words of a title that have a plus or minus behind them, each with the first such sign.

    Examples
    --------
    >>> read_charges("Ca2+ channels"), read_charges("Short- and long-term care of Rh (-) mothers")
    ('ca2+', 'short- rh-')
    """
    found = _CHARGE.finditer(_clean(title))
    return " ".join(match[1].lower() + _SIGNS[(match[2] or match[3])[0]] for match in found)


def are_charged_otherwise(one: str, other: str) -> bool:
    """Return whether a word has a plus in one title and a minus in the other (by `read_charges`).

    What one title alone marks says nothing: databases drop signs, and a hyphen is no minus.

    Examples
    --------
    >>> are_charged_otherwise("ca2+", "ca2-"), are_charged_otherwise("ca2+ short-", "ca2+")
    (True, False)
    >>> are_charged_otherwise("gram+ gram-", "gram- gram+")
    False
    """
    ours, theirs = set(one.split()), set(other.split())
    mine, yours = ours - theirs, theirs - ours
    return any(word[:-1] + ("-" if word[-1] == "+" else "+") in yours for word in mine)


def _clean(title: str) -> str:
    """Return a title as it is shown, "" where it holds nothing like a sign."""
    if _SPARED.isdisjoint(title):
        return ""
    return _TAG.sub(" ", html.unescape(title) if "&" in title else title)
