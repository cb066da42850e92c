"""Draw abstracts at random: pilot rounds, a random sample, and samples that certify a stop.

A draw is a person's act on a day, and its outcome is kept as a table in ``data/samples/``, write-once: which
abstracts nobody had read, and which of them are in the sample. What is labelled, dropped or found later
changes nothing of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from cireview.sheets.cells import digest_rows
from cireview.stopping.plan import Plan
from cireview.tables import Schema

PILOT, RANDOM, CERTIFICATION = "pilot", "sample", "certification"
KINDS = (PILOT, RANDOM, CERTIFICATION)

SAMPLE = Schema(
    "sample",
    {
        "record_id": "report that was there when the sample was drawn",
        "place": "its place in the random order, from 1; 0 if not drawn, -1 if begun before",
        "population": "how many had not been read",
        "size": "how many of them were drawn",
        "drawn_on": "date of the draw",
        "seed": "seed of the lots",
        "looks": "certification samples planned in all",
        "recall": "recall that the sample is to certify",
        "confidence": "confidence with which",
        "found": "relevant reports that had been found",
        "goes_on": "certification sample whose lots this one continues",
        "readers": "who was a reviewer then: all of them read a pilot round",
        "check": "digest of the rows, so that a change shows",
    },
    frozenset({"place", "population", "size", "seed", "looks", "recall", "confidence", "found"}),
)


@dataclass(frozen=True)
class Sample:
    """A simple random sample of the abstracts that were unread on the date of its draw.

    Parameters
    ----------
    name
        Kind and number, such as ``certification_1``.
    drawn_on
        Date of the draw.
    population
        Reports from which it was drawn.
    members
        Reports that were drawn, in random order.
    plan
        What was planned when it was drawn; see `cireview.stopping.rules.certify`.
    lots
        The whole population in random order.
    begun
        Reports that had been begun when it was drawn; None in tables that do not tell.
    found
        Relevant ones that had been found.
    goes_on
        Name of the sample whose lots this one goes on with, "" for its own.
    seed
        Seed of the lots.
    readers
        Who was a reviewer then; empty in tables that do not tell.
    """

    name: str
    drawn_on: str
    population: frozenset[str]
    members: tuple[str, ...]
    plan: Plan
    lots: tuple[str, ...] = ()
    begun: frozenset[str] | None = None
    found: int = 0
    goes_on: str = ""
    seed: int = 0
    readers: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Return pilot, sample or certification."""
        return self.name.partition("_")[0]

    @property
    def purpose(self) -> str:
        """Describe the sample for the people who label it."""
        whole = "Decide on every row: the sample counts only when all rows are labelled."
        gapless = (
            "Decide row by row from the top; rows below a gap do not count. After a run, 'cireview status' "
            "says whether reading may stop, which is often possible before the last row."
        )
        return {
            PILOT: "Pilot round: every reviewer decides alone on every row. Then discuss where you differ.",
            RANDOM: "Random sample: decide on every row. It estimates how many relevant abstracts there are.",
            CERTIFICATION: "Certification sample: drawn at random from all unread abstracts, to see "
            f"whether reading may stop. {whole if self.plan.looks else gapless}",
        }[self.kind]


def draw_lots(ids: Iterable[str], *, salt: str) -> list[str]:
    """Return `ids` in random order: by the SHA-256 of `salt` and the id, whatever order they came in."""
    return sorted(
        ids, key=lambda record: hashlib.sha256(f"{salt}:{record}".encode("utf-8", "replace")).digest()
    )


@dataclass(frozen=True)
class Begun:
    """What there is beside the unread when a certification sample is drawn.

    Parameters
    ----------
    reports
        Those that had been begun, in the same reading.
    found
        Relevant ones among them.
    """

    reports: frozenset[str] = frozenset()
    found: int = 0


def draw_sample(
    unread: Iterable[str],
    size: int,
    *,
    name: str,
    drawn_on: str,
    seed: int,
    plan: Plan,
    begun: Begun | None = None,
    readers: Sequence[str] = (),
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
    begun
        Of a certification sample.
    readers
        Who are reviewers.

    Returns
    -------
    pandas.DataFrame
        SAMPLE, in the order of the lots.
    """
    ids, begun = draw_lots(unread, salt=f"{seed}:{name}"), begun or Begun()
    places = [place if place <= size else 0 for place in range(1, len(ids) + 1)]
    others = sorted(begun.reports)
    table = pd.DataFrame(
        {"record_id": pd.Series([*ids, *others], dtype="str"), "place": [*places, *(-1 for _ in others)]}
    )
    table = table.assign(population=len(ids), size=min(size, len(ids)), drawn_on=drawn_on, seed=seed)
    return _seal(table.assign(**vars(plan), found=begun.found, goes_on="", readers="; ".join(readers)))


def digest_sample(table: pd.DataFrame) -> str:
    """Return a digest of a sample's rows and of what had been found, whatever the order of the rows."""
    numbers = table[["place", "found", "size"]].apply(pd.to_numeric).astype("int64").astype("str")
    columns = [table["record_id"], *(numbers[name] for name in numbers)]
    names = ("record_id", *numbers)
    return digest_rows(frozenset(zip(names, row, strict=True)) for row in zip(*columns, strict=True))


def _seal(table: pd.DataFrame) -> pd.DataFrame:
    """Return a drawn table as SAMPLE, with its digest."""
    return SAMPLE.conform(table.assign(check=digest_sample(table)))


def go_on(first: Sample, *, seen: int, size: int, drawn_on: str) -> pd.DataFrame:
    """Return the table of a sample that goes on with the lots of another (SAMPLE).

    Parameters
    ----------
    first
        The sample that began the lots, as it was drawn.
    seen, size
        Places of the lots that were handed out before, and that are handed out after, in all.
    drawn_on
        Date of this draw.
    """
    places = [place if seen < place <= size else 0 for place in range(1, len(first.lots) + 1)]
    others = sorted(first.begun or ())
    table = pd.DataFrame(
        {
            "record_id": pd.Series([*first.lots, *others], dtype="str"),
            "place": [*places, *(-1 for _ in others)],
        }
    )
    table = table.assign(population=len(first.lots), size=min(size, len(first.lots)) - seen, seed=first.seed)
    plan = vars(first.plan)
    return _seal(
        table.assign(
            **plan, drawn_on=drawn_on, found=first.found, goes_on=first.name, readers="; ".join(first.readers)
        )
    )


def next_name(kind: str, samples: Sequence[Sample]) -> str:
    """Return the name of the next sample of a kind: the number after the highest."""
    numbers = [split_name(sample.name)[1] for sample in samples if sample.kind == kind]
    return f"{kind}_{max(numbers, default=0) + 1}"


def split_name(name: str) -> tuple[str, int]:
    """Return the kind of a sample and its number among those of its kind."""
    kind, _, number = name.partition("_")
    return kind, int(number)
