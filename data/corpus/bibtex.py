"""Write BibTeX as SAGE Journals and ScienceDirect write it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from articles import Entry
from habits import curly, forename_first, lose_diacritics, without_subtitle

_LETTERED_YEAR = "petrosyan2017"  # SAGE's year = {2017a}, as a citation style leaves it


def write_sage(entries: list[Entry]) -> bytes:
    """DOI in the key, no subtitle, curly apostrophes, en dash in pages, sometimes a letter after the year."""
    return "\n\n".join([*(_sage(entry) for entry in entries), ""]).encode()


def _sage(entry: Entry) -> str:
    article = entry.article
    url = f"https://doi.org/{article.doi}"
    return _entry(
        f"doi:{article.doi}",
        [
            ("author", " and ".join(map(forename_first, article.authors))),
            ("title", curly(without_subtitle(article.title))),
            ("journal", article.journal),
            ("volume", article.volume),
            ("number", article.issue),
            ("pages", article.pages.replace("-", "–")),
            ("year", f"{article.year}{'a' if article.id == _LETTERED_YEAR else ''}"),
            ("doi", article.doi),
            ("note", article.note),
            ("URL", url),
            ("eprint", url),
            ("keywords", ", ".join(article.keywords)),
            ("abstract", curly(article.abstract)),
        ],
    )


def write_sciencedirect(entries: list[Entry]) -> bytes:
    """Key of name, year and page; DOI as a URL; keywords joined by commas; no blank line between entries."""
    return "\n".join([*(_sciencedirect(entry) for entry in entries), ""]).encode()


def _sciencedirect(entry: Entry) -> str:
    article = entry.article
    name = re.sub(r"\W", "", lose_diacritics(article.authors[0][0])).upper()
    return _entry(
        f"{name}{article.year}{article.first_page}",
        [
            ("title", curly(article.title)),
            ("journal", article.journal),
            ("volume", article.volume),
            ("number", article.issue),
            ("pages", article.pages),
            ("year", str(article.year)),
            ("note", article.note),
            ("issn", article.issn),
            ("doi", f"https://doi.org/{article.doi}"),
            ("url", f"https://www.sciencedirect.com/science/article/pii/S9999{entry.number(12)}"),
            ("author", " and ".join(map(forename_first, article.authors))),
            ("keywords", ", ".join(article.keywords)),
            ("abstract", curly(article.abstract)),
        ],
    )


def _entry(key: str, fields: Iterable[tuple[str, str]]) -> str:
    lines = [f"{name} = {{{value}}}" for name, value in fields if value]
    return f"@article{{{key},\n" + ",\n".join(lines) + "\n}"
