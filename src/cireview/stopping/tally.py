"""What each sample shows: how far it is labelled, what it estimates, and what recall it certifies."""

from __future__ import annotations

from itertools import takewhile
from typing import NamedTuple

import pandas as pd

from cireview.stopping.certificate import Lot, bound_relevant, certified_recall
from cireview.stopping.rounds import Reading
from cireview.stopping.rules import bound_missed, certify
from cireview.stopping.samples import CERTIFICATION, Sample
from cireview.tables import INCLUDE

TALLY = ["sample", "drawn_on", "population", "size", "labelled", "decided", "relevant", "found", "uncovered"]
TALLY += [
    "estimate",
    "low",
    "high",
    "answered",
    "recall_95",
    "recall_80",
    "certifies",
    "early",
    "gone",
    "current",
]


class _Shown(NamedTuple):
    """What a certification sample shows; empty texts for any other."""

    answered: str = ""
    recall_95: str = ""
    recall_80: str = ""
    certifies: str = ""
    early: str = ""
    gone: str = ""


def tally_samples(reading: Reading) -> pd.DataFrame:
    """Count the answers of each sample, and judge the certification samples.

    Returns
    -------
    pandas.DataFrame
        One row a sample: ``sample``, ``drawn_on``, ``population`` (unread reports when it was drawn),
        ``size``, ``labelled`` (by all their readers), ``decided``, ``relevant``, ``found`` (relevant reports
        outside the population), ``uncovered`` (unread reports that came after the draw); once it is decided
        whole, ``estimate``, ``low`` and ``high`` (relevant reports in the population, with the exact 95 %
        interval of the hypergeometric distribution); and of a certification sample ``answered`` (decisions
        from the top without a gap), the recall that they certify at 95 and at 80 %, ``certifies`` (yes or
        no), ``early`` (decisions dated before the draw: with one, nothing is certified) and ``gone`` (of its
        own abstracts, those that no export holds any more); and ``current``, yes where it speaks of what is
        unread now or excluded by the last stop. Numbers as text.

    Notes
    -----
    Only settled decisions count as found, and of what came after a draw or a stop none does: both err on the
    side of reading on.
    """
    rows, last = [], reading.stops[-1].unread if reading.stops else frozenset()
    now = {*reading.unread, *last} or set(reading.readers)
    for sample in reading.samples:
        members = [reading.decided.get(report, "") for report in sample.members]
        whole = all(members) and len(members) > 0
        relevant, found = members.count(INCLUDE), _count_outside(sample, reading)
        uncovered = sum(one not in sample.population and one in reading.scope for one in reading.unread)
        counts = [len(sample.population), len(members), reading.count_labelled(sample)]
        counts += [sum(map(bool, members)), relevant, found, uncovered]
        # A sample that continues earlier lots is not a random sample of the whole by itself.
        by_itself = whole and not sample.goes_on
        estimate = _estimate(len(sample.population), len(members), relevant) if by_itself else ["", "", ""]
        shown = _hold_to_draw(sample, reading, found) if sample.kind == CERTIFICATION else _Shown()
        current = "" if now.isdisjoint(sample.population) else "yes"
        rows.append([sample.name, sample.drawn_on, *map(str, counts), *estimate, *shown, current])
    return pd.DataFrame(rows, columns=TALLY, dtype="str")


def _count_outside(sample: Sample, reading: Reading) -> int:
    """Return how many relevant reports were found outside a sample's population, in its own reading."""
    begun = (reading.scope if sample.begun is None else sample.begun) - sample.population
    return sum(decision == INCLUDE for report, decision in reading.decided.items() if report in begun)


def _hold_to_draw(sample: Sample, reading: Reading, found: int) -> _Shown:
    """Judge a certification sample; one with decisions dated before its draw certifies nothing."""
    shown, early = _judge(sample, reading, found), reading.count_early(sample)
    gone = str(len(find_gone(sample, reading) & set(sample.members)))
    if early:
        return _Shown(shown.answered, certifies="no", early=str(early), gone=gone)
    return shown._replace(early="0", gone=gone)


def _judge(sample: Sample, reading: Reading, found: int) -> _Shown:
    return _judge_planned(sample, reading, found) if sample.plan.looks else _judge_now(sample, reading, found)


def _judge_now(sample: Sample, reading: Reading, found: int) -> _Shown:
    """Judge by all decisions on the lots from the top without a gap, whoever chose them to be read."""
    gone = find_gone(sample, reading)
    known = list(takewhile(lambda one: one in gone or reading.counts(one, sample), sample.lots))
    # Reports that are gone from the exports count as relevant but missed, because nobody can tell any more.
    answers = [INCLUDE if one in gone else reading.decided[one] for one in known]
    lot = Lot(len(sample.lots), sample.found, sample.plan.recall)
    within = sum(reading.decided.get(report) == INCLUDE for report in sample.population)

    def certified(error: float) -> float:
        most = bound_relevant(len(answers), answers.count(INCLUDE), lot, error=error)
        return certified_recall(most, outside=found, within=within)

    # 95 % of 20 is 19, whatever floating point says.
    enough = certified(1 - sample.plan.confidence) >= sample.plan.recall - 1e-9
    recall_95, recall_80 = (f"{certified(error):.3f}" for error in (0.05, 0.2))
    return _Shown(str(len(answers)), recall_95, recall_80, "yes" if answers and enough else "no")


def find_gone(sample: Sample, reading: Reading) -> set[str]:
    """Return the reports of a sample's lots that no export holds any more."""
    return {*sample.lots, *sample.members} - set(reading.readers)


def _judge_planned(sample: Sample, reading: Reading, found: int) -> _Shown:
    """Judge a sample that was planned as one of several looks: it counts once it is decided whole."""
    members = [reading.decided.get(report, "") for report in sample.members]
    left, relevant = len(sample.population), members.count(INCLUDE)
    missing = sum(report not in sample.population and report in reading.scope for report in reading.unread)
    if not all(members) or not members or missing:
        return _Shown(str(sum(map(bool, members))), "", "", "no")
    enough = certify(left=left, sampled=len(members), sample_found=relevant, found=found, plan=sample.plan)
    errors = (error / sample.plan.looks for error in (0.05, 0.2))
    bounds = (bound_missed(left, len(members), relevant, error=error) for error in errors)
    recall_95, recall_80 = (
        f"{certified_recall(most, outside=found, within=relevant):.3f}" for most in bounds
    )
    return _Shown(str(len(members)), recall_95, recall_80, "yes" if enough else "no")


def _estimate(population: int, size: int, relevant: int) -> list[str]:
    # Half of the 5 % on either side.
    high = bound_missed(population, size, relevant, error=0.025)
    low = population - bound_missed(population, size, size - relevant, error=0.025)
    return [f"{relevant / size * population:.1f}", str(low), str(high)]
