"""Draw the next sample from the unread abstracts, if one may be drawn now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from cireview.errors import Problem, ReviewError
from cireview.stopping.certificate import Lot, bound_relevant, certified_recall, plan_answers
from cireview.stopping.plan import Plan
from cireview.stopping.rounds import Reading
from cireview.stopping.rules import NEARLY_ALL, plan_certification
from cireview.stopping.samples import (
    CERTIFICATION,
    KINDS,
    RANDOM,
    Begun,
    Sample,
    draw_sample,
    go_on,
    next_name,
)
from cireview.stopping.tally import find_gone
from cireview.tables import INCLUDE


@dataclass(frozen=True)
class Request:
    """What a person asks to be drawn.

    Parameters
    ----------
    kind
        ``pilot``, ``sample`` or ``certification``.
    drawn_on
        Date of the draw.
    size
        Size of a pilot round or of the random sample; that of a certification sample is computed.
    expected
        Relevant reports that a certification sample may hold (see `plan_certification`).
    """

    kind: str
    drawn_on: str
    size: int
    expected: int = 0


def draw_next(
    reading: Reading,
    request: Request,
    *,
    seed: int,
    plan: Plan,
    searched_on: str = "",
    held: Collection[str] = (),
    drawn: Sequence[Sample] = (),
    readers: Sequence[str] = (),
) -> tuple[str, pd.DataFrame]:
    """Draw the next sample of a kind.

    A certification sample goes on with the lots of an earlier one, as long as some of them are unread.

    Parameters
    ----------
    reading
        Where the reading stands.
    request
        What is to be drawn.
    seed, plan
        As of `cireview.stopping.samples.draw_sample`.
    searched_on
        Date of the search: nothing was drawn before it.
    held
        Unread reports on batches that somebody has begun: they count as begun.
    drawn
        The samples as they were drawn.
    readers
        Who are reviewers.

    Returns
    -------
    tuple of str and pandas.DataFrame
        Name, such as ``certification_1``, and SAMPLE.

    Raises
    ------
    ReviewError
        If no sample of this kind can be drawn now, or it would save nothing.
    """
    unread = [report for report in reading.unread if report not in held]
    # What was planned before the first look stays planned.
    looks = [one.plan for one in reading.samples if one.plan.looks and set(unread) & one.population]
    plan = looks[0] if looks and not plan.looks else plan
    _refuse(reading, request, unread, plan.looks)
    _refuse_date(reading, request.drawn_on, searched_on)
    name = next_name(request.kind, reading.samples)
    if request.kind == CERTIFICATION and not plan.looks and (first := find_open_lots(reading)):
        as_drawn = next(sample for sample in drawn if sample.name == first.name)
        return name, _go_on(reading, first, as_drawn, request)
    size, begun = request.size, None
    if request.kind == CERTIFICATION:
        begun = find_begun(reading, unread)
        size = _plan_size(len(unread), begun, plan, request.expected)
    table = draw_sample(
        unread,
        size,
        name=name,
        drawn_on=request.drawn_on,
        seed=seed,
        plan=plan,
        begun=begun,
        readers=readers,
    )
    return name, table


def find_open_lots(reading: Reading) -> Sample | None:
    """Return the certification sample whose lots are not all read, stopped or gone."""
    unread = set(reading.unread)
    started = [one for one in reading.samples if one.kind == CERTIFICATION and not one.goes_on]
    return next((one for one in reversed(started) if not one.plan.looks and unread & set(one.lots)), None)


def find_begun(reading: Reading, unread: Collection[str]) -> Begun:
    """Return the reports of this reading that are not unread, without those of an earlier stop."""
    earlier = frozenset().union(*(stop.scope for stop in reading.stops))
    begun = frozenset(reading.readers) - frozenset(unread) - earlier
    return Begun(begun, sum(reading.decided.get(report) == INCLUDE for report in begun))


def _go_on(reading: Reading, first: Sample, as_drawn: Sample, request: Request) -> pd.DataFrame:
    """Return the sample that goes on with the lots of `first`; raise a ReviewError if it saves nothing."""
    chain = [one for one in reading.samples if first.name in (one.name, one.goes_on)]
    seen = sum(len(one.members) for one in chain)
    gone = find_gone(first, reading)
    if gaps := sum(report not in reading.decided and report not in gone for report in first.lots[:seen]):
        message = f"{gaps} of the {seen} abstracts of {first.name} have no settled decision"
        remedy = "Settle what differs"
        raise ReviewError(Problem(message, remedy=remedy))
    answers = [report in gone or reading.decided.get(report) == INCLUDE for report in first.lots[:seen]]
    within = sum(reading.decided.get(report) == INCLUDE for report in first.population)
    size = plan_answers(
        Lot(len(first.lots), first.found, first.plan.recall),
        error=1 - first.plan.confidence,
        seen=seen,
        hits=sum(answers),
        expected=request.expected,
        within=within,
    )
    if size <= seen:
        message = f"{first.name} already certifies a stop"
        raise ReviewError(Problem(message, remedy="Stop, or continue reading by the ranking"))
    unread = set(reading.unread)
    new, left = len(unread & set(first.lots[seen:size])), len(unread & set(first.lots))
    _refuse_all(new, left)
    return go_on(as_drawn, seen=seen, size=size, drawn_on=request.drawn_on)


def _plan_size(left: int, begun: Begun, plan: Plan, expected: int) -> int:
    """Return the size of a certification sample; raise a ReviewError if it is nearly all that is left."""
    size = plan_certification(left=left, found=begun.found, plan=plan, expected=expected)
    _refuse_all(size, left)
    return size


def _refuse_all(size: int, left: int) -> None:
    # Labelling the sample would be about the work of reading all.
    if size >= NEARLY_ALL * left:
        message = (
            f"a certification sample would need {size} of the {left} unread abstracts, which saves nothing"
        )
        raise ReviewError(Problem(message, remedy="Read on"))


def list_costs(left: int, found: int, plan: Plan) -> pd.DataFrame:
    """Return the recall that samples of 10, 20, 30 and 50 % of the unread abstracts would certify.

    Parameters
    ----------
    left, found
        Unread reports, and relevant ones found.
    plan
        The target.

    Returns
    -------
    pandas.DataFrame
        ``size``, ``recall`` (certified if none of it is relevant) and ``with_hits`` (if one in a hundred is);
        the last row is the smallest that certifies the target if none is.
    """
    lot, error = Lot(left, found, plan.recall), 1 - plan.confidence
    sizes = [-(-left * share // 10) for share in (1, 2, 3, 5)]
    sizes.append(plan_certification(left=left, found=found, plan=replace(plan, looks=0)))

    def certify_with(size: int, hits: int) -> float:
        most = bound_relevant(size, hits, lot, error=error)
        return certified_recall(most, outside=found, within=hits)

    rows = [(size, certify_with(size, 0), certify_with(size, -(-size // 100))) for size in sizes]
    return pd.DataFrame(rows, columns=["size", "recall", "with_hits"])


def _refuse_date(reading: Reading, drawn_on: str, searched_on: str) -> None:
    """Raise a ReviewError if the draw is dated before an earlier one or the search."""
    dated = [(searched_on, "the search"), *((sample.drawn_on, sample.name) for sample in reading.samples)]
    latest, event = max(dated)
    if drawn_on < latest:
        message = f"{drawn_on} is before {latest}, the date of {event}"
        raise ReviewError(Problem(message, column="--on", remedy="Give the date of this draw"))


def _refuse(reading: Reading, request: Request, unread: Collection[str], looks: int) -> None:
    """Raise a ReviewError if no sample of this kind can be drawn now."""
    problems = []
    kind, size = request.kind, request.size
    drawn = [sample.kind for sample in reading.samples].count(kind)
    if kind not in KINDS:
        problems.append(Problem(f"{kind!r} cannot be drawn", remedy=f"Write one of: {', '.join(KINDS)}"))
    if kind == CERTIFICATION and drawn >= looks > 0:
        remedy = (
            "practical_screen.looks sets their number; a certificate needs that number planned from the start"
        )
        problems.append(
            Problem(f"all planned certification samples ({looks}) have been drawn", remedy=remedy)
        )
    # A second one would be drawn from what the ranking left: no simple random sample of the collection.
    if kind == RANDOM and drawn:
        problems.append(
            Problem(
                "the random sample has already been drawn", remedy="Draw a pilot or a certification sample"
            )
        )
    for sample in reading.samples:
        waiting = sum(reading.awaits_readers(report) for report in sample.members)
        if waiting:
            message = f"{waiting} of {len(sample.members)} abstracts of {sample.name} lack a label"
            problems.append(Problem(message, remedy="Label all of it before you draw another one"))
    if kind != CERTIFICATION and size > len(unread) > 0:
        message = f"the sample needs {size} abstracts, but only {len(unread)} are unread"
        problems.append(Problem(message, column="--size", remedy="Draw fewer"))
    if not unread:
        problems.append(Problem("all abstracts have been read", remedy="There is nothing left to draw from"))
    if problems:
        raise ReviewError(problems)
