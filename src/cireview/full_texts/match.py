"""Find the article of each file, and the file that is read for each article."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

import pandas as pd
from rapidfuzz import process

from cireview.errors import Problem
from cireview.full_texts.extract import NO_TEXT, READ, Extracted
from cireview.full_texts.names import find_records, plain_name, report_names, text_key
from cireview.places import place
from cireview.tables import Schema, read_table

_EXTRACTED = {
    "file": "file in data/fulltext/",
    "status": "read; no text (pictures of pages); locked (needs a password); broken",
    "pages": "number of pages of a PDF; 1 for a text file",
    "pages_with_text": "pages that contain text",
    "characters": "characters of text",
    "starts": "offset in the text at which each page begins, separated by blanks",
    "note": "what is wrong, and what to do",
}
EXTRACTED = Schema("extracted text", _EXTRACTED, frozenset({"pages", "pages_with_text", "characters"}))
FULL_TEXT = Schema(
    "full text",
    {
        "file": _EXTRACTED["file"],
        "record_id": "record that the file is named after",
        "report_id": "its report",
        "used": "yes if the text of the report comes from this file",
        **_EXTRACTED,
    },
    EXTRACTED.numbers,
)


def describe_extracted(file: str, extracted: Extracted) -> pd.DataFrame:
    """Return EXTRACTED of one file: everything but the text itself."""
    starts = " ".join(map(str, extracted.starts))
    row = {**vars(extracted), "file": file, "characters": len(extracted.text), "starts": starts}
    return EXTRACTED.conform(pd.DataFrame([row])[list(EXTRACTED.columns)])


def read_full_texts(paths: Sequence[str | Path]) -> pd.DataFrame:
    """Read FULL_TEXT from the one path, or return it with no rows: few reviews have files of texts."""
    return read_table(paths[0], FULL_TEXT) if paths else FULL_TEXT.empty()


def match_full_texts(extracted: pd.DataFrame, matches: pd.DataFrame) -> pd.DataFrame:
    """Find the article of each file.

    A file is named by any record of a report (see `cireview.full_texts.names`). Of several files of one
    report the first is used that could be read: text before PDF, then named by the report's own id, then by
    name.

    Parameters
    ----------
    extracted
        EXTRACTED, one row a file.
    matches
        Report of every record (MATCH).

    Returns
    -------
    pandas.DataFrame
        FULL_TEXT, one row a file; ``report_id`` is empty and ``note`` says why if the file is nobody's.
    """
    owners = name_text_files(list(extracted["file"]), matches).rename(columns={"note": "naming"})
    rows = extracted.merge(owners, on="file").sort_values("file").to_dict("records")
    chosen: dict[str, str] = {}
    for row in sorted(rows, key=_preference):
        if row["status"] == READ and row["report_id"]:
            chosen.setdefault(row["report_id"], row["file"])
    for row in rows:
        used = chosen.get(row["report_id"], "")
        row["used"] = "yes" if used == row["file"] else ""
        other = f"the text of this article comes from {used}" if used and not row["used"] else ""
        row["note"] = "; ".join(filter(None, (row["naming"], other, row["note"])))
    return FULL_TEXT.conform(pd.DataFrame(rows, columns=list(FULL_TEXT.columns)))


def _preference(row: Mapping[Hashable, Any]) -> tuple[bool, bool, str]:
    """Return what puts the file of a report first: text, then the report's own id, then the name."""
    return (
        not row["file"].lower().endswith(".txt"),
        row["record_id"] != row["report_id"],
        row["file"],
    )


def name_text_files(files: Sequence[str], matches: pd.DataFrame) -> pd.DataFrame:
    """Return ``file``, ``record_id``, ``report_id`` and ``note``: which record each file is named by.

    The record is the report itself if its name stands for it too.
    """
    report_of = dict(zip(matches["record_id"], matches["report_id"], strict=True))
    names: dict[str, str] = {}
    rows = []
    for file, records in find_records(files, report_of).items():
        reports = sorted({report_of[record] for record in records})
        note = ""
        if len(reports) != 1:
            names = names or report_names(matches)
            note = _advise(file, reports, names)
            rows.append((file, "", "", note))
        else:
            record = reports[0] if reports[0] in records else records[0]
            rows.append((file, record, reports[0], note))
    return pd.DataFrame(rows, columns=["file", "record_id", "report_id", "note"], dtype="str")


def warn_of_files(files: pd.DataFrame) -> list[Problem]:
    """Return the problems of files that belong to no article, from `name_text_files` or FULL_TEXT."""
    noted = files[files["note"] != ""]
    folder = place("full_text_files")
    notes = zip(noted["file"], noted["note"], strict=True)
    return [Problem(note, f"{folder}/{file}") for file, note in notes]


def list_at_hand(full_texts: pd.DataFrame) -> list[str]:
    """Return the reports of which people hold a text: one that was read, or pictures of its pages."""
    at_hand = full_texts["status"].isin([READ, NO_TEXT]) & (full_texts["report_id"] != "")
    return sorted(set(full_texts.loc[at_hand, "report_id"]))


def read_texts(full_texts: pd.DataFrame, paths: Iterable[str | Path]) -> dict[str, str]:
    """Return the text of each report, from the texts that `extract_text` wrote to `paths`."""
    at = {Path(path).stem: Path(path) for path in paths}
    used = full_texts[full_texts["used"] == "yes"]
    return {
        str(row.report_id): at[text_key(str(row.file))].read_text(encoding="utf-8")
        for row in used.itertuples()
    }


def list_page_starts(full_texts: pd.DataFrame) -> dict[str, list[int]]:
    """Return the offsets at which the pages of each report's text begin; texts of one page have none."""
    used = full_texts[full_texts["used"] == "yes"]
    starts = {str(row.report_id): list(map(int, str(row.starts).split())) for row in used.itertuples()}
    return {report: offsets for report, offsets in starts.items() if len(offsets) > 1}


def _advise(file: str, reports: Sequence[str], names: Mapping[str, str]) -> str:
    """Return what is wrong with the name of a file, and how it could be called."""
    suffix = PurePath(file).suffix
    if reports:
        choices = ", ".join(f"{names[report]}{suffix} for {report}" for report in reports)
        return f"several articles share this name; rename the file: {choices}"
    # Advice only: 85 of 100 lets a few mistyped letters through.
    near = process.extractOne(plain_name(PurePath(file).stem), sorted(names.values()), score_cutoff=85)
    hint = f", perhaps {near[0]}{suffix}" if near else ""
    return (
        f"no record has this name; rename the file as in the column save_as of the eligibility sheets{hint}"
    )
