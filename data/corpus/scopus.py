"""Write CSV as Scopus writes it."""

from __future__ import annotations

import csv
import io
from urllib.parse import quote

from articles import Entry
from habits import dotted, dotted_abbreviation


def write_scopus(entries: list[Entry]) -> bytes:
    """BOM, every cell quoted, 'Family F.M.', copyright after the abstract, a text where none."""
    text = io.StringIO()
    rows = [_scopus(entry) for entry in entries]
    writer = csv.DictWriter(text, list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _scopus(entry: Entry) -> dict[str, str]:
    article, eid = entry.article, f"2-s2.0-999{entry.number(8)}"
    numbers = [entry.number(6) + f"{n:02d}" for n, _ in enumerate(article.authors)]
    range_given = bool(article.last_page)
    rights = f"© {article.year} {article.publisher or 'The Author(s)'}."
    doi = quote(article.doi, safe="")
    return {
        "Authors": "; ".join(f"{family} {dotted(given)}" for family, given in article.authors),
        "Author full names": "; ".join(
            f"{family}, {dotted(given) if given.isupper() else given} (999{number})"
            for (family, given), number in zip(article.authors, numbers, strict=True)
        ),
        "Author(s) ID": "; ".join(f"999{number}" for number in numbers),
        "Title": article.title,
        "Year": str(article.year),
        "Source title": article.journal,
        "Volume": article.volume,
        "Issue": article.issue,
        "Art. No.": "" if range_given else article.first_page,
        "Page start": article.first_page if range_given else "",
        "Page end": article.last_page,
        "Page count": "",
        "Cited by": "",
        "DOI": article.doi,
        "Link": f"https://www.scopus.com/inward/record.uri?eid={eid}&doi={doi}&partnerID=40",
        "Affiliations": article.country,
        "Abstract": f"{article.abstract} {rights}" if article.abstract else "[No abstract available]",
        "Author Keywords": "; ".join(article.keywords),
        "Index Keywords": "",
        "Funding Texts": "",
        "ISSN": article.issn.replace("-", ""),
        "PubMed ID": "",
        "Language of Original Document": "English",
        "Abbreviated Source Title": dotted_abbreviation(article),
        "Document Type": "Article",
        "Publication Stage": "Final",
        "Notes": article.note,
        "Source": "Scopus",
        "EID": eid,
    }
