"""The table of the flow as a DataFrame; rows and cells are those of `cireview.flow.interchange`."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from cireview.flow.interchange import COLUMNS, Counts, FlowFile, flow_rows, read_rows


def flow_table(counts: Counts, notes: Iterable[str] = ()) -> pd.DataFrame:
    """Return `counts` and `notes` as the PRISMA2020 package's template, all cells text; see `flow_rows`.

    Returns
    -------
    pandas.DataFrame
        Columns data, node, box, description, boxtext, tooltips, url, n.

    Raises
    ------
    TableError
        If a key is unknown or a number is negative.
    """
    return pd.DataFrame(flow_rows(counts, notes), columns=COLUMNS).astype("str")


def read_flow(frame: pd.DataFrame) -> dict[str, int | dict[str, int]]:
    """Return the counts of a flow table, ours or one filled in for the PRISMA2020 package; see `read_rows`.

    Raises
    ------
    TableError
        If a column is missing, a key is unknown, or a number cannot be read.
    """
    return _read(frame).counts


def read_notes(frame: pd.DataFrame) -> list[str]:
    """Return the sentences on the numbers of a flow table, which stand below the diagram."""
    return _read(frame).notes


def _read(frame: pd.DataFrame) -> FlowFile:
    rows = frame.to_dict("records") or [dict.fromkeys(frame.columns, "")]
    return read_rows([{str(column): cell for column, cell in row.items()} for row in rows])
