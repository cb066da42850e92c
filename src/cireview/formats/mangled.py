"""Find cells that a spreadsheet program changed to numbers, dates or errors."""

from __future__ import annotations

import re

from cireview.formats.columns import TABLE
from cireview.formats.entries import NOTED, Entry, Fields

SHORT = "a number in short form, whose last digits are lost"
DATE = "a date, which was perhaps 1-2 or 12-15"
ERROR = "an error, because the text was taken for a formula"
SERIAL = "the number of a day, which was perhaps a year"
ZERO = "an ISSN whose first zeros are lost"
TRUTH = "TRUE or FALSE"
CUT = "the greatest length of a cell: the rest is lost"

_ADVICE = (
    "a spreadsheet program changed these cells; export again, and do not open the file in such a program"
)
_LONGEST = 32_767  # characters of a cell of Excel
_SHOWN = 5
_MONTH = (
    r"(?:jan|feb|f[ée]v|mar|m[äa]r|mrz|apr|avr|abr|ma[yijg]|jun|juin|jul|juil|aug|ago|ao[ûu]|sep|okt|oct|ott|out"
    r"|nov|de[czi]|d[ée]c|gen|ene|giu|lug|set|dic)(?:[a-zé]{0,2}\.|(?![a-zé]))"
)
_ERROR = re.compile(r"#(?:N/?[AV]|N/D|[A-ZÀ-Þ¿/]{3,14}[!?]|DIV/0!|#+)")
_SHORT = re.compile(r"-?\d(?:[.,]\d+)?E[+-]?\d{1,3}", re.IGNORECASE)
_DATE = re.compile(
    rf"\d{{1,4}}[-. /]{{1,2}}{_MONTH}(?:[-. /]\d{{2,4}})?|{_MONTH}[-. /]\d{{1,4}}"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d\d-\d\d(?:[ T]00:00(?::00)?)?",
    re.IGNORECASE,
)
_TRUTH = re.compile(r"TRUE|FALSE|WAHR|FALSCH|VRAI|FAUX|VERDADERO|FALSO|True|False")
_ISSN = re.compile(r"\d{5,6}[\dX]|\d{1,3}-?\d{3}[\dX]", re.IGNORECASE)


def _names(*columns: str) -> frozenset[str]:
    """Return the names under which tables have these columns."""
    grouped = (name for column in columns for group in TABLE.joined.get(column, ()) for name in group)
    return frozenset([*(name for column in columns for name in TABLE.first.get(column, ())), *grouped])


_ISSNS = _names("issn") - {"isbn", "issn isbn"}
_IDENTIFIERS = (
    _names("accession", "doi", "pmid") | _ISSNS | {"pmcid", "pmc id", "isbn", "issn isbn", "nct number"}
)
_NUMBERS = _names("volume", "issue", "pages", "first_page", "last_page", "article_number")
_TITLES = _names("title", "journal")
_TEXTS = _names("title", "abstract", "authors", "affiliations", "keywords", "notes")
_YEARS = frozenset({"year", "publication year", "pub year", "pubyear", "published year", "py"})


def name_damage(column: str, value: str) -> str:
    """Return what a spreadsheet did to a cell; "" if the cell is intact.

    Parameters
    ----------
    column
        Plain name of the cell's column.
    value
        What the cell holds.

    Examples
    --------
    >>> name_damage("pmid", "3.1E+07"), name_damage("issue", "02-Jan"), name_damage("issue", "3")
    ('a number in short form, whose last digits are lost', 'a date, which was perhaps 1-2 or 12-15', '')
    """
    if len(value) == _LONGEST and column in _TEXTS:
        return CUT
    if len(value) > 30 or (value.isdecimal() and column not in _YEARS and column not in _ISSNS):
        return ""
    if _ERROR.fullmatch(value):
        return ERROR
    checked = column in _IDENTIFIERS or column in _NUMBERS
    if _SHORT.fullmatch(value) and (checked or column in _YEARS):
        return SHORT
    if _DATE.fullmatch(value) and checked:
        return DATE
    if _TRUTH.fullmatch(value) and (checked or column in _TITLES):
        return TRUTH
    if column in _YEARS and value.isdecimal() and 20_000 < int(value) < 60_000:
        return SERIAL
    return ZERO if column in _ISSNS and _ISSN.fullmatch(value) else ""


class Damage:
    """The cells of one table that a spreadsheet changed, gathered while its rows are read."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], list[tuple[int, str]]] = {}

    def look(self, entry: Entry) -> None:
        """Note the damaged cells of a row; an identifier that lost digits is moved to the notes, in place."""
        # PubMed's accession was taken from the cell of the PubMed id.
        twice = "accession" in entry.fields and entry.fields["accession"] == entry.fields.get("pmid")
        fields = {
            name: values for name, values in entry.fields.items() if not (twice and name == "accession")
        }
        for column in [name for name in fields if name != NOTED]:
            damage = {value: what for value in fields[column] if (what := name_damage(column, value))}
            for value, what in damage.items():
                self._rows.setdefault((column, what), []).append((entry.line, value))
            if column in _IDENTIFIERS:
                _set_aside(fields, column, [value for value, what in damage.items() if what != ZERO])
        entry.fields = fields | ({"accession": fields["pmid"]} if twice else {})

    def tell(self) -> list[str]:
        """Return one warning for each kind of damage, with places, and one with advice."""
        kinds: dict[str, dict[str, list[tuple[int, str]]]] = {}
        for (column, what), places in self._rows.items():
            kinds.setdefault(what, {})[column] = places
        return [*(_tell(what, columns) for what, columns in kinds.items()), *([_ADVICE] if kinds else [])]


def _set_aside(fields: Fields, column: str, damaged: list[str]) -> None:
    if damaged:
        fields.setdefault(NOTED, []).extend(f"{column}: {value}" for value in damaged)
        fields[column] = [value for value in fields[column] if value not in damaged]


def _tell(what: str, columns: dict[str, list[tuple[int, str]]]) -> str:
    number = sum(map(len, columns.values()))
    where = [_locate(column, places) for column, places in columns.items()]
    more = f"; {len(where) - _SHOWN} more columns" if len(where) > _SHOWN else ""
    cells = "1 cell is" if number == 1 else f"{number} cells are each"
    return f"{cells} {what}: {'; '.join(where[:_SHOWN])}{more}"


def _locate(column: str, places: list[tuple[int, str]]) -> str:
    """Return the first rows that are damaged in a column, with an example."""
    rows = list(dict.fromkeys(row for row, _ in places))
    shown = ", ".join(map(str, rows[:_SHOWN]))
    more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
    return f"row{'s' * (len(rows) > 1)} {shown}{more}, column {column!r}: {places[0][1][:40]!r}"
