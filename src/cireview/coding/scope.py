"""Cues of scope: what a sentence denies, plans, defines, asks, or reports of another study."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cireview.coding.cues import Cue

_CONCEDING = frozenset(("although", "because", "despite", "since", "though", "whereas", "while"))
_ENDS, _STARTS = "ends", "starts"


@dataclass(frozen=True)
class Struck:
    """Tokens of a document that a cue strikes, where the cue stands, and its kind and words."""

    start: int
    end: int
    cue_start: int
    cue_end: int
    kind: str
    words: str

    def strikes(self, span: Any) -> bool:
        """Return whether the cue strikes a span: the span is in reach and does not contain the cue."""
        inside = span.start < self.end and span.end > self.start
        return inside and not span.start <= self.cue_start < self.cue_end <= span.end


def name_phrases(cues: Sequence[Cue], *, ends: Iterable[str], starts: Iterable[str]) -> dict[str, list[str]]:
    """Return the phrases to look for, under names that `find_struck` reads."""
    names: dict[str, list[str]] = {_ENDS: list(ends), _STARTS: list(starts)}
    for number, cue in enumerate(cues):
        names |= {f"cue {number}": list(cue.words), f"until {number}": list(cue.until)}
        names[f"revoked {number}"] = list(cue.revoked)
    return {name: phrases for name, phrases in names.items() if phrases}


def find_struck(sentence: Any, spans: Mapping[str, Sequence[Any]], cues: Sequence[Cue]) -> list[Struck]:
    """Return the tokens that the cues in a sentence strike out.

    Parameters
    ----------
    sentence
        A spaCy span.
    spans
        Spans of the sentence by the names of `name_phrases`.
    cues
        The groups of cues; of several that strike the same, an earlier one counts.
    """
    found = []
    ends = [*spans.get(_ENDS, ()), *_end_of_concession(sentence)]
    for number, cue in enumerate(cues):
        revoked = spans.get(f"revoked {number}", ())
        stops = [*ends, *spans.get(f"until {number}", ())]
        words = [one for one in spans.get(f"cue {number}", ()) if not _is_name(one, sentence)]
        for span in (*words, *_match_patterns(sentence, cue.patterns)):
            if not is_revoked(span, revoked):
                start, end = _reach(span, sentence, cue.reach, stops, spans.get(_STARTS, ()))
                # A pattern is a frame around words: they are no part of the cue.
                inner = (span.start, span.end) if span in words else (span.start, span.start)
                found.append(Struck(start, end, *inner, cue.kind, _quote(span)))
    return found


def is_revoked(span: Any, phrases: Iterable[Any]) -> bool:
    """Say whether a phrase of the same sentence takes a span back (see `Cue`)."""
    own = [token.norm for token in span]
    for phrase in phrases:
        words = [token.norm for token in phrase]
        holds = any(words[place : place + len(own)] == own for place in range(len(words)))
        if not holds or (phrase.start < span.end and phrase.end > span.start):
            return True
    return False


def _end_of_concession(sentence: Any) -> list[Any]:
    """Return the comma that ends what a sentence concedes first: *although no funds came, it grew*."""
    if sentence[0].lower_ not in _CONCEDING:
        return []
    return next(([sentence[place : place + 1]] for place, one in enumerate(sentence) if one.text == ","), [])


def _match_patterns(sentence: Any, patterns: Iterable[str]) -> Iterator[Any]:
    text = sentence.text
    for pattern in patterns:
        if match := re.search(pattern, text):
            offset = sentence.start_char
            yield sentence.doc.char_span(
                offset + match.start(), offset + max(match.end(), match.start() + 1), alignment_mode="expand"
            )


def _is_name(span: Any, sentence: Any) -> bool:
    """Say whether a single word has a capital inside a sentence: the month of May is no cue."""
    return len(span) == 1 and span.start > sentence.start and bool(span[0].is_title)


def _reach(
    span: Any, sentence: Any, reach: str, stops: Iterable[Any], starts: Iterable[Any]
) -> tuple[int, int]:
    start, end = sentence.start, sentence.end
    if reach == "sentence":
        return start, end
    before = [stop.end for stop in (*stops, *starts) if stop.end <= span.start]
    after = [stop.start for stop in stops if stop.start >= span.end]
    start = max([start, *before]) if reach in ("backward", "clause") else span.start
    end = min([end, *after]) if reach in ("forward", "clause") else span.end
    return start, end


def _quote(span: Any) -> str:
    words = " ".join(span.text.split())
    return words if len(words) <= 60 else f"{words[:57]}…"
