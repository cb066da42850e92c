"""Take apart what tables write into one cell: lists of names, citations."""

from __future__ import annotations

import re

from cireview.formats.columns import TABLE
from cireview.formats.entries import NOTED, Fields
from cireview.formats.names import arrange_name, is_rest, part_names

AUTHOR_COLUMNS = frozenset(name for group in TABLE.joined["authors"] for name in group)

_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_SCOPUS_ID = re.compile(r"\s*\(\d{6,}\)$")
_SPRINGER_JOINT = re.compile(r"(?<=[a-zß-ÿ)])(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bLa)(?<!\bLe)(?=[A-ZÀ-Þ])")
_EMBASE_SOURCE = re.compile(
    r"(?P<journal>.+?) \((?P<year>\d{4})\)(?: (?P<volume>[^:. ]+)(?::(?P<issue>\S+))?)?"
    r"(?: \((?P<pages>[^)]+)\))?"
)


def part_list(text: str, name: str = "") -> list[str]:
    """Return the names in one cell of the column `name`.

    Programs part them as `cireview.formats.names.part_names` says, or write a list of Python (ASReview).

    Examples
    --------
    >>> part_list("Lim SM, Lau Y."), part_list("['Marx, Karl', 'Lindgren, Astrid']")
    (['Lim, SM', 'Lau, Y'], ['Marx, Karl', 'Lindgren, Astrid'])
    >>> part_list("McLeod Jr., Raymond and Fuerst, William L.")
    ['McLeod Jr., Raymond', 'Fuerst, William L.']
    """
    if _is_python_list(text):
        return _part_python_list(text)
    names = [_SCOPUS_ID.sub("", part).strip() for part in part_names(text)]
    if len(names) > 1:
        return [part if is_rest(part) else arrange_name(part) for part in names]
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if name == "author s" and len(parts) > 2 and len(parts) % 2 == 0:
        return [", ".join(pair) for pair in zip(parts[::2], parts[1::2], strict=True)]
    return names


def _is_python_list(text: str) -> bool:
    return text.startswith("[") and text.endswith("]")


def _part_python_list(text: str) -> list[str]:
    """Return the texts in quotation marks."""
    return [quoted[1] or quoted[2] or "" for quoted in _QUOTED.finditer(text)]


def _part_embase_source(fields: Fields, names: frozenset[str]) -> None:
    """Embase's short table writes 'Endoscopic Ultrasound (2014) 3:3 (152-160). Date of Publication: 2014'."""
    citation = _EMBASE_SOURCE.match(next(iter(fields.get("source", ())), ""))
    if citation and "source title" not in names:
        for key, column in (
            ("journal", "journal"),
            ("year", "year"),
            ("volume", "volume"),
            ("issue", "issue"),
            ("pages", "pages"),
        ):
            if citation[key]:
                fields.setdefault(column, [citation[key]])


def _take_cochrane_journal(fields: Fields, names: frozenset[str]) -> None:
    """CENTRAL names the journal in 'Source', where other databases name themselves or write a citation."""
    if "central id" in names:
        fields["journal"] = fields.pop("source", [])


def _take_pubmed_number(fields: Fields, names: frozenset[str]) -> None:
    """PubMed's own number is the PubMed id, as in its other formats."""
    if {"pmid", "nihms id"} <= names:
        fields["accession"] = fields.get("pmid", [])


def _part_springer_authors(fields: Fields, names: frozenset[str]) -> None:
    """Springer writes names without anything between them: 'Araz R. AlievNigar T. Ismayilova'."""
    if "item title" in names:
        fields["authors"] = [
            part for name in fields.get("authors", ()) for part in _SPRINGER_JOINT.split(name)
        ]


# Data of Google Scholar about a work, not of the work itself.
_SCHOLAR_FILES = frozenset({"PDF", "HTML", "CITATION", "DOC", "PS", "RTF", "TXT", "XML"})
_PAGED = ("volume", "issue", "startpage", "endpage", "year")
_INITIALS_BEFORE = re.compile(r"([A-Z]{1,4}) ([^\W\d_].*)")


def _mend_publish_or_perish(fields: Fields, names: frozenset[str]) -> None:
    """Publish or Perish names the journal in 'Source', writes 0 for what is missing, and initials first."""
    if not {"cites", "gsrank", "querydate"} <= names:
        return
    fields["journal"] = fields.pop("source", [])
    for name in _PAGED:
        if fields.get(name) == ["0"]:
            del fields[name]
    if set(fields.get("type", ())) <= _SCHOLAR_FILES:
        fields.setdefault(NOTED, []).extend(f"type: {kind}" for kind in fields.pop("type", ()))
    authors = [one.strip() for name in fields.get("authors", ()) for one in name.split(", ")]
    fields["authors"] = [
        f"{parts[2]}, {parts[1]}" if (parts := _INITIALS_BEFORE.fullmatch(name)) else name for name in authors
    ]


def _part_python_lists(fields: Fields, names: frozenset[str]) -> None:
    """ASReview and OpenAlex write lists as Python does, or parted by '|'."""
    for name in (
        "keywords",
        "issns",
        "primary location source issn",
        "authorships institutions display name",
    ):
        for text in fields.pop(name, ()):
            parts = _part_python_list(text) if _is_python_list(text) else text.split("|")
            fields.setdefault(name, []).extend(part.strip() for part in parts if part.strip())


def mend_cells(fields: Fields, names: frozenset[str]) -> None:
    """Take apart the cells of a row that a program wrote in its own way; `names` tell which program."""
    _part_embase_source(fields, names)
    _take_cochrane_journal(fields, names)
    _take_pubmed_number(fields, names)
    _mend_publish_or_perish(fields, names)
    _part_springer_authors(fields, names)
    _part_python_lists(fields, names)
