"""Settle what two reviewers and an adjudicator said of each report."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from cireview.labels.latest import keep_first, keep_last, name_answers
from cireview.tables import DECISION, EXCLUDE, UNSURE, Schema

LastWords = Mapping[str, Sequence[Any]]
NOT_ASSIGNED = "not assigned"

CONFLICT = Schema(
    "conflict",
    {
        "record_id": "report, or the unknown id as it stands in the sheet",
        "stage": "screening or eligibility",
        "kind": "disagreement, unsure, contradiction, unknown id, or not assigned to who decided",
        "decisions": "who said what, and why; of a contradiction also where it stands",
        "awaits": "who has to act; empty once the adjudicator decided",
    },
)


@dataclass(frozen=True)
class Settled:
    """What became of a stage's labels: `decisions` (DECISION), `conflicts` (CONFLICT) and `awaiting`.

    `awaiting` has a row for each report and person whose decision is still missing: ``record_id``,
    ``awaits``.
    """

    decisions: pd.DataFrame
    conflicts: pd.DataFrame
    awaiting: pd.DataFrame


def settle(
    labels: pd.DataFrame,
    *,
    report_of: Mapping[str, str],
    reports: Sequence[str],
    readers: Mapping[str, Sequence[str]],
    adjudicator: str | None,
    stage: str,
    unclear: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> Settled:
    """Decide every report on which its reviewers agree or the adjudicator spoke; list the others.

    Parameters
    ----------
    labels
        LABEL of one stage.
    report_of
        Report of every record: labels follow their record when groups of duplicates change.
    reports
        The reports that reached the stage, in the order in which they are listed.
    readers
        Who reads each report.
    adjudicator
        Who decides where they differ.
    stage
        Name of the stage.
    unclear
        By report and person what else that person contradicts, in words.

    Notes
    -----
    A later date is a changed mind (see `cireview.labels.latest.keep_last`). An adjudicator's decision stands
    above all; without one, all readers of a report have to say the same, include or exclude.
    """
    decided = labels[labels["decision"] != ""]
    unknown = decided[~decided["record_id"].isin(list(report_of))]
    matched = decided[decided["record_id"].isin(list(report_of))]
    matched = matched.assign(report=matched["record_id"].map(report_of))
    last_words = _find_last_words(matched)
    decisions, conflicts, awaiting = [], [], []
    for report in reports:
        latest = last_words.get(report, {})
        outcome = _settle_one(report, latest, readers[report], adjudicator, stage, unclear.get(report, {}))
        decisions += [outcome.decision] if outcome.decision else []
        conflicts += [outcome.conflict] if outcome.conflict else []
        awaiting += [{"record_id": report, "awaits": person} for person in outcome.awaits]
        conflicts += _uncalled(report, latest, [*readers[report], adjudicator], stage)
    conflicts += [_unknown_id(row, stage) for _, row in unknown.iterrows()]
    return Settled(
        DECISION.conform(pd.DataFrame(decisions, columns=list(DECISION.columns))),
        CONFLICT.conform(pd.DataFrame(conflicts, columns=list(CONFLICT.columns))),
        pd.DataFrame(awaiting, columns=["record_id", "awaits"], dtype="str"),
    )


@dataclass(frozen=True)
class _Outcome:
    decision: dict[str, str] | None
    conflict: dict[str, str] | None
    awaits: tuple[str, ...]


def _settle_one(
    report: str,
    latest: LastWords,
    reviewers: Sequence[str],
    adjudicator: str | None,
    stage: str,
    unclear: Mapping[str, str],
) -> _Outcome:
    decisions_of = {person: sorted({row.decision for row in rows}) for person, rows in latest.items()}
    people = sorted({*latest, *unclear})
    summary = "; ".join(unclear.get(person) or _told(person, latest[person]) for person in people)

    def conflict(kind: str, awaits: Sequence[str]) -> dict[str, str]:
        row = {"record_id": report, "stage": stage, "kind": kind}
        return {**row, "decisions": summary, "awaits": "; ".join(awaits)}

    contradicting = tuple(person for person in people if person in unclear or len(decisions_of[person]) > 1)
    # Before all else, and above the adjudicator too: which of two answers is meant only that person can say.
    if contradicting:
        return _Outcome(None, conflict("contradiction", contradicting), contradicting)
    answers = {decisions_of[person][0] for person in reviewers if person in decisions_of}
    kind = UNSURE if UNSURE in answers else "disagreement" if len(answers) > 1 else ""
    # An unsure adjudicator has not decided, and the conflict stays open.
    if adjudicator in decisions_of and decisions_of[adjudicator] != [UNSURE]:
        decision = _decision(report, stage, latest[adjudicator], adjudicator)
        return _Outcome(decision, conflict(kind, ()) if kind else None, ())
    missing = tuple(person for person in reviewers if person not in decisions_of)
    if missing:
        return _Outcome(None, None, missing)
    if kind:
        # Without an adjudicator the reviewers have to agree, and it awaits them all.
        judges = (adjudicator,) if adjudicator else tuple(reviewers)
        return _Outcome(None, conflict(kind, judges), judges)
    rows = [row for person in reviewers for row in latest[person]]
    return _Outcome(_decision(report, stage, rows, "; ".join(reviewers)), None, ())


def _decision(report: str, stage: str, rows: Sequence[Any], decided_by: str) -> dict[str, str]:
    decision = rows[0].decision
    # An inclusion has no reason, whatever stands in the cell.
    reason = next((row.reason for row in rows if row.reason), "") if decision == EXCLUDE else ""
    notes = "; ".join(dict.fromkeys(row.note for row in rows if row.note))
    return {
        "record_id": report,
        "stage": stage,
        "decision": decision,
        "reason": reason,
        "decided_by": decided_by,
        "decided_on": max(row.decided_on for row in rows),
        "note": notes,
    }


def _told(person: str, rows: Sequence[Any]) -> str:
    if len({row.decision for row in rows}) > 1:
        return f"{person}: {name_answers(rows, _name_decision)}"
    return f"{person}: {' and '.join(dict.fromkeys(map(_name_decision, rows)))}"


def _name_decision(row: Any) -> str:
    return f"{row.decision} ({row.reason})" if row.reason else str(row.decision)


def _find_last_words(labels: pd.DataFrame) -> dict[str, dict[str, list[Any]]]:
    """Return by report and person the rows that count; plain rows, for reviews of many thousands."""
    last_words: dict[str, dict[str, list[Any]]] = {}
    for row in keep_last(labels, ["report", "decided_by"], "decision").itertuples(index=False):
        last_words.setdefault(str(row.report), {}).setdefault(str(row.decided_by), []).append(row)
    return last_words


def _uncalled(
    report: str, latest: LastWords, called: Sequence[str | None], stage: str
) -> list[dict[str, str]]:
    """Return the conflict of decisions by people who were not to read the report, if there are any."""
    summary = "; ".join(_told(person, latest[person]) for person in sorted(set(latest) - set(called)))
    row = {"record_id": report, "stage": stage, "kind": NOT_ASSIGNED, "decisions": summary, "awaits": ""}
    return [row] if summary else []


def _unknown_id(row: pd.Series, stage: str) -> dict[str, str]:
    return {
        "record_id": row["record_id"],
        "stage": stage,
        "kind": "unknown id",
        "decisions": f"{row['decided_by']}: {row['decision']} ({row['file']}, row {row['row']})",
        "awaits": row["decided_by"],
    }


def assign_readers(
    reports: Sequence[str], *, reviewers: Sequence[str], overlap: float = 1.0
) -> dict[str, tuple[str, ...]]:
    """Say who reads each report.

    A share `overlap` is read by every reviewer, the rest by one. Which is which follows from a hash of the
    report's id alone, so that it never changes when reports are added.
    """
    readers: dict[str, tuple[str, ...]] = {}
    for report in reports:
        digest = hashlib.sha256(report.encode("utf-8", "replace")).digest()
        # Two parts of the digest: who reads must not follow from whether all read.
        for_all = int.from_bytes(digest[:4], "big") / 2**32 < overlap
        reader = reviewers[int.from_bytes(digest[4:8], "big") % len(reviewers)]
        readers[report] = tuple(reviewers) if for_all else (reader,)
    return readers


def map_reports(matches: pd.DataFrame) -> dict[str, str]:
    """Return the report of every record (MATCH)."""
    return dict(zip(matches["record_id"], matches["report_id"], strict=True))


def find_first_words(
    labels: pd.DataFrame, report_of: Mapping[str, str], reviewers: Sequence[str]
) -> pd.DataFrame:
    """Return what each reviewer decided first on each report."""
    mine = labels[
        labels["decided_by"].isin(reviewers)
        & labels["record_id"].isin(list(report_of))
        & (labels["decision"] != "")
    ]
    key = ["record_id", "decided_by"]
    first = keep_first(mine.assign(record_id=mine["record_id"].map(report_of)), key, "decision")
    return first[[*key, "decision"]]
