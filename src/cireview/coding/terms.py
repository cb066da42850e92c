"""How the codebook's terms are searched: other meanings, case, fields, and words that must be near them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

AFFILIATIONS = "affiliations"
FIELDS = ("title", "abstract", "keywords", "text", AFFILIATIONS)
"""What a text may be: a field of a record, or ``text``, a section of a full text."""
OTHER_COUNTRY = "other"

Terms = Mapping[str, Mapping[str, Sequence[str | Mapping[str, Any]]]]
"""Terms by value by dimension: words, or a mapping of the keys that `Term` explains."""


@dataclass(frozen=True)
class Term:
    """A word, phrase or country that suggests a value.

    Parameters
    ----------
    dimension, value
        What it suggests.
    words
        The word or phrase (key ``term``).
    country
        Two letters of ISO 3166 in place of words, or ``other`` for any that no other value of the dimension
        has (key ``country``).
    revoked
        Phrases of another sense: one that holds the word only there, another in its whole sentence (``not``).
    beside
        Words of which one has to stand in the same sentence, if there are any (``with``).
    exact
        Whether capitals count (``case: exact``).
    fields
        Where it is looked for; by default everywhere but in affiliations (``fields``).
    first
        Of a country in affiliations, whether only the first affiliation counts.
    """

    dimension: str
    value: str
    words: str = ""
    country: str = ""
    revoked: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    exact: bool = False
    fields: tuple[str, ...] = FIELDS[:-1]
    first: bool = False

    def is_read_in(self, field: str) -> bool:
        """Say whether it is looked for in a field; a text of no known field may be any."""
        return not field or field in self.fields

    def is_written(self, text: str) -> bool:
        """Say whether a match is written as the term wants it; a plural ends with a small s."""
        return not self.exact or text in (self.words, f"{self.words}s")


def list_terms(terms: Terms) -> list[Term]:
    """Return all terms in the order of the codebook."""
    return [_make_term(*keys) for keys in _walk(terms)]


def _walk(terms: Terms) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for dimension, values in terms.items():
        for value, words in values.items():
            for one in words:
                yield dimension, value, {"term": one} if isinstance(one, str) else one


def _make_term(dimension: str, value: str, keys: Mapping[str, Any]) -> Term:
    return Term(
        dimension,
        value,
        words=keys.get("term", ""),
        country=keys.get("country", ""),
        revoked=tuple(keys.get("not", ())),
        beside=tuple(keys.get("with", ())),
        exact=keys.get("case") == "exact",
        fields=tuple(keys.get("fields", ())) or FIELDS[:-1],
        first=bool(keys.get("first")),
    )
