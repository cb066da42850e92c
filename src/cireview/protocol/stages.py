"""Fink steps 4 to 6: what each screens by, and who works on it."""

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

    first: int = Field(ge=1500, le=2200, description="first year that counts")
    last: int = Field(ge=1500, le=2200, description="last year that counts")

    @model_validator(mode="after")
    def _in_order(self) -> Years:
        if self.first > self.last:
            raise ValueError(f"the first year {self.first} is after the last year {self.last}")
        return self


class Criterion(Strict):
    """One criterion; its id is the reason given when an article fails it."""

    id: Id = Field(description="short name, used in sheets")
    text: Text = Field(description="what an article must fulfil")
    reason: str = Field(default="", description="words of the PRISMA figure for articles that fail it")
    terms: list[Text] = Field(default=[], description="words that speak for it, matched by their lemmas")

    @property
    def label(self) -> str:
        """Reason for exclusion, as figures print it."""
        return self.reason or self.text


Unsure = Literal["include", "exclude", "own", "missing"]
UNSURE_MEANS = "what *unsure* counts as in agreement; own is a third decision, missing is none at all"


class Stop(Strict):
    """A person's decision to stop reading; what nobody read then counts as excluded by automation."""

    on: SearchDate = Field(description="date of the decision")
    rule: Literal["read_all", "certified", "quantile", "hypergeometric", "knee", "consecutive", "none"] = (
        Field(
            description="rule of results/4_practical_screen/stopping.csv that it rests on; none if on no rule"
        )
    )


PAUSED = "who gets nothing new for a while; what they decided counts"
FORMER = "who left; what they decided counts"
READERS = "how many people read each, any of those named; 2 by default, 1 where one person is named in all"


class StageTeam(Strict):
    """Who works on a stage, and who decides where they differ: of abstracts, full texts or codes."""

    adjudicator: Person | None = Field(default=None, description="decides where readers differ")
    former_adjudicators: list[Person] = Field(
        default=[], description="who adjudicated before; what they decided stands"
    )
    conflicts_go_to: Literal["adjudicator", "readers", "third_reader"] | None = Field(
        default=None,
        description="who decides where readers differ: the adjudicator, the readers together, or one more "
        "reader; the adjudicator by default, if there is one, else the readers",
    )
    hand_over: dict[Person, Person] = Field(
        default={}, description="who takes what was to be read by somebody who left or pauses, by the latter"
    )
    shares: dict[Person, Annotated[float, Field(gt=0, le=1)]] = Field(
        default={}, description="share of the work by person, adding up to 1; the same for all by default"
    )

    ROLES: ClassVar[tuple[str, str, str]] = ("reviewers", "paused_reviewers", "former_reviewers")
    COUNT: ClassVar[str] = ""

    @property
    def active(self) -> list[str]:
        """Who reads now."""
        return list(getattr(self, self.ROLES[0]))

    @property
    def former(self) -> list[str]:
        """Who read, and does not now: for a while, or for good."""
        return [*getattr(self, self.ROLES[1]), *getattr(self, self.ROLES[2])]

    @property
    def people(self) -> list[str]:
        """All whose answers count."""
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
        """What `cireview.labels.Team` holds."""
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
        # In lower case, as sheets and some file systems take names.
        roles = [(name, role) for role in self.ROLES for name in getattr(self, role)]
        roles += [(self.adjudicator, "adjudicator")] if self.adjudicator else []
        roles += [(name, "former_adjudicators") for name in self.former_adjudicators]
        for twice in repeated([name.lower() for name, _ in roles]):
            both = " and ".join(f"{name} ({role})" for name, role in roles if name.lower() == twice)
            yield f"each person has one role and one spelling; there are {both}"
        if CONFLICTS in [name.lower() for name in self.people]:
            yield f"nobody can be called {CONFLICTS}: the sheet of conflicts is"
        if self.readers > len(self.people):
            yield f"{self.COUNT} is {self.readers}, and only {len(self.people)} people are named"
        if self.conflicts_go_to == "adjudicator" and not self.adjudicator:
            yield "conflicts go to the adjudicator, and none is named"
        if self.conflicts_go_to == "third_reader" and len(self.active) + len(self.former) <= self.readers:
            yield f"conflicts go to one more reader, and nobody is left beside the {self.readers} readers"

    def _check_shares(self) -> Iterator[str]:
        if not self.shares:
            return
        unnamed = [name for name in self.active if name not in self.shares]
        strange = [name for name in self.shares if name not in self.active]
        if unnamed or strange:
            named = ", ".join([*unnamed, *strange])
            yield f"shares name each of the {self.ROLES[0]} and nobody else; mend {named}"
        if abs(math.fsum(self.shares.values()) - 1) > 0.005:
            yield f"shares add up to 1, not to {math.fsum(self.shares.values()):g}"
        most = 1 / min(self.readers, max(len(self.active), 1))
        if large := [name for name, share in self.shares.items() if share > most + 0.005]:
            yield f"nobody reads twice: with {self.readers} readers no share is above {most:.2f} ({large[0]})"

    def _check_hand_over(self) -> Iterator[str]:
        for giver, taker in self.hand_over.items():
            if giver not in self.former:
                yield f"{giver} hands over, and is none of the {self.ROLES[1]} or {self.ROLES[2]}"
            if taker not in self.active and taker not in self.hand_over:
                yield f"{giver} hands over to {taker}, who is none of the {self.ROLES[0]}"


