"""Keys of the tables of the authors' judgements: a matrix, and the summary of findings."""

from __future__ import annotations

from pydantic import Field, model_validator

from cireview.protocol.values import Id, Strict, Text, repeated


class Labelled(Strict):
    """A row or a column of a matrix."""

    id: Id = Field(description="short name, used in sheets")
    label: Text = Field(description="label in the printed table")


class MatrixValue(Strict):
    """A value of the matrix, with the letter that a cell shows."""

    id: Id = Field(description="short name, used in the sheets of data/labels/synthesis/")
    label: Text = Field(description="label in the printed table")
    letter: str = Field(min_length=1, max_length=2, description="one or two letters, shown in the figure")


class Matrix(Strict):
    """A table of the authors' judgements, such as the relevance of findings to goals."""

    id: Id = Field(description="short name")
    label: Text = Field(description="title of the figure")
    rows: list[Labelled] = Field(min_length=1, description="what is judged, such as findings")
    columns: list[Labelled] = Field(min_length=1, description="aspects of the judgement, such as goals")
    values: list[MatrixValue] = Field(min_length=1, description="allowed judgements, the strongest first")


def _list(**words: str) -> list[Labelled]:
    return [Labelled(id=name, label=label) for name, label in words.items()]


class Findings(Strict):
    """A summary of findings with the confidence in each, like that of GRADE-CERQual."""

    label: Text = Field(default="Summary of findings", description="title of the table")
    rows: list[Labelled] = Field(min_length=1, description="the findings of the review")
    components: list[Labelled] = Field(
        default=_list(
            methods="Methodological limitations",
            coherence="Coherence",
            adequacy="Adequacy",
            relevance="Relevance",
        ),
        description="components of the confidence in a finding; each is a column of the sheet",
    )
    concerns: list[Labelled] = Field(
        default=_list(none="None or very minor", minor="Minor", moderate="Moderate", serious="Serious"),
        min_length=1,
        description="levels of concern about a component",
    )
    confidence: list[Labelled] = Field(
        default=_list(high="High", moderate="Moderate", low="Low", very_low="Very low"),
        min_length=1,
        description="levels of confidence in a finding",
    )

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Findings:
        lists = (self.rows, self.components, self.concerns, self.confidence)
        twice = [name for listed in lists for name in repeated([one.id.lower() for one in listed])]
        taken = {one.id.lower() for one in self.components} & {
            "finding",
            "words",
            "studies",
            "confidence",
            "explanation",
        }
        if twice or taken:
            raise ValueError(f"ids given twice: {', '.join([*twice, *sorted(taken)])}")
        return self
