"""Tell of every stopping rule where a screening stands with it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview.screening.ranking import match_labels
from cireview.screening.stopping import (
    READ_ALL_BELOW,
    RULES,
    certify,
    count_consecutive,
    find_quantile_target,
    knee_threshold,
    measure_knee,
    plan_certification,
    tail_p_value,
)

_COLUMNS = ["rule", "met", "value", "threshold", "advice", "guarantee", "reference"]


def assess(
    order: Sequence[str],
    labels: pd.Series,
    *,
    total: int,
    recall: float = 0.95,
    confidence: float = 0.95,
    looks: int = 1,
    certification: Sequence[str] = (),
    random_sample: Sequence[str] = (),
    consecutive: int = 100,
) -> pd.DataFrame:
    """Say of every rule whether it would stop now.

    Parameters
    ----------
    order
        Ids of the records read, in the order in which the ranking gave them; the certification sample left
        out.
    labels
        True for relevant, by record id.
    total
        Records to be screened in all.
    recall, confidence
        The target of the certified, quantile and hypergeometric rules.
    looks
        Number of certification samples planned in the protocol.
    certification
        Ids of the certification sample, drawn from what `order` left; it counts once it is labelled whole.
    random_sample
        Ids of a simple random sample of all records whose labels were kept from the ranking. A record of it
        counts as reached when it is in `order`.
    consecutive
        Irrelevant records in a row after which that rule stops.

    Returns
    -------
    pandas.DataFrame
        One row per rule: ``rule``, ``met`` ("yes", "no"), ``value``, ``threshold``, ``advice``,
        ``guarantee``, ``reference``; text.
    """
    read = match_labels(list(order), labels)[1]
    found, left = int(read.sum()), total - len(read)
    rows = {
        "read_all": ("yes" if left <= 0 else "no", str(len(read)), str(total), _advise_reading(total)),
        "certified": _assess_certificate(
            labels, certification, left=left, found=found, recall=recall, confidence=confidence, looks=looks
        ),
        "quantile": _assess_quantile(order, labels, random_sample, recall=recall, confidence=confidence),
        "hypergeometric": _compare(tail_p_value(read, total, recall=recall), 1 - confidence, below=True),
        "knee": _compare(measure_knee(read), knee_threshold(found)),
        "consecutive": _compare(count_consecutive(read), consecutive),
    }
    table = [(rule.name, *rows[rule.name], rule.guarantee, rule.reference) for rule in RULES]
    return pd.DataFrame(table, columns=_COLUMNS, dtype="str")


def trace_stopping(
    labels: NDArray[np.bool_], *, total: int, recall: float = 0.95, confidence: float = 0.95, points: int = 50
) -> pd.DataFrame:
    """Return how the rules' measures changed over a reading, for a curve.

    Parameters
    ----------
    labels
        Whether each record read was relevant, in the order of reading.
    total
        Records to be screened in all.
    recall, confidence
        The target.
    points
        Number of rows at most.

    Returns
    -------
    pandas.DataFrame
        ``read``, ``found``, ``p_value`` (hypergeometric test), ``knee`` (ratio), ``consecutive``, ``sample``
        (size of the certification sample that would be needed).
    """
    ends = np.unique(np.linspace(1, max(len(labels), 1), min(points, max(len(labels), 1))).astype(int))
    rows = []
    for end in ends[ends <= len(labels)]:
        part, found = labels[:end], int(labels[:end].sum())
        size = plan_certification(left=total - int(end), found=found, recall=recall, confidence=confidence)
        test = tail_p_value(part, total, recall=recall)
        rows.append((int(end), found, test, measure_knee(part), count_consecutive(part), size))
    return pd.DataFrame(rows, columns=["read", "found", "p_value", "knee", "consecutive", "sample"])


def _advise_reading(total: int) -> str:
    if total >= READ_ALL_BELOW:
        return "Reading all is certain and saves nothing"
    return f"Read all: under {READ_ALL_BELOW} records a certified stop saves next to nothing"


def _assess_certificate(
    labels: pd.Series,
    certification: Sequence[str],
    *,
    left: int,
    found: int,
    recall: float,
    confidence: float,
    looks: int,
) -> tuple[str, str, str, str]:
    target = {"recall": recall, "confidence": confidence, "looks": looks}
    known = match_labels(list(certification), labels)[1]
    if certification and len(known) == len(certification):
        hits = int(known.sum())
        met = certify(left=left, sampled=len(known), sample_found=hits, found=found, **target)  # type: ignore[arg-type]
        advice = "Reading may stop" if met else "Read on; the next sample is a new look"
        return "yes" if met else "no", f"{hits} relevant in {len(known)}", "", advice
    if certification:
        value = f"{len(known)} of {len(certification)} labelled"
        return "no", value, str(len(certification)), "Label the certification sample whole"
    size = plan_certification(left=left, found=found, **target)  # type: ignore[arg-type]
    advice = f"A simple random sample of {size} of the {left} unread, none relevant, would certify the stop"
    if size >= 0.9 * left:
        advice = "A certification sample would be nearly all that is left: read on"
    return "no", "no sample", str(size), advice


def _assess_quantile(
    order: Sequence[str], labels: pd.Series, sample: Sequence[str], *, recall: float, confidence: float
) -> tuple[str, str, str, str]:
    relevant = {record for record in sample if bool(labels.get(record, False))}
    target = find_quantile_target(len(relevant), recall=recall, confidence=confidence)
    if target is None:
        return "no", str(len(relevant)), "", "Too few relevant records in the random sample"
    reached = len(relevant & set(order))
    return "yes" if reached >= target else "no", str(reached), str(target), ""


def _compare(value: float, threshold: float, *, below: bool = False) -> tuple[str, str, str, str]:
    met = value < threshold if below else value >= threshold
    return "yes" if met else "no", f"{value:.3g}", f"{threshold:.3g}", ""
