"""Mark words in a text for a page: each kind of mark has its own line, and all text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

_LONGEST = 200


@dataclass(frozen=True)
class Span:
    """A part of a text with the kind of its mark."""

    start: int
    end: int
    kind: str


def find_spans(text: str, words: Mapping[str, Iterable[str]]) -> list[Span]:
    """Return the places of words in a text, without overlap.

    Parameters
    ----------
    text
        Of a record.
    words
        Words or phrases by kind, such as ``term``, ``for``, ``against``, ``sentence``. A kind that is named
        earlier wins; of one kind the longer phrase. A word is found at the start of words, so that *child*
        marks *children*; a ``*`` at its end changes nothing.
    """
    taken: list[Span] = []
    for kind, phrases in words.items():
        ordered = sorted({_clean(phrase) for phrase in phrases} - {""}, key=lambda one: (-len(one), one))
        for phrase in ordered:
            for found in _compile(phrase).finditer(text):
                span = Span(found.start(), found.end(), kind)
                if all(span.end <= other.start or span.start >= other.end for other in taken):
                    taken.append(span)
    return sorted(taken, key=lambda span: span.start)


def mark_words(text: str, words: Mapping[str, Iterable[str]]) -> Markup:
    """Return a text as HTML, with each word in a ``mark`` of its kind.

    Examples
    --------
    >>> str(mark_words("<b> Children", {"term": ["child"]}))
    '&lt;b&gt; <mark class="term">Children</mark>'
    """
    parts, end = [], 0
    for span in find_spans(text, words):
        parts.append(escape(text[end : span.start]))
        parts.append(Markup('<mark class="{}">{}</mark>').format(span.kind, text[span.start : span.end]))
        end = span.end
    return Markup("").join([*parts, escape(text[end:])])


def _clean(phrase: str) -> str:
    return " ".join(phrase.strip().strip("*\"'").split())[:_LONGEST]


def _compile(phrase: str) -> re.Pattern[str]:
    # A sentence is found literally; a word also in forms that begin with it.
    body = r"\s+".join(map(re.escape, phrase.split()))
    start = r"(?<!\w)" if phrase[0].isalnum() else ""
    end = r"\w*" if phrase[-1].isalnum() else ""
    return re.compile(f"{start}{body}{end}", re.IGNORECASE)


def find_differences(one: str, other: str) -> tuple[Markup, Markup]:
    """Return two texts as HTML, each with a ``mark`` of kind ``differs`` round the words the other lacks."""
    from difflib import SequenceMatcher

    words: list[list[str]] = [re.findall(r"\s+|[^\s]+", text) for text in (one, other)]
    matcher: SequenceMatcher[str] = SequenceMatcher(None, words[0], words[1], autojunk=False)
    sides: tuple[list[Markup], list[Markup]] = ([], [])
    for kind, start, end, begin, stop in matcher.get_opcodes():
        for side, part in zip(sides, (words[0][start:end], words[1][begin:stop]), strict=True):
            text = "".join(part)
            wrapped = Markup('<mark class="differs">{}</mark>').format(text)
            side.append(escape(text) if kind == "equal" or not text.strip() else wrapped)
    return Markup("").join(sides[0]), Markup("").join(sides[1])
