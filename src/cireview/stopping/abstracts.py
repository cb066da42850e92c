"""Settle the labels of abstracts, with samples that are read separately, and apply a stop."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from cireview.labels.readers import assign_readers, gather_spoken
from cireview.labels.reopen import Reopening, set_aside
from cireview.labels.settle import Settled, find_first_words, map_reports, settle
from cireview.labels.team import Team
from cireview.labels.training import find_labels_to_learn
from cireview.stopping.rounds import (
    Reading,
    follow,
    mark_samples,
    measure_rounds,
    place_awaiting,
    read_pilots_together,
)
from cireview.stopping.samples import Sample
from cireview.stopping.stops import Stop, begin_stop, find_stop, follow_stops, list_stop
from cireview.stopping.tally import tally_samples
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
    stops: Sequence[Stop] = (),
    reopenings: Sequence[Reopening] = (),
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
        ``rule`` and ``on``, once a person decided to stop reading: reports that it covers and nobody read are
        excluded by the model on that date.
    stops
        What earlier runs kept of this stop and those before it (see `cireview.stopping.stops`). A stop that
        no run has seen covers all that is there now.
    reopenings
        What amendments of the protocol open again. No stop covers it: nobody has read it since.

    Returns
    -------
    dict
        ``reopened`` (the answers that no longer count, REOPENED),
        ``decisions`` (DECISION), ``conflicts`` (CONFLICT), ``awaiting`` (see `place_awaiting`), ``agreement``
        (of what each reviewer decided first, see `measure_rounds`), ``samples`` (see `tally_samples`),
        ``unread`` (``record_id`` of what nobody labelled; ``late``, yes for what came after the stop),
        ``stop`` (the protocol's stop with its reports, STOP) and ``labels`` in the order of reading:
        ``record_id``, ``decision``, ``reason``, ``chosen`` (name of its sample, or what its sheet says),
        ``file``, ``trains`` and ``late``. The ranking learns from labels that train: not from those of the
        random sample, nor of a certification sample that is not decided whole.
    """
    report_of = map_reports(matches)

    def read(answers: pd.DataFrame) -> Reading:
        return read_abstracts(answers, matches=matches, rules=rules, team=team, samples=samples, stops=stops)

    labels, reopened = set_aside(
        labels, reopenings, report_of=report_of, decide=lambda part: read(part).settled.decisions
    )
    reading = _begin(read(labels), stop, kept_open=set(reopened["record_id"]))
    tally = tally_samples(reading)
    learnt = find_labels_to_learn(reading.settled.decisions, labels, report_of, list(reading.readers))
    return _settle_reading(reading, tally, stop) | {
        "reopened": reopened,
        "agreement": measure_rounds(
            find_first_words(labels, report_of, team.everyone), reading.samples, unsure=team.unsure
        ),
        "labels": _mark_late(mark_samples(learnt, reading.samples, tally), reading),
    }


def _settle_reading(reading: Reading, tally: pd.DataFrame, stop: Mapping[str, str] | None) -> Tables:
    """Return what is settled, with the unread excluded once a person decided to stop."""
    # A stop by the certificate covers only certified reports, one by one.
    yes = set(tally.loc[tally["certifies"] == "yes", "sample"])
    certified = frozenset().union(*(one.population for one in reading.samples if one.name in yes))
    settled = _exclude_stopped(reading.settled, reading.stopped, certified=certified)
    unread = [*reading.unread, *reading.stopped]
    return {
        "stop": list_stop(find_stop(reading.stops, stop)),
        "decisions": settled.decisions,
        "conflicts": settled.conflicts,
        "awaiting": place_awaiting(replace(reading, settled=settled)),
        "samples": tally,
        "unread": _mark_late(pd.DataFrame({"record_id": sorted(unread)}, dtype="str"), reading),
    }


def _begin(reading: Reading, stop: Mapping[str, str] | None, *, kept_open: Collection[str]) -> Reading:
    """Return the reading with the protocol's stop among those in force, if there is one."""
    if not stop or find_stop(reading.stops, stop):
        return reading
    unread = [report for report in reading.unread if report not in kept_open]
    there = {"reports": reading.readers, "unread": unread, "stopped": reading.stopped}
    begun = begin_stop(stop, samples=reading.samples, **there)
    return replace(reading, stops=[*reading.stops, begun])


def _mark_late(table: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Add ``late``: yes for what came after the stop, which no rule that it rests on speaks of."""
    late = ["" if report in reading.scope else "yes" for report in table["record_id"]]
    return table.assign(late=pd.Series(late, index=table.index, dtype="str"))


def read_abstracts(
    labels: pd.DataFrame,
    *,
    matches: pd.DataFrame,
    rules: pd.DataFrame,
    team: Team,
    samples: Sequence[Sample] = (),
    stops: Sequence[Stop] = (),
) -> Reading:
    """Return the state of reading of abstracts; parameters are as in `settle_screening`."""
    report_of = map_reports(matches)
    reports = sorted(rules.loc[rules["decision"] == INCLUDE, "record_id"])
    samples = follow(samples, report_of)
    decided = labels[labels["decision"] != ""]
    pairs = zip(decided["record_id"], decided["decided_by"], strict=True)
    spoken = frozenset((report_of[record], person) for record, person in pairs if record in report_of)
    read = gather_spoken(spoken, team.everyone)
    readers = read_pilots_together(assign_readers(reports, team=team, spoken=read), samples, team, read)
    settled = settle(
        labels,
        report_of=report_of,
        reports=reports,
        readers=readers,
        team=team,
        stage="screening",
    )
    return Reading(settled, readers, spoken, samples, follow_stops(stops, report_of))


def _exclude_stopped(settled: Settled, stopped: Mapping[str, Stop], *, certified: Collection[str]) -> Settled:
    """Exclude what nobody read and a stop covers, on the date of that stop."""
    row = {"stage": "screening", "decision": EXCLUDE, "reason": "", "note": "not read"}
    rows = []
    for report, stop in stopped.items():
        fails = ", which does not hold" if stop.rule == "certified" and report not in certified else ""
        rows.append(
            {"record_id": report, **row, "decided_by": f"model: {stop.rule}{fails}", "decided_on": stop.on}
        )
    excluded = pd.DataFrame(rows, columns=list(DECISION.columns))
    decisions = pd.concat([settled.decisions, excluded], ignore_index=True).sort_values("record_id")
    still = settled.awaiting[~settled.awaiting["record_id"].isin(list(stopped))]
    return replace(settled, decisions=DECISION.conform(decisions), awaiting=still.reset_index(drop=True))
