"""Retractions, corrections and expressions of concern that are known of the reports of a review.

They stand in the records themselves (types, titles and notes of databases), in a file of Retraction Watch
that a person saved, and in Crossref, if the protocol asks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from cireview.errors import ExportError, Problem
from cireview.formats.noting import drop_references
from cireview.places import place
from cireview.sources import crossref
from cireview.sources.api import Page
from cireview.sources.fields import find_path
from cireview.sources.lookup import Library, bare_id
from cireview.tables import Schema
from cireview.tables.dates import order_date
from cireview.tables.ids import only_letters
from cireview.web import Request

NOTICE = Schema(
    "notice on a report",
    {
        "record_id": "report concerned",
        "change": "retracted, doubted (an expression of concern), corrected or reinstated",
        "on": "date of the notice, as far as known",
        "notice_doi": "DOI of the notice",
        "said_by": "who says so",
        "what": "why, or where the notice is",
    },
)

COLUMNS = ("OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature", "RetractionDate")
"""Columns by which a file of Retraction Watch is known; ``RetractionDOI`` and ``Reason`` are read too."""

_KINDS = (
    ("reinstated", "reinstat"),
    ("retracted", "retract|withdraw|removal"),
    ("doubted", "concern"),
    ("corrected", "correct|corrig|errat|addend|clarif"),
)
_RETRACTED_TITLE = re.compile(
    r"\W*(?:retracted|withdrawn|removed)(?: article| paper)?\s*[:.\]\-–—]|.*[(\[]\s*retracted\b",
    re.IGNORECASE | re.DOTALL,
)
_NOTICE_TITLE = re.compile(
    r"\W*(?:(?:publisher|author|editorial)(?:'s)? )?(?:(?:notice|statement) of )?"
    r"(retraction(?: notice| note| statement)?|withdrawal(?: notice)?|(?:expression of )?concern|"
    r"corrections?|corrigend(?:um|a)|errat(?:um|a)|addendum)"
    r"\s*(?:to|for|of|on|:|\s-|\s–)+\s*[:\"'“‘]*(.{20,}?)[\"'”’]?\s*(?:\[.*\]|\(.*\))?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_IS_NOTICE = re.compile(
    r"retraction of|retraction notice|published erratum|expression of concern", re.IGNORECASE
)


def find_notices(
    reports: pd.DataFrame, *, files: Iterable[str | Path] = (), library: Library | None = None,
    asked: Iterable[str] = (),
) -> pd.DataFrame:  # fmt: skip
    """Return the notices that are known of reports.

    Parameters
    ----------
    reports
        RECORD, one row a report.
    files
        Files of Retraction Watch, as Crossref publishes them (https://doi.org/10.13003/c23rw1d9).
    library
        Where Crossref's answers are kept and asked for; None asks nothing.
    asked
        Ids of the reports about which Crossref is asked: one question each.

    Returns
    -------
    pandas.DataFrame
        NOTICE, sorted; what two sources say stands there twice, each with who says it.

    Raises
    ------
    ExportError
        If a file is none of Retraction Watch.
    """
    rows = [*_read_records(reports), *_match_notices(reports)]
    for file in files:
        rows += _match_watch(reports, read_watch(file), Path(file).name)
    if library is not None:
        wanted = reports[reports["record_id"].isin(list(asked)) & (reports["doi"] != "")]
        for report, doi in zip(wanted["record_id"], wanted["doi"], strict=True):
            rows += _ask_crossref(library, report, bare_id(doi))
    table = pd.DataFrame(rows, columns=list(NOTICE.columns), dtype="str").drop_duplicates()
    return NOTICE.conform(table.sort_values(list(NOTICE.columns), ignore_index=True))


def check_watch(file: str | Path) -> None:
    """Check that a file is one of Retraction Watch, by its head alone: it is large, and each check looks.

    Raises
    ------
    ExportError
        If it cannot be read or lacks the columns.
    """
    read_watch(file, rows=0)


def read_watch(file: str | Path, *, rows: int | None = None) -> pd.DataFrame:
    """Return a file of Retraction Watch as text, only the columns that are used.

    Parameters
    ----------
    file
        The file.
    rows
        How many rows to read; all by default.

    Raises
    ------
    ExportError
        If it cannot be read or lacks the columns.
    """
    wanted = (*COLUMNS, "RetractionDOI", "Reason")
    where = f"{place('notice_files')}/{Path(file).name}"
    remedy = "Save retraction_watch.csv of gitlab.com/crossref/retraction-watch-data there"
    # As its keepers say, some bytes of it are no UTF-8.
    try:
        table: pd.DataFrame = pd.read_csv(
            file,
            usecols=lambda name: _head(name) in wanted,
            dtype="str",
            keep_default_na=False,
            nrows=rows,
            encoding="utf-8",
            encoding_errors="replace",
        )
    except (ValueError, OSError) as error:
        raise ExportError(Problem(f"it cannot be read as a table: {error}", where, remedy=remedy)) from None
    table.columns = [_head(name) for name in table]
    if missing := [name for name in COLUMNS if name not in table]:
        raise ExportError(Problem(f"it lacks the column(s) {', '.join(missing)}", where, remedy=remedy))
    return table.reindex(columns=list(wanted), fill_value="").astype("str")


def _head(name: object) -> str:
    return str(name).strip().lstrip("\ufeff")


def _kind_of(words: str) -> str:
    return next((kind for kind, pattern in _KINDS if re.search(pattern, words, re.IGNORECASE)), "")


def _notice(report: str, kind: str, on: str, doi: str, said_by: str, why: str = "") -> dict[str, str]:
    who = {"record_id": report, "change": kind, "on": on, "notice_doi": doi, "said_by": said_by}
    return {**who, "what": why}


def _read_records(reports: pd.DataFrame) -> Iterator[dict[str, str]]:
    """Yield what the records say of themselves; a record that is itself a notice was not retracted."""
    text = reports["document_type"].str.casefold()
    typed = text.str.contains("retracted")
    is_notice = text.str.contains(_IS_NOTICE.pattern) & ~typed
    titled = reports["title"].str.match(_RETRACTED_TITLE)
    # A record that cites a retracted one was not retracted itself.
    own = pd.Series(map(drop_references, reports["notes"]), index=reports.index, dtype="str")
    noted = own.str.contains(r"\bretract(?:ed|ion in)\b", case=False, regex=True)
    for how, found in (("type", typed), ("title", titled & ~typed), ("notes", noted & ~typed & ~titled)):
        rows = reports[found & ~is_notice]
        for report, source in zip(rows["record_id"], rows["source"], strict=True):
            yield _notice(report, "retracted", "", "", source, f"{how} of the record")


def _match_notices(reports: pd.DataFrame) -> Iterator[dict[str, str]]:
    """Yield reports of the review on which another one is a notice, by its title."""
    by_title: dict[str, list[str]] = {}
    for report, title in zip(reports["record_id"], reports["title"], strict=True):
        by_title.setdefault(only_letters(title), []).append(report)
    for row in reports[["record_id", "title", "doi", "year", "source"]].to_dict("records"):
        match = _NOTICE_TITLE.match(str(row["title"]))
        for report in by_title.get(only_letters(match[2]), ()) if match else ():
            assert match is not None
            if report != row["record_id"]:
                about = f"its notice {row['record_id']} is in this review"
                yield _notice(
                    report, _kind_of(match[1]), str(row["year"]), str(row["doi"]), str(row["source"]), about
                )


def _match_watch(reports: pd.DataFrame, watch: pd.DataFrame, file: str) -> Iterator[dict[str, str]]:
    """Yield the rows of Retraction Watch that are about a report, by DOI or PubMed id."""
    keys = {"doi": "OriginalPaperDOI", "pmid": "OriginalPaperPubMedID"}
    reports_of: dict[tuple[str, str], list[str]] = {}
    for column in keys:
        for report, value in zip(reports["record_id"], reports[column], strict=True):
            if value.strip():
                reports_of.setdefault((column, bare_id(value)), []).append(report)
    own = {column: watch[name].map(bare_id) for column, name in keys.items()}
    known = {column: {value for key, value in reports_of if key == column} for column in keys}
    found = watch[own["doi"].isin(known["doi"]) | own["pmid"].isin(known["pmid"])]
    for row in found.to_dict("records"):
        values = {(column, bare_id(str(row[name]))) for column, name in keys.items()}
        for report in sorted({report for value in values for report in reports_of.get(value, ())}):
            nature, day = str(row["RetractionNature"]), _read_day(str(row["RetractionDate"]))
            why = str(row["Reason"]).strip("; +").replace("+", "").replace(";", "; ")
            doi = str(row["RetractionDOI"]) if str(row["RetractionDOI"]).startswith("10.") else ""
            yield _notice(report, _kind_of(nature) or "corrected", day, doi, f"Retraction Watch, {file}", why)


def _read_day(cell: str) -> str:
    """Return the date of Retraction Watch, whose month stands first, as ISO 8601."""
    match = re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})", cell)
    return f"{match[3]}-{int(match[1]):02}-{int(match[2]):02}" if match else order_date(cell)


def _ask_crossref(library: Library, report: str, doi: str) -> list[dict[str, str]]:
    """Return the notices that Crossref has of a DOI (filter ``updates`` of its REST API)."""
    if not re.fullmatch(r"10\.\d{4,9}/[^\s,]+", doi):
        return []
    request = Request("/works", (("filter", f"updates:{doi}"), ("rows", "100")))
    page: Page | None = library.try_get(crossref.API, request, crossref.read, None)
    rows = []
    for item in page.items if page else ():
        for update in filter(lambda one: isinstance(one, Mapping), find_path(item, "update-to")):
            if bare_id(str(update.get("DOI", ""))) == doi:
                kind = _kind_of(f"{update.get('type', '')} {update.get('label', '')}") or "corrected"
                day = str(next(iter(find_path(update, "updated.date-time")), ""))[:10]
                rows.append(
                    _notice(report, kind, day, str(item.get("DOI", "")), "Crossref", _source_of(update))
                )
    return rows


def _source_of(update: Mapping[str, Any]) -> str:
    return {"retraction-watch": "from Retraction Watch"}.get(str(update.get("source", "")), "")
