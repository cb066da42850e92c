"""Find the stage of a sheet by its columns, and the folder of ``data/labels/`` where it belongs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from cireview.errors import Problem
from cireview.places import place
from cireview.tables.damage import ANSWER_COLUMNS
from cireview.tables.schema import CELL, CODED, MEETS
from cireview.tables.spreadsheets import ID_COLUMNS

STAGES = {
    "duplicates": "possible duplicates or merges",
    "screening": "abstracts (screening)",
    "eligibility": "full texts (eligibility)",
    "coding": "codes (coding)",
    "studies": "which reports are one study (studies)",
    "synthesis": "the authors' judgements (synthesis)",
}
"""What the sheets in each folder of ``data/labels/`` are about."""

COLLECT = (
    "Run 'cireview collect' to move it there, then run again. To keep it as a copy, move it out of "
    "the review's folder"
)
# Columns that a sheet of one of the two stages has alone: both have ids and decisions.
_OF_ABSTRACTS = {
    *("criteria_words", "criteria_so_far", "text_note", "suggested_reason", "purpose", "chosen"),
    *("sentence_for", "sentence_against", "perhaps_unmet"),
}
_OF_TEXTS = {"retrieved", "retrieved_so_far", "full_text", "save_as", "criteria_evidence", "free_url"}


def find_kinds(columns: Iterable[str]) -> list[str]:
    """Return the folders of ``data/labels/`` for a sheet with these columns.

    It is one where the columns say it, none where they are of no sheet, and two where a sheet has ids and
    decisions and nothing that only abstracts or only full texts have: the likelier first.
    """
    names = set(columns)
    if {"record_id_1", "record_id_2"} <= names and names & {"decision", "different?"}:
        return ["duplicates"]
    if {"row", "column", "value"} <= names or {"finding", "confidence"} <= names:
        return ["synthesis"]
    if not names & set(ID_COLUMNS):
        return []
    if "study" in names:
        return ["studies"]
    by_column = any(name.startswith((CODED, CELL)) for name in names)
    if by_column or {"dimension", "value"} <= names:
        return ["coding"]
    asked = {name for name in names if name.startswith(MEETS)}
    if not asked and not names & (set(ANSWER_COLUMNS) - {"value", "different?"}):
        return []
    of_abstracts, of_texts = asked or names & _OF_ABSTRACTS, names & _OF_TEXTS
    if of_abstracts and not of_texts:
        return ["screening"]
    return ["eligibility"] if of_texts and not of_abstracts else ["screening", "eligibility"]


def choose_kind(kinds: Sequence[str], name: str) -> str:
    """Return the one kind, or of several the one that the name of the file holds, or ""."""
    named = [kind for kind in kinds if kind in PurePath(name).stem.lower()]
    return next((found[0] for found in (kinds, named) if len(found) == 1), "")


def find_misplaced(columns: Iterable[str], name: str, kind: str) -> list[Problem]:
    """Return the problem of a sheet in the folder of another stage; nothing if the folder is right.

    Parameters
    ----------
    columns, name
        Columns of the sheet, and its file as problems name it.
    kind
        The folder of ``data/labels/`` in which it lies.
    """
    kinds = find_kinds(columns)
    return [tell_misplaced(name, kinds)] if kinds and kind not in kinds else []


def tell_misplaced(name: str, kinds: Sequence[str]) -> Problem:
    """Return the problem of a sheet that belongs in one of the folders `kinds` of ``data/labels/``."""
    chosen = choose_kind(kinds, name)
    named = [chosen] if chosen else kinds
    homes = " or ".join(f"{place('label_sheets', kind=kind)}/" for kind in named)
    message = f"this sheet is for {' or '.join(STAGES[kind] for kind in named)}, and belongs in {homes}"
    return Problem(message, name, remedy=COLLECT if chosen else "Move it to the right folder")
