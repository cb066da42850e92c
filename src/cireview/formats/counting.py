"""Count records in a second, cruder way: line by line, without the patterns of the readers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise

_DASHES = "-–—−:"
# Of long files only these lines are looked at: by their first two signs, or their first.
_LOOKED = {"ris": frozenset({"TY", "ER", "TI", "T1", "ty", "er", "ti", "t1", "Ty", "Er", "Ti"})}
_ODD = frozenset(" \t\ufeff\0\r\xa0")
_FIRST = {name: _ODD | {start[:1] for start in starts} for name, starts in _LOOKED.items()}
JSON_SIGN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z)|[{}\[\]]', re.DOTALL)
"""A string of JSON, or a bracket outside of strings."""

_NO_RECORDS = ("comment", "string", "preamble", "xdata", "set")


def count_starts(blocks: Iterable[str], file_format: str) -> int:
    """Return how many records a tagged text should contain.

    Parameters
    ----------
    blocks
        The text in pieces of whole lines.
    file_format
        As `sniff_format` names it; a table's rows are counted by `count_rows`.

    Returns
    -------
    int
        Number of stretches of the text that look like a record.
    """
    looked = _LOOKED.get(file_format)
    if looked is None:
        return _COUNTERS[file_format](line for block in blocks for line in block.split("\n"))
    first = _FIRST[file_format]
    kept = (
        [line for line in block.split("\n") if line[:1] in first and (line[:2] in looked or line[:1] in _ODD)]
        for block in blocks
    )
    return _COUNTERS[file_format](line for lines in kept for line in lines)


def _count_closed(lines: Iterable[str], start: str, end: str, *, dashed: bool) -> int:
    """Count stretches of tagged lines that begin at `start`, or end with `end`, whichever comes first.

    One that has lost both begins at a title.
    """
    records, filled, titled, lost = 0, False, False, True
    for line in lines:
        tag = _tag(line.lstrip("\ufeff \t\0\xa0")[:6], dashed)
        if tag in (start, end):
            records += filled
            filled, titled, lost = tag == start, False, tag == end
        elif tag in ("TI", "T1"):
            records += titled and lost
            filled, titled = True, True
    return records + filled


@lru_cache(1_000)
def _tag(bare: str, dashed: bool) -> str:
    """Return the first two signs of a line that a tag may be, else "", by its first six."""
    tag, rest = bare[:2], bare[2:].lstrip()
    if len(tag) < 2 or not tag.isalnum():
        return ""
    if dashed:
        return tag.upper() if rest[:1] in _DASHES and rest else ""
    return tag if bare[2:3] in ("", " ", "\r", "\n") else ""


def _count_ris(lines: Iterable[str]) -> int:
    return _count_closed(lines, "TY", "ER", dashed=True)


def _count_wos(lines: Iterable[str]) -> int:
    return _count_closed((line for line in lines if line[:1] != " "), "PT", "ER", dashed=False)


def _count_tags(*words: str) -> Callable[[Iterable[str]], int]:
    """Return the count of lines that begin with one of `words`."""

    def count(lines: Iterable[str]) -> int:
        return sum(line.lstrip("\ufeff").startswith(words) for line in lines)

    return count


def _count_refer(lines: Iterable[str]) -> int:
    """Count types; where there are none, titles."""
    starts = [line.lstrip("\ufeff")[:3] for line in lines]
    return starts.count("%0 ") or starts.count("%T ")


def _count_medline(lines: Iterable[str]) -> int:
    """Count ids or owners, whichever are more: ERIC has no PMID."""
    numbers = {"PMID": 0, "OWN": 0, "PMC": 0}
    for line in lines:
        name = line.lstrip("\ufeff").split("-", 1)[0].rstrip() if "-" in line[:7] else ""
        if name in numbers:
            numbers[name] += 1
    return max(numbers.values())


def _count_entries(lines: Iterable[str]) -> int:
    """Count signs @ at the start of a line or after a closed bracket, before a word and an open bracket."""
    text = "\n".join(lines)
    pieces = text.split("@")
    return sum(_begins_entry(before, after) for before, after in pairwise(pieces))


def _begins_entry(before: str, after: str) -> bool:
    head = before.rstrip(" \t\ufeff")
    if head and head[-1] not in "\n})":
        return False
    places = [place for sign in "{(" if (place := after.find(sign)) >= 0]
    word = _without_comments(after[: min(places)]) if places else ""
    return bool(word) and not set(word) & set("\"'#%,;=}\\[]") and word.lower() not in _NO_RECORDS


def _without_comments(text: str) -> str:
    return " ".join(line for line in text.split("\n") if not line.lstrip().startswith("%")).strip()


def _count_numbered(lines: Iterable[str]) -> int:
    """Count lines '<1. >' or '<1>'."""
    heads = (line.strip()[1:].split(">")[0].strip(" .") for line in lines if line.strip()[:1] == "<")
    return sum(head.isdigit() for head in heads)


_TAG_ENDS = (">", " ", "\t", "\n", "/")


def _count_elements(*names: str) -> Callable[[Iterable[str]], int]:
    """Return the count of start tags of elements, with a prefix or without."""

    def count(lines: Iterable[str]) -> int:
        return sum(_count_tag(f"{line}\n", name) for line in lines if "<" in line for name in names)

    return count


def _count_tag(line: str, name: str) -> int:
    plain = sum(piece.startswith(_TAG_ENDS) for piece in line.split(f"<{name}")[1:])
    pieces = line.split(f":{name}")
    return plain + sum(
        after.startswith(_TAG_ENDS) and before.rpartition("<")[2].isalnum()
        for before, after in pairwise(pieces)
    )


def _count_items(lines: Iterable[str]) -> int:
    """Count the types of Zotero's items that are no files and no notes."""
    kinds = [piece.partition("<")[0].strip() for piece in "\n".join(lines).split("itemType>")[1::2]]
    return sum(kind not in ("attachment", "note", "annotation") for kind in kinds)


