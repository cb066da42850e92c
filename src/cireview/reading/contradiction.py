"""Check whether an answer on the page replaces the person's answer on a sheet, by the rule of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import pandas as pd

from cireview.errors import LabelError, Problem
from cireview.labels.latest import keep_last
from cireview.reading.piles import Said, Stood


def choose_replaced(before: Said | None, new: Stood) -> tuple[str, ...]:
    """Return the lines of journals that a new answer takes back, so that it replaces answers on sheets.

    An earlier line stays where only it shows that the person was asked again, which settles an answer
    without a date (`cireview.labels.latest.keep_last`).

    Raises
    ------
    LabelError
        If no answer of today settles it: with file and row of the other answers, and what to do.
    """
    lines = before.lines if before else ()
    on_sheets = [one for one in before.stood if not one.line] if before else []
    if not on_sheets:
        return lines
    assert before
    if not _find_unsettled([*on_sheets, new], new):
        return lines
    others = _find_unsettled([*before.stood, new], new)
    if not others:
        return ()
    raise LabelError(
        Problem(
            f"your sheet says {one.word!r} {f'on {one.day}' if one.day else 'without a date'}, "
            "and an answer with today's date would contradict it",
            one.file,
            one.row,
            remedy="Correct that row, or delete its answer. If it is older, write its date in decided_on",
        )
        for one in others
    )


def _find_unsettled(stood: Sequence[Stood], new: Stood) -> list[Stood]:
    """Return the answers that say something else than the new one and count beside it."""
    names = {"record": "record_id", "day": "decided_on"}
    rows = pd.DataFrame([asdict(one) for one in stood]).rename(columns=names).assign(report=new.record)
    kept = keep_last(rows, ["report"], "word").index
    return [stood[number] for number in kept if stood[number].word != new.word]
