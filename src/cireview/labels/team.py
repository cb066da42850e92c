"""Who works on a stage, and how their decisions count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cireview.tables import INCLUDE

ADJUDICATOR, READERS, THIRD_READER = "adjudicator", "readers", "third_reader"
"""Who may decide where readers differ."""

VACANT = "a further reviewer"
"""Who has to read a report if too few people are left."""

TOGETHER = "; "
"""Separator of the names of people who decided together."""


@dataclass(frozen=True)
class Team:
    """The people of a stage.

    Parameters
    ----------
    reviewers
        Who reads, in the order in which the protocol names them.
    adjudicator
        Who decides where readers differ; None if they have to agree among themselves.
    overlap
        Share of the reports that `readers` people read; the rest has one reader.
    unsure
        What *unsure* counts as when agreement is measured (see `cireview.labels.agreement.count_unsure`).
    readers
        How many people read each report, any of them; by default two, or one where there is one.
    former
        Who read and does not any more, for good or for a while: what they decided stays and counts.
    shares
        Share of the work by reviewer, adding up to 1; the same for all where it is empty.
    hand_over
        Who takes what a former reviewer was to read, by the former one.
    conflicts
        Who decides where readers differ: `ADJUDICATOR`, `READERS` or `THIRD_READER`.
    former_adjudicators
        Who adjudicated before: what they decided stands, as far as the adjudicator says nothing.
    """

    reviewers: Sequence[str]
    adjudicator: str | None = None
    overlap: float = 1.0
    unsure: str = INCLUDE
    readers: int = 0
    former: Sequence[str] = ()
    shares: Mapping[str, float] = field(default_factory=dict)
    hand_over: Mapping[str, str] = field(default_factory=dict)
    conflicts: str = ADJUDICATOR
    former_adjudicators: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Fill in how many read a report."""
        object.__setattr__(self, "readers", self.readers or min(2, len(self.everyone)))

    @property
    def everyone(self) -> list[str]:
        """All current and earlier readers: agreement is measured on their first answers."""
        return [*self.reviewers, *self.former]

    @property
    def people(self) -> list[str]:
        """All people whose decisions count: current and former reviewers, then adjudicators."""
        return [*self.everyone, *self.judges]

    @property
    def judges(self) -> list[str]:
        """Who adjudicates, then who did."""
        return [*([self.adjudicator] if self.adjudicator else []), *self.former_adjudicators]


def name_together(names: Iterable[str]) -> str:
    """Return the names of people who decided together; in one order, whoever joins or leaves."""
    return TOGETHER.join(sorted(set(names)))


def split_names(cell: str, people: Sequence[str]) -> list[str]:
    """Return the people whom a cell names, such as *anna and Ben*; [] if a word in it is nobody's name.

    Parameters
    ----------
    cell
        As it stands in a sheet.
    people
        As the protocol names them; capitals do not matter.
    """
    known = {person.lower(): person for person in people}
    words = [word for word in re.split(r"\s*(?:[;,+&/]|\band\b)\s*|\s+", cell.strip()) if word]
    named = [known.get(word.lower(), "") for word in words]
    return list(dict.fromkeys(named)) if all(named) else []


def is_together(name: str) -> bool:
    """Say whether a decision was made by several people together."""
    return TOGETHER.strip() in name
