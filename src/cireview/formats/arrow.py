"""Build a large table of text column by column, without a Python object per cell that stays."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa

_CHUNK = 4_000


def _clean(text: str) -> str:
    """Return `text` with surrogates joined to characters, lone ones replaced: Arrow holds only UTF-8."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _array(values: list[str]) -> pa.Array:
    """Return `values` as Arrow keeps them; the system's allocator wastes the least on many small arrays."""
    pool = pa.system_memory_pool()
    try:
        return pa.array(values, pa.large_string(), memory_pool=pool)
    except UnicodeEncodeError:
        return pa.array([_clean(value) for value in values], pa.large_string(), memory_pool=pool)


class ColumnBuilder:
    """Rows in, a DataFrame of text columns out; finished rows are kept as Arrow arrays.

    Parameters
    ----------
    columns
        Names of the columns, in the order of each row's values.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = tuple(columns)
        self._rows: list[list[str]] = []
        self._chunks: list[list[pa.Array]] = []

    def append(self, row: list[str]) -> None:
        """Add one row."""
        self._rows.append(row)
        if len(self._rows) == _CHUNK:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._chunks.append([_array(list(values)) for values in zip(*self._rows, strict=True)])
            self._rows = []

    def frame(self) -> pd.DataFrame:
        """Return the table, and forget the rows."""
        self._flush()
        chunks, self._chunks = self._chunks, []
        data = {}
        for number, column in enumerate(self._columns):
            array = pa.chunked_array([chunk[number] for chunk in chunks], type=pa.large_string())
            data[column] = pd.Series(pd.array(array, dtype="str"))
        return pd.DataFrame(data)
