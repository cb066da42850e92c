"""Fink steps 4 to 6: the criteria of each step, and the people who work on it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from cireview.places import CONFLICTS
from cireview.protocol.values import Id, Person, SearchDate, Strict, Text, repeated

STAGES = {"abstracts": "practical_screen", "full_texts": "methodological_screen", "coding": "review"}
"""Keys of the protocol by the word for the stage."""


class Years(Strict):
    """First and last year of publication, both included."""

    first: int = Field(ge=1500, le=2200, description="first year of publication")
    last: int = Field(ge=1500, le=2200, description="last year of publication")

    @model_validator(mode="after")
    def _in_order(self) -> Years:
        if self.first > self.last:
            raise ValueError(f"the first year {self.first} is after the last year {self.last}")
        return self


class Criterion(Strict):
    """One criterion; its id is the reason given when an article fails it."""

    id: Id = Field(description="short name, used in sheets")
    text: Text = Field(description="what an article must fulfil")
    reason: str = Field(default="", description="reason in the PRISMA figure for articles that fail it")
    terms: list[Text] = Field(
        default=[], description="words that suggest it is met; all their forms are found"
    )

    @property
    def label(self) -> str:
        """Reason for exclusion, as figures print it."""
        return self.reason or self.text


Unsure = Literal["include", "exclude", "own", "missing"]
UNSURE_MEANS = "how *unsure* counts in measures of agreement; own: a third decision; missing: no decision"


class Stop(Strict):
    """A person's decision to stop reading; what nobody read then counts as excluded by automation."""

    on: SearchDate = Field(description="date of the decision")
    rule: Literal["read_all", "certified", "quantile", "hypergeometric", "knee", "consecutive", "none"] = (
        Field(description="rule in results/4_practical_screen/stopping.csv that justifies it, or none")
    )


PAUSED = "who pauses and gets nothing new; their decisions count"
FORMER = "who has left; their decisions count"
READERS = "how many of these people read each one; by default 2, or 1 if only one person is named"


