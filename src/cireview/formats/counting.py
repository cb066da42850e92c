"""Count the records of a file by another way than the readers: by what starts one, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PATTERNS = {
    "ris": r"^\ufeff*\s?TY(?:  | ?\t| )-",
    "wos": r"^\ufeff*PT [A-Z]\s*$",
    "bibtex": r"^[ \t\ufeff]*@\s*(?!(?:comment|string|preamble)\b)[A-Za-z]+\s*[{(]",
    "enw": r"^\ufeff*%0 ",
    "refworks": r"^\ufeff*RT ",
    "ovid": r"^\s?<\d+\. ?>",
    "ovid_text": r"^<\d+>",
    "proquest_text": r"^ProQuest document ID: ",
    "endnote_xml": r"<record[\s>]",
}
_ERIC_OR_PUBMED = re.compile(r"^\ufeff*(PMID|OWN|PMC) {0,3}- ?", re.MULTILINE)


def count_starts(blocks: Iterable[str], file_format: str) -> int:
    """Return how many records a text of tags should hold.

    Parameters
    ----------
    blocks
        The text in pieces of whole lines.
    file_format
        As `sniff_format` names it; a table's rows are counted by `count_rows`.

    Returns
    -------
    int
        Number of start tags. For MEDLINE the ids or the owners, whichever are more: ERIC has no PMID.
    """
    if file_format == "nbib":
        tags = [tag for block in blocks for tag in _ERIC_OR_PUBMED.findall(block)]
        return max(tags.count(tag) for tag in ("PMID", "OWN", "PMC"))
    pattern = re.compile(_PATTERNS[file_format], re.MULTILINE | re.IGNORECASE)
    return sum(sum(1 for _ in pattern.finditer(block)) for block in blocks)


def count_rows(lines: Iterable[str], skipped: int, *, quoted: bool) -> int:
    """Return how many rows a delimited table should hold: lines at which all quotation marks are closed.

    Parameters
    ----------
    lines
        Lines of the file.
    skipped
        Lines up to and including the header.
    quoted
        Whether quotation marks hide line ends.
    """
    rows, open_marks, filled = 0, False, False
    for number, line in enumerate(lines):
        if number < skipped:
            continue
        filled = filled or bool(line.strip(',;\t| \n"\ufeff'))
        if quoted and line.count('"') % 2:
            open_marks = not open_marks
        if not open_marks:
            rows += filled
            filled = False
    return rows + filled
