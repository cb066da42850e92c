"""Settle the answers of reviewers and the adjudicator on each report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from cireview.labels.latest import keep_first, keep_last, name_answers
from cireview.labels.readers import find_further
from cireview.labels.team import ADJUDICATOR, THIRD_READER, TOGETHER, VACANT, Team, is_together, name_together
from cireview.tables import DECISION, EXCLUDE, UNSURE, Schema

LastWords = Mapping[str, Sequence[Any]]
NOT_ASSIGNED = "not assigned"

CONFLICT = Schema(
    "conflict",
    {
        "record_id": "report, or the unknown id as written in the sheet",
        "stage": "screening or eligibility",
        "kind": "disagreement, unsure, contradiction, unknown id, or not assigned to the person who decided",
        "decisions": "who answered what, and why; for a contradiction also where",
        "awaits": "who has to act; empty once it is settled",
    },
)


@dataclass(frozen=True)
class Settled:
    """What became of a stage's labels: `decisions` (DECISION), `conflicts` (CONFLICT) and `awaiting`.

    `awaiting` has a row for each report and person whose decision is still missing: ``record_id``, ``awaits``
    (those who have to agree stand together in one row) and ``conflict``: its kind, "" where nothing differs.
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
    team: Team,
    stage: str,
    unclear: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> Settled:
    """Decide every report on which its reviewers agree or that was settled by others; list the rest.

    Parameters
    ----------
    labels
        LABEL of one stage.
    report_of
        Report of every record: labels follow their record when groups of duplicates change.
    reports
        The reports that reached the stage, in the order in which they are listed.
    readers
        Who reads each report (see `cireview.labels.readers.assign_readers`).
    team
        The people, and who decides where readers differ.
    stage
        Name of the stage.
    unclear
        By report and person what else that person contradicts, in words.

    Notes
    -----
    A later date is a changed mind (see `cireview.labels.latest.keep_last`). An adjudicator's decision stands
    above all, then what people decided together; without either, all readers of a report have to say the
    same, include or exclude. Where a third reader is asked, more than half of those who are sure decide.
    """
    decided = labels[labels["decision"] != ""]
    unknown = decided[~decided["record_id"].isin(list(report_of))]
    matched = decided[decided["record_id"].isin(list(report_of))]
    matched = matched.assign(report=matched["record_id"].map(report_of))
    last_words = _find_last_words(matched)
    decisions, conflicts, awaiting = [], [], []
    for report in reports:
        latest = last_words.get(report, {})
        case = _Case(report, latest, readers[report], team, stage, unclear.get(report, {}))
        outcome = _settle_one(case)
        decisions += [outcome.decision] if outcome.decision else []
        conflicts += [outcome.conflict] if outcome.conflict else []
        kind = outcome.conflict["kind"] if outcome.conflict else ""
        awaiting += [{"record_id": report, "awaits": name, "conflict": kind} for name in outcome.awaits]
        conflicts += _uncalled(case)
    conflicts += [_unknown_id(row, stage) for _, row in unknown.iterrows()]
    return Settled(
        DECISION.conform(pd.DataFrame(decisions, columns=list(DECISION.columns))),
        CONFLICT.conform(pd.DataFrame(conflicts, columns=list(CONFLICT.columns))),
        pd.DataFrame(awaiting, columns=["record_id", "awaits", "conflict"], dtype="str"),
    )


@dataclass(frozen=True)
class _Case:
    """One report: the last words on it, who is to read it, and what else a person contradicts."""

    report: str
    latest: LastWords
    readers: Sequence[str]
    team: Team
    stage: str
    unclear: Mapping[str, str]

    def conflict(self, kind: str, people: Sequence[str], awaits: Sequence[str]) -> dict[str, str]:
        """Return the row of a conflict, with the answer of each of `people`."""
        said = "; ".join(self.unclear.get(person) or _told(person, self.latest[person]) for person in people)
        row = {"record_id": self.report, "stage": self.stage, "kind": kind}
        return {**row, "decisions": said, "awaits": "; ".join(awaits)}


@dataclass(frozen=True)
class _Outcome:
    decision: dict[str, str] | None
    conflict: dict[str, str] | None
    awaits: tuple[str, ...]


def _settle_one(case: _Case) -> _Outcome:
    answers_of = {person: sorted({row.decision for row in rows}) for person, rows in case.latest.items()}
    people = sorted({*case.latest, *case.unclear})
    unclear = tuple(person for person in people if person in case.unclear or len(answers_of[person]) > 1)
    gone = {*case.team.former, *case.team.former_adjudicators}
    present = tuple(person for person in unclear if person not in gone)
    # First of all, even before the adjudicator: only that person knows which of the two answers is meant.
    if present:
        return _Outcome(None, case.conflict("contradiction", people, present), present)
    # Two answers of somebody who left differ like those of two people.
    answers = [answer for person in case.readers for answer in answers_of.get(person, ())]
    kind = UNSURE if UNSURE in answers else "disagreement" if len(set(answers)) > 1 else ""
    if judge := _find_judge(case, answers_of):
        decision = _decision(case, case.latest[judge], judge)
        return _Outcome(decision, case.conflict(kind, people, ()) if kind else None, ())
    # A joint decision no longer settles the conflict if somebody changed their mind afterwards.
    if _find_joint(case)[1]:
        awaited = _find_resolvers(case)
        return _Outcome(None, case.conflict("disagreement", people, awaited), awaited)
    missing = tuple(person for person in case.readers if person not in answers_of)
    if missing:
        return _Outcome(None, None, missing)
    rows = [row for person in case.readers for row in case.latest[person]]
    if not kind:
        return _Outcome(_decision(case, rows, TOGETHER.join(case.readers)), None, ())
    if winner := _find_majority(answers, case.team):
        sure = [row for row in rows if row.decision == winner]
        names = TOGETHER.join(person for person in case.readers if answers_of[person] == [winner])
        return _Outcome(_decision(case, sure, names), case.conflict(kind, people, ()), ())
    awaited = _find_resolvers(case)
    return _Outcome(None, case.conflict(kind, people, awaited), awaited)


