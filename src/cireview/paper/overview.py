"""Overview of a review: how many records and reports each step received, left out and kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cireview.flow.kinds import DATABASE_KINDS, OTHER_KINDS

_ROWS = (
    ("3 Search", "records found", tuple(f"{kind}_results" for kind in (*DATABASE_KINDS, *OTHER_KINDS))),
    ("3 Search", "duplicates removed", ("duplicates", "other_already_found")),
    ("4 Practical screen", "removed by rules", ("excluded_automatic", "other_ineligible")),
    ("4 Practical screen", "excluded on title and abstract", ("records_excluded", "other_screened_out")),
    ("4 Practical screen", "still need screening", ("awaiting_screening", "other_awaiting_screen")),
    ("5 Methodological screen", "full texts sought", ("dbr_sought_reports", "other_sought_reports")),
    ("5 Methodological screen", "not retrieved", ("dbr_notretrieved_reports", "other_notretrieved_reports")),
    ("5 Methodological screen", "still need a text or its assessment",
     ("awaiting_retrieval", "awaiting_assessment", "other_awaiting")),
    ("5 Methodological screen", "excluded on full text", ("dbr_excluded", "other_excluded")),
    ("7 Synthesis", "reports included", ("new_reports",)),
    ("7 Synthesis", "studies included", ("new_studies",)),
)  # fmt: skip


def list_overview(counts: Mapping[str, Any]) -> pd.DataFrame:
    """Return ``step``, ``what`` and ``n``, of databases, registers and other methods together.

    Open tasks have a row only if there are any.

    Parameters
    ----------
    counts
        Counts of `cireview.prisma.count_flow`.
    """
    rows = []
    for step, what, keys in _ROWS:
        number = sum(_sum(counts.get(key, 0)) for key in keys)
        if number or not keys[0].startswith("awaiting"):
            rows.append((step, what, number))
    return pd.DataFrame(rows, columns=["step", "what", "n"])


def _sum(value: int | Mapping[str, int]) -> int:
    return sum(value.values()) if isinstance(value, Mapping) else value
