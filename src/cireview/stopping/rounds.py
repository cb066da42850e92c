"""Random samples are read separately: who reads them, what is still unread, and what they show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from cireview.labels.agreement import measure_agreement
from cireview.labels.settle import Settled
from cireview.labels.team import Team
from cireview.sheets.batches import BY_BATCH
from cireview.stopping.samples import CERTIFICATION, PILOT, RANDOM, Sample
from cireview.stopping.stops import Stop
from cireview.tables.dates import is_before

MAIN = "main"
PAUSED = "paused"
"""Round of what awaits and is not handed out as long as a sample is open."""


def follow(samples: Sequence[Sample], report_of: Mapping[str, str]) -> list[Sample]:
    """Return the samples with today's reports: like labels, they follow their records."""
    return [
        replace(
            sample,
            population=frozenset(report_of.get(record, record) for record in sample.population),
            members=_follow(sample.members, report_of),
            lots=_follow(sample.lots, report_of),
            begun=sample.begun and frozenset(_follow(sample.begun, report_of)),
        )
        for sample in samples
    ]


def _follow(records: Iterable[str], report_of: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(report_of.get(record, record) for record in records))


def find_rounds(samples: Sequence[Sample]) -> dict[str, tuple[str, int]]:
    """Return the sample and the place in it of each report that was drawn."""
    return {
        report: (sample.name, place)
        # The first sample of a report wins: later entries of a dict replace earlier ones.
        for sample in reversed(samples)
        for place, report in enumerate(sample.members, start=1)
    }


def read_pilots_together(
    readers: Mapping[str, Sequence[str]],
    samples: Sequence[Sample],
    team: Team,
    spoken: Mapping[str, Collection[str]],
) -> dict[str, Sequence[str]]:
    """Return who reads each report: a pilot round all who were reviewers at its draw and still are."""
    together = dict(readers)
    for sample in samples:
        called = {*team.reviewers} & {*(sample.readers or team.reviewers)} if sample.kind == PILOT else set()
        for report in (one for one in sample.members if one in together and called):
            # A reviewer who joined later is not asked, whatever the lots say.
            together[report] = tuple(sorted(called | set(spoken.get(report, ()))))
    return together


@dataclass(frozen=True)
class Reading:
    """The state of reading of abstracts.

    Parameters
    ----------
    settled
        What the labels come to.
    readers
        Who reads each report.
    spoken
        Report and person of each label.
    samples
        What was drawn at random, with today's reports (see `follow`).
    stops
        What stops in force cover, with today's reports; the last is the protocol's.
    """

    settled: Settled
    readers: Mapping[str, Sequence[str]]
    spoken: frozenset[tuple[str, str]]
    samples: Sequence[Sample] = ()
    stops: Sequence[Stop] = ()

    @cached_property
    def decided(self) -> dict[str, str]:
        """Return people's decision on each report on which they settled."""
        decisions = self.settled.decisions
        return dict(zip(decisions["record_id"], decisions["decision"], strict=True))

    @cached_property
    def decided_on(self) -> dict[str, str]:
        """Return the date of people's decision on each report on which they settled, "" if it has none."""
        decisions = self.settled.decisions
        return dict(zip(decisions["record_id"], decisions["decided_on"], strict=True))

    def count_early(self, sample: Sample) -> int:
        """Return how many decisions on a sample are dated before its draw."""
        # The lots of a continued sample existed when the first one was drawn.
        first = next((one for one in self.samples if one.name == sample.goes_on), sample)
        dates = (self.decided_on.get(report, "") for report in set(sample.members) - (sample.begun or set()))
        return sum(is_before(date, first.drawn_on) for date in dates if date)

    def counts(self, report: str, sample: Sample) -> bool:
        """Say whether a settled decision is evidence of a sample: not if it came after the stop."""
        stop = self.stops[-1].on if self.stops else ""
        closed = bool(stop) and not is_before(stop, sample.drawn_on)
        return report in self.decided and not (closed and is_before(stop, self.decided_on[report] or stop))

    @cached_property
    def stopped(self) -> dict[str, Stop]:
        """Return the reports that nobody labelled and a stop covers, with the first such stop."""
        begun = {report for report, _ in self.spoken}
        covered = {report: stop for stop in reversed(self.stops) for report in stop.unread}
        return {
            report: covered[report] for report in self.readers if report in covered and report not in begun
        }

    @cached_property
    def unread(self) -> list[str]:
        """Return the reports that nobody labelled and no stop covers."""
        begun = {report for report, _ in self.spoken}
        return [report for report in self.readers if report not in begun and report not in self.stopped]

    @cached_property
    def scope(self) -> frozenset[str]:
        """Return the reports that the last stop covers; all reports if there is no stop."""
        return self.stops[-1].scope if self.stops else frozenset(self.readers)

    def awaits_readers(self, report: str) -> bool:
        """Return whether a reader of this report still has to answer; a report that is gone needs nobody."""
        missing = any((report, person) not in self.spoken for person in self.readers.get(report, ()))
        return missing and report not in self.decided and report not in self.stopped

    def count_labelled(self, sample: Sample) -> int:
        """Return how many of a sample need no further label of a reader."""
        return sum(report in self.readers and not self.awaits_readers(report) for report in sample.members)


