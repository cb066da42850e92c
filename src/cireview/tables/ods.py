"""Read an OpenDocument spreadsheet (.ods), as LibreOffice saves it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from cireview.limits import Cells, refuse_packed

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MOST_BLANKS = 1_000
_MOST_COLUMNS = 1_000  # a sheet ends in a cell that is repeated to the spreadsheet's last column


def read_ods(content: bytes) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """Return the title and the rows with any text of each worksheet.

    A row is its number as the spreadsheet shows it and its cells as text: dates are ISO 8601, booleans yes
    or no, whole numbers without decimals.

    Raises
    ------
    ReviewError
        If it is larger than `cireview.limits` allow.
    zipfile.BadZipFile, KeyError, IndexError, xml.etree.ElementTree.ParseError
        If it is no such file.

    References
    ----------
    OASIS, *Open Document Format for Office Applications 1.3*, part 3, section 9.
    """
    refuse_packed(io.BytesIO(content))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        tree = ElementTree.fromstring(parts.read("content.xml"))  # noqa: S314 (a file of the reviewers)
    # The children of the spreadsheet alone: a table inside a cell is no worksheet.
    tables = next(tree.iter(f"{_OFFICE}spreadsheet")).findall(f"{_TABLE}table")
    counted = Cells()
    return [(table.get(f"{_TABLE}name", ""), _rows(table, counted)) for table in tables]


def _rows(table: ElementTree.Element, counted: Cells) -> list[tuple[int, list[str]]]:
    rows, number = [], 1
    for row in table.iter(f"{_TABLE}table-row"):
        cells = list(_cells(row))
        counted.add(len(cells))
        if any(cells):
            rows.append((number, cells))
        number += int(row.get(f"{_TABLE}number-rows-repeated", 1))
    return rows


def _cells(row: ElementTree.Element) -> Iterator[str]:
    for cell in row:
        if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            # LibreOffice writes equal neighbours once, with their number.
            repeated = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
            yield from [_value(cell)] * max(0, min(repeated, _MOST_COLUMNS))


def _value(cell: ElementTree.Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "")[:10]
    if kind == "boolean":
        return "yes" if cell.get(f"{_OFFICE}boolean-value") == "true" else "no"
    if kind == "float":
        number = float(cell.get(f"{_OFFICE}value", "0"))
        return str(int(number)) if number.is_integer() else str(number)
    return "\n".join(_plain(paragraph) for paragraph in cell if paragraph.tag == f"{_TEXT}p")


def _plain(element: ElementTree.Element) -> str:
    """Return the text of a paragraph, whose blanks, tabs and breaks are elements of their own."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(int(child.get(f"{_TEXT}c", 1)), _MOST_BLANKS))
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            parts.append("\t" if child.tag.endswith("tab") else "\n")
        # A comment beside a cell is not part of its content.
        elif child.tag != f"{_OFFICE}annotation":
            parts.append(_plain(child))
        parts.append(child.tail or "")
    return "".join(parts)
