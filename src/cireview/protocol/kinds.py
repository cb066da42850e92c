"""Keys of questions that are answered by a number, a date, a text or rows of a table."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from cireview.protocol.values import Id, Strict, Text, repeated

Design = Literal["", "continuous", "binary"]
_ARMS = {1: "intervention", 2: "comparison"}
# Names as in the tables of a meta-analysis: group sizes, means, standard deviations, events.
_OF_ARMS = {
    "continuous": {"n": "people", "mean": "mean", "sd": "standard deviation"},
    "binary": {"events": "people with the event", "n": "people"},
}


def _as_list(given: Any) -> Any:
    return given if isinstance(given, list) else [given]


Values = Annotated[list[Text], BeforeValidator(_as_list), Field(min_length=1)]
"""One value or a list of them."""


class Measured(Strict):
    """What a number may be."""

    unit: str = Field(default="", description="unit of a number, such as km; coders do not write it")
    min: float | None = Field(default=None, description="smallest number allowed")
    max: float | None = Field(default=None, description="largest number allowed")
    whole: bool = Field(default=False, description="whether a number has no decimals")

    @model_validator(mode="after")
    def _fit(self) -> Measured:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min is {self.min:g} and max is {self.max:g}, so no number is allowed")
        kind = getattr(self, "kind", "number")
        if kind != "number" and (self.unit or self.min is not None or self.max is not None or self.whole):
            raise ValueError(f"unit, min, max and whole need kind: number, but this is {kind}")
        return self


class Choice(Strict):
    """A value of a column."""

    id: Id = Field(description="short name, used in sheets")
    label: Text = Field(description="label in tables")


class Column(Measured):
    """A column of a table that coders fill, a row an outcome."""

    id: Id = Field(description="short name; the column of the sheet is `cell_` plus this name")
    label: Text = Field(description="label in tables")
    kind: Literal["single", "multiple", "number", "text", "date"] = Field(
        default="text", description="kind of its cells"
    )
    values: list[Choice] = Field(default=[], description="allowed answers, for kind single or multiple")

    @model_validator(mode="after")
    def _has_values(self) -> Column:
        if (self.kind in ("single", "multiple")) != bool(self.values):
            raise ValueError(
                f"kind single and multiple need values, and other kinds take none; this is {self.kind}"
            )
        return self


def complete_columns(columns: Iterable[Column], design: Design) -> list[Column]:
    """Return all columns of a table: those that its design asks for, then its own.

    Raises
    ------
    ValueError
        If two have one name, or there is none.
    """
    own = list(columns)
    measures = [
        Column(
            id=f"{name}_{arm}",
            label=f"{words}, {side}",
            kind="number",
            whole=name in ("n", "events"),
            min={"n": 1, "events": 0, "sd": 0}.get(name),
        )
        for arm, side in _ARMS.items()
        for name, words in _OF_ARMS.get(design, {}).items()
    ]
    outcome = [Column(id="outcome", label="outcome")] if measures else []
    every = [*outcome, *measures, *own]
    if not every:
        raise ValueError("a table needs columns, or design: continuous or binary")
    if twice := repeated([column.id.lower() for column in every]):
        raise ValueError(f"two columns have the same name: {', '.join(twice)}")
    return every


def find_unknown_conditions(
    conditions: Mapping[str, Mapping[str, Iterable[str]]], answers: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Yield questions and values in conditions that do not exist, with the nearest name.

    Parameters
    ----------
    conditions
        By question, the answers to other questions of which one has to be given.
    answers
        Values of each question.
    """
    for name, only_if in conditions.items():
        for other, values in only_if.items():
            if other not in answers:
                yield f"only_if of {name} names {other}, which is not asked{_suggest(other, answers)}"
                continue
            for value in values:
                if value not in answers[other]:
                    hint = _suggest(value, answers[other])
                    yield f"only_if of {name} names {value}, which is not a value of {other}{hint}"


def _suggest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1, 0.6)
    return f" (did you mean {near[0]}?)" if near else ""


def find_circle(only_if: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the first circle of questions that each ask for an answer to the next, or nothing.

    Examples
    --------
    >>> find_circle({"a": ["b"], "b": ["c"], "c": ["b"]})
    ['b', 'c', 'b']
    """
    for start in only_if:
        path = [start]
        while True:
            step = next((other for other in only_if.get(path[-1], ()) if other in only_if), None)
            if step is None:
                break
            if step in path:
                return [*path[path.index(step) :], step]
            path.append(step)
    return []
