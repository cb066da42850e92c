"""Read a person's earlier answers from journals and sheets, as a run reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd

from cireview.coding import read_coding
from cireview.labels import read_answers, read_labels
from cireview.reading.piles import Said, Stood, find_word
from cireview.tables import MEETS
from cireview.tables.journals import LINE
from cireview.tables.questions import Question
from cireview.tables.spreadsheets import ROW, read_sheets

_PAIR = "\x1f"


def name_pair(first: str, second: str) -> str:
    """Return the key of two records, whichever stands first."""
    return _PAIR.join(sorted((first, second)))


def split_pair(key: str) -> tuple[str, str]:
    """Return the two records of a key."""
    first, _, second = key.partition(_PAIR)
    return first, second


def read_said_of_records(
    files: Iterable[Path],
    *,
    stage: str,
    person: str,
    people: Sequence[str],
    reasons: Mapping[str, str],
    report_of: Mapping[str, str],
    root: Path,
) -> dict[str, Said]:
    """Return a person's answers on abstracts or full texts, by report.

    Parameters
    ----------
    files
        Of ``data/labels/<stage>/``.
    stage, people, reasons
        As of `cireview.labels.read_labels`.
    report_of
        Report of the records that are none themselves.

    Raises
    ------
    LabelError
        As `read_labels` does.
    """
    files = list(files)
    criteria = list(reasons) if stage == "screening" else []
    given = {"stage": stage, "people": people, "reasons": reasons, "criteria": criteria}
    labels = read_labels(files, root=root, **given)  # type: ignore[arg-type]
    asked = labels["decision"] + labels["retrieved"]
    mine = labels[(labels["decided_by"] == person) & (asked != "")]
    shown = ["decision", "reason", "note", "retrieved", *(MEETS + one for one in criteria)]
    reports = [report_of.get(record, record) for record in mine["record_id"]]
    return _gather(mine, reports, shown, files, root)


def read_said_of_pairs(files: Iterable[Path], *, root: Path) -> dict[str, Said]:
    """Return all answers on possible duplicates, by pair: one answer is enough for everybody."""
    files = list(files)
    answers = read_answers(files, root=root)
    keys = [name_pair(*pair) for pair in zip(answers["record_id_1"], answers["record_id_2"], strict=True)]
    return _gather(answers, keys, ["record_id_1", "record_id_2", "decision"], files, root)


def read_said_of_articles(
    files: Iterable[Path], *, questions: Sequence[Question], person: str, people: Sequence[str], root: Path
) -> dict[str, Said]:
    """Return a coder's codes, by article; values by ``<dimension>.value`` and the like."""
    files = list(files)
    coding = read_coding(files, questions=questions, coders=people, root=root)
    mine = coding[coding["coder"] == person]
    lines, times = _index(files, root)
    said: dict[str, Said] = {}
    for (report, dimension), rows in mine.groupby(["record_id", "dimension"], sort=False):
        first, before = rows.iloc[0], said.get(str(report), Said({}))
        cells = {
            "value": "; ".join(rows["value"]),
            **{one: first[one] for one in ("evidence", "page", "note")},
        }
        places = list(zip(rows["file"], rows["row"], strict=True))
        said[str(report)] = Said(
            {**before.values, **{f"{dimension}.{name}": cell for name, cell in cells.items()}},
            tuple(dict.fromkeys([*before.lines, *(lines[one] for one in places if lines.get(one))])),
            before.where or f"{first['file']}, row {first['row']}",
            max([before.at, *(times.get(one, "") for one in places)]),
        )
    return said


def _gather(
    rows: pd.DataFrame, keys: Sequence[str], shown: Sequence[str], files: Sequence[Path], root: Path
) -> dict[str, Said]:
    """Return by key what the rows say: the latest of several, with the lines of all of them."""
    lines, times = _index(files, root)
    said: dict[str, Said] = {}
    for key, row in zip(keys, rows.to_dict("records"), strict=True):
        here = (str(row["file"]), int(row["row"]))
        line, at, before = lines.get(here, ""), times.get(here, ""), said.get(key)
        both = tuple(filter(None, [*(before.lines if before else ()), line]))
        where = before.where if before and before.where else "" if line else f"{here[0]}, row {here[1]}"
        values, chosen = {column: str(row[column]) for column in shown}, str(row.get("chosen", ""))
        if before and before.at > at:
            values, at, chosen = dict(before.values), before.at, before.chosen
        stood = before.stood if before else ()
        if "record_id" in row:
            word = find_word({name: str(row[name]) for name in ("decision", "retrieved")})
            stood = (*stood, Stood(word, str(row["record_id"]), str(row["decided_on"]), *here, line))
        said[key] = Said(values, both, where, at, chosen, stood)
    return said


def _index(
    files: Sequence[Path], root: Path
) -> tuple[dict[tuple[str, int], str], dict[tuple[str, int], str]]:
    """Return the line of a journal, and the time, of each row of each file."""
    times = {
        _name(file, root): f"{datetime.fromtimestamp(file.stat().st_mtime):%Y-%m-%dT%H:%M:%S}"
        for file in files
    }
    lines: dict[tuple[str, int], str] = {}
    at: dict[tuple[str, int], str] = {}
    for name, sheet in read_sheets(files, [], root=root):
        blank = pd.Series("", index=sheet.index)
        cells = zip(sheet[ROW], sheet.get(LINE, blank), sheet.get("at", blank), strict=True)
        for row, line, moment in cells:
            lines[name, int(row)] = str(line)
            at[name, int(row)] = str(moment) or times[name]
    return lines, at


def _name(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
