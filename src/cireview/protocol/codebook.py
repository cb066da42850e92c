"""The keys of the codebook, each with its meaning and its default."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from cireview.protocol.values import Id, Strict, Text, repeated


class Value(Strict):
    """One value of a dimension."""

    id: Id = Field(description="short name, used in coding sheets")
    label: Text = Field(description="words of tables and figures")
    terms: list[Text] = Field(default=[], description="words whose presence suggests the value")


class Dimension(Strict):
    """One question that coders answer about every included article."""

    id: Id = Field(description="short name, used in coding sheets and as a column of tables")
    label: Text = Field(description="words of tables and figures")
    question: Text = Field(description="question that the coding sheet asks")
    kind: Literal["single", "multiple"] = Field(
        default="single", description="whether an article has one value or several"
    )
    values: list[Value] = Field(min_length=1, description="answers allowed")


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
