"""The articles of a review as files that reference managers and LaTeX read, with keys to cite them by."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from cireview.formats.reference_types import name_type
from cireview.formats.writing import write_export
from cireview.paper.tables import cite_reports

_CSL_TYPES = {
    "CHAP": "chapter",
    "CONF": "paper-conference",
    "THES": "thesis",
    "RPRT": "report",
    "UNPB": "manuscript",
    "BOOK": "book",
    "JOUR": "article-journal",
    "GEN": "document",
}
"""Types of csl-data.json (citation-style-language/schema 1.0.2) by those of RIS."""
_PLAIN = {"journal": "container-title", "volume": "volume", "issue": "issue", "pages": "page", "doi": "DOI",
          "pmid": "PMID", "issn": "ISSN", "url": "URL", "language": "language", "abstract": "abstract",
          "keywords": "keyword"}  # fmt: skip


def name_keys(reports: pd.DataFrame) -> dict[str, str]:
    """Return the key to cite each report by, such as ``Amed2015`` or ``Amed2015a``, by its id.

    A key holds letters and digits of ASCII only, so that every BibTeX style takes it; no two are the same.

    Parameters
    ----------
    reports
        RECORD of all reports that are cited, included and excluded ones.
    """
    cited = cite_reports(reports)
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for report in sorted(cited.index):
        family, _, year = str(cited[report]).rpartition(" ")
        plain = re.sub(r"[^A-Za-z0-9]", "", _to_ascii(re.split(r" et al\.| & ", family)[0]))
        stem = f"{plain or 'Report'}{re.sub(r'[^A-Za-z0-9]', '', year)}"
        key, number = stem, 1
        while key.casefold() in taken:
            number += 1
            key = f"{stem}x{number}"
        taken.add(key.casefold())
        keys[report] = key
    return keys


def write_bibliography(
    reports: pd.DataFrame, stem: Path, *, keys: Mapping[str, str], with_abstracts: bool = False
) -> None:
    """Write reports as ``.bib``, ``.ris`` and ``.json`` (CSL-JSON); abstracts only where they are asked for.

    Parameters
    ----------
    reports
        RECORD.
    stem
        Path of the files without their endings.
    keys
        Key of each report, by its id; it is the key of BibTeX and the id of CSL-JSON.
    """
    order = sorted(range(len(reports)), key=lambda row: keys[reports["record_id"].iloc[row]])
    cited = reports.iloc[order].assign(notes="")
    cited = cited.assign(record_id=[keys[one] for one in cited["record_id"]])
    if not with_abstracts:
        cited = cited.assign(abstract="")
    write_export(cited, stem.with_suffix(".bib"), format="bibtex")
    write_export(cited, stem.with_suffix(".ris"), format="ris")
    items = [describe_csl(row) for row in cited.to_dict("records")]
    text = json.dumps(items, ensure_ascii=False, indent=1)
    stem.with_suffix(".json").write_text(f"{text}\n", encoding="utf-8", newline="\n")


def describe_csl(row: Mapping[Any, str]) -> dict[str, Any]:
    """Return one record (RECORD) as an item of CSL-JSON, its ``record_id`` as the id."""
    item: dict[str, Any] = {"id": row["record_id"], "type": _CSL_TYPES[name_type(row["document_type"])[0]]}
    item["title"] = row["title"]
    if authors := [_part_name(name) for name in row["authors"].split("; ") if name]:
        item["author"] = authors
    if year := re.search(r"\d{4}", row["year"]):
        item["issued"] = {"date-parts": [[int(year[0])]]}
    return item | {name: row[column] for column, name in _PLAIN.items() if row[column]}


def _part_name(name: str) -> dict[str, str]:
    family, comma, given = name.partition(", ")
    return {"family": family, "given": given} if comma else {"literal": name}


def _to_ascii(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return decomposed.encode("ascii", "ignore").decode()


# Letters that do not decompose.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
                          "đ": "d", "Đ": "D", "ı": "i", "þ": "th"})  # fmt: skip
