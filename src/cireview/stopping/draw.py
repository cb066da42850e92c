"""Draw the next sample from what nobody has read, if it is time for one."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cireview.errors import Problem, ReviewError
from cireview.stopping.plan import Plan
from cireview.stopping.rounds import Reading
from cireview.stopping.rules import NEARLY_ALL, plan_certification
from cireview.stopping.samples import CERTIFICATION, KINDS, RANDOM, draw_sample, next_name
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
    reading: Reading, request: Request, *, seed: int, plan: Plan, searched_on: str = ""
) -> tuple[str, pd.DataFrame]:
    """Draw the next sample of a kind.

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

    Returns
    -------
    tuple of str and pandas.DataFrame
        Name, such as ``certification_1``, and SAMPLE.

    Raises
    ------
    ReviewError
        If no sample of this kind can be drawn now, or it would save nothing.
    """
    _refuse(reading, request, plan.looks)
    _refuse_date(reading, request.drawn_on, searched_on)
    size = request.size
    if request.kind == CERTIFICATION:
        size = _plan_size(reading, plan, request.expected)
    name = next_name(request.kind, reading.samples)
    lots = draw_sample(reading.unread, size, name=name, drawn_on=request.drawn_on, seed=seed, plan=plan)
    return name, lots


def _plan_size(reading: Reading, plan: Plan, expected: int) -> int:
    """Return the size of a certification sample; raise a ReviewError if it is nearly all that is left."""
    left, relevant = len(reading.unread), list(reading.decided.values()).count(INCLUDE)
    size = plan_certification(left=left, found=relevant, plan=plan, expected=expected)
    # Labelling the sample would be about the work of reading all.
    if size >= NEARLY_ALL * left:
        message = f"a certification sample would be {size} of the {left} unread abstracts: it saves nothing"
        raise ReviewError(Problem(message, remedy="Read on"))
    return size


def _refuse_date(reading: Reading, drawn_on: str, searched_on: str) -> None:
    """Raise a ReviewError if the draw is dated before an earlier one or the search."""
    dated = [(searched_on, "the search"), *((sample.drawn_on, sample.name) for sample in reading.samples)]
    latest, event = max(dated)
    if drawn_on < latest:
        message = f"{drawn_on} is before {latest}, the date of {event}"
        raise ReviewError(Problem(message, column="--on", remedy="Give the day on which you draw"))


def _refuse(reading: Reading, request: Request, looks: int) -> None:
    """Raise a ReviewError if no sample of this kind can be drawn now."""
    problems = []
    kind, size = request.kind, request.size
    drawn = [sample.kind for sample in reading.samples].count(kind)
    if kind not in KINDS:
        problems.append(Problem(f"{kind!r} cannot be drawn", remedy=f"Write one of: {', '.join(KINDS)}"))
    if kind == CERTIFICATION and drawn >= looks:
        remedy = "practical_screen.looks says how many; a certificate holds for those planned from the start"
        problems.append(Problem(f"all certification samples planned ({looks}) were drawn", remedy=remedy))
    # A second one would be drawn from what the ranking left: no simple random sample of the collection.
    if kind == RANDOM and drawn:
        problems.append(
            Problem("the random sample was drawn already", remedy="Draw a pilot or certification")
        )
    for sample in reading.samples:
        waiting = sum(reading.awaits_readers(report) for report in sample.members)
        if waiting:
            message = f"{waiting} of {len(sample.members)} abstracts of {sample.name} lack a label"
            problems.append(Problem(message, remedy="Label it whole before another is drawn"))
    if kind != CERTIFICATION and size > len(reading.unread) > 0:
        message = f"{size} abstracts cannot be drawn from the {len(reading.unread)} that nobody has read"
        problems.append(Problem(message, column="--size", remedy="Draw fewer"))
    if not reading.unread:
        problems.append(Problem("no abstract is unread", remedy="Nothing is left to draw from"))
    if problems:
        raise ReviewError(problems)
