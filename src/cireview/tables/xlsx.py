"""Read a workbook of Excel (.xlsx)."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from string import ascii_uppercase
from typing import IO, Any
from xml.etree.ElementTree import Element, fromstring, iterparse

from cireview.limits import Cells, refuse_packed

_LAST_COLUMN = 16_384
# Formats of dates and times that every workbook has.
_DATES = frozenset({*range(14, 23), *range(45, 48)})
_DATE_LETTER = re.compile("[dmhys]", re.IGNORECASE)
_EMPTY: list[Any] = []


@dataclass(frozen=True)
class Worksheet:
    """A worksheet: its title, its rows from the first, and whether people see it.

    A row ends with its last cell that is not empty. A cell is None, text, a number, a boolean, a date or a
    time. What Excel shows for an error, such as ``#N/A``, is text.
    """

    title: str
    rows: list[list[Any]]
    visible: bool


def read_worksheets(file: IO[bytes]) -> list[Worksheet]:
    """Return the worksheets of a workbook; sheets that hold a chart alone are left out.

    Raises
    ------
    ReviewError
        If the workbook is larger than `cireview.limits` allow.
    zipfile.BadZipFile, xml.etree.ElementTree.ParseError, KeyError, ValueError, IndexError, StopIteration
        If it is no workbook.

    References
    ----------
    ECMA-376, *Office Open XML File Formats*, part 1, section 18.
    """
    refuse_packed(file)
    counted = Cells()
    with zipfile.ZipFile(file) as parts:
        (start,) = (target for kind, target in _relations(parts, "").values() if kind == "officeDocument")
        workbook = fromstring(parts.read(start))  # noqa: S314 (expat refuses entities that unfold)
        related = _relations(parts, start)
        values = _Values.read(parts, workbook, dict(related.values()))
        worksheets = []
        for sheet in _children(next(_children(workbook, "sheets")), "sheet"):
            key = next(value for name, value in sheet.attrib.items() if name.endswith("}id"))
            kind, target = related[key]
            if kind != "chartsheet" and target in parts.namelist():
                with parts.open(target) as part:
                    rows = _rows(part, values, counted)
                visible = sheet.get("state", "visible") == "visible"
                worksheets.append(Worksheet(sheet.get("name", ""), rows, visible))
    return worksheets


def read_xlsx(content: bytes) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """Return the title of each worksheet, and its rows with any cell, numbered from 1."""
    return [
        (sheet.title, [(row, list(map(_as_text, cells))) for row, cells in enumerate(sheet.rows, 1) if cells])
        for sheet in read_worksheets(io.BytesIO(content))
    ]


def count_comments(content: bytes) -> int:
    """Return how many comments and notes a workbook has, which no reader of sheets sees."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            # Excel writes each threaded comment as a note too, for programs that know only these.
            names = [name for name in parts.namelist() if re.fullmatch(r"xl/comments.*\.xml", name)]
            return sum(len(re.findall(rb"<(?:\w+:)?comment[ >]", parts.read(name))) for name in names)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return 0  # which the reader of the sheet names


