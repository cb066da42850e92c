"""Find terms and countries in one document, and the cue that strikes each of them out."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from cireview.coding.abbreviations import abbreviation_of
from cireview.coding.countries import country_of, find_countries, name_codes, name_places, split_affiliations
from cireview.coding.cues import CUES, ENDS, STARTS, Cue, make_cue
from cireview.coding.numbers import find_numbers
from cireview.coding.scope import find_struck, is_revoked, name_phrases
from cireview.coding.terms import AFFILIATIONS, OTHER_COUNTRY, Term
from cireview.language import phrase_matcher

_ANOTHER_SENSE = "another sense"
Name = tuple[str, str]
"""Dimension and value."""


class Wanted(NamedTuple):
    """Kind of numbers that a dimension asks for (`cireview.coding.numbers.Kind`), and where they stand."""

    kind: str
    fields: frozenset[str]


class Hit(NamedTuple):
    """Offsets of a sentence in its document, and the cue that strikes it, as ``kind: words``."""

    start: int
    end: int
    struck: str


@dataclass(frozen=True)
class Finder:
    """Terms, cues, and the spaCy matcher that looks for all their words at once."""

    pipeline: Any
    terms: Sequence[Term]
    cues: Sequence[Cue]
    matcher: Any
    claimed: Mapping[str, frozenset[str]]
    numbers: Mapping[str, Wanted]

    @classmethod
    def make(
        cls,
        pipeline: Any,
        terms: Sequence[Term],
        *,
        cues: Iterable[Mapping[str, Any]],
        scoped: bool,
        numbers: Mapping[str, Wanted],
    ) -> Finder:
        """Return a finder of `terms` and `numbers`; `cues` come before those that ship with cireview."""
        groups = (*map(make_cue, cues), *CUES) if scoped else ()
        names: dict[str, Iterable[str]] = (
            dict(name_phrases(groups, ends=ENDS, starts=STARTS)) if groups else {}
        )
        if any(term.country for term in terms):
            names |= name_places()
        claimed: defaultdict[str, set[str]] = defaultdict(set)
        for number, term in enumerate(terms):
            kinds = {"term": [term.words] if term.words else [], "sense": term.revoked, "beside": term.beside}
            names |= {f"{kind} {number}": words for kind, words in kinds.items() if words}
            if term.country:
                claimed[term.dimension].add(term.country)
        others = {dimension: frozenset(codes) for dimension, codes in claimed.items()}
        return cls(pipeline, terms, groups, phrase_matcher(pipeline, names), others, numbers)

    @cached_property
    def _country_terms(self) -> list[tuple[int, Term]]:
        return [(number, term) for number, term in enumerate(self.terms) if term.country]

    def find(
        self, document: Any, field: str, short: MutableMapping[str, set[int]]
    ) -> Iterator[tuple[Name, Hit]]:
        """Yield each term that is found, with its sentence.

        Parameters
        ----------
        document
            A spaCy document.
        field
            Where its text stands (see `cireview.coding.terms.FIELDS`); empty when not known.
        short
            Abbreviations that the record has defined so far, with the numbers of their terms; new ones
            are added.
        """
        if field == AFFILIATIONS:
            yield from self._find_authors(document.text)
        sentences = list(document.sents)
        spans = self._spans_by_sentence(document, sentences)
        around = frozenset(code for place in spans for code in name_codes(sentences[place], spans[place]))
        for place, sentence in enumerate(sentences):
            found = spans.get(place, {})
            if found or short:
                yield from self._find_in_sentence(sentence, found, field, short, around)
        if any(not wanted.fields or field in wanted.fields for wanted in self.numbers.values()):
            yield from self._find_numbers(document, sentences, spans, field)

    def _find_numbers(
        self, document: Any, sentences: Sequence[Any], spans: Mapping[int, Any], field: str
    ) -> Iterator[tuple[Name, Hit]]:
        """Yield each number of a wanted kind as the value of its dimension: `312`, or `6 to 12`."""
        starts = [sentence.start_char for sentence in sentences]
        for number in find_numbers(document.text):
            place = bisect_right(starts, number.start) - 1
            sentence = sentences[place]
            span = document.char_span(number.start, number.end, alignment_mode="expand")
            struck = find_struck(sentence, spans.get(place, {}), self.cues) if self.cues else []
            reasons = [f"{one.kind}: {one.words}" for one in struck if one.strikes(span)]
            value = " to ".join(f"{one:.10g}" for one in number.values)
            hit = Hit(sentence.start_char, sentence.end_char, reasons[0] if reasons else "")
            for dimension, wanted in self.numbers.items():
                if wanted.kind == number.kind and (not wanted.fields or field in wanted.fields):
                    yield (dimension, value), hit

    def _spans_by_sentence(self, document: Any, sentences: Sequence[Any]) -> dict[int, dict[str, list[Any]]]:
        starts = [sentence.start for sentence in sentences]
        spans: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for span in self.matcher(document, as_spans=True):
            place = bisect_right(starts, span.start) - 1
            if span.end <= sentences[place].end:
                spans[place][span.label_].append(span)
        return spans

    def _find_in_sentence(
        self,
        sentence: Any,
        spans: Mapping[str, Sequence[Any]],
        field: str,
        short: MutableMapping[str, set[int]],
        around: frozenset[str],
    ) -> Iterator[tuple[Name, Hit]]:
        found = list(self._find_words(sentence, spans, field, short))
        if field != AFFILIATIONS:
            found += self._find_places(sentence, spans, field, around)
        struck = find_struck(sentence, spans, self.cues) if found and self.cues else []
        for number, span in found:
            term = self.terms[number]
            sense = [one for one in spans.get(f"sense {number}", ()) if is_revoked(span, [one])]
            reasons = [f"{_ANOTHER_SENSE}: {one.text}" for one in sense]
            reasons += [f"{one.kind}: {one.words}" for one in struck if one.strikes(span)]
            if not sense and (abbreviation := abbreviation_of(span)):
                short.setdefault(abbreviation, set()).add(number)
            hit = Hit(sentence.start_char, sentence.end_char, reasons[0] if reasons else "")
            yield (term.dimension, term.value), hit

    def _find_words(
        self, sentence: Any, spans: Mapping[str, Sequence[Any]], field: str, short: Mapping[str, set[int]]
    ) -> Iterator[tuple[int, Any]]:
        for name, there in spans.items():
            kind, _, rest = name.partition(" ")
            if kind == "term" and self._is_wanted(int(rest), spans, field):
                number = int(rest)
                yield from ((number, span) for span in there if self.terms[number].is_written(span.text))
        for token in sentence if short else ():
            for known in sorted(short.get(token.text) or short.get(token.text.removesuffix("s")) or ()):
                if self._is_wanted(known, spans, field):
                    yield known, token.doc[token.i : token.i + 1]

    def _is_wanted(self, number: int, spans: Mapping[str, Sequence[Any]], field: str) -> bool:
        term = self.terms[number]
        return term.is_read_in(field) and (not term.beside or f"beside {number}" in spans)

    def _find_places(
        self, sentence: Any, spans: Mapping[str, Sequence[Any]], field: str, around: frozenset[str]
    ) -> Iterator[tuple[int, Any]]:
        for mention in find_countries(sentence, spans, around) if self._country_terms else ():
            for number, term in self._country_terms:
                if term.is_read_in(field) and self._names(term, mention.code):
                    yield number, sentence.doc[mention.start : mention.end]

    def _find_authors(self, text: str) -> Iterator[tuple[Name, Hit]]:
        """Yield the countries of affiliations, each by its last part."""
        for place, (start, end) in enumerate(split_affiliations(text)):
            code = country_of(text[start:end])
            for _, term in self._country_terms if code else ():
                wanted = AFFILIATIONS in term.fields and not (term.first and place)
                if wanted and self._names(term, code):
                    yield (term.dimension, term.value), Hit(start, end, "")

    def _names(self, term: Term, code: str) -> bool:
        other = term.country == OTHER_COUNTRY and code not in self.claimed[term.dimension]
        return term.country == code or other
