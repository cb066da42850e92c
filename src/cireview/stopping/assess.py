"""Assess a screening by every stopping rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview.screening.ranking import match_labels
from cireview.stopping.plan import DEFAULT_PLAN, Plan
from cireview.stopping.progress import Progress
from cireview.stopping.rules import (
    NEARLY_ALL,
    READ_ALL_BELOW,
    RULES,
    count_consecutive,
    find_quantile_target,
    knee_threshold,
    measure_knee,
    plan_certification,
    tail_p_value,
)
from cireview.stopping.samples import CERTIFICATION, RANDOM

CONSECUTIVE = 100
"""Irrelevant records in a row after which that rule stops."""
_COLUMNS = ["rule", "met", "value", "threshold", "advice", "guarantee", "reference", "seen", "stopped_on"]


@dataclass(frozen=True)
class SampleEvidence:
    """What the samples that were drawn at random show.

    Parameters
    ----------
    tally
        A row a sample (see `cireview.stopping.rounds.tally_samples`); None if none was drawn.
    random_sample
        Ids of a simple random sample whose labels were kept from the ranking.
    reached
        Those of them that the ranking has reached (see `find_reached`).
    """

    tally: pd.DataFrame | None = None
    random_sample: Collection[str] = ()
    reached: Collection[str] = ()


NO_EVIDENCE = SampleEvidence()


def assess(
    order: Sequence[str],
    labels: pd.Series,
    *,
    progress: Progress,
    plan: Plan = DEFAULT_PLAN,
    evidence: SampleEvidence = NO_EVIDENCE,
    stop: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Say of every rule whether it would stop now.

    Parameters
    ----------
    order
        Ids of the records that were read by the ranking, in that order; those drawn at random left out.
    labels
        True for relevant, by record id, of all records on which those who read them agree so far.
    progress
        How far the screening is.
    plan
        The target of the certified, quantile and hypergeometric rules, and certification samples planned.
    evidence
        What was drawn at random, and what it shows.
    stop
        ``rule`` and ``on`` of the person's decision to stop, once it was taken.

    Returns
    -------
    pandas.DataFrame
        One row per rule, text: ``rule``, ``met`` ("yes", "no"), ``value``, ``threshold``, ``advice``,
        ``guarantee``, ``reference``, ``seen`` (on real orders) and ``stopped_on`` (date, where the decision
        to stop names the rule).
    """
    read = match_labels(list(order), labels)[1]
    total, unread = progress.total, progress.unread
    ranked = total - (len(labels) - len(read))  # records that the ranking gives or gave to read
    planned = plan_certification(left=unread, found=progress.found, plan=plan)
    drawn = {record for record in evidence.random_sample if bool(labels.get(record, False))}
    target = find_quantile_target(len(drawn), recall=plan.recall, confidence=plan.confidence)
    tail = tail_p_value(read, ranked, recall=plan.recall)
    rows = {
        "read_all": ("yes" if unread <= 0 else "no", str(total - unread), str(total), _advise_reading(total)),
        "certified": _assess_certificate(evidence.tally, left=unread, planned=planned),
        "quantile": _assess_quantile(evidence.tally, len(drawn & set(evidence.reached)), len(drawn), target),
        "hypergeometric": _compare(tail, 1 - plan.confidence, below=True),
        "knee": _compare(measure_knee(read), knee_threshold(int(read.sum()))),
        "consecutive": _compare(count_consecutive(read), CONSECUTIVE),
    }
    stopped = {stop["rule"]: stop["on"]} if stop else {}
    facts = {
        rule.name: (rule.guarantee, rule.reference, rule.seen, stopped.get(rule.name, "")) for rule in RULES
    }
    table = [(name, *rows[name], *facts[name]) for name in facts]
    return pd.DataFrame(table, columns=_COLUMNS, dtype="str")


def trace_stopping(
    labels: NDArray[np.bool_],
    by_ranking: NDArray[np.bool_],
    *,
    progress: Progress,
    plan: Plan = DEFAULT_PLAN,
    points: int = 50,
) -> pd.DataFrame:
    """Return how the rules' measures changed over a reading, for a curve.

    Parameters
    ----------
    labels
        Whether each record on which those who read it agree so far was relevant, in the order of reading.
    by_ranking
        Whether it was read by the ranking, rather than drawn at random.
    progress
        How far the screening is.
    plan
        The target, and the certification samples planned.
    points
        Number of rows at most.

    Returns
    -------
    pandas.DataFrame
        ``read`` and ``found`` by the ranking, ``p_value`` (hypergeometric test), ``knee`` (ratio),
        ``consecutive``, ``left`` (unread records), ``sample`` (size of the certification sample of them that
        would be needed) and ``found_all``. What was drawn at random counts for the last three once it was
        read.
    """
    read, total = labels[by_ranking], progress.total - int((~by_ranking).sum())
    # Drawn records between two ranked ones were read by then, and count as read.
    behind = [*np.flatnonzero(by_ranking)[1:], len(labels)]  # where the next one by the ranking stands
    ends = np.unique(np.linspace(1, max(len(read), 1), min(points, max(len(read), 1))).astype(int))
    rows = []
    for end in ends[ends <= len(read)]:
        part, begun = read[:end], int(behind[end - 1])
        left = progress.unread + len(labels) - begun
        hits = int(labels[:begun].sum())
        size = plan_certification(left=left, found=hits, plan=plan)
        test = tail_p_value(part, total, recall=plan.recall)
        measures = (test, measure_knee(part), count_consecutive(part))
        rows.append((int(end), int(part.sum()), *measures, left, size, hits))
    columns = ["read", "found", "p_value", "knee", "consecutive", "left", "sample", "found_all"]
    return pd.DataFrame(rows, columns=columns)


