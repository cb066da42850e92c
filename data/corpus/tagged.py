"""Write tagged text: Web of Science's plain text and PubMed's NBIB."""

from __future__ import annotations

from articles import Entry
from habits import (
    MONTHS,
    abbreviate_in_capitals,
    initials,
    journal_in_sentence_case,
    lose_diacritics,
    shorten_pages,
    wrapped,
)


def write_web_of_science(entries: list[Entry]) -> bytes:
    """BOM, two-letter tags, wrapped text, journal in capitals, diacritics lost, abbreviated names first."""
    lines = ["FN Clarivate Analytics Web of Science", "VR 1.0"]
    for entry in entries:
        lines += [*_web_of_science(entry), "ER", ""]
    return "\n".join([*lines, "EF"]).encode("utf-8-sig")


def _web_of_science(entry: Entry) -> list[str]:
    article = entry.article
    short = [f"{family}, {initials(given)}" for family, given in article.authors]
    full = [f"{family}, {given}" for family, given in article.authors]
    number = not article.last_page and not article.first_page.startswith("A")
    fields: list[tuple[str, list[str]]] = [
        ("PT", ["J"]),
        ("AU", short),
        ("AF", full),
        ("TI", _wrap(article.title)),
        ("SO", [article.journal.upper()]),
        ("LA", ["English"]),
        ("DT", ["Article"]),
        ("DE", _wrap("; ".join(article.keywords))),
        ("AB", _wrap(article.abstract)),
        ("FX", _wrap(article.note)),
        ("PU", [article.publisher.upper()]),
        ("SN", [article.issn]),
        ("J9", [abbreviate_in_capitals(article)]),
        ("JI", [f"{article.abbreviation}."]),
        ("PD", [MONTHS[article.month - 1].upper() if article.month else ""]),
        ("PY", [str(article.year)]),
        ("VL", [article.volume]),
        ("IS", [article.issue]),
        ("BP", ["" if number else article.first_page]),
        ("EP", [article.last_page]),
        ("AR", [article.first_page if number else ""]),
        ("DI", [article.doi]),
        ("UT", [f"WOS:999{entry.number(12)}"]),
    ]
    return [
        lose_diacritics(line)
        for tag, values in fields
        for n, value in enumerate(v for v in values if v)
        for line in [f"{tag} {value}" if n == 0 else f"   {value}"]
    ]


def _wrap(text: str) -> list[str]:
    return wrapped(text, "", "", 76)


def write_pubmed(entries: list[Entry]) -> bytes:
    """LF, a blank at the end of a wrapped line, titles with a full stop, pages cut short, FAU and AU."""
    return "".join("\n".join([*_pubmed(entry), "", ""]) for entry in entries).encode()


def _pubmed(entry: Entry) -> list[str]:
    article = entry.article
    date = f"{article.year} {MONTHS[article.month - 1]}" if article.month else str(article.year)
    place = f"{article.volume}{f'({article.issue})' if article.issue else ''}:{shorten_pages(article.pages)}"
    names = [
        pair
        for family, given in article.authors
        for pair in [("FAU", f"{family}, {given.replace('.', '')}"), ("AU", f"{family} {initials(given)}")]
    ]
    fields = [
        ("PMID", f"99{entry.number(6)}"),
        ("OWN", "NLM"),
        ("STAT", "MEDLINE"),
        ("IS", article.issn and f"{article.issn} (Print)"),
        ("VI", article.volume),
        ("IP", article.issue),
        ("DP", date),
        ("TI", article.title.rstrip(".") + "."),
        ("PG", shorten_pages(article.pages)),
        ("LID", article.doi and f"{article.doi} [doi]"),
        ("AB", article.abstract),
        *names,
        ("LA", "eng"),
        ("PT", "Journal Article"),
        ("TA", article.abbreviation),
        ("JT", journal_in_sentence_case(article.journal)),
        ("SB", "IM"),
        ("GN", article.note),
        ("OTO", "NOTNLM"),
        *(("OT", keyword) for keyword in article.keywords),
        ("AID", article.doi and f"{article.doi} [doi]"),
        ("PST", "ppublish"),
        ("SO", f"{article.abbreviation}. {date};{place}.{f' doi: {article.doi}.' if article.doi else ''}"),
    ]
    return [
        line
        for tag, value in fields
        if value
        for line in wrapped(value, f"{tag:<4}- ", " " * 6, 87, trail=" ")
    ]
