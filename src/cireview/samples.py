"""Draw abstracts at random: pilot rounds, a random sample, and samples that certify a stop.

A draw is a person's act on a day, and its outcome is kept as a table in ``data/samples/``, write-once: which
abstracts nobody had read, and which of them the lot took. What is labelled, dropped or found later changes
nothing of it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cireview.errors import LabelError, Problem
from cireview.tables import Schema
from cireview.tables.sheets import read_sheets

PILOT, RANDOM, CERTIFICATION = "pilot", "sample", "certification"
KINDS = (PILOT, RANDOM, CERTIFICATION)

SAMPLE = Schema(
    "sample",
    {
        "record_id": "report that nobody had read when the sample was drawn",
        "place": "its place in the sample, from 1; 0 where the lot did not fall on it",
        "population": "how many had not been read: the rows of this table",
        "drawn_on": "date of the draw",
        "seed": "seed of the lots",
        "looks": "certification samples planned in all",
        "recall": "recall that the sample is to certify",
        "confidence": "confidence with which",
    },
    frozenset({"place", "population", "seed", "looks", "recall", "confidence"}),
)
_CONSTANTS = ("population", "drawn_on", "seed", "looks", "recall", "confidence")
_RESTORE = "Restore the file as 'cireview draw' wrote it"


@dataclass(frozen=True)
class Sample:
    """A simple random sample of what nobody had read on the day of its draw.

    Parameters
    ----------
    name
        Kind and number, such as ``certification_1``.
    drawn_on
        Date of the draw.
    population
        Reports from which it was drawn.
    members
        Reports on which the lot fell, in random order.
    looks, recall, confidence
        What was planned when it was drawn; see `cireview.screening.stopping.certify`.
    """

    name: str
    drawn_on: str
    population: frozenset[str]
    members: tuple[str, ...]
    looks: int
    recall: float
    confidence: float

    @property
    def kind(self) -> str:
        """Return pilot, sample or certification."""
        return self.name.partition("_")[0]

    @property
    def purpose(self) -> str:
        """Return what the sample is, in words for who labels it."""
        return {
            PILOT: "Pilot round: every reviewer decides on every row alone; then talk where you differ.",
            RANDOM: "Random sample: decide on every row. It says how many relevant abstracts there are.",
            CERTIFICATION: "Certification sample: drawn at random from all that nobody had read, to see "
            "whether reading may stop. Decide on every row: it counts only when it is labelled whole.",
        }[self.kind]


def draw_lots(ids: Iterable[str], *, salt: str) -> list[str]:
    """Return `ids` in random order: by the SHA-256 of `salt` and the id, whatever order they came in."""
    return sorted(ids, key=lambda one: hashlib.sha256(f"{salt}:{one}".encode("utf-8", "replace")).digest())


def draw_sample(
    unread: Iterable[str],
    size: int,
    *,
    name: str,
    drawn_on: str,
    seed: int,
    looks: int,
    recall: float,
    confidence: float,
) -> pd.DataFrame:
    """Draw a simple random sample.

    Parameters
    ----------
    unread
        Reports that nobody has read.
    size
        Size of the sample.
    name, drawn_on, looks, recall, confidence
        As of `Sample`.
    seed
        Seed of the lots; samples of other names are drawn independently of this one.

    Returns
    -------
    pandas.DataFrame
        SAMPLE, in the order of the lots.
    """
    ids = draw_lots(unread, salt=f"{seed}:{name}")
    places = [place if place <= size else 0 for place in range(1, len(ids) + 1)]
    planned = {"looks": looks, "recall": recall, "confidence": confidence}
    table = pd.DataFrame({"record_id": pd.Series(ids, dtype="str"), "place": places})
    return SAMPLE.conform(table.assign(population=len(ids), drawn_on=drawn_on, seed=seed, **planned))


def read_samples(
    paths: Iterable[str | Path], *, looks: int, recall: float, confidence: float, root: str | Path = "."
) -> list[Sample]:
    """Read the samples that were drawn.

    Parameters
    ----------
    paths
        Their tables.
    looks, recall, confidence
        What is planned now: to change it once a certification sample was drawn would void its certificate.
    root
        The review's folder, which file names in problems are relative to.

    Returns
    -------
    list of Sample
        By name.

    Raises
    ------
    LabelError
        For every table that is not as it was drawn, and every sample beyond those planned.
    """
    problems: list[Problem] = []
    found: dict[str, Sample] = {}
    planned = {"looks": float(looks), "recall": recall, "confidence": confidence}
    for file, table in read_sheets(map(Path, paths), problems, root=root):
        problems_here = list(_problems(table, file, planned))
        name = Path(file).stem
        if name in found:
            problems_here = [Problem(f"{name} is there twice", file, remedy="Delete one of the two files")]
        problems += problems_here
        if not problems_here:
            found[name] = _sample(table, name)
    if problems:
        raise LabelError(problems)
    return [found[name] for name in sorted(found, key=_place)]


def next_name(kind: str, samples: Sequence[Sample]) -> str:
    """Return the name of the next sample of a kind."""
    return f"{kind}_{sum(one.kind == kind for one in samples) + 1}"


def _place(name: str) -> tuple[str, int]:
    kind, _, number = name.partition("_")
    return kind, int(number)


def _problems(table: pd.DataFrame, file: str, planned: dict[str, float]) -> Iterator[Problem]:
    name = Path(file).stem
    if not re.fullmatch(rf"({'|'.join(KINDS)})_[1-9]\d*", name):
        yield Problem(
            "no sample has this name", file, remedy="'cireview draw' writes the files of this folder"
        )
        return
    missing = [column for column in SAMPLE.columns if column not in table]
    if missing:
        yield Problem(f"the sample lacks the column(s) {', '.join(missing)}", file, 1, remedy=_RESTORE)
        return
    numbers = _numbers(table)
    if any(table[column].nunique() != 1 for column in _CONSTANTS) or numbers.isna().any(axis=None):
        yield Problem("the sample is not as it was drawn: its cells were changed", file, remedy=_RESTORE)
        return
    seed, places = int(numbers["seed"].iloc[0]), numbers["place"].astype(int)
    drawn = table.assign(place=places)[places > 0].sort_values("place")["record_id"].tolist()
    if (
        len(table) != int(numbers["population"].iloc[0])
        or draw_lots(table["record_id"], salt=f"{seed}:{name}")[: len(drawn)] != drawn
    ):
        yield Problem("the sample is not as it was drawn: its rows were changed", file, remedy=_RESTORE)
    kind, number = _place(name)
    if kind != CERTIFICATION:
        return
    if number > planned["looks"]:
        message = f"the protocol plans {planned['looks']:.0f} certification sample(s), and this is one more"
        yield Problem(message, file, remedy="A certificate holds for the looks planned before the first one")
    for column, now in planned.items():
        if (then := float(numbers[column].iloc[0])) != now:
            message = f"the sample was drawn for {column} {then:g}, and {now:g} stands in config/ now"
            yield Problem(message, file, 0, column, f"Write {then:g} again: it was fixed before the sample")


def _numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Return the number columns; a spreadsheet may have made a comma of the decimal point."""
    columns = sorted(SAMPLE.numbers)
    read = {column: pd.to_numeric(table[column].str.replace(",", "."), errors="coerce") for column in columns}
    return pd.DataFrame(read)


def _sample(table: pd.DataFrame, name: str) -> Sample:
    first = _numbers(table).iloc[0]
    places = pd.to_numeric(table["place"])
    return Sample(
        name=name,
        drawn_on=str(table["drawn_on"].iloc[0]),
        population=frozenset(table["record_id"]),
        members=tuple(table.assign(place=places)[places > 0].sort_values("place")["record_id"]),
        looks=int(first["looks"]),
        recall=float(first["recall"]),
        confidence=float(first["confidence"]),
    )
