"""Keys of a table of the authors' judgements."""

from __future__ import annotations

from pydantic import Field

from cireview.protocol.values import Id, Strict, Text


class Labelled(Strict):
    """A row or a column of a matrix."""

    id: Id = Field(description="short name, used in sheets")
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
