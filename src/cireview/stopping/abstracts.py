"""The screening of abstracts: what its labels come to, with samples read apart and a stop carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from cireview.labels.settle import Settled, assign_readers, find_first_words, map_reports, settle
from cireview.labels.team import Team
from cireview.labels.training import find_labels_to_learn
from cireview.stopping.rounds import (
    Reading,
    follow,
    mark_samples,
    measure_rounds,
    place_awaiting,
    read_pilots_together,
    tally_samples,
)
from cireview.stopping.samples import Sample
from cireview.tables import DECISION, EXCLUDE, INCLUDE

Tables = dict[str, pd.DataFrame]


def settle_screening(
    labels: pd.DataFrame,
    *,
    matches: pd.DataFrame,
    rules: pd.DataFrame,
    team: Team,
    samples: Sequence[Sample] = (),
    stop: Mapping[str, str] | None = None,
) -> Tables:
    """Settle the decisions on abstracts of the reports that the rules let through.

    Parameters
    ----------
    labels
        LABEL of the stage.
    matches
        Report of every record (MATCH).
    rules
        Decisions by rules (DECISION).
    team
        Who reads, and who decides where readers differ.
    samples
        What was drawn at random (see `cireview.stopping.samples`).
    stop
        ``rule`` and ``on``, once a person decided to stop reading: reports that nobody read are excluded by
        the model on that date.

    Returns
    -------
    dict
        ``decisions`` (DECISION), ``conflicts`` (CONFLICT), ``awaiting`` (see `place_awaiting`), ``agreement``
        (of what each reviewer decided first, see `measure_rounds`), ``samples`` (see `tally_samples`),
        ``unread`` (``record_id`` of what nobody labelled) and ``labels`` in the order of reading:
        ``record_id``, ``decision``, ``reason``, ``chosen`` (name of its sample, or what its sheet says),
        ``file`` and ``trains``. The ranking learns from labels that train: not from those of the random
        sample, nor of a certification sample that is not decided whole.
    """
    reading = read_abstracts(labels, matches=matches, rules=rules, team=team, samples=samples)
    report_of, tally = map_reports(matches), tally_samples(reading)
    learnt = find_labels_to_learn(reading.settled.decisions, labels, report_of, list(reading.readers))
    return _tell_reading(reading, tally, stop) | {
        "agreement": measure_rounds(
            find_first_words(labels, report_of, team.reviewers), reading.samples, unsure=team.unsure
        ),
        "labels": mark_samples(learnt, reading.samples, tally),
    }


def _tell_reading(reading: Reading, tally: pd.DataFrame, stop: Mapping[str, str] | None) -> Tables:
    """Return what is settled, with the unread excluded once a person decided to stop."""
    settled = reading.settled
    if stop:
        # A stop that calls itself certified is held to it: the table says so where no sample certifies it.
        fails = stop["rule"] == "certified" and "yes" not in set(tally["certifies"])
        by = f"{stop['rule']}, which does not hold" if fails else stop["rule"]
        settled = _exclude_unread(settled, reading.unread, by=by, on=stop["on"])
    return {
        "decisions": settled.decisions,
        "conflicts": settled.conflicts,
        "awaiting": place_awaiting(replace(reading, settled=settled)),
        "samples": tally,
        "unread": pd.DataFrame({"record_id": reading.unread}, dtype="str"),
    }


def read_abstracts(
    labels: pd.DataFrame,
    *,
    matches: pd.DataFrame,
    rules: pd.DataFrame,
    team: Team,
    samples: Sequence[Sample] = (),
) -> Reading:
    """Return where the reading of abstracts stands; parameters are as of `settle_screening`."""
    report_of = map_reports(matches)
    reports = sorted(rules.loc[rules["decision"] == INCLUDE, "record_id"])
    samples = follow(samples, report_of)
    assigned = assign_readers(reports, reviewers=team.reviewers, overlap=team.overlap)
    readers = read_pilots_together(assigned, samples, team.reviewers)
    settled = settle(
        labels,
        report_of=report_of,
        reports=reports,
        readers=readers,
        adjudicator=team.adjudicator,
        stage="screening",
    )
    decided = labels[labels["decision"] != ""]
    pairs = zip(decided["record_id"], decided["decided_by"], strict=True)
    spoken = frozenset((report_of[record], person) for record, person in pairs if record in report_of)
    return Reading(settled, readers, spoken, samples)


def _exclude_unread(settled: Settled, unread: Sequence[str], *, by: str, on: str) -> Settled:
    row = {"stage": "screening", "decision": EXCLUDE, "reason": "", "note": "not read"}
    row |= {"decided_by": f"model: {by}", "decided_on": on}
    rows = pd.DataFrame([{"record_id": report, **row} for report in unread], columns=list(DECISION.columns))
    decisions = pd.concat([settled.decisions, rows], ignore_index=True).sort_values("record_id")
    still = settled.awaiting[~settled.awaiting["record_id"].isin(unread)]
    return replace(settled, decisions=DECISION.conform(decisions), awaiting=still.reset_index(drop=True))
