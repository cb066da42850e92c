"""A made codebook, with articles and codes by it."""

import pandas as pd

from cireview.tables import CODE, RECORD

VALUES = {
    "country": {"FI": "Finland", "SE": "Sweden", "not_stated": "Not stated", "unsaid": "Not in the review"},
    "theme": {"food": "Food", "health": "Health"},
}
EMPTY = {"country": {"not_stated": "not_stated", "unsaid": "not_reported"}, "theme": {}}


def reports(**columns):
    size = len(next(iter(columns.values())))
    known = {"record_id": [f"r{number}" for number in range(size)], **columns}
    return pd.DataFrame({name: known.get(name, [""] * size) for name in RECORD.columns}, dtype="str")


def codes(*rows):
    return CODE.conform(
        pd.DataFrame(
            [(report, dimension, value, "", -1, -1, "anna") for report, dimension, value in rows],
            columns=list(CODE.columns),
        )
    )