def _relations(parts: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return kind and path of each part that a part names, by the key it names it with."""
    folder, name = posixpath.split(part)
    tree = fromstring(parts.read(posixpath.join(folder, "_rels", f"{name}.rels")))  # noqa: S314
    return {
        relation.get("Id", ""): (
            relation.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in _children(tree, "Relationship")
    }


def _children(element: Element, name: str) -> Iterator[Element]:
    # By the name alone: files that follow the standard strictly have other namespaces.
    return (child for child in element if child.tag.endswith(f"}}{name}"))


@dataclass(frozen=True)
class _Values:
    """What the cells of a workbook refer to: texts, and the styles that make a number a date."""

    texts: list[str] = field(default_factory=list)
    dates: Collection[int] = ()
    durations: Collection[int] = ()
    from_1904: bool = False

    @classmethod
    def read(cls, parts: zipfile.ZipFile, workbook: Element, paths: Mapping[str, str]) -> _Values:
        texts = []
        if "sharedStrings" in paths:
            with parts.open(paths["sharedStrings"]) as part:
                for _, element in iterparse(part):  # noqa: S314
                    if element.tag.endswith("}si"):
                        # As Excel guards what looks like the number of a character.
                        texts.append(_text(element).replace("x005F_", ""))
                        element.clear()
        properties = next(_children(workbook, "workbookPr"), Element("none"))
        from_1904 = properties.get("date1904", "0") in ("1", "true")
        styles = fromstring(parts.read(paths["styles"])) if "styles" in paths else Element("none")  # noqa: S314
        return cls(texts, *_find_dates(styles), from_1904)

    def value_of(self, cell: Element) -> Any:
        """Return the content of a cell, or None."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return next(map(_text, _children(cell, "is")), None)
        text = next((child.text for child in _children(cell, "v")), None)
        if not text:
            return None
        if kind == "s":
            return self.texts[int(text)]
        if kind == "b":
            return bool(int(text))
        if kind == "d":
            from openpyxl.utils.datetime import from_ISO8601

            return from_ISO8601(text)  # type: ignore[no-untyped-call]
        if kind == "n":
            number = float(text) if {".", "E", "e"} & set(text) else int(text)
            style = int(cell.get("s", 0))
            return self._date(number, style) if style in self.dates else number
        return text

    def _date(self, number: float, style: int) -> Any:
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

        epoch = MAC_EPOCH if self.from_1904 else WINDOWS_EPOCH
        try:
            return from_excel(number, epoch, timedelta=style in self.durations)
        except (OverflowError, ValueError):
            return "#VALUE!"  # as Excel shows it


def _find_dates(styles: Element) -> tuple[set[int], set[int]]:
    """Return the numbers of the styles of dates and times, and of those that are durations."""
    codes = {
        int(code.get("numFmtId", 0)): code.get("formatCode", "")
        for part in _children(styles, "numFmts")
        for code in part
    }
    used = [int(style.get("numFmtId", 0)) for part in _children(styles, "cellXfs") for style in part]
    if not any(_DATE_LETTER.search(codes.get(number, "")) or number in _DATES for number in used):
        return set(), set()  # most sheets have none, and openpyxl takes a while to load
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

    shown = [codes.get(number) or BUILTIN_FORMATS.get(number) for number in used]
    return (
        {style for style, code in enumerate(shown) if is_date_format(code)},
        {style for style, code in enumerate(shown) if is_timedelta_format(code)},
    )


def _text(element: Element) -> str:
    """Return the text of a cell without its formats and without how it is spoken."""
    texts = []
    for child in element:
        if child.tag.endswith("}t"):
            texts.append(child.text or "")
        elif child.tag.endswith("}r"):
            texts += [part.text or "" for part in _children(child, "t")]
    return "".join(texts)


def _rows(part: IO[bytes], values: _Values, counted: Cells) -> list[list[Any]]:
    """Return all rows; the extent that a part states is not used, for some programs write a wrong one."""
    rows: list[list[Any]] = []
    ended = False
    for _, element in iterparse(part):  # noqa: S314
        # Buttons, further down, have the rows that they stand on.
        ended = ended or element.tag.endswith("}sheetData")
        if ended or not element.tag.endswith("}row"):
            continue
        number = int(float(element.get("r", len(rows) + 1)))
        if number <= len(rows):
            raise ValueError(f"row {number} comes after row {len(rows)}")
        counted.add(number - len(rows) - 1)
        rows += [_EMPTY] * (number - len(rows) - 1)
        rows.append(_cells(element, values, counted))
        element.clear()
    return rows


def _cells(row: Element, values: _Values, counted: Cells) -> list[Any]:
    cells: list[Any] = []
    column = 0
    for cell in _children(row, "c"):
        column = _column(cell.get("r", "")) or column + 1
        if (value := values.value_of(cell)) is not None:
            cells += [None] * (column - len(cells))
            cells[column - 1] = value
    counted.add(column)
    return cells or _EMPTY


def _column(reference: str) -> int:
    """Return the number of the column in a reference such as B12, 0 if there is none."""
    return _number_of(reference.rstrip("0123456789"))


@lru_cache(maxsize=1000)
def _number_of(letters: str) -> int:
    number = 0
    for letter in letters.replace("$", "").upper():
        if letter not in ascii_uppercase:
            raise ValueError(f"{letters} is no column")
        number = number * 26 + ascii_uppercase.index(letter) + 1
    if number > _LAST_COLUMN:
        raise ValueError(f"{letters} is beyond the last column")
    return number


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell)
