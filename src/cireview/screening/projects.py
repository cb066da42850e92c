"""Read what an ASReview project knows at its start."""

from __future__ import annotations

import sqlite3
import zipfile
import zlib
from pathlib import Path

import pandas as pd

from cireview.errors import Problem, TableError

_STORE = "results.db"
# A store holds every text once: one of this size is no review.
_LARGEST = 1 << 31
# What was labelled before the first model has no training set.
_PRIORS = """
select record.title, (
    select count(*) from record as other
    where other.title = record.title and other.record_id < record.record_id
) from results join record on record.record_id = results.record_id
where results.training_set is null and results.label is not null order by results.rowid
"""


def read_project_priors(path: str | Path, labelled: pd.DataFrame) -> list[str]:
    """Return the ids of the records that an ASReview project was started with.

    Parameters
    ----------
    path
        A project as ASReview 3 exports it, ``.asreview``.
    labelled
        ``record_id`` and ``title`` of the same review. A record is found by its title; among records with
        one title by its place.

    Raises
    ------
    TableError
        If the file is no such project, has no prior, or one that `labelled` does not hold.
    """
    priors = _read_priors(Path(path))
    ids = {title: part.tolist() for title, part in labelled.groupby("title")["record_id"]}
    missing = [title for title, place in priors if place >= len(ids.get(title, []))]
    if missing or not priors:
        remedy = "Give the project of this review, or the ids themselves"
        messages = [f"no record has the title {title[:80]!r}" for title in missing]
        messages = messages or ["the project has no record that was labelled before its first model"]
        raise TableError(
            [Problem(message, str(path), column="--priors", remedy=remedy) for message in messages]
        )
    return [str(ids[title][place]) for title, place in priors]


def _read_priors(path: Path) -> list[tuple[str, int]]:
    try:
        with zipfile.ZipFile(path) as packed:
            if packed.getinfo(_STORE).file_size > _LARGEST:
                raise ValueError("its store is too large")
            content = packed.read(_STORE)
        store = sqlite3.connect(":memory:")
        try:
            store.deserialize(content)
            return [(str(title), int(place)) for title, place in store.execute(_PRIORS)]
        finally:
            store.close()
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, zlib.error, sqlite3.Error) as error:
        message = f"the file is no project of ASReview 3 ({error})"
        remedy = "Open it with ASReview 3 and export it again"
        raise TableError(Problem(message, str(path), column="--priors", remedy=remedy)) from error
