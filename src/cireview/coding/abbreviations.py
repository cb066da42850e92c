"""Abbreviations that a text defines behind a term: *adverse childhood experiences (ACEs)*."""

from __future__ import annotations

from typing import Any

_LONGEST = 10  # letters, by Schwartz and Hearst


def abbreviation_of(span: Any) -> str:
    """Return the abbreviation that stands in brackets behind a span, without its plural s, or an empty text.

    The letters of the abbreviation have to be found in the words before the bracket, from the last to the
    first, the first at the start of a word (Schwartz & Hearst 2003); these words have to hold the span.
    """
    document, place = span.doc, span.end
    if place + 2 >= len(document) or document[place].text != "(" or document[place + 2].text not in ")/,;":
        return ""
    short = document[place + 1].text
    short = short[:-1] if short.endswith("s") and short[:-1].isupper() else short
    if not (2 <= len(short) <= _LONGEST and short.isalnum() and short.isupper() and short[0].isalpha()):
        return ""
    words = min(len(short) + 5, 2 * len(short))
    before = document[max(span.sent.start, place - words - 4) : place].text
    start = _start_of_long_form(short.lower(), before.lower())
    return short if 0 <= start <= len(before) - len(span.text) else ""


def _start_of_long_form(short: str, text: str) -> int:
    """Return where the long form of an abbreviation starts in the text before it, or -1."""
    place = len(text)
    for number in range(len(short) - 1, -1, -1):
        place -= 1
        while place >= 0 and not (
            text[place] == short[number] and (number or place == 0 or not text[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return -1
    return place
