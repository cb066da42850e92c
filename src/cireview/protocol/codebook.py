"""The keys of the codebook, each with its meaning and its default."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from cireview.protocol.appraisal import Appraisal
from cireview.protocol.kinds import (
    Column,
    Design,
    Measured,
    Values,
    complete_columns,
    find_circle,
    find_unknown_conditions,
)
from cireview.protocol.matrix import Findings, Labelled, Matrix
from cireview.protocol.values import Id, Strict, Text, repeated
from cireview.tables.countries import list_country_codes

Place = Literal["title", "abstract", "keywords", "text", "affiliations"]
Empty = Literal["", "not_stated", "not_reported"]
EMPTY: tuple[Empty, ...] = ("not_stated", "not_reported")
"""Kinds of answers that are no findings; a dimension without any answer is *not coded*."""
_EVERYWHERE = frozenset(
    (
        *("a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or"),
        *("that", "the", "this", "to", "was", "were", "with"),
    )
)  # fmt: skip


class Term(Strict):
    """A word or phrase that suggests a value; a text alone is its ``term``."""

    term: Text = Field(description="word or phrase")
    not_: list[Text] = Field(
        default=[],
        alias="not",
        description="phrases with another meaning: with the term in it only that place is left out, "
        "otherwise the sentence",
    )
    case: Literal["any", "exact"] = Field(
        default="any", description="`exact` for acronyms such as WHO, which is not *who*"
    )
    fields: list[Place] = Field(
        default=[], description="where the term is searched, if not where the dimension says"
    )

    @model_validator(mode="before")
    @classmethod
    def _take_text(cls, given: Any) -> Any:
        return given if isinstance(given, dict | cls) else {"term": given}

    @model_validator(mode="after")
    def _says_something(self) -> Term:
        if not any(character.isalnum() for character in self.term):
            raise ValueError("a term needs a letter or a digit: this one cannot be found")
        if self.case == "any" and self.term.casefold() in _EVERYWHERE:
            raise ValueError("this word is in almost every sentence: write a phrase, or remove it")
        return self


class Value(Strict):
    """One value of a dimension."""

    id: Id = Field(description="short name, used in coding sheets")
    label: Text = Field(description="label in tables and figures")
    empty: Empty = Field(
        default="",
        description="for a value that is not a finding: the article does not say "
        "(`not_stated`), or nobody looked and a published review does not report it (`not_reported`); "
        "not needed if the id is one of these words",
    )
    definition: str = Field(default="", description="what the value means; shown in the legend of sheets")
    example: str = Field(default="", description="a sentence that gets this value; shown there too")
    terms: list[Term] = Field(default=[], description="words that suggest the value")
    not_: list[Text] = Field(
        default=[], alias="not", description="phrases with another meaning, for all terms of the value"
    )
    country: str = Field(
        default="",
        description="instead of terms, two letters of ISO 3166; or `other`: any country without its "
        "own value",
    )

    @model_validator(mode="before")
    @classmethod
    def _know_empty(cls, given: Any) -> Any:
        if isinstance(given, dict) and given.get("id") in EMPTY:
            return {"empty": given["id"], **given}
        return given

    @field_validator("country")
    @classmethod
    def _is_known(cls, code: str) -> str:
        if code and code != "other" and code not in list_country_codes():
            raise ValueError("this must be two capital letters of ISO 3166, such as FI, or other")
        return code


class Cells(Strict):
    """Rows and columns whose every pair is a value, such as phases by components."""

    rows: list[Labelled] = Field(min_length=1, description="rows of the grid")
    columns: list[Labelled] = Field(min_length=1, description="columns of the grid")

    def walk(self) -> Iterator[tuple[str, str]]:
        """Yield id and label of each cell, row by row: ``row_column`` and ``Row: column``."""
        for row in self.rows:
            for column in self.columns:
                yield f"{row.id}_{column.id}", f"{row.label}: {column.label}"

    @model_validator(mode="after")
    def _differ(self) -> Cells:
        if twice := repeated([cell for cell, _ in self.walk()]):
            raise ValueError(f"two cells have the same id: {', '.join(twice)}")
        return self


class Dimension(Measured):
    """One question that coders answer about every included article."""

    id: Id = Field(description="short name, used in coding sheets and as a column of tables")
    label: Text = Field(description="label in tables and figures")
    question: Text = Field(description="question on the coding sheet")
    kind: Literal["single", "multiple", "number", "text", "date", "table"] = Field(
        default="single",
        description="kind of answer: one value, several values, a number, a text, a date or a table",
    )
    fields: list[Place] = Field(
        default=["title", "abstract", "keywords", "text"],
        min_length=1,
        description="where terms are searched; `text` is the full text, the others are fields of the record",
    )
    with_: list[Text] = Field(
        default=[], alias="with", description="words, one of which must be in the same sentence as the term"
    )
    cells: Cells | None = Field(
        default=None,
        description="rows and columns; each pair becomes a value with the id `row_column`; `values` "
        "then needs only those with more keys",
    )
    values: list[Value] = Field(
        default=[],
        validate_default=True,
        description="allowed answers; for a number, date, text or table, those allowed instead of it",
    )
    columns: list[Column] = Field(default=[], description="columns of a table")
    design: Design = Field(
        default="",
        description="for a table whose rows go to a meta-analysis: `continuous` adds the columns outcome "
        "and n, mean and sd of two arms; `binary` adds outcome, events and n",
    )
    suggest: Literal["", "sample_size", "age", "year", "period", "duration"] = Field(
        default="", description="for a number or text: which numbers of the article are suggested"
    )
    only_if: dict[Id, Values] = Field(
        default={},
        description="by id of another dimension: answers, one of which must be given for this "
        "question to be asked",
    )

    @model_validator(mode="before")
    @classmethod
    def _add_cells(cls, given: Any) -> Any:
        if not isinstance(given, dict) or not given.get("cells"):
            return given
        try:
            cells = dict(Cells.model_validate(given["cells"]).walk())
        except ValueError:
            return given  # the field says what is wrong, and where
        return {**given, "values": list(_fill_cells(given.get("values") or [], cells))}

    @field_validator("values")
    @classmethod
    def _has_values(cls, values: list[Value], info: ValidationInfo) -> list[Value]:
        is_listed = info.data.get("kind", "") in ("single", "multiple")
        if is_listed and not any(value.empty == "" for value in values):
            raise ValueError("at least one answer is needed here")
        return values

    @model_validator(mode="after")
    def _has_columns(self) -> Dimension:
        if self.kind == "table":
            complete_columns(self.columns, self.design)
        elif self.columns or self.design:
            raise ValueError(f"columns and design need kind: table, but this is {self.kind}")
        if self.suggest and self.kind not in ("number", "text"):
            raise ValueError(f"suggest needs kind: number or text, but this is {self.kind}")
        return self


def _fill_cells(values: Any, cells: dict[str, str]) -> Iterator[Any]:
    """Yield values, those of cells with their label, then the cells that are none of them."""
    named = set()
    for value in values:
        one = {"label": cells[value["id"]], **value} if _name(value) in cells else value
        named.add(_name(value))
        yield one
    for cell, label in cells.items():
        if cell not in named:
            yield {"id": cell, "label": label}


def _name(value: Any) -> str:
    return str(value.get("id", "")) if isinstance(value, dict) else ""


class Cue(Strict):
    """Words that take a sentence, or a part of it, out of what an article reports."""

    kind: Text = Field(
        description="what the cue expresses, such as negation; shown beside what it strikes out"
    )
    reach: Literal["forward", "backward", "clause", "sentence"] = Field(
        default="sentence",
        description="what the cue strikes out: `forward`, from the cue to the end of its clause; `backward`, "
        "from the start of its clause to the cue; `clause`, the whole clause; `sentence`, the whole sentence",
    )
    words: list[Text] = Field(min_length=1, description="words and phrases")
    not_: list[Text] = Field(default=[], alias="not", description="phrases that cancel a cue")


class Codebook(Strict):
    """`config/codebook.yaml`: what is coded in every included article, Fink step 6."""

    dimensions: list[Dimension] = Field(
        min_length=1, description="questions that coders answer for every included article"
    )
    empty: list[Value] = Field(
        default=[],
        description="further answers that every dimension allows, each `not_stated` or `not_reported`",
    )
    cues: list[Cue] = Field(default=[], description="cues of scope, in addition to those of cireview")
    appraisals: list[Appraisal] = Field(
        default=[], description="tools for judging the quality of each included article"
    )
    matrix: Matrix | None = Field(
        default=None, description="a table of the authors' judgements, if there is one"
    )
    findings: Findings | None = Field(
        default=None, description="a summary of findings with the confidence in each, if there is one"
    )

    def answers(self, dimension: Dimension) -> list[Value]:
        """Return all values that `dimension` takes: its own, and those of ``empty`` that it does not have."""
        own = {value.id for value in dimension.values} | {value.empty for value in dimension.values}
        return [*dimension.values, *(one for one in self.empty if not {one.id, one.empty} & own)]

    @field_validator("empty")
    @classmethod
    def _say_nothing(cls, values: list[Value]) -> list[Value]:
        if any(value.empty == "" for value in values):
            raise ValueError("each of these needs empty: not_stated or empty: not_reported")
        return values

    @property
    def conditions(self) -> dict[str, dict[str, list[str]]]:
        """Return the condition of each question that has one, by its id in sheets."""
        every = {dimension.id: dimension.only_if for dimension in self.dimensions}
        for appraisal in self.appraisals:
            every |= {f"{appraisal.id}_{domain.id}": domain.only_if for domain in appraisal.domains}
        return {name: only_if for name, only_if in every.items() if only_if}

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Codebook:
        asked = [dimension.id for dimension in self.dimensions]
        asked += [code for appraisal in self.appraisals for code in appraisal.codes()]
        # Names of columns of a sheet have no capitals.
        again = repeated([name.lower() for name in asked])
        twice = sorted({name for name in asked if name.lower() in again})
        twice += [f"empty.{value}" for value in repeated([value.id for value in self.empty])]
        for dimension in self.dimensions:
            again = repeated([value.id for value in dimension.values])
            twice += [f"{dimension.id}.{value}" for value in again]
        if twice:
            raise ValueError(f"ids given twice: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _conditions_hold(self) -> Codebook:
        problems = [*find_unknown_conditions(self.conditions, self._list_answers())]
        if circle := find_circle(self.conditions):
            problems.append(f"only_if goes in a circle: {' asks for '.join(circle)}")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _list_answers(self) -> dict[str, list[str]]:
        """Return the values that each question has, by its id in sheets."""
        answers = {one.id: [value.id for value in self.answers(one)] for one in self.dimensions}
        for appraisal in self.appraisals:
            judgements = [judgement.id for judgement in appraisal.judgements]
            answers |= dict.fromkeys((f"{appraisal.id}_{one.id}" for one in appraisal.domains), judgements)
        return answers