def _count_objects(*members: str) -> Callable[[Iterable[str]], int]:
    """Return the count of objects in the list of one of `members`, in an outermost list, or outermost.

    Only names and brackets are looked at.
    """

    def count(lines: Iterable[str]) -> int:
        within: list[bool] = []  # for each open bracket whether it is that of a list of records
        found = outermost = 0
        named, whole = "", "\n".join(lines)
        for token in JSON_SIGN.finditer(whole):
            sign = token[0]
            if sign in "{[":
                holds = sign == "[" and (not within or (len(within) < 3 and named in members))
                outermost += (sign == "{" and not within) - (holds and len(within) > 0)
                found += sign == "{" and within[-1:] == [True]
                within.append(holds)
            elif sign in "}]":
                del within[-1:]
            named = sign.strip('"')
        return found + max(outermost, 0)

    return count


_COUNTERS: dict[str, Callable[[Iterable[str]], int]] = {
    "ris": _count_ris,
    "wos": _count_wos,
    "nbib": _count_medline,
    "bibtex": _count_entries,
    "enw": _count_refer,
    "refworks": _count_tags("RT "),
    "ovid": _count_numbered,
    "ovid_text": _count_numbered,
    "proquest_text": _count_tags("ProQuest document ID: "),
    "endnote_xml": _count_elements("record"),
    "pubmed_xml": _count_elements("PubmedArticle", "PubmedBookArticle"),
    "ictrp_xml": _count_elements("Trial"),
    "ctgov_xml": _count_elements("clinical_study"),
    "isrctn_xml": _count_elements("fullTrial"),
    "mods": _count_elements("mods"),
    "zotero_rdf": _count_items,
    "euctr_text": _count_tags("EudraCT Number:"),
    "euctr_details": _count_tags("EudraCT Number:"),
    "cochrane_text": _count_tags("Record #"),
    "ctgov_json": _count_objects("studies"),
    "openalex_json": _count_objects("results"),
    "crossref_json": _count_objects("items"),
    "csl_json": _count_objects("items"),
}


def count_rows(lines: Iterable[str], skipped: int, *, quoted: bool) -> int:
    """Return how many rows a delimited table should contain: lines where all quotation marks are closed.

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
