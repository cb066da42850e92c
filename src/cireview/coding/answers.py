"""Read one cell of a coding sheet: its values by the kind of the question, or its problems."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from cireview.labels.people import nearest
from cireview.tables.dates import is_date, order_date, refuse_date
from cireview.tables.questions import DATE, LISTED, NUMBER, SINGLE, Question

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?")
_COMMA = re.compile(r"([+-]?[0-9]+),([0-9]+)")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}([,\u00a0\u202f '’][0-9]{3})+(\.[0-9]+)?")
_WITH_UNIT = re.compile(r"([+-]?[0-9]+(?:[.,][0-9]+)?)\s*([^\W\d_%°µ]|[%°µ$€£])[^0-9]*")


@dataclass(frozen=True)
class Answer:
    """Values that a cell gives, and pairs of what is wrong with it and what to do."""

    values: tuple[str, ...]
    problems: tuple[tuple[str, str], ...] = ()


def read_answer(cell: str, question: Question) -> Answer:
    """Return the answer in a cell.

    Parameters
    ----------
    cell
        As it stands in the sheet. Where the codebook names values, id and label count, whatever their
        capitals; several are joined by ``;``.
    question
        What was asked.

    Returns
    -------
    Answer
        Ids of values; a number as ``12.5``, a date as ``2020-03-31``, a text as it stands.
    """
    ids = _ids_by_words(question.values)
    if question.kind in LISTED:
        return _read_listed(cell, question, ids)
    if (known := ids.get(cell.strip().lower())) is not None:
        return Answer((known,))
    if question.kind == NUMBER:
        return _read_number(cell, question)
    if question.kind == DATE:
        ordered = order_date(cell)
        return Answer((ordered,), () if is_date(ordered) else (refuse_date(cell),))
    return Answer((cell,))


def _ids_by_words(labels: Mapping[str, str]) -> dict[str, str]:
    return {label.lower(): value for value, label in labels.items()} | {
        value.lower(): value for value in labels
    }


def _read_listed(cell: str, question: Question, ids: Mapping[str, str]) -> Answer:
    parts = [part.strip() for part in cell.split(";") if part.strip()]
    values = tuple(dict.fromkeys(ids.get(part.lower(), part) for part in parts))
    problems = [
        (f"{value!r} is not a value of {question.id}", nearest(value, list(question.values)))
        for value in values
        if value not in question.values
    ]
    silent = [value for value in values if value in question.empty]
    if question.kind == SINGLE and len(values) > 1:
        problems.append((f"{question.id} takes one value", "Keep one of them"))
    elif silent and len(values) > 1:
        said = f"{silent[0]} means that nothing was found, but there is another value beside it"
        problems.append((said, "Keep one of them"))
    return Answer(values, tuple(problems))


def _read_number(cell: str, question: Question) -> Answer:
    text = cell.strip().replace("\u2212", "-")
    if not _NUMBER.fullmatch(text):
        return Answer((text,), (_refuse_number(text, question),))
    number = Decimal(text)
    shown = f"{number.normalize():f}" if number else "0"
    problems = []
    if question.whole and number != number.to_integral_value():
        problems.append((f"{text!r} is not a whole number", f"{question.id} takes {question.allowed}"))
    too_small = question.least is not None and number < Decimal(str(question.least))
    too_large = question.most is not None and number > Decimal(str(question.most))
    if too_small or too_large:
        bound = f"below {question.least:g}" if too_small else f"above {question.most:g}"
        remedy = f"{question.id} takes {question.allowed}: correct the answer, or the limit in the codebook"
        problems.append((f"{text} is {bound}", remedy))
    return Answer((shown,), tuple(problems))


def _refuse_number(text: str, question: Question) -> tuple[str, str]:
    """Return what is wrong with a cell that is no plain number, and what to write."""
    comma, in_unit = _COMMA.fullmatch(text), f" in {question.unit}" if question.unit else ""
    if comma and len(comma[2]) == 3 and len(comma[1].lstrip("+-")) <= 3:
        either = f"{comma[1]}{comma[2]} or {comma[1]}.{comma[2]}"
        return f"{text!r} may be {either}", "Write the number that you mean, without a comma"
    if comma:
        return f"{text!r} has a comma", f"Write {comma[1]}.{comma[2]}"
    if _GROUPED.fullmatch(text):
        return f"{text!r} has other characters between its digits", f"Write {re.sub(r'[^0-9.+-]', '', text)}"
    if found := _WITH_UNIT.fullmatch(text):
        number = found[1].replace(",", ".")
        unit = text[len(found[1]) :].strip()
        is_ours = unit.lower().strip(".") == question.unit.lower().strip(".")
        said = f"Write {number}: the codebook names the unit"
        other = f"Write the number alone{in_unit}"
        return f"{text!r} contains a unit", said if is_ours else other
    remedy = f"Write one number{in_unit}, such as 12.5. Put a range or a remark under evidence"
    return f"{text!r} is not a number", remedy
