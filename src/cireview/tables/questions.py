"""A question of the codebook as the stages see it: its kind, and what may be answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SINGLE, MULTIPLE, NUMBER, TEXT, DATE, TABLE = "single", "multiple", "number", "text", "date", "table"
LISTED = (SINGLE, MULTIPLE)
"""Kinds whose answers are all named by the codebook."""


@dataclass(frozen=True)
class Question:
    """What coders are asked of an article: a dimension, a domain of an appraisal, or a column of a table.

    Parameters
    ----------
    id, label, asks
        Short name, words of tables, and the question.
    kind
        One of the kinds above.
    values
        Labels of the answers allowed, by id; of a number, text, date or table, of those that stand for it.
    unit, least, most, whole
        Of a number: its unit, its bounds, and whether it has no decimals.
    columns
        Of a table: what each of its rows has.
    design
        Of a table: "continuous" or "binary", where its rows go to a meta-analysis.
    only_if
        Answers to other questions, by question, of which one has to be given for this one to be asked.
    appraisal
        The appraisal that it is a domain of, or "".
    empty
        Those of its values that say that nothing was found: none of them stands beside another.
    """

    id: str
    kind: str = SINGLE
    label: str = ""
    asks: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    least: float | None = None
    most: float | None = None
    whole: bool = False
    columns: tuple[Question, ...] = ()
    design: str = ""
    only_if: Mapping[str, Sequence[str]] = field(default_factory=dict)
    appraisal: str = ""
    empty: Sequence[str] = ()

    @property
    def allowed(self) -> str:
        """What may be answered, in words for a sheet."""
        words = {
            NUMBER: self._describe_number(),
            TEXT: "text",
            DATE: "a year, month or day, such as 2020-03-31",
            TABLE: "rows on a separate sheet",
        }
        free = [words[self.kind]] if self.kind in words else []
        return "; ".join([*free, *self.values])

    @property
    def condition(self) -> str:
        """When it is asked, in words for a sheet; "" if always."""
        parts = [f"{other} is {' or '.join(values)}" for other, values in self.only_if.items()]
        return f"Only if {' and '.join(parts)}." if parts else ""

    def _describe_number(self) -> str:
        what = "a whole number" if self.whole else "a number"
        bounds = (
            ("from", self.least if self.most is not None else None),
            ("to" if self.least is not None else "at most", self.most),
            ("at least", self.least if self.most is None else None),
        )
        told = [f"{word} {bound:g}" for word, bound in bounds if bound is not None]
        return " ".join([what, *([f"in {self.unit}"] if self.unit else []), *told])


def find_question(given: Iterable[Mapping[str, Any]], name: str) -> Question:
    """Return the question with this id."""
    (question,) = make_questions(keys for keys in given if keys["id"] == name)
    return question


def make_questions(given: Iterable[Mapping[str, Any]]) -> list[Question]:
    """Return the questions that a rule hands to a script as plain values."""
    return [Question(**{**keys, "columns": tuple(make_questions(keys.get("columns", ())))}) for keys in given]
