"""The keys of `config/`: protocol, codebook and configuration, each with its meaning and its default."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Person = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
SearchDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}){0,2}$")]
FileName = Annotated[str, StringConstraints(pattern=r"^[^/\\]+$")]
Field_ = Literal["title", "abstract", "keywords"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


def _repeated(values: list[str]) -> list[str]:
    return sorted({value for value in values if values.count(value) > 1})


class Question(_Strict):
    """Fink step 1."""

    main: Text = Field(description="the review's question")
    parts: list[Text] = Field(default=[], description="its sub-questions")


class Source(_Strict):
    """Fink step 2: one database, register, website or other place that was searched."""

    name: Text = Field(description="name as it is printed")
    kind: Literal["database", "register"] = Field(default="database", description="PRISMA's kind of source")
    export: FileName | None = Field(default=None, description="its export file in data/exports/")
    api: str | None = Field(default=None, description="bibliographic API that the run asks instead")
    platform: str = Field(default="", description="platform or interface, where it differs from the name")
    query_for: str = Field(default="", description="database whose query syntax it uses; its own by default")
    searched_on: SearchDate | None = Field(default=None, description="date of the search, YYYY[-MM[-DD]]")
    encoding: str | None = Field(default=None, description="encoding of the export file, if it must be told")

    @model_validator(mode="after")
    def _is_read_one_way(self) -> Source:
        if bool(self.export) == bool(self.api):
            raise ValueError(f"{self.name} needs either an export file or an api, and not both")
        return self


class Search(_Strict):
    """Fink step 3."""

    query: Text = Field(description="one Boolean query, written out for every source")
    fields: list[Field_] = Field(default=["title", "abstract", "keywords"], description="fields searched")
    date: SearchDate = Field(description="date of the search where a source does not give its own")


class Years(_Strict):
    """First and last year of publication, both included."""

    first: int = Field(ge=1500, le=2200, description="first year that counts")
    last: int = Field(ge=1500, le=2200, description="last year that counts")

    @model_validator(mode="after")
    def _in_order(self) -> Years:
        if self.first > self.last:
            raise ValueError(f"the first year {self.first} is after the last year {self.last}")
        return self


class Criterion(_Strict):
    """One criterion; its id is the reason given when an article fails it."""

    id: Id = Field(description="short name, used in sheets")
    text: Text = Field(description="what an article must fulfil")
    reason: str = Field(default="", description="words of the PRISMA figure for articles that fail it")
    terms: list[Text] = Field(default=[], description="words that speak for it, matched by their lemmas")

    @property
    def label(self) -> str:
        """Reason for exclusion, as figures print it."""
        return self.reason or self.text


class Stop(_Strict):
    """A person's decision to stop reading; what nobody read then counts as excluded by automation."""

    on: SearchDate = Field(description="date of the decision")
    rule: Text = Field(
        description="rule that it rests on, as results/4_practical_screen/stopping.csv names it"
    )


class PracticalScreen(_Strict):
    """Fink step 4: rules first, then abstracts."""

    years: Years | None = Field(default=None, description="years of publication")
    languages: list[Text] = Field(default=[], description="languages; none given means any")
    document_types: list[Text] = Field(default=[], description="document types; none given means any")
    criteria: list[Criterion] = Field(min_length=1, description="inclusion criteria for abstracts")
    reviewers: list[Person] = Field(min_length=1, description="who read abstracts")
    adjudicator: Person | None = Field(default=None, description="decides where reviewers differ")
    overlap: float = Field(
        default=1.0,
        ge=0,
        le=1,
        description="share of abstracts that every reviewer reads; the rest has one reader",
    )
    stop: Stop | None = Field(default=None, description="the decision to stop reading, once a person took it")


class MethodologicalScreen(_Strict):
    """Fink step 5: full texts."""

    criteria: list[Criterion] = Field(min_length=1, description="eligibility criteria for full texts")
    reviewers: list[Person] = Field(min_length=1, description="every one of them reads every full text")
    adjudicator: Person | None = Field(default=None, description="decides where reviewers differ")


class Review(_Strict):
    """Fink step 6: who codes the included articles."""

    coders: list[Person] = Field(min_length=1, description="every one of them codes every article")


class Published(_Strict):
    """Numbers of a published review that the run is compared with; they never enter a figure or table."""

    reference: Text = Field(description="where they were published")
    flow: dict[Id, int] = Field(default={}, description="PRISMA counts by key of flow.csv")
    codes: dict[Id, dict[str, int]] = Field(default={}, description="articles by dimension and value")
    matrix: dict[Id, dict[str, str]] = Field(default={}, description="values of the matrix by row and column")