class StageTeam(Strict):
    """Who works on a stage, and who decides where they differ: of abstracts, full texts or codes."""

    adjudicator: Person | None = Field(default=None, description="who decides where readers differ")
    former_adjudicators: list[Person] = Field(
        default=[], description="earlier adjudicators; their decisions count"
    )
    conflicts_go_to: Literal["adjudicator", "readers", "third_reader"] | None = Field(
        default=None,
        description="who settles differences: the adjudicator, the readers together, or one more "
        "reader; by default the adjudicator if there is one, otherwise the readers",
    )
    hand_over: dict[Person, Person] = Field(
        default={}, description="for each person who left or pauses, who takes over their open work"
    )
    shares: dict[Person, Annotated[float, Field(gt=0, le=1)]] = Field(
        default={}, description="share of the work of each person, with a sum of 1; by default equal shares"
    )

    ROLES: ClassVar[tuple[str, str, str]] = ("reviewers", "paused_reviewers", "former_reviewers")
    COUNT: ClassVar[str] = ""

    @property
    def active(self) -> list[str]:
        """Who reads now."""
        return list(getattr(self, self.ROLES[0]))

    @property
    def former(self) -> list[str]:
        """Earlier readers, who pause or have left."""
        return [*getattr(self, self.ROLES[1]), *getattr(self, self.ROLES[2])]

    @property
    def people(self) -> list[str]:
        """All people whose answers count."""
        judges = [self.adjudicator] if self.adjudicator else []
        return [*self.active, *self.former, *judges, *self.former_adjudicators]

    @property
    def resolver(self) -> str:
        """Who decides where readers differ."""
        return self.conflicts_go_to or ("adjudicator" if self.adjudicator else "readers")

    @property
    def recipients(self) -> list[str]:
        """Who gets a sheet: who reads now, the adjudicator, and those who settle conflicts together."""
        judge = [self.adjudicator] if self.adjudicator else []
        together = self.resolver != "adjudicator" and len(self.active) + len(self.former) > 1
        return [*self.active, *judge, *([CONFLICTS] if together else [])]

    @property
    def readers(self) -> int:
        """How many read each report."""
        return getattr(self, self.COUNT) or min(2, len(self.active) + len(self.former))

    @property
    def team(self) -> dict[str, Any]:
        """The parameters of `cireview.labels.Team`."""
        return {
            "reviewers": self.active,
            "former": self.former,
            "adjudicator": self.adjudicator,
            "former_adjudicators": self.former_adjudicators,
            "readers": self.readers,
            "shares": self.shares,
            "hand_over": self.hand_over,
            "conflicts": self.resolver,
        }

    @model_validator(mode="after")
    def _is_consistent(self) -> StageTeam:
        problems = [*self._check_roles(), *self._check_shares(), *self._check_hand_over()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _check_roles(self) -> Iterator[str]:
        # In lower case, because sheets and some file systems ignore capitals.
        roles = [(name, role) for role in self.ROLES for name in getattr(self, role)]
        roles += [(self.adjudicator, "adjudicator")] if self.adjudicator else []
        roles += [(name, "former_adjudicators") for name in self.former_adjudicators]
        for twice in repeated([name.lower() for name, _ in roles]):
            both = " and ".join(f"{name} ({role})" for name, role in roles if name.lower() == twice)
            yield f"each person can have only one role and one spelling, but there are {both}"
        if CONFLICTS in [name.lower() for name in self.people]:
            yield f"a person cannot be called {CONFLICTS}, which is the name of the sheet of conflicts"
        if self.readers > len(self.people):
            yield f"{self.COUNT} is {self.readers}, but only {len(self.people)} people are named"
        if self.conflicts_go_to == "adjudicator" and not self.adjudicator:
            yield "conflicts go to the adjudicator, but no adjudicator is named"
        if self.conflicts_go_to == "third_reader" and len(self.active) + len(self.former) <= self.readers:
            yield f"conflicts go to one more reader, but there is nobody besides the {self.readers} readers"

    def _check_shares(self) -> Iterator[str]:
        if not self.shares:
            return
        unnamed = [name for name in self.active if name not in self.shares]
        strange = [name for name in self.shares if name not in self.active]
        if unnamed or strange:
            named = ", ".join([*unnamed, *strange])
            yield f"shares must name all {self.ROLES[0]} and nobody else; correct {named}"
        if abs(math.fsum(self.shares.values()) - 1) > 0.005:
            yield f"the sum of the shares must be 1, not {math.fsum(self.shares.values()):g}"
        most = 1 / min(self.readers, max(len(self.active), 1))
        if large := [name for name, share in self.shares.items() if share > most + 0.005]:
            yield f"with {self.readers} readers no share can exceed {most:.2f} ({large[0]})"

    def _check_hand_over(self) -> Iterator[str]:
        for giver, taker in self.hand_over.items():
            if giver not in self.former:
                yield f"{giver} hands over, but is not under {self.ROLES[1]} or {self.ROLES[2]}"
            if taker not in self.active and taker not in self.hand_over:
                yield f"{giver} hands over to {taker}, who is not under {self.ROLES[0]}"


class PracticalScreen(StageTeam):
    """Fink step 4: rules first, then abstracts."""

    years: Years | None = Field(default=None, description="years of publication")
    languages: list[Text] = Field(default=[], description="languages; none means any")
    document_types: list[Text] = Field(default=[], description="document types; none means any")
    criteria: list[Criterion] = Field(min_length=1, description="inclusion criteria for abstracts")
    reviewers: list[Person] = Field(min_length=1, description="who read abstracts")
    paused_reviewers: list[Person] = Field(default=[], description=PAUSED)
    former_reviewers: list[Person] = Field(default=[], description=FORMER)
    readers_per_abstract: int | None = Field(default=None, ge=1, description=READERS)
    overlap: float = Field(
        default=1.0,
        ge=0,
        le=1,
        description="share of abstracts that `readers_per_abstract` people read; the rest has one reader",
    )
    label_criteria: bool = Field(
        default=False, description="whether reviewers also answer for each criterion whether it is met"
    )
    unsure_counts_as: Unsure = Field(default="include", description=UNSURE_MEANS)
    looks: int | None = Field(
        default=None,
        ge=1,
        description="planned number of certification samples, each labelled completely; "
        "with none, the certificate is valid at every look",
    )
    stop: Stop | None = Field(
        default=None, description="the decision to stop reading, once a person has made it"
    )

    COUNT: ClassVar[str] = "readers_per_abstract"

    @property
    def stopped(self) -> dict[str, str] | None:
        """The decision to stop as ``rule`` and ``on``, None before it was taken."""
        return self.stop.model_dump() if self.stop else None

    @property
    def team(self) -> dict[str, Any]:
        """The parameters of `cireview.labels.Team`."""
        return {**super().team, "overlap": self.overlap, "unsure": self.unsure_counts_as}


class MethodologicalScreen(StageTeam):
    """Fink step 5: full texts."""

    criteria: list[Criterion] = Field(min_length=1, description="eligibility criteria for full texts")
    reviewers: list[Person] = Field(min_length=1, description="who read full texts")
    paused_reviewers: list[Person] = Field(default=[], description=PAUSED)
    former_reviewers: list[Person] = Field(default=[], description=FORMER)
    readers_per_full_text: int | None = Field(default=None, ge=1, description=READERS)
    unsure_counts_as: Unsure = Field(default="include", description=UNSURE_MEANS)
    open_access: SearchDate | None = Field(
        default=None,
        description="date from which free versions of full texts are looked up; none: no look-up",
    )
    print_notes: bool = Field(
        default=False,
        description="whether the tables of the paper show the reviewers' notes on full texts",
    )

    COUNT: ClassVar[str] = "readers_per_full_text"

    @property
    def team(self) -> dict[str, Any]:
        """The parameters of `cireview.labels.Team`."""
        return {**super().team, "unsure": self.unsure_counts_as}


class CodingStep(StageTeam):
    """Fink step 6: who codes the included articles."""

    coders: list[Person] = Field(min_length=1, description="who codes articles")
    paused_coders: list[Person] = Field(default=[], description=PAUSED)
    former_coders: list[Person] = Field(default=[], description=FORMER)
    coders_per_article: int | None = Field(default=None, ge=1, description=READERS)
    secondhand: list[Person] = Field(
        default=[],
        description="coders who read a published review instead of the articles: what they leave open is "
        "*not reported*; the codebook then needs a value with `empty: not_reported`",
    )
    show_suggestions: bool = Field(
        default=True, description="whether coding sheets show suggestions; `false` is blind coding"
    )
    sheets: Literal["long", "wide"] = Field(
        default="long",
        description="`long`: a row for each article and question; `wide`: a row for each article",
    )

    ROLES: ClassVar[tuple[str, str, str]] = ("coders", "paused_coders", "former_coders")
    COUNT: ClassVar[str] = "coders_per_article"

    @field_validator("secondhand")
    @classmethod
    def _are_once(cls, names: list[str]) -> list[str]:
        if twice := repeated(names):
            raise ValueError(f"named twice: {', '.join(twice)}")
        return names

    @model_validator(mode="after")
    def _are_coders(self) -> CodingStep:
        if strange := [name for name in self.secondhand if name not in self.people]:
            raise ValueError(f"secondhand can name only coders; correct {', '.join(strange)}")
        return self
