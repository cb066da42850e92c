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
from cireview.places import place
from cireview.stopping.plan import Plan
from cireview.tables import Schema
from cireview.tables.dates import is_date, order_date
from cireview.tables.spreadsheets import read_sheets

PILOT, RANDOM, CERTIFICATION = "pilot", "sample", "certification"
KINDS = (PILOT, RANDOM, CERTIFICATION)

SAMPLE = Schema(
    "sample",
    {
        "record_id": "report that nobody had read when the sample was drawn",
        "place": "its place in the sample, from 1; 0 where the lot did not fall on it",
        "population": "how many had not been read: the rows of this table",
        "size": "how many of them the lot fell on",
        "drawn_on": "date of the draw",
        "seed": "seed of the lots",
        "looks": "certification samples planned in all",
        "recall": "recall that the sample is to certify",
        "confidence": "confidence with which",
    },
    frozenset({"place", "population", "size", "seed", "looks", "recall", "confidence"}),
)
_CONSTANTS = ("population", "size", "drawn_on", "seed", "looks", "recall", "confidence")
_NAME = rf"(?:{'|'.join(KINDS)})_[1-9]\d*"
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
    plan
        What was planned when it was drawn; see `cireview.stopping.rules.certify`.
    """

    name: str
    drawn_on: str
    population: frozenset[str]
    members: tuple[str, ...]
    plan: Plan

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
    return sorted(
        ids, key=lambda record: hashlib.sha256(f"{salt}:{record}".encode("utf-8", "replace")).digest()
    )


def draw_sample(
    unread: Iterable[str], size: int, *, name: str, drawn_on: str, seed: int, plan: Plan
) -> pd.DataFrame:
    """Draw a simple random sample.

    Parameters
    ----------
    unread
        Reports that nobody has read.
    size
        Size of the sample.
    name, drawn_on, plan
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
    table = pd.DataFrame({"record_id": pd.Series(ids, dtype="str"), "place": places})
    return SAMPLE.conform(
        table.assign(
            population=len(ids), drawn_on=drawn_on, seed=seed, size=min(size, len(ids)), **vars(plan)
        )
    )


def read_samples(paths: Iterable[str | Path], *, plan: Plan, root: str | Path = ".") -> list[Sample]:
    """Read the samples that were drawn.

    Parameters
    ----------
    paths
        Their tables.
    plan
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
        For every table that is not as it was drawn, every one that is gone although a later one is there, and
        every sample beyond those planned.
    """
    problems: list[Problem] = []
    by_name: dict[str, Sample] = {}
    names: set[str] = set()
    for file, table in read_sheets(map(Path, paths), problems, root=root):
        problems_here = list(_problems(table, file, plan))
        name = Path(file).stem
        if name in names:
            problems_here = [Problem(f"{name} is there twice", file, remedy="Delete one of the two files")]
        problems += problems_here
        names.add(name)
        if not problems_here:
            by_name[name] = _sample(table, name)
    problems += _gaps(names)
    if problems:
        raise LabelError(problems)
    return [by_name[name] for name in sorted(by_name, key=_place)]


def next_name(kind: str, samples: Sequence[Sample]) -> str:
    """Return the name of the next sample of a kind: the number after the highest."""
    numbers = [_place(sample.name)[1] for sample in samples if sample.kind == kind]
    return f"{kind}_{max(numbers, default=0) + 1}"


def find_lost_samples(labels: pd.DataFrame, names: Iterable[str]) -> list[Problem]:
    """Return a problem for each sheet (LABEL) that says it is of a sample that is not among `names`."""
    is_lost = labels["chosen"].str.fullmatch(_NAME) & ~labels["chosen"].isin(list(names))
    return [
        Problem(
            f"these labels are of the sample {name}, which is gone",
            str(file),
            int(rows["row"].iloc[0]),
            "chosen",
            f"Restore {place('sample_tables')}/{name}.csv: no sample is drawn twice",
        )
        for (file, name), rows in labels[is_lost].groupby(["file", "chosen"], sort=True)
    ]


def _gaps(names: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each sample that is gone although one of a higher number is there."""
    places = {_place(name) for name in names if re.fullmatch(_NAME, name)}
    for kind in KINDS:
        highest = max((number for drawn_kind, number in places if drawn_kind == kind), default=0)
        for number in range(1, highest):
            if (kind, number) not in places:
                message = f"{kind}_{number} is gone, and {kind}_{highest} is there"
                yield Problem(message, f"{place('sample_tables')}/{kind}_{number}.csv", remedy=_RESTORE)


def _place(name: str) -> tuple[str, int]:
    kind, _, number = name.partition("_")
    return kind, int(number)


def _problems(table: pd.DataFrame, file: str, plan: Plan) -> Iterator[Problem]:
    name = Path(file).stem
    if not re.fullmatch(_NAME, name):
        yield Problem(
            "no sample has this name", file, remedy="'cireview draw' writes the files of this folder"
        )
        return
    missing = [column for column in SAMPLE.columns if column not in table]
    if missing:
        yield Problem(f"the sample lacks the column(s) {', '.join(missing)}", file, 1, remedy=_RESTORE)
        return
    numbers = _numbers(table)
    if (
        any(table[column].nunique() != 1 for column in _CONSTANTS)
        or numbers.isna().any(axis=None)
        or not is_date(order_date(str(table["drawn_on"].iloc[0])))
    ):
        yield Problem("the sample is not as it was drawn: its cells were changed", file, remedy=_RESTORE)
        return
    if not _is_as_drawn(table["record_id"], numbers, name):
        yield Problem("the sample is not as it was drawn: its rows were changed", file, remedy=_RESTORE)
    # Pilots and random samples promise no confidence that a changed plan could void.
    if _place(name)[0] == CERTIFICATION:
        yield from _beyond_plan(numbers, file, plan)


def _is_as_drawn(ids: pd.Series, numbers: pd.DataFrame, name: str) -> bool:
    """Say whether every row has the place that the lot gave it, and none is gone."""
    seed, size, population = (int(numbers[column].iloc[0]) for column in ("seed", "size", "population"))
    # Lots follow from seed, name and ids, so that any row that was changed, cut or added shows.
    lots = draw_lots(ids, salt=f"{seed}:{name}")
    places = {record: place if place <= size else 0 for place, record in enumerate(lots, 1)}
    recorded = dict(zip(ids, numbers["place"], strict=True))
    return len(ids) == len(recorded) == population and recorded == places


def _beyond_plan(numbers: pd.DataFrame, file: str, plan: Plan) -> Iterator[Problem]:
    """Yield what a certification sample is not that stands in the protocol now."""
    number = _place(Path(file).stem)[1]
    if number > plan.looks:
        message = f"the protocol plans {plan.looks} certification sample(s), and this is one more"
        yield Problem(message, file, remedy="A certificate holds for the looks planned before the first one")
    for column, now in vars(plan).items():
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
        drawn_on=order_date(str(table["drawn_on"].iloc[0])),
        population=frozenset(table["record_id"]),
        members=tuple(table.assign(place=places)[places > 0].sort_values("place")["record_id"]),
        plan=Plan(int(first["looks"]), float(first["recall"]), float(first["confidence"])),
    )