def _find_judge(case: _Case, answers_of: Mapping[str, Sequence[str]]) -> str:
    """Return whose decision stands above those of the readers, "" if nobody's does."""
    # An unsure adjudicator has not decided, and the conflict stays open.
    sure = [judge for judge in case.team.judges if answers_of.get(judge, [UNSURE]) != [UNSURE]]
    if sure:
        return sure[0]
    return "" if _is_reopened(case) else _find_joint(case)[1]


def _find_joint(case: _Case) -> tuple[str, str]:
    """Return the day of what people decided together, and their names; of several the latest."""
    together = [name for name in case.latest if is_together(name)]
    sure = [name for name in together if all(row.decision != UNSURE for row in case.latest[name])]
    dated = [(max(str(row.decided_on) for row in case.latest[name]), name) for name in sure]
    return max(dated, default=("", ""))


def _is_reopened(case: _Case) -> bool:
    """Say whether a reader changed their mind after what was decided together."""
    day, names = _find_joint(case)
    if not names:
        return False
    joint = {row.decision for row in case.latest[names]}
    own = [row for person in case.readers for row in case.latest.get(person, ())]
    return any(str(row.decided_on) > day and row.decision not in joint for row in own)


def _find_majority(answers: Sequence[str], team: Team) -> str:
    """Return what more than half of those who are sure say, where a third reader is to decide."""
    sure = Counter(answer for answer in answers if answer != UNSURE)
    asked = team.conflicts == THIRD_READER and len(answers) > team.readers
    return next((answer for answer, n in sure.items() if asked and 2 * n > max(sure.total(), 2)), "")


def _find_resolvers(case: _Case) -> tuple[str, ...]:
    """Return who settles a conflict: the adjudicator, one more reader, or the readers together."""
    team = case.team
    if team.conflicts == ADJUDICATOR and team.adjudicator:
        return (team.adjudicator,)
    if team.conflicts == THIRD_READER:
        third = find_further(case.report, case.readers, team)
        if third != VACANT:
            return (third,)
    present = [person for person in case.readers if person in team.reviewers]
    # A reviewer who differs from a former one agrees with the next reader.
    further = [find_further(case.report, case.readers, team)] if len(present) == 1 else []
    if not present or further == [VACANT]:
        return (VACANT,)
    return (name_together([*present, *further]),)


def _decision(case: _Case, rows: Sequence[Any], decided_by: str) -> dict[str, str]:
    decision = rows[0].decision
    # An inclusion has no reason, whatever is in the cell.
    reason = next((row.reason for row in rows if row.reason), "") if decision == EXCLUDE else ""
    notes = "; ".join(dict.fromkeys(row.note for row in rows if row.note))
    return {
        "record_id": case.report,
        "stage": case.stage,
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
    why = ": ".join(word for word in (row.reason, row.note) if word)
    return f"{row.decision} ({why})" if why else str(row.decision)


def _find_last_words(labels: pd.DataFrame) -> dict[str, dict[str, list[Any]]]:
    """Return by report and person the rows that count; plain rows, for reviews of many thousands."""
    last_words: dict[str, dict[str, list[Any]]] = {}
    for row in keep_last(labels, ["report", "decided_by"], "decision").itertuples(index=False):
        last_words.setdefault(str(row.report), {}).setdefault(str(row.decided_by), []).append(row)
    return last_words


def _uncalled(case: _Case) -> list[dict[str, str]]:
    """Return the conflict of decisions by people who were not to read the report, if there are any."""
    together = [name for name in case.latest if is_together(name)]
    called = {*case.readers, *case.team.judges, *together}
    people = sorted(set(case.latest) - called)
    return [case.conflict(NOT_ASSIGNED, people, ())] if people else []


def _unknown_id(row: pd.Series, stage: str) -> dict[str, str]:
    return {
        "record_id": row["record_id"],
        "stage": stage,
        "kind": "unknown id",
        "decisions": f"{row['decided_by']}: {row['decision']} ({row['file']}, row {row['row']})",
        "awaits": row["decided_by"],
    }


def map_reports(matches: pd.DataFrame) -> dict[str, str]:
    """Return the report of every record (MATCH)."""
    return dict(zip(matches["record_id"], matches["report_id"], strict=True))


def find_first_words(
    labels: pd.DataFrame, report_of: Mapping[str, str], reviewers: Sequence[str]
) -> pd.DataFrame:
    """Return each reviewer's first decision on each report."""
    mine = labels[
        labels["decided_by"].isin(reviewers)
        & labels["record_id"].isin(list(report_of))
        & (labels["decision"] != "")
    ]
    key = ["record_id", "decided_by"]
    first = keep_first(mine.assign(record_id=mine["record_id"].map(report_of)), key, "decision")
    return first[[*key, "decision"]]
