"""Who reads each report: whoever has read it, and as many others as it still needs.

Lots follow from the report's id and each person's name alone (rendezvous hashing, Thaler & Ravishankar 1998,
doi 10.1109/90.663936). So nothing changes when reports are added, and who joins or leaves changes only what
that person takes or leaves.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np

from cireview.labels.team import VACANT, Team


def assign_readers(
    reports: Iterable[str], *, team: Team, spoken: Mapping[str, Collection[str]]
) -> dict[str, tuple[str, ...]]:
    """Say who reads each report.

    Parameters
    ----------
    reports
        Their ids.
    team
        The people: a share `overlap` of the reports is read by `readers` of them, the rest by one.
    spoken
        Who has decided on each report, alone.

    Returns
    -------
    dict
        Readers by report, by name. All who have read a report are its readers, former
        ones and those beyond the number that is asked for as well: no decision is lost, and nobody is asked
        to read what enough others have read. Where too few people are left, `VACANT` stands for the others.
    """
    readers = {}
    for report in reports:
        have = set(spoken.get(report, ()))
        wanted = team.readers if _is_for_several(report, team.overlap) else 1
        others = [person for person in rank_people(report, team) if person not in have]
        need = max(0, wanted - sum(person in have for person in team.everyone))
        chosen = have | set(others[:need])
        vacant = [VACANT] if len(others) < need else []
        # By name: who decided stays written as it was, whoever joins or leaves.
        readers[report] = (*sorted(person for person in team.everyone if person in chosen), *vacant)
    return readers


def find_further(report: str, read: Collection[str], team: Team) -> str:
    """Return the next reader of a report on which its readers differ; `VACANT` if nobody is left."""
    return next((person for person in rank_people(report, team) if person not in read), VACANT)


def rank_people(report: str, team: Team) -> list[str]:
    """Return the reviewers in the order in which they are to read a report.

    The place of a former reviewer who handed over is taken by who took over, if that one is not there
    already.
    """
    weights = _weigh(tuple(team.reviewers), team.readers, tuple(sorted(team.shares.items())))
    mean = sum(weights.values()) / max(len(weights), 1)
    takers = dict(_follow_takers(team))
    times = {person: _draw_time(report, person, weights.get(person, mean)) for person in [*weights, *takers]}
    order = sorted(times, key=lambda person: (times[person], person))
    return list(dict.fromkeys(takers.get(person, person) for person in order))


def _follow_takers(team: Team) -> Iterator[tuple[str, str]]:
    """Yield each former reviewer who handed over, with the reviewer who has it now."""
    for person in team.hand_over:
        taker, seen = person, {person}
        while taker not in team.reviewers and (following := team.hand_over.get(taker, "")) not in ("", *seen):
            taker = following
            seen.add(taker)
        if person not in team.reviewers and taker in team.reviewers:
            yield person, taker


def _is_for_several(report: str, overlap: float) -> bool:
    return _hash(report) < overlap


def _draw_time(report: str, person: str, weight: float) -> float:
    """Return an exponential time of the rate `weight`: who has the shortest reads first."""
    return -math.log1p(-_hash(f"{report}\n{person}")) / weight


def _hash(text: str) -> float:
    """Return a number in [0, 1) that follows from `text`."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:6], "big") / 2**48


@cache
def _weigh(people: tuple[str, ...], readers: int, shares: tuple[tuple[str, float], ...]) -> dict[str, float]:
    """Return the rate of each person that gives everyone their share of the readings.

    The first `readers` of a race are no draw with probabilities proportional to the rates, unless all are the
    same; so the rates are sought by repeated correction.
    """
    if not shares or readers >= len(people):
        return dict.fromkeys(people, 1.0)
    share_of = dict(shares)
    wanted = np.array([min(readers * share_of.get(person, 0.0), 0.9999) for person in people])
    wanted = np.maximum(wanted, 1e-6)
    rates = wanted.copy()
    for _ in range(200):
        rates *= (wanted / (1 - wanted)) / np.clip(_odds(rates, readers), 1e-9, 1e9)
        rates /= rates.sum()
    return dict(zip(people, map(float, rates), strict=True))


def _odds(rates: np.ndarray, readers: int) -> np.ndarray:
    """Return the odds of each person to be among the first `readers` of a race of exponential times."""
    # The race is looked at on a grid of the time at which the first is in, from 0 to 1 by its own clock.
    chance = np.zeros(len(rates))
    clock = (np.arange(2000) + 0.5) / 2000
    for place, rate in enumerate(rates):
        times = -np.log1p(-clock) / rate
        before = np.zeros((readers, len(clock)))
        before[0] = 1.0
        for other in np.delete(rates, place):
            came = -np.expm1(-times * other)
            moved = before * (1 - came)
            moved[1:] += before[:-1] * came
            before = moved
        chance[place] = before.sum(axis=0).mean()
    return np.asarray(chance / np.maximum(1 - chance, 1e-9))


def gather_spoken(pairs: Iterable[tuple[str, str]], people: Sequence[str]) -> dict[str, set[str]]:
    """Return by report which of `people` decided on it, from pairs of report and person."""
    spoken: dict[str, set[str]] = {}
    for report, person in pairs:
        if person in people:
            spoken.setdefault(report, set()).add(person)
    return spoken