def _advise_reading(total: int) -> str:
    if total >= READ_ALL_BELOW:
        return "Reading everything is certain and saves nothing"
    return f"Read everything: below {READ_ALL_BELOW} records a certified stop saves almost nothing"


def _assess_certificate(
    samples: pd.DataFrame | None, *, left: int, planned: int
) -> tuple[str, str, str, str]:
    drawn = [sample for sample in _drawn(samples, CERTIFICATION) if sample["current"]]
    if not drawn:
        return "no", "no sample", str(planned), _advise_sample(left, planned)
    # One sample that certifies is enough; otherwise the last one determines the advice.
    sample = next((sample for sample in drawn if sample["certifies"] == "yes"), drawn[-1])
    late, recall = sample["uncovered"], sample["recall_95"]
    if sample.get("early", "0") not in ("", "0"):
        advice = (
            f"Nothing is certified: they are dated before {sample['drawn_on']}, when {sample['sample']} "
            "was drawn from unread abstracts. Correct decided_on, or decide again with today's date"
        )
        return "no", f"{sample['early']} dated before the draw", "", advice
    if sample["certifies"] == "yes":
        but = "" if late == "0" else f", except for the {late} that came after {sample['sample']} was drawn"
        return "yes", _describe_answers(sample), "", f"Reading may stop{but}"
    so_far = f"; so far a recall of {recall} is certified with 95 % confidence" if recall else ""
    if (gone := sample.get("gone", "")) not in ("", "0"):
        so_far += f"; {gone} of its abstracts are no longer in the exports and count as relevant but missed"
    if sample["decided"] != sample["size"] or not recall:
        met, value, threshold, advice = _flaw(sample) or (
            "no",
            _describe_answers(sample),
            "",
            "Continue reading",
        )
        return met, value, threshold, f"{advice}{so_far}"
    return "no", _describe_answers(sample), "", f"Continue reading by the ranking, or draw again{so_far}"


def _describe_answers(sample: Mapping[str, str]) -> str:
    return f"{sample['relevant']} relevant in {sample['decided']}"


def _advise_sample(left: int, planned: int) -> str:
    if left <= 0:
        return "Nothing is left to certify"
    if planned >= NEARLY_ALL * left:
        return "Continue reading: a certification sample would be nearly as large as what is left"
    return (
        f"A random sample of {planned} of the {left} unread, none relevant, would certify the stop; "
        "'cireview draw certification' draws it"
    )


def _assess_quantile(
    samples: pd.DataFrame | None, reached: int, relevant: int, target: int | None
) -> tuple[str, str, str, str]:
    drawn = _drawn(samples, RANDOM)
    flaw = _flaw(drawn[0]) if drawn else ("no", "no sample", "", "'cireview draw sample' draws one")
    if flaw:
        return flaw
    if target is None:
        return "no", str(relevant), "", "Too few relevant records in the random sample"
    return "yes" if reached >= target else "no", str(reached), str(target), ""


def _drawn(samples: pd.DataFrame | None, kind: str) -> list[dict[str, str]]:
    """Return the tallies of the samples of a kind."""
    rows = [] if samples is None else samples.to_dict("records")
    return [{str(key): str(cell) for key, cell in row.items()} for row in rows
            if row["sample"].startswith(kind)]  # fmt: skip


def _flaw(sample: Mapping[str, str]) -> tuple[str, str, str, str] | None:
    """Return why a sample shows nothing: it is not decided whole, or abstracts came after its draw."""
    name, decided, size = sample["sample"], sample["decided"], sample["size"]
    gone = int(sample.get("gone", "") or 0)
    if int(decided) + gone != int(size):
        return "no", f"{decided} of {size} decided", size, f"Label all of {name}, and settle its conflicts"
    if sample["uncovered"] != "0":
        return (
            "no",
            f"{sample['uncovered']} not covered",
            "0",
            f"Continue reading: they came after {name} was drawn",
        )
    return None


def _compare(value: float, threshold: float, *, below: bool = False) -> tuple[str, str, str, str]:
    met = value < threshold if below else value >= threshold
    return "yes" if met else "no", f"{value:.3g}", f"{threshold:.3g}", ""
