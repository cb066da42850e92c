"""Keep in the notes, with their names, all fields of a record that have no column."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cireview.formats.entries import NOTED, Dialect, Fields
from cireview.formats.identifiers import find_doi, find_pmid, looks_like_doi
from cireview.formats.reference_types import UNTYPED, name_type

NO_TYPE = frozenset(UNTYPED)
"""Each format's word for a type of reference that is not known."""

_LABELLED = re.compile(r"(.+) \[doi\]")


def note_rest(
    tags: Iterable[str], fields: Fields, filled: dict[str, str], dialect: Dialect, source: str
) -> list[str]:
    """Return notes 'tag: value' of the values of `tags` that say what no column says; references last.

    Parameters
    ----------
    tags
        Tags that made no column.
    fields, filled
        The record's values by tag, and by column.
    dialect
        Whose tags they are.
    source
        The database as the review calls it.
    """
    said = {*filled.values(), source, *NO_TYPE}
    said.update(name_type(filled["document_type"]))
    notes: list[str] = []
    references: list[str] = []
    for tag in tags:
        if tag == NOTED:
            notes += fields[tag]
            continue
        kept = dict.fromkeys(value for value in fields[tag] if value not in said)
        named = [
            f"{dialect.prefix}{tag}: {value}" for value in kept if not _is_said(value, tag, filled, dialect)
        ]
        if tag in dialect.references:
            references += named
        else:
            notes += named
    return notes + references


def _is_said(value: str, tag: str, filled: dict[str, str], dialect: Dialect) -> bool:
    """Say whether a column holds `value` in another form."""
    if tag in dialect.short:
        family = re.split(r",| (?=[A-Z.-]+$)", value)[0].casefold()
        return family in filled["authors"].casefold()
    if filled["pmid"] and find_pmid(value) == filled["pmid"] and len(value) < 20:
        return True
    bare = label[1] if (label := _LABELLED.fullmatch(value)) else value
    if bare in (filled["doi"], filled["pages"]):
        return True
    return looks_like_doi(bare) and find_doi([bare]).casefold() == find_doi([filled["doi"]]).casefold()


REFERENCES = (
    *("CR", "cited-references", "references", "cited references"),
    *("reference", "referenced_works", "PubmedData/ReferenceList/Reference/Citation"),
)
"""Tags under which formats list the works that a record cites."""

_REFERENCES = re.compile(rf"(?:^|; )(?:{'|'.join(REFERENCES)}): .*", re.DOTALL)


def drop_references(notes: str) -> str:
    """Return notes without the works that the record cites, which come last.

    Examples
    --------
    >>> drop_references("PB: Wiley; CR: Roe A, 2001, RETRACTED ARTICLE")
    'PB: Wiley'
    """
    return _REFERENCES.sub("", notes)
