"""Code as not stated what the published text does not say of an article."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import yaml

COLUMNS = ("article", "record_id", "dimension", "value", "evidence", "coder", "coded_on", "note")
SILENT = ("not_stated", "not_described", "not_discussed")
NOTE = "the published text does not say"


def write_not_stated(coding: bytes, codebook: Path, record_of: dict[str, str]) -> bytes:
    """Return a coding sheet that answers all that `coding` leaves open: the text does not say.

    `codebook` is the review's ``codebook.yaml``; `record_of` gives the record id of an article.
    """
    rows = list(csv.DictReader(io.StringIO(coding.decode("utf-8"))))
    coded = {(row["article"], row["dimension"]) for row in rows}
    dimensions = yaml.safe_load(codebook.read_text(encoding="utf-8"))["dimensions"]
    silent = {
        one["id"]: [value["id"] for value in one["values"] if value["id"] in SILENT] for one in dimensions
    }
    stream = io.StringIO()
    sheet = csv.writer(stream, lineterminator="\n")
    sheet.writerow(COLUMNS)
    for article in sorted({row["article"] for row in rows}):
        for dimension, values in silent.items():
            if (article, dimension) not in coded:
                record = record_of[article]
                sheet.writerow((article, record, dimension, values[0], "", "published_review", "", NOTE))
    return stream.getvalue().encode()
