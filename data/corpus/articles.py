"""The articles of the corpus, and the entries that databases hold of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
NOTES = {
    "included": "Summary written for the cireview demonstration corpus; bibliographic facts are real",
    "invented": "Invented record, made for the cireview demonstration corpus",
}


@dataclass(frozen=True)
class Article:
    """One article: its facts, and what the published review made of it."""

    id: str
    title: str
    authors: tuple[tuple[str, str], ...]
    year: int
    journal: str
    abbreviation: str
    volume: str
    issue: str
    pages: str
    doi: str
    country: str
    keywords: tuple[str, ...]
    abstract: str
    fate: str
    reason: str
    note: str

    @property
    def invented(self) -> bool:
        """Whether the article does not exist."""
        return self.note == NOTES["invented"]

    @property
    def first_page(self) -> str:
        """First page, or the article number."""
        return self.pages.partition("-")[0]

    @property
    def last_page(self) -> str:
        """Last page; empty where there is one page or an article number."""
        return self.pages.partition("-")[2]

    @property
    def issn(self) -> str:
        """An ISSN that no agency has given out; empty for real journals: theirs is not in the corpus."""
        return f"9999-{digits('issn', self.journal, length=4)}" if self.invented else ""

    @property
    def publisher(self) -> str:
        """A publisher that does not exist; empty for real journals."""
        return "Invented Press" if self.invented else ""

    @property
    def month(self) -> int:
        """A month for invented articles, before the search; 0 for real ones: theirs is not in the corpus."""
        months = 12 if self.year < 2020 else 2
        return int(digits("month", self.journal, self.issue, length=4)) % months + 1 if self.invented else 0


@dataclass(frozen=True)
class Entry:
    """An article as one database holds it; `copy` counts the database's records of the article from 1."""

    article: Article
    source: str
    copy: int
    capitals: bool

    def number(self, length: int) -> str:
        """Return digits for an accession number: invented, and always the same for the same entry."""
        return digits(self.source, self.article.id, str(self.copy), length=length)


def digits(*parts: str, length: int) -> str:
    """Return decimal digits that depend on `parts` alone."""
    number = int(hashlib.sha256("\x1f".join(parts).encode()).hexdigest(), 16)
    return f"{number % 10**length:0{length}d}"


def read_articles() -> list[Article]:
    """Return the articles, included ones first, each group in the order of its file."""
    return [
        _article(facts, kind)
        for kind in NOTES
        for facts in yaml.safe_load((HERE / f"{kind}.yaml").read_text(encoding="utf-8"))
    ]


def _article(facts: dict[str, Any], kind: str) -> Article:
    authors = [name.partition(", ") for name in facts["authors"]]
    return Article(
        authors=tuple((family, given) for family, _, given in authors),
        abbreviation=facts["journal_abbreviation"],
        keywords=tuple(facts["keywords"]),
        fate=facts.get("fate", "included"),
        reason=facts.get("reason", ""),
        note=NOTES[kind],
        **{key: facts[key] for key in ("id", "title", "year", "journal", "country")},
        **{key: facts[key].strip() for key in ("volume", "issue", "pages", "doi", "abstract")},
    )


def read_entries(articles: list[Article]) -> dict[str, list[Entry]]:
    """Return each database's entries, in an order that has nothing to do with the order of the articles."""
    placement = yaml.safe_load((HERE / "placement.yaml").read_text(encoding="utf-8"))
    entries: dict[str, list[Entry]] = {}
    for article in articles:
        held: dict[str, int] = {}
        for source, _, variations in (place.partition(" ") for place in placement[article.id]):
            held[source] = held.get(source, 0) + 1
            entry = _entry(article, source, held[source], variations.split(" and "))
            entries.setdefault(source, []).append(entry)
    for source in entries:
        entries[source].sort(key=lambda entry: entry.number(12))
    return entries


def _entry(article: Article, source: str, copy: int, variations: list[str]) -> Entry:
    for variation in variations:
        article = replace(article, **_VARIATIONS[variation](article))
    return Entry(article, source, copy, "in capitals" in variations)


_VARIATIONS: dict[str, Callable[[Article], dict[str, Any]]] = {
    "": lambda article: {},
    "without abstract": lambda article: {"abstract": ""},
    "without doi": lambda article: {"doi": ""},
    "without subtitle": lambda article: {"title": article.title.partition(": ")[0]},
    "a year early": lambda article: {"year": article.year - 1},
    "in capitals": lambda article: {},
}
