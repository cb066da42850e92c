"""Read and write projects of ASReview 3: records, labels, and what was known at the start.

A project is a ZIP archive of ``project.json``, the table that was uploaded (``data/``), and ``results.db``, a
SQLite store with the records and what was decided on them (``asreview.project``, ``asreview.database``).
"""

from __future__ import annotations

import json
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from cireview.errors import Problem, TableError
from cireview.tables import EXCLUDE, INCLUDE, whole_file

SUFFIX = ".asreview"
#: Name of the table that we put into a project; its records come back as they were.
_REASON = "reason: "
"""How the note of an exclusion begins that has a reason."""
_OURS = "cireview_records.csv"
_CONFIG, _STORE, _DATA, _MATRICES = "project.json", "results.db", "data/", "feature_matrices/"
# A store holds every text once: one of this size is no review.
_LARGEST = 1 << 31
_WRITTEN_FOR = "3.0.8"
_LABELS = {1: INCLUDE, 0: EXCLUDE}

# What was labelled before the first model has no training set.
_PRIORS = """
select record.title, (
    select count(*) from record as other
    where other.title = record.title and other.record_id < record.record_id
) from results join record on record.record_id = results.record_id
where results.training_set is null and results.label is not null order by results.rowid
"""
_RECORDS = """
select record.record_id, dataset_row, title, abstract, authors, keywords, year, doi, url, label, time, note
from record left join results on record.record_id = results.record_id order by record.record_id
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
    with _open_project(Path(path), column="--priors") as (store, _):
        priors = [(str(title), int(place)) for title, place in store.execute(_PRIORS)]
    ids = {title: part.tolist() for title, part in labelled.groupby("title")["record_id"]}
    missing = [title for title, place in priors if place >= len(ids.get(title, []))]
    if missing or not priors:
        remedy = "Give a project of this review, or give the ids"
        messages = [f"no record has the title {title[:80]!r}" for title in missing]
        messages = messages or ["no record of the project was labelled before its first model"]
        raise TableError(
            [Problem(message, str(path), column="--priors", remedy=remedy) for message in messages]
        )
    return [str(ids[title][place]) for title, place in priors]


def read_project(path: str | Path) -> pd.DataFrame:
    """Return the records of an ASReview project with their decisions.

    Returns
    -------
    pandas.DataFrame
        All text: ``accession`` (ASReview's number of the record), ``title``, ``abstract``, ``authors``,
        ``keywords``, ``year``, ``doi``, ``url``; ``decision`` (include, exclude or ""), ``decided_on`` (ISO
        8601, in UTC), ``reason`` (of an exclusion, if the note begins with it) and ``note``. Of a project
        that `write_project` made also ``record_id`` and the other columns that the records had.

    Raises
    ------
    TableError
        If the file is no project of ASReview 3.
    """
    with _open_project(Path(path)) as (store, read):
        rows = [_read_row(*row) for row in store.execute(_RECORDS)]
        ours = read(_DATA + _OURS)
    table = pd.DataFrame(rows).fillna("").astype("str")
    if ours is None or table.empty:
        return table.drop(columns="dataset_row", errors="ignore")
    kept = pd.read_csv(BytesIO(ours), dtype="str", keep_default_na=False)
    own = kept.iloc[table["dataset_row"].astype(int)].reset_index(drop=True)
    return pd.concat([own, table[["decision", "decided_on", "reason", "note"]]], axis=1)


def write_project(
    records: pd.DataFrame, decisions: pd.DataFrame, path: str | Path, *, name: str, now: int
) -> None:
    """Write a project that ASReview 3 opens, in which reading goes on after the decisions given.

    Parameters
    ----------
    records
        ``record_id`` and any other columns of RECORD, all text; one row a report, in the order in which they
        are to be read until ASReview's classifier has learnt.
    decisions
        ``record_id``, ``decision``, ``decided_on``, ``note`` and, where known, ``reason``, in the order in
        which they were made. Only *include* and *exclude* become labels, for ASReview has no third one. The
        reason of an exclusion becomes the first line of the note, for ASReview has no other place for it.
    path
        File to write, ``.asreview``.
    name
        Name of the project.
    now
        Seconds since 1970, which ASReview shows as the date of the project.
    """
    dataset = {"id": "cireview", "name": _OURS}
    review = {"status": "review", "model": {"name": "elas_u4", "current_value": _ELAS_U4}}
    config = {
        "version": _WRITTEN_FOR,
        "project_file_version": 3,
        "id": name,
        "mode": "oracle",
        "name": name,
        "created_at_unix": now,
        "feature_matrices": [],
        "tags": None,
        "datasets": [dataset],
        "review": review,
    }
    parts = {
        _DATA: b"",
        _MATRICES: b"",
        _CONFIG: json.dumps(config).encode(),
        _STORE: _make_store(records, decisions, dataset["id"], now),
        _DATA + _OURS: records.to_csv(index=False, lineterminator="\n").encode("utf-8", "replace"),
    }
    with whole_file(path) as partial, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in parts.items():
            packed.writestr(zipfile.ZipInfo(part), content, zipfile.ZIP_DEFLATED)


# What ASReview starts a new project with, as its own files have it.
_ELAS_U4: dict[str, Any] = {
    "querier": "max",
    "classifier": "svm",
    "balancer": "balanced",
    "feature_extractor": "tfidf",
    "stopper": None,
    "querier_param": {},
    "classifier_param": {"loss": "squared_hinge", "C": 0.11},
    "balancer_param": {"ratio": 9.8},
    "feature_extractor_param": {"ngram_range": [1, 2], "sublinear_tf": True, "min_df": 1, "max_df": 0.95},
    "stopper_param": {},
    "n_query": 1,
}


def _make_store(records: pd.DataFrame, decisions: pd.DataFrame, dataset: str, now: int) -> bytes:
    texts = _list_texts(records, dataset)
    labels = _list_labels(records["record_id"].tolist(), decisions)
    order = [(row, row, "top_down", now) for row in range(len(texts))]
    store = sqlite3.connect(":memory:")
    try:
        store.executescript(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
        columns = "dataset_row, dataset_id, title, abstract, authors, keywords, year, doi, url, record_id"
        store.executemany(f"insert into record ({columns}) values ({', '.join('?' * 10)})", texts)  # noqa: S608
        store.executemany("insert into results (record_id, label, time, note) values (?, ?, ?, ?)", labels)
        # Without an order there is nothing to read.
        store.executemany(
            "insert into last_ranking (record_id, ranking, querier, time) values (?, ?, ?, ?)", order
        )
        store.commit()
        return store.serialize()
    finally:
        store.close()


def _list_texts(records: pd.DataFrame, dataset: str) -> list[tuple[object, ...]]:
    shown = records.reindex(columns=["title", "abstract", "authors", "keywords", "year", "doi", "url"])
    rows: list[tuple[object, ...]] = []
    for title, abstract, authors, keywords, year, doi, url in shown.fillna("").itertuples(index=False):
        lists = [json.dumps([part for part in text.split("; ") if part]) for text in (authors, keywords)]
        bare = (_read_year(year), doi or None, url or None)
        rows.append((len(rows), dataset, title, abstract, *lists, *bare, len(rows)))
    return rows


def _list_labels(ids: list[str], decisions: pd.DataFrame) -> list[tuple[object, ...]]:
    row_of = {record: row for row, record in enumerate(ids)}
    label_of = {decision: label for label, decision in _LABELS.items()}
    columns = ["record_id", "decision", "decided_on", "reason", "note"]
    told = decisions.reindex(columns=columns, fill_value="").itertuples(index=False)
    return [
        (row_of[record], label_of[decision], _read_day(day), _join_note(decision, reason, note) or None)
        for record, decision, day, reason, note in told
        if record in row_of and decision in label_of
    ]


def _join_note(decision: str, reason: str, note: str) -> str:
    first = f"{_REASON}{reason}" if decision == "exclude" and reason else ""
    return "\n".join(filter(None, [first, note]))


def _part_note(decision: str, note: str) -> tuple[str, str]:
    """Return the reason that a note of an exclusion begins with, and the rest of the note."""
    first, _, rest = note.partition("\n")
    if decision != "exclude" or not first.startswith(_REASON):
        return "", note
    return first.removeprefix(_REASON).strip(), rest


def _read_year(text: str) -> int | None:
    return int(text[:4]) if text[:4].isdecimal() and len(text[:4]) == 4 else None


def _read_day(text: str) -> float | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None


def _read_row(
    record: int, row: int, title: str, abstract: str, authors: str, keywords: str, *rest: Any
) -> dict[str, object]:
    year, doi, url, label, time, note = rest
    names = {"authors": authors, "keywords": keywords}
    lists = {
        column: "; ".join(str(part).strip() for part in json.loads(cell)) for column, cell in names.items()
    }
    day = "" if time is None or label is None else f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d}"
    texts = {"dataset_row": row, "accession": record, "title": title, "abstract": abstract, **lists}
    decision = _LABELS.get(label, "")
    reason, note = _part_note(decision, note or "")
    decided = {"decision": decision, "decided_on": day, "reason": reason, "note": note}
    return {**texts, "year": "" if year is None else int(year), "doi": doi, "url": url, **decided}


Read = Callable[[str], bytes | None]


@contextmanager
def _open_project(path: Path, *, column: str = "") -> Iterator[tuple[sqlite3.Connection, Read]]:
    """Yield the store of a project, and what reads another of its files; a TableError for what is none."""
    store = sqlite3.connect(":memory:")
    try:
        with zipfile.ZipFile(path) as packed:

            def read(part: str) -> bytes | None:
                if part not in packed.namelist():
                    return None
                if packed.getinfo(part).file_size > _LARGEST:
                    raise ValueError(f"its {part} is too large")
                return packed.read(part)

            if (content := read(_STORE)) is None:
                raise ValueError(f"it holds no {_STORE}")
            store.deserialize(content)
            yield store, read
    except TableError:
        raise
    except FileNotFoundError as error:
        problem = Problem("there is no such file", str(path), column=column, remedy="Check the path")
        raise TableError(problem) from error
    except (
        OSError,
        ValueError,
        TypeError,
        OverflowError,
        zipfile.BadZipFile,
        zlib.error,
        sqlite3.Error,
    ) as error:
        message = f"the file is not a project of ASReview 3 ({error})"
        remedy = "Open it with ASReview 3 and export it again"
        raise TableError(Problem(message, str(path), column=column, remedy=remedy)) from error
    finally:
        store.close()
