"""Check the stage or sample and the reviewers that a person typed, and refuse unknown names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from cireview.errors import LabelError, Problem, ReviewError
from cireview.labels.people import name_person, nearest
from cireview.labels.team import is_together
from cireview.places import place
from cireview.reading.opening import Opening
from cireview.reading.stages import DUPLICATES, SCREENING, STAGES


def find_stage(opening: Opening, typed: str) -> tuple[str, str]:
    """Return the stage, and the sample or "", that a word names.

    Raises
    ------
    ReviewError
        If it is neither a stage nor a sample that was drawn; all of them are named.
    """
    if typed in STAGES:
        return typed, ""
    samples = list(opening.review.sample_purposes)
    if typed in samples:
        return SCREENING, typed
    near = difflib.get_close_matches(typed.lower(), [*STAGES, *samples], 1, 0.6)
    meant = f"Did you mean {near[0]!r}? " if near else ""
    drawn = ", ".join(samples) or "none yet; draw one with 'cireview draw'"
    remedy = f"{meant}Stages: {', '.join(STAGES)}. Samples: {drawn}"
    raise ReviewError(Problem(f"{typed!r} is neither a stage nor a sample", remedy=remedy))


def find_people(opening: Opening, stage: str, typed: Iterable[str]) -> list[str]:
    """Return who reads, several who decide together as one name.

    Whoever the protocol names at any stage may judge duplicates, since one answer is enough there.

    Raises
    ------
    LabelError
        With everybody whom the protocol does not name, each as typed.
    """
    typed, known = list(typed), _list_known(opening, stage)
    problems = [problem for one in typed for problem in _judge(one, known, stage)]
    if problems:
        raise LabelError(problems)
    return [name_person(one, known) if is_together(one) else one for one in typed]


def _list_known(opening: Opening, stage: str) -> list[str]:
    stages = [one for one in STAGES if one != DUPLICATES] if stage == DUPLICATES else [stage]
    return list(dict.fromkeys(person for one in stages for person in opening.people(one)))


def _judge(typed: str, known: Sequence[str], stage: str) -> list[Problem]:
    """Return what is wrong with the name of one, or of several together."""
    role = "not a reviewer of this stage" if stage != DUPLICATES else "nobody whom the protocol names"
    together = is_together(typed)
    names = [one for one in re.split(r"\s*;\s*", typed) if one] if together else [typed]
    spelt = [person.lower() for person in known]
    strange = [one for one in names if (one.lower() not in spelt if together else one not in known)]
    if not names:
        return [Problem(f"{typed!r} names nobody", place("protocol"), remedy=nearest("", known))]
    among = f", of {typed!r}," if together else ""
    return [
        Problem(f"{one}{among} is {role}", place("protocol"), remedy=nearest(one, known)) for one in strange
    ]
