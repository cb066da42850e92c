"""The abstracts of a review with their decisions, for other programs."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cireview.errors import Problem, ReviewError
from cireview.labels import read_labels, read_matches
from cireview.labels.latest import keep_last
from cireview.labels.settle import map_reports
from cireview.places import find_made, place
from cireview.practical_screen import keep_passed
from cireview.review.folder import Review
from cireview.review.load import load_review
from cireview.tables import DECISION, RECORD, read_table

_NEEDED = ("reports", "rules", "screening_decisions", "duplicates", "ranking")


def gather_labelled(root: str | Path, *, reviewer: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the abstracts to be read, and the decisions that people made on them.

    Parameters
    ----------
    root
        The review's folder, in which a run has ended.
    reviewer
        Whose labels are taken; "" for what is settled between all.

    Returns
    -------
    records
        RECORD, one row a report that the rules let through: those that nobody read, as they are ranked,
        then the others.
    decisions
        ``record_id`` (of the report), ``decision``, ``reason``, ``decided_on`` and ``note``, in the order of
        their dates. What a stop decided is left out, for nobody read it, and so is what one person says in
        two ways.

    Raises
    ------
    ReviewError
        If `root` is no review, no run has ended there, or the protocol has no such reviewer.
    """
    review = load_review(root)
    made = find_made(root, _NEEDED)
    if len(made) < len(_NEEDED):
        message = f"{place(next(name for name in _NEEDED if name not in made))} is not there"
        raise ReviewError(Problem(message, str(root), remedy="Run the review first: cireview run"))
    people = review.screening_people
    if reviewer and reviewer not in people:
        remedy = f"The reviewers are {', '.join(people)}"
        raise ReviewError(Problem(f"there is no reviewer {reviewer!r}", column="--reviewer", remedy=remedy))
    records = keep_passed(read_table(made["reports"], RECORD), read_table(made["rules"], DECISION))
    ranks = read_table(made["ranking"]).set_index("record_id")["rank"].astype(int)
    records = records.iloc[records["record_id"].map(ranks).argsort(kind="stable")].reset_index(drop=True)
    if reviewer:
        decisions = _read_own(review, made["duplicates"], reviewer)
    else:
        decisions = read_table(made["screening_decisions"], DECISION)
        decisions = decisions[~decisions["decided_by"].str.startswith("model: ")]
    decisions = decisions[decisions["record_id"].isin(records["record_id"]) & (decisions["decision"] != "")]
    ordered = decisions.sort_values("decided_on", kind="stable", ignore_index=True)
    return records, ordered[["record_id", "decision", "reason", "decided_on", "note"]]


def _read_own(review: Review, matches: Path, reviewer: str) -> pd.DataFrame:
    """Return the last decision of one person on each report, as far as it is one."""
    sheets, answers = (
        [review.root / file for file in review.label_files(kind)] for kind in ("screening", "duplicates")
    )
    labels = read_labels(
        sheets,
        stage="screening",
        people=review.screening_people,
        reasons=review.known_reasons("abstracts"),
        root=review.root,
    )
    mine = labels[(labels["decided_by"] == reviewer) & (labels["decision"] != "")]
    reports = mine["record_id"].map(map_reports(read_matches(matches, answers)))
    last = keep_last(
        mine.assign(report=reports).dropna(subset=["report"]), ["report", "decided_by"], "decision"
    )
    clear = last.groupby("report")["decision"].transform("nunique") == 1
    own = last[clear].drop_duplicates("report")
    return own.assign(record_id=own["report"])
