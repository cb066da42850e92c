"""What every reader yields: one entry of a file, its fields still under the file's own names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Fields = dict[str, list[str]]

NOTED = "(noted)"
"""The tag of what a reader or a quirk takes out of other values; it goes to the notes as it is."""


_LINE_ENDS = re.compile(r"[\r\n]+")


def join_lines(text: str) -> str:
    r"""Return a text whose lines were wrapped as one line, without blanks at its ends.

    Examples
    --------
    >>> join_lines("A title that \n   goes on ")
    'A title that goes on'
    """
    if "\n" not in text and "\r" not in text:
        return text.strip()
    return " ".join(line for part in _LINE_ENDS.split(text) if (line := part.strip()))


@dataclass(slots=True)
class Entry:
    """One record of a file, or one part of it that is not a record.

    Parameters
    ----------
    line
        1-based line (or spreadsheet row) where it starts.
    fields
        Values by the file's own tag or column name, in the order of the file; repeated tags are kept.
    remark
        Something to tell about a record that was read, the same words for all records of that kind.
    problem
        Why this part is not a record; empty for a record.
    text
        The rejected part.
    """

    line: int
    fields: Fields = field(default_factory=dict)
    remark: str = ""
    problem: str = ""
    text: str = ""

    def show(self) -> str:
        """Return the fields as lines, so that a person sees the content of the entry."""
        return "\n".join(f"{tag} {value}" for tag, values in self.fields.items() for value in values)


@dataclass(frozen=True)
class Dialect:
    """Which tags of a format make which column of a record.

    Parameters
    ----------
    first
        Column to tags in order of preference: the first tag that has a value gives the column.
        Besides the record's columns there are ``first_page``, ``last_page`` and ``article_number``.
    joined
        Column to groups of tags in order of preference: all values of the first group that has any.
    identified
        Tags in which a database's own id is looked for, when ``accession`` has none.
    doi
        Tags that may hold a DOI, when ``doi`` has none.
    pubmed
        Tags that may hold a PubMed id, when ``pmid`` has none.
    quirks
        Functions that mend a vendor's habit in an entry's fields, in place, before the columns are filled.
    silent
        Tags that say nothing of a record; all others that make no column are kept in the notes.
    short
        Tags that repeat the authors in short.
    references
        Tags of the works that a record cites; they end the notes.
    prefix
        What stands before a tag in the notes.
    """

    first: Mapping[str, tuple[str, ...]]
    joined: Mapping[str, tuple[tuple[str, ...], ...]]
    identified: tuple[str, ...] = ()
    doi: tuple[str, ...] = ()
    pubmed: tuple[str, ...] = ()
    quirks: tuple[Callable[[Fields], None], ...] = ()
    silent: frozenset[str] = frozenset({""})
    short: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    prefix: str = ""