class PracticalScreen(StageTeam):
    """Fink step 4: rules first, then abstracts."""

    years: Years | None = Field(default=None, description="years of publication")
    languages: list[Text] = Field(default=[], description="languages; none given means any")
    document_types: list[Text] = Field(default=[], description="document types; none given means any")
    criteria: list[Criterion] = Field(min_length=1, description="inclusion criteria for abstracts")
    reviewers: list[Person] = Field(min_length=1, description="who read abstracts")
    paused_reviewers: list[Person] = Field(default=[], description=PAUSED)
    former_reviewers: list[Person] = Field(default=[], description=FORMER)
    readers_per_abstract: int | None = Field(default=None, ge=1, description=READERS)
    overlap: float = Field(
        default=1.0,
        ge=0,
        le=1,
        description="share of abstracts that as many people read as `readers_per_abstract` says; the rest "
        "has one reader",
    )
    label_criteria: bool = Field(
        default=False, description="whether reviewers say of each criterion by itself whether it is met"
    )
    unsure_counts_as: Unsure = Field(default="include", description=UNSURE_MEANS)
    looks: int | None = Field(
        default=None,
        ge=1,
        description="certification samples planned, each to be labelled whole; "
        "none given, the certificate may be looked at after every answer",
    )
    stop: Stop | None = Field(default=None, description="the decision to stop reading, once a person took it")

    COUNT: ClassVar[str] = "readers_per_abstract"

    @property
    def stopped(self) -> dict[str, str] | None:
        """The decision to stop as ``rule`` and ``on``, None before it was taken."""
        return self.stop.model_dump() if self.stop else None

    @property
    def team(self) -> dict[str, Any]:
        """What `cireview.labels.Team` holds."""
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
        description="date since when free versions of the texts sought are looked up; none means not at all",
    )
    print_notes: bool = Field(
        default=False,
        description="whether what reviewers noted of a full text stands in the tables of the paper",
    )

    COUNT: ClassVar[str] = "readers_per_full_text"

    @property
    def team(self) -> dict[str, Any]:
        """What `cireview.labels.Team` holds."""
        return {**super().team, "unsure": self.unsure_counts_as}


class CodingStep(StageTeam):
    """Fink step 6: who codes the included articles."""

    coders: list[Person] = Field(min_length=1, description="who codes articles")
    paused_coders: list[Person] = Field(default=[], description=PAUSED)
    former_coders: list[Person] = Field(default=[], description=FORMER)
    coders_per_article: int | None = Field(default=None, ge=1, description=READERS)
    secondhand: list[Person] = Field(
        default=[],
        description="coders who read a published review and not the articles: what they leave open of an "
        "article is *not reported*; the codebook then has a value with `empty: not_reported`",
    )
    show_suggestions: bool = Field(
        default=True, description="whether coding sheets show what is suggested; `false` is blind coding"
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
            raise ValueError(f"secondhand names coders only; mend {', '.join(strange)}")
        return self
