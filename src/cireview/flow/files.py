"""Read the numbers of a flow from a file: a table of the PRISMA2020 package, ours, or keys in YAML."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

from cireview.errors import Problem, TableError
from cireview.flow.interchange import NAMED, FlowFile, leave_out_unused, read_rows
from cireview.places import place

_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DELIMITERS = ",;\t|"


def read_flow_file(path: str | Path) -> FlowFile:
    """Read the numbers of a flow from a file.

    Parameters
    ----------
    path
        A CSV file parted by comma, semicolon or tab, in UTF-8, UTF-16 or Windows' encoding; a YAML file with
        the keys of the table; or the folder of a review that has run.

    Returns
    -------
    FlowFile
        Columns and boxes that are zero throughout are left out, as in a template filled for another layout.

    Raises
    ------
    TableError
        With every key that no flow has and every number that cannot be read.
    """
    path = Path(path)
    if path.is_dir():
        folder, path = path, path / place("flow")
        if not path.is_file():
            remedy = f"Run the review first: cireview run --folder {folder}"
            raise TableError(Problem("the folder has no PRISMA flow yet", str(folder), remedy=remedy))
    content = path.read_bytes()
    if content[:4] == b"PK\x03\x04":
        remedy = "Save the sheet as CSV"
        raise TableError(Problem("this is a workbook, but a text file is needed", str(path), remedy=remedy))
    text = _decode(content)
    if not text.strip():
        raise TableError(Problem("the file is empty", str(path), remedy="Fill in the PRISMA2020 template"))
    is_yaml = path.suffix.lower() in {".yaml", ".yml"}
    found = _read_yaml(text, str(path)) if is_yaml else _read_table(text, str(path))
    return replace(found, counts=leave_out_unused(found.counts))  # type: ignore[arg-type]


def _decode(content: bytes) -> str:
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # what Excel writes on Windows


def _read_table(text: str, file: str) -> FlowFile:
    lines = text.splitlines(keepends=True)
    # Excel writes this line where the delimiter is not the comma.
    if lines[0].lower().startswith("sep="):
        text = "".join(lines[1:])
    head = next(line for line in text.splitlines() if line.strip())
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=False)
    table = [row for row in reader if any(map(str.strip, row))]
    columns = [cell.strip().strip("\ufeff").lower() for cell in table[0]]
    rows: list[Mapping[str, object]] = [dict(zip(columns, row, strict=False)) for row in table[1:]]
    return read_rows(rows or [dict.fromkeys(columns, "")], file=file)


def _read_yaml(text: str, file: str) -> FlowFile:
    import yaml  # only here: a table needs none

    try:
        given = yaml.safe_load(text)
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message, row = "the YAML cannot be read", mark.line + 1 if mark else 0
        raise TableError(Problem(message, file, row, remedy="Write one key a line: duplicates: 12")) from None
    if not isinstance(given, dict):
        remedy = "Write one key a line: duplicates: 12"
        raise TableError(Problem("the file contains no keys", file, remedy=remedy))
    lines = {key.value: key.start_mark.line + 1 for key, _ in tree.value} if tree else {}
    rows, places, problems = [], [], []
    for key, value in given.items():
        row = _row(str(key), value)
        if row is None:
            message, remedy = f"{key} takes names with numbers", "Write {Scopus: 12, PubMed: 8}"
            problems.append(Problem(message, file, lines.get(str(key), 0), str(key), remedy))
        else:
            rows.append(row)
            places.append(lines.get(str(key), 0))
    if problems:
        raise TableError(problems)
    return _place_at_lines(rows, places, file)


def _row(key: str, value: Any) -> dict[str, object] | None:
    """Return a key of YAML as a row of the table; None where it holds what no cell can."""
    if not isinstance(value, Mapping):
        return {"data": key, "n": "" if value is None else str(value)}
    # Databases with their names need no total beside them.
    named = key if key in NAMED else f"{key.removesuffix('_results')}_specific_results"
    cells = "; ".join(f"{str(name).replace(';', ',')}, {n}" for name, n in value.items())
    return {"data": named, "n": cells} if named in NAMED else None


def _place_at_lines(rows: list[dict[str, object]], places: list[int], file: str) -> FlowFile:
    """Read rows; what is wrong with one stands at its line of the file."""
    try:
        found = read_rows(rows, file=file)
    except TableError as error:
        placed = [
            Problem(p.message, p.file, places[p.row - 2] if p.row else 0, "", p.remedy)
            for p in error.problems
        ]
        raise TableError(placed) from None
    for key, value in [*found.counts.items()]:
        total = key.replace("_specific", "")
        if "_specific_" in key and isinstance(value, Mapping):
            found.counts.setdefault(total, sum(value.values()))
    return found