def place_awaiting(reading: Reading) -> pd.DataFrame:
    """Say in which round each awaited decision is.

    Returns
    -------
    pandas.DataFrame
        What awaits whom, with ``round`` (name of the sample, "" for reading by the ranking, or ``paused``:
        as long as a sample awaits its readers, nothing that nobody has begun is handed out beside it) and
        ``place`` in the sample ("" outside).
    """
    is_open = any(reading.awaits_readers(report) for sample in reading.samples for report in sample.members)
    rounds, paused = find_rounds(reading.samples), set(reading.unread) if is_open else set()
    awaiting = reading.settled.awaiting
    placed = [rounds.get(report, (PAUSED if report in paused else "", 0)) for report in awaiting["record_id"]]
    return awaiting.assign(
        round=pd.Series([name for name, _ in placed], index=awaiting.index, dtype="str"),
        place=pd.Series([str(place or "") for _, place in placed], index=awaiting.index, dtype="str"),
    )


def mark_samples(labels: pd.DataFrame, samples: Sequence[Sample], tally: pd.DataFrame) -> pd.DataFrame:
    """Return `labels` with ``chosen`` as the draws have it, and ``trains``.

    Which sample a label belongs to follows from its report alone, whatever became of the sheet's columns.
    Labels of the random sample do not train, nor do those of a certification sample before it is decided
    whole: until then the ranking does not use them.
    """
    whole = set(tally.loc[tally["decided"] == tally["size"], "sample"])
    apart = {sample.name for sample in samples if sample.kind == RANDOM}
    # Until all of it is labelled, a ranking that knew its labels would choose what is read of it.
    apart |= {sample.name for sample in samples if sample.kind == CERTIFICATION and sample.name not in whole}
    rounds = find_rounds(samples)
    names = [rounds.get(report, ("", 0))[0] for report in labels["record_id"]]
    from_sheet = [cell if cell in BY_BATCH else "" for cell in labels["chosen"]]
    chosen = [name or cell for name, cell in zip(names, from_sheet, strict=True)]
    trains = ["no" if name in apart else "yes" for name in names]
    return labels.assign(
        chosen=pd.Series(chosen, index=labels.index, dtype="str"),
        trains=pd.Series(trains, index=labels.index, dtype="str"),
    )


def measure_rounds(first: pd.DataFrame, samples: Sequence[Sample], *, unsure: str) -> pd.DataFrame:
    """Measure agreement for each pilot round and for the main screening, each by itself.

    Parameters
    ----------
    first
        ``record_id``, ``decided_by``, ``decision``: what each reviewer decided first.
    samples
        With today's reports.
    unsure
        See `cireview.labels.agreement.count_unsure`.

    Returns
    -------
    pandas.DataFrame
        ``round`` (name of the pilot, or main), then the columns of `cireview.labels.measure_agreement`.
    """
    rounds = find_rounds([sample for sample in samples if sample.kind == PILOT])
    round_of = pd.Series(
        [rounds.get(report, (MAIN, 0))[0] for report in first["record_id"]], index=first.index, dtype="str"
    )
    names = [*(sample.name for sample in samples if sample.kind == PILOT), MAIN]
    parts = []
    for name in names:
        measured = measure_agreement(first[round_of == name], unsure=unsure)
        measured.insert(0, "round", name)
        parts.append(measured)
    return pd.concat([part for part in parts if len(part)] or parts[-1:], ignore_index=True)
