"""Desks of two people over one folder of journals, without a server."""

from datetime import datetime, timedelta
from itertools import count

from cireview.reading.desk import Desk
from cireview.reading.journal import Journal
from cireview.reading.piles import Pile
from cireview.reading.said import read_said_of_records
from cireview.reading.stages import SCREENING, Asked
from cireview.tables.spreadsheets import find_sheets

PEOPLE = ("anna", "ben")
REASONS = {"garden": "Not about gardens"}
ASKED = Asked(SCREENING, REASONS, REASONS)
_numbers = count(1)


def ticking():
    """Return a clock that is a second later each time."""
    seconds = count()
    return lambda: datetime(2026, 1, 2, 10) + timedelta(seconds=next(seconds))


def read_said(folder, person):
    """Return what a person said by what stands in a folder."""
    given = {"stage": SCREENING, "people": PEOPLE, "reasons": REASONS, "report_of": {}}
    return read_said_of_records(find_sheets(folder), person=person, root=folder, **given)


def open_desk(folder, person, ids, *, clock=None, moves=True, **given):
    """Return the desk of a person as a server that starts now finds it."""
    session = f"{next(_numbers):08x}"
    journal = Journal(
        folder, f"screening_{person}", ASKED.columns, session=session, began=datetime(2026, 1, 2)
    )
    piles = [Pile(f"screening_{person}", tuple(ids), kind="ranking", moves=moves)]
    said = read_said(folder, person)
    return Desk(person, piles, journal, said, clock=clock or ticking(), **given)


def answer(desk, key, decision, seen=None, reason=""):
    """Answer as a page does that was made just now."""
    said = desk.recall(key)
    mark = (said.mark if said else "") if seen is None else seen
    rows = ASKED.read_form({"record_id": key, "title": ""}, {"decision": decision, "reason": reason})
    return desk.answer(key, mark, rows)
