"""Keys of an appraisal: domains, each judged in every article, and an overall judgement by a rule."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from cireview.protocol.kinds import Values
from cireview.protocol.values import Id, Strict, Text, repeated


class Judgement(Strict):
    """What may be judged of a domain."""

    id: Id = Field(description="short name, used in sheets")
    label: Text = Field(description="label in tables and figures")
    sign: str = Field(
        min_length=1,
        max_length=2,
        description="one or two characters, shown in each cell of the figure",
    )
    ranked: bool = Field(
        default=True, description="whether it counts for the overall judgement; `false` for *not applicable*"
    )


class Domain(Strict):
    """One part of an appraisal."""

    id: Id = Field(description="short name; sheets put the appraisal's id and `_` before it")
    label: Text = Field(description="label in tables and figures")
    question: Text = Field(description="question on the coding sheet")
    critical: bool = Field(
        default=False, description="whether the domain is critical, for counts of only these"
    )
    only_if: dict[Id, Values] = Field(
        default={},
        description="by id of another question: answers, one of which must be given for this one to be asked",
    )


class Count(Strict):
    """An overall judgement that follows from how many domains got certain judgements."""

    then: Id = Field(description="the overall judgement if the count is reached")
    of: Values = Field(description="judgements to count: one, or a list")
    at_least: int = Field(default=1, ge=1, description="how many domains are needed")
    critical: bool | None = Field(
        default=None,
        description="`true`: only critical domains count; `false`: only the others; none: every domain",
    )


class Overall(Strict):
    """How the overall judgement of an article is made."""

    rule: Literal["worst", "counts", "people", "none"] = Field(
        default="none",
        description="`worst`: of the domains; `counts`: the first that is reached; `people`: they "
        "judge; or `none`",
    )
    counts: list[Count] = Field(default=[], description="for the rule `counts`: tried from top to bottom")
    otherwise: str = Field(default="", description="the overall judgement if no count is reached")
    judgements: list[Judgement] = Field(
        default=[], description="overall judgements, the best first, if they differ from those of domains"
    )


class Appraisal(Strict):
    """A tool by which each included article is appraised, domain by domain, with a text that supports it."""

    id: Id = Field(description="short name, used in sheets and names of files")
    label: Text = Field(description="title of the figure")
    judgements: list[Judgement] = Field(min_length=1, description="allowed judgements, the best first")
    domains: list[Domain] = Field(min_length=1, description="what is judged")
    overall: Overall = Field(default=Overall(), description="the overall judgement of an article")

    def codes(self) -> list[str]:
        """Return the ids of the questions that it asks, in sheets."""
        asked = [domain.id for domain in self.domains]
        return [
            f"{self.id}_{name}" for name in [*asked, *(["overall"] if self.overall.rule == "people" else [])]
        ]

    def overall_judgements(self) -> list[Judgement]:
        """Return the possible overall judgements."""
        return self.overall.judgements or self.judgements

    @model_validator(mode="after")
    def _is_consistent(self) -> Appraisal:
        twice = repeated([domain.id.lower() for domain in self.domains])
        twice += repeated([judgement.id.lower() for judgement in self.judgements])
        twice += repeated([judgement.id.lower() for judgement in self.overall.judgements])
        problems = [f"ids given twice: {', '.join(twice)}"] if twice else []
        if len(self.judgements) == 1:
            problems.append("at least two judgements are needed")
        if twin := repeated([judgement.sign for judgement in self.judgements]):
            problems.append(f"two judgements have the same sign: {', '.join(twin)}")
        if self.overall.rule == "counts" and not (self.overall.counts and self.overall.otherwise):
            problems.append("the rule counts needs counts and otherwise")
        final = {judgement.id for judgement in self.overall_judgements()}
        reached = [self.overall.otherwise, *(count.then for count in self.overall.counts)]
        counted = [one for count in self.overall.counts for one in count.of]
        known = {judgement.id for judgement in self.judgements}
        strange = [one for one in reached if one and one not in final]
        strange += [one for one in counted if one not in known]
        if strange:
            problems.append(f"there is no judgement {', '.join(sorted(set(strange)))}")
        if self.overall.rule == "worst" and self.overall.judgements:
            problems.append("the rule worst uses the judgements of the domains: remove overall.judgements")
        if problems:
            raise ValueError("; ".join(problems))
        return self


def describe_rule(appraisal: Appraisal) -> str:
    """Return how the overall judgement of an article is made, in words."""
    overall = appraisal.overall
    labels = {one.id: one.label for one in (*appraisal.judgements, *appraisal.overall_judgements())}
    if overall.rule == "worst":
        return "The overall judgement is the worst of the domains."
    if overall.rule == "people":
        return "People judge each article as a whole."
    if overall.rule == "none":
        return "There is no overall judgement."
    which = {None: "", True: "critical ", False: "other "}
    steps = [
        f"{labels[count.then]}, if {count.at_least} or more {which[count.critical]}domains are "
        f"{' or '.join(labels[one] for one in count.of)}"
        for count in overall.counts
    ]
    return (
        f"The overall judgement is the first that fits: {'; '.join(steps)}; else {labels[overall.otherwise]}."
    )
