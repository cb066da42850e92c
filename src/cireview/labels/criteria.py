"""Gather people's answers on each criterion: assign them to reports, settle and compare them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from cireview.labels.agreement import measure_agreement
from cireview.labels.latest import keep_first, keep_last, name_answers
from cireview.labels.team import Team, is_together
from cireview.tables import (
    CRITERION_LABEL,
    EXCLUDE,
    INCLUDE,
    MEETS,
    NO,
    UNSURE,
    YES,
    Schema,
)

CRITERION_NOTE = Schema(
    "note on criteria",
    {
        "record_id": "report, or the unknown id as written in the sheet",
        "kind": "no decision, decision and criteria, contradiction or unknown id",
        "said": "who said what",
        "awaits": "who has to act; empty if nobody has to",
    },
)

_AS_DECISION = {YES: INCLUDE, NO: EXCLUDE, UNSURE: UNSURE}


def settle_criteria(labels: pd.DataFrame, *, matches: pd.DataFrame, team: Team) -> dict[str, pd.DataFrame]:
    """Gather each person's answers on each criterion, and settle them.

    Parameters
    ----------
    labels
        LABEL of the abstracts, with columns ``meets_<criterion>``.
    matches
        Report of every record (MATCH): answers follow their record when groups of duplicates change.
    team
        The reviewers, whose agreement is measured, and the adjudicator, whose answer stands above those of
        others. What *unsure* counts as means yes for include, and no for exclude.

    Returns
    -------
    dict
        ``answers`` (CRITERION_LABEL): the last word of each person. ``settled``: ``record_id``,
        ``criterion``, ``met``: the adjudicator's answer, or the one that all give; yes or no. ``agreement``:
        `cireview.labels.measure_agreement` per ``criterion``, of what each reviewer said first. ``notes``
        (CRITERION_NOTE): answers of unknown records, answers that no date settles, answers without a
        decision, and decisions that do not go with the same person's answers. None of it is an error.
    """
    report_of = dict(zip(matches["record_id"], matches["report_id"], strict=True))
    unknown = ~labels["record_id"].isin(list(report_of))
    matched = labels[~unknown].assign(report=labels.loc[~unknown, "record_id"].map(report_of))
    key, all_answers = ["report", "criterion", "decided_by"], _lengthen(matched)
    last = keep_last(all_answers, key, "met")
    # No date says which of them is the later: none counts.
    clear = last.groupby(key)["met"].transform("nunique") == 1
    answers = last[clear].drop_duplicates(key).sort_values(key, ignore_index=True)
    first = keep_first(all_answers[all_answers["decided_by"].isin(team.everyone)], key, "met")
    decided = keep_last(matched[matched["decision"] != ""], ["report", "decided_by"], "decision")
    notes = [
        *_unknown_ids(_lengthen(labels[unknown].assign(report=labels.loc[unknown, "record_id"]))),
        *_contradictions(last[~clear]),
        *_odd_decisions(answers, decided, sum(str(column).startswith(MEETS) for column in labels)),
    ]
    labelled = answers.drop(columns="record_id").rename(columns={"report": "record_id"})
    return {
        "answers": CRITERION_LABEL.conform(labelled[list(CRITERION_LABEL.columns)]),
        "settled": _settle(labelled, team.judges),
        "agreement": _measure(first.assign(record_id=first["report"]), team.unsure),
        "notes": CRITERION_NOTE.conform(pd.DataFrame(notes, columns=list(CRITERION_NOTE.columns))),
    }


def _lengthen(labels: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each answer: ``criterion`` and ``met`` in place of the columns of criteria."""
    columns = [str(column) for column in labels if str(column).startswith(MEETS)]
    kept = ["record_id", "report", "decided_by", "decided_on", "file", "row"]
    long = labels.melt(kept, columns, var_name="criterion", value_name="met")
    long = long[long["met"] != ""]
    return long.assign(criterion=[name.removeprefix(MEETS) for name in long["criterion"]])


def _settle(answers: pd.DataFrame, judges: Sequence[str]) -> pd.DataFrame:
    key = ["record_id", "criterion"]
    # A joint answer counts before individual ones, and an adjudicator's before that.
    names = answers["decided_by"]
    rank = [2 if name in judges else 1 if is_together(name) else 0 for name in names]
    ranked = answers.assign(_rank=pd.Series(rank, index=answers.index, dtype="int64"))
    is_highest = ranked["_rank"] == ranked.groupby(key)["_rank"].transform("max")
    counted = answers[is_highest & (answers["met"] != UNSURE)]
    alike = counted[counted.groupby(key)["met"].transform("nunique") == 1].drop_duplicates(key)
    return alike[[*key, "met"]].sort_values(key, ignore_index=True)


def _measure(answers: pd.DataFrame, unsure: str) -> pd.DataFrame:
    as_decisions = answers.assign(decision=[_AS_DECISION[met] for met in answers["met"]])
    tables = [
        measure_agreement(part[["record_id", "decided_by", "decision"]], unsure=unsure).assign(
            criterion=criterion
        )
        for criterion, part in as_decisions.groupby("criterion", sort=True)
    ]
    columns = ["criterion", *measure_agreement(as_decisions.iloc[:0])]
    table = pd.concat(tables)[columns] if tables else pd.DataFrame(columns=columns)
    return table.rename(columns={"both_include": "both_yes", "both_exclude": "both_no"})


def _unknown_ids(unknown: pd.DataFrame) -> Iterator[dict[str, str]]:
    for row in unknown.itertuples(index=False):
        statement = f"{row.decided_by}: {row.criterion} {row.met} ({row.file}, row {row.row})"
        yield _note(row.record_id, "unknown id", statement, row.decided_by)


def _contradictions(unclear: pd.DataFrame) -> Iterator[dict[str, str]]:
    for key, rows in unclear.groupby(["report", "criterion", "decided_by"], sort=True):
        report, criterion, person = map(str, key)
        statements = name_answers(rows.itertuples(), lambda row: str(row.met))
        yield _note(report, "contradiction", f"{person}: {criterion} {statements}", person)


def _odd_decisions(answers: pd.DataFrame, decided: pd.DataFrame, asked: int) -> Iterator[dict[str, str]]:
    """Yield a note for each person and report whose decision is missing or does not go with the answers."""
    decision_of = {(row.report, row.decided_by): row for row in decided.itertuples()}
    answered: dict[tuple[str, str], dict[str, str]] = {}
    for row in answers.itertuples():
        answered.setdefault((str(row.report), str(row.decided_by)), {})[str(row.criterion)] = str(row.met)
    for (report, person), met in sorted(answered.items()):
        listed = ", ".join(f"{criterion} {answer}" for criterion, answer in met.items())
        last = decision_of.get((report, person))
        if last is None:
            yield _note(report, "no decision", f"{person}: {listed}", person)
        elif _contradict(str(last.decision), str(last.reason), met, asked):
            decision = f"{last.decision} ({last.reason})".removesuffix(" ()")
            yield _note(report, "decision and criteria", f"{person}: {decision}, but {listed}", "")


def _contradict(decision: str, reason: str, met: Mapping[str, str], asked: int) -> bool:
    if decision == INCLUDE:
        return NO in met.values()
    # Only where every criterion was answered: an open one may be what the article fails.
    all_met = list(met.values()) == [YES] * asked
    return decision == EXCLUDE and (all_met or met.get(reason) == YES)


def _note(record: object, kind: str, statement: str, awaits: object) -> dict[str, str]:
    return {"record_id": str(record), "kind": kind, "said": statement, "awaits": str(awaits)}
