"""Sections of an article, by their headings; which of them say nothing of the article's own study."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

FRONT = "front"
_LONGEST = 60  # characters of a heading
_NAMES = {
    "abstract": r"(?:structured )?abstract|summary",
    "introduction": r"introduction|background|aims?|objectives?|purpose|rationale",
    "methods": r"(?:materials? and |patients and |subjects and |research )?methods?|methodology|study design"
    r"|methods and (?:materials|data)",
    "results": r"(?:main )?results|findings|results and discussion",
    "discussion": r"discussion|discussion and conclusions?|limitations|strengths and limitations|implications"
    r"|(?:implications|recommendations) for (?:practice|policy|research)",
    "conclusion": r"conclusions?|concluding remarks",
    "references": r"references?|reference list|references cited|bibliography|literature cited|works cited"
    r"|literature|cited literature|notes and references|endnotes",
    "back matter": r"acknowledge?ments?|funding|funding sources?|financial support|author contributions?"
    r"|authors['’] contributions?|contributors|conflicts? of interests?|competing interests?|disclosures?"
    r"|declarations?|declaration of (?:conflicting|competing) interests?|ethics (?:approval|statement)"
    r"|data availability(?: statement)?|about the authors?|author information|author affiliations?"
    r"|orcid(?: ids?)?|publisher['’]?s note|abbreviations|supplementary (?:materials?|information|data)"
    r"|notes on contributors",
    "appendix": r"appendi(?:x|ces)(?: [a-z0-9])?|figure legends|tables?",
}
LEFT_OUT = frozenset(("references", "back matter"))
"""Sections whose words are other people's, or thanks: they are never searched for codes."""
_NUMBER = r"(?:(?:\d+(?:\.\d+)*|[IVX]+)[.)]?\s+)?"
_HEADINGS = {
    name: re.compile(rf"{_NUMBER}(?:{words})\s*[:.]?", re.IGNORECASE) for name, words in _NAMES.items()
}
# A heading that runs on into its text: "References 1. Kania J, ..."; only where the text of a list follows.
_RUN_IN = re.compile(
    rf"{_NUMBER}(?:references|bibliography|literature cited|works cited|REFERENCES)\s*:?\s+"
    r"(?=\[?1\]?[.)]?\s|[A-Z][\w’'-]+,?\s(?:[A-Z]\.|[A-Z]{1,3}\b))",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"@|\b(?:universit|department of|school of|faculty of|institute|correspond|hospital"
    r"|college of|orcid|received:)",
    re.IGNORECASE,
)


class Section(NamedTuple):
    """A piece of a text: name of its section (empty before any heading), and its offsets."""

    name: str
    start: int
    end: int


def name_heading(line: str) -> str:
    """Return the section that a line is the heading of, or an empty text.

    Examples
    --------
    >>> [name_heading(line) for line in ("2. Methods", "REFERENCES", "We used methods.")]
    ['methods', 'references', '']
    """
    line = line.strip()
    first = next((character for character in line if character.isalpha()), "")
    if len(line) > _LONGEST or not first.isupper():
        return ""
    return next((name for name, heading in _HEADINGS.items() if heading.fullmatch(line)), "")


def split_sections(text: str) -> Iterator[Section]:
    """Yield the sections of a text, heading by heading.

    What stands before the first heading is ``front`` where it gives addresses of authors, line by line,
    and has no name elsewhere.
    """
    name, start, place, headed = "", 0, 0, False
    pieces: list[Section] = []
    for line in text.splitlines(keepends=True):
        found = name_heading(line) or ("references" if _RUN_IN.match(line) else "")
        if not found and not headed and _ADDRESS.search(line) and len(line) < 400:
            pieces += [Section(name, start, place), Section(FRONT, place, place + len(line))]
            start = place + len(line)
        if found:
            pieces.append(Section(name, start, place))
            name, start, headed = found, place, True
        place += len(line)
    pieces.append(Section(name, start, place))
    has_body = any(piece.name in ("introduction", "methods", "abstract") for piece in pieces)
    for piece in pieces:
        if piece.end > piece.start:
            yield piece if has_body or piece.name != FRONT else piece._replace(name="")