class Protocol(_Strict):
    """`config/protocol.yaml`: what the review asks and how, Fink steps 1 to 6."""

    title: Text = Field(description="title of the review")
    note: str = Field(default="", description="a sentence that the report shows at its top")
    question: Question = Field(description="step 1, the research questions")
    sources: list[Source] = Field(min_length=1, description="step 2, the databases and other sources")
    search: Search = Field(description="step 3, the search terms")
    practical_screen: PracticalScreen = Field(description="step 4, rules and abstracts")
    methodological_screen: MethodologicalScreen = Field(description="step 5, full texts")
    review: Review = Field(description="step 6, the coding")
    statements: dict[Id, str] = Field(
        default={}, description="what only people know for the PRISMA checklists (registration, funding, …)"
    )
    published: Published | None = Field(
        default=None, description="published numbers to compare the run with; most reviews have none"
    )

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Protocol:
        keys = [re.sub(r"\W+", "_", source.name.lower()) for source in self.sources]
        lists = {
            "names of sources": keys,
            "export files": [source.export for source in self.sources if source.export],
            "criteria of the practical screen": [one.id for one in self.practical_screen.criteria],
            "criteria of the methodological screen": [one.id for one in self.methodological_screen.criteria],
        }
        repeated = {what: _repeated(values) for what, values in lists.items() if _repeated(values)}
        if repeated:
            raise ValueError(
                "; ".join(f"{what} given twice: {', '.join(of)}" for what, of in repeated.items())
            )
        return self


class Value(_Strict):
    """One value of a dimension."""

    id: Id = Field(description="short name, used in coding sheets")
    label: Text = Field(description="words of tables and figures")
    terms: list[Text] = Field(default=[], description="words whose presence suggests the value")


class Dimension(_Strict):
    """One question that coders answer about every included article."""

    id: Id = Field(description="short name, used in coding sheets and as a column of tables")
    label: Text = Field(description="words of tables and figures")
    question: Text = Field(description="question that the coding sheet asks")
    kind: Literal["single", "multiple"] = Field(
        default="single", description="whether an article has one value or several"
    )
    values: list[Value] = Field(min_length=1, description="answers allowed")


class Labelled(_Strict):
    """A row or a column of the matrix."""

    id: Id = Field(description="short name, used in the sheets of data/labels/synthesis/")
    label: Text = Field(description="words of the printed table")


class MatrixValue(_Strict):
    """A value of the matrix, with the letter that a cell shows."""

    id: Id = Field(description="short name, used in the sheets of data/labels/synthesis/")
    label: Text = Field(description="words of the printed table")
    letter: str = Field(min_length=1, max_length=2, description="one or two letters, shown in the figure")


class Matrix(_Strict):
    """A table of the authors' judgements, such as the relevance of findings to goals."""

    id: Id = Field(description="short name")
    label: Text = Field(description="title of the figure")
    rows: list[Labelled] = Field(min_length=1, description="what is judged, such as findings")
    columns: list[Labelled] = Field(min_length=1, description="what it is judged for, such as goals")
    values: list[MatrixValue] = Field(min_length=1, description="judgements allowed, the strongest first")


class Codebook(_Strict):
    """`config/codebook.yaml`: what is coded in every included article, Fink step 6."""

    dimensions: list[Dimension] = Field(
        min_length=1, description="questions that coders answer about every included article"
    )
    matrix: Matrix | None = Field(default=None, description="a table of the authors' judgements, if any")

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Codebook:
        repeated = _repeated([dimension.id for dimension in self.dimensions])
        for dimension in self.dimensions:
            again = _repeated([value.id for value in dimension.values])
            repeated += [f"{dimension.id}.{value}" for value in again]
        if repeated:
            raise ValueError(f"ids given twice: {', '.join(repeated)}")
        return self


class Deduplication(_Strict):
    """How records are compared."""

    preprints: Literal["separate", "merge"] = Field(
        default="separate", description="whether a preprint and its version of record are two reports or one"
    )
    shards: int = Field(
        default=1, ge=1, description="parts in which the comparing is run as jobs of their own"
    )
    earlier: str | None = Field(
        default=None, description="duplicates.csv of an earlier, decided run, whose reports keep their ids"
    )


class Batch(_Strict):
    """How many abstracts a reviewer gets at a time."""

    size: int = Field(default=50, ge=1, description="abstracts in a sheet")
    random_share: float = Field(
        default=0.0, ge=0, le=1, description="share of a sheet drawn at random, not by the ranking"
    )


class Screening(_Strict):
    """How abstracts are ranked and handed out."""

    model: str = Field(default="default", description="preset, or import path of a scikit-learn estimator")
    show_score: bool = Field(default=False, description="whether reviewers see the model's score")
    batch: Batch | None = Field(default=None, description="hand out numbered batches instead of all at once")
    target_recall: float = Field(default=0.95, gt=0, le=1, description="recall that a stop is to reach")
    confidence: float = Field(
        default=0.95, gt=0, lt=1, description="confidence with which it is to be reached"
    )


class Config(_Strict):
    """`config/config.yaml`: how to run."""

    seed: int = Field(default=1, ge=0, description="seed of everything random")
    spacy_model: str | None = Field(default=None, description="installed spaCy model; a blank one by default")
    deduplication: Deduplication = Field(default=Deduplication(), description="how records are compared")
    screening: Screening = Field(default=Screening(), description="how abstracts are ranked and handed out")
