"""A filled checklist as a document to send."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cireview.paper.checklists import find_checklist
from cireview.paper.document import Block, Grid, Paragraph

_HEADS = {
    "item": "Item",
    "topic": "Topic",
    "asks": "What it asks for",
    "told": "What this review says",
    "from": "Said by",
    "location": "Location in the paper",
}
_WIDTHS = (0.06, 0.15, 0.21, 0.36, 0.08, 0.14)


def lay_out_checklist(name: str, table: pd.DataFrame) -> tuple[str, Sequence[Block]]:
    """Return title and blocks of a checklist that `fill_checklist` filled; locations are for the authors.

    Sections stand in the topic, so that a table has one row an item.
    """
    checklist = find_checklist(name)
    shown = table.assign(topic=table["section"] + ": " + table["topic"])[[*_HEADS]].rename(columns=_HEADS)
    left = int((table["from"] == "authors").sum())
    words = (
        f"Item numbers and names after {checklist.source}; what items ask for is in our own words, so read "
        f"the standard. {left} of {len(table)} items are for the authors to answer; fill in the last column."
    )
    return checklist.title, [Paragraph(words), Grid(shown, checklist.title, _WIDTHS)]
