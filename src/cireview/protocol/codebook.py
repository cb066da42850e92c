"""The keys of the codebook, each with its meaning and its default."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from cireview.protocol.values import Id, Strict, Text, repeated
from cireview.tables.countries import list_country_codes

Place = Literal["title", "abstract", "keywords", "text", "affiliations"]
_EVERYWHERE = frozenset(
    (
        *(
            "a",
            "an",
            "and",
            "are",
            "as",
            "at",
            "by",
            "for",
            "from",
            "in",
            "is",
            "it",
            "of",
            "on",
            "or",
            "that",
        ),
        *("the", "this", "to", "was", "were", "with"),
    )
)


class Term(Strict):
    """A word or phrase that suggests a value; a text alone is its ``term``."""

    term: Text = Field(description="word or phrase")
    not_: list[Text] = Field(
        default=[],
        alias="not",
        description="phrases of another sense: with the term in it for that place, else for the sentence",
    )
    case: Literal["any", "exact"] = Field(
        default="any", description="`exact` for acronyms such as WHO, which is not *who*"
    )
    fields: list[Place] = Field(
        default=[], description="where it is looked for, if not as the dimension says"
    )

    @model_validator(mode="before")
    @classmethod
    def _take_text(cls, given: Any) -> Any:
        return given if isinstance(given, dict | cls) else {"term": given}

    @model_validator(mode="after")
    def _says_something(self) -> Term:
        if not any(character.isalnum() for character in self.term):
            raise ValueError("a term needs a letter or a digit: this one is found nowhere")
        if self.case == "any" and self.term.casefold() in _EVERYWHERE:
            raise ValueError("this word stands in almost every sentence: write a phrase, or leave it out")
        return self


class Value(Strict):
    """One value of a dimension."""

    id: Id = Field(description="short name, used in coding sheets")
    label: Text = Field(description="words of tables and figures")
    terms: list[Term] = Field(default=[], description="words whose presence suggests the value")
    not_: list[Text] = Field(
        default=[], alias="not", description="phrases of another sense, for all its terms"
    )
    country: str = Field(
        default="",
        description="two letters of ISO 3166 in place of terms, or `other`: any that no other value has",
    )

    @field_validator("country")
    @classmethod
    def _is_known(cls, code: str) -> str:
        if code and code != "other" and code not in list_country_codes():
            raise ValueError("two capital letters of ISO 3166 are wanted here, such as FI, or other")
        return code


class Dimension(Strict):
    """One question that coders answer about every included article."""

    id: Id = Field(description="short name, used in coding sheets and as a column of tables")
    label: Text = Field(description="words of tables and figures")
    question: Text = Field(description="question that the coding sheet asks")
    kind: Literal["single", "multiple"] = Field(
        default="single", description="whether an article has one value or several"
    )
    fields: list[Place] = Field(
        default=["title", "abstract", "keywords", "text"],
        min_length=1,
        description="where terms are looked for; `text` is a full text, the others are fields of the record",
    )
    with_: list[Text] = Field(
        default=[], alias="with", description="words of which one has to stand in the sentence of a term"
    )
    values: list[Value] = Field(min_length=1, description="answers allowed")


class Cue(Strict):
    """Words that take a sentence, or a part of it, out of what an article reports."""

    kind: Text = Field(description="what they say, such as negation; shown beside what they strike")
    reach: Literal["forward", "backward", "clause", "sentence"] = Field(
        default="sentence",
        description="what they strike: up to the end, or from the start, of a clause; or more",
    )
    words: list[Text] = Field(min_length=1, description="words and phrases")
    not_: list[Text] = Field(default=[], alias="not", description="phrases that take a cue back")


class Labelled(Strict):
    """A row or a column of the matrix."""

    id: Id = Field(description="short name, used in the sheets of data/labels/synthesis/")
    label: Text = Field(description="words of the printed table")


class MatrixValue(Strict):
    """A value of the matrix, with the letter that a cell shows."""

    id: Id = Field(description="short name, used in the sheets of data/labels/synthesis/")
    label: Text = Field(description="words of the printed table")
    letter: str = Field(min_length=1, max_length=2, description="one or two letters, shown in the figure")


class Matrix(Strict):
    """A table of the authors' judgements, such as the relevance of findings to goals."""

    id: Id = Field(description="short name")
    label: Text = Field(description="title of the figure")
    rows: list[Labelled] = Field(min_length=1, description="what is judged, such as findings")
    columns: list[Labelled] = Field(min_length=1, description="what it is judged for, such as goals")
    values: list[MatrixValue] = Field(min_length=1, description="judgements allowed, the strongest first")


class Codebook(Strict):
    """`config/codebook.yaml`: what is coded in every included article, Fink step 6."""

    dimensions: list[Dimension] = Field(
        min_length=1, description="questions that coders answer about every included article"
    )
    cues: list[Cue] = Field(default=[], description="cues of scope besides those that ship with cireview")
    matrix: Matrix | None = Field(default=None, description="a table of the authors' judgements, if any")

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Codebook:
        twice = repeated([dimension.id for dimension in self.dimensions])
        for dimension in self.dimensions:
            again = repeated([value.id for value in dimension.values])
            twice += [f"{dimension.id}.{value}" for value in again]
        if twice:
            raise ValueError(f"ids given twice: {', '.join(twice)}")
        return self
