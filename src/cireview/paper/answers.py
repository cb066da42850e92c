"""Coders' answers that are numbers, dates, texts or rows of tables, worded for the paper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

import pandas as pd

from cireview.tables.questions import DATE, LISTED, NUMBER, TABLE, Question


def spell_answers(codes: pd.DataFrame, questions: Iterable[Question]) -> pd.DataFrame:
    """Return codes (CODE) with answers that the codebook does not name as they are printed.

    A number has its unit, and a row of a table is named by its first column.
    """
    free = {question.id: question for question in questions if question.kind not in LISTED}
    pairs = zip(codes["dimension"], codes["value"], strict=True)
    words = [_spell(value, free[one]) if one in free else value for one, value in pairs]
    return codes.assign(value=pd.Series(words, index=codes.index, dtype="str"))


def summarise_answers(codes: pd.DataFrame, questions: Iterable[Question]) -> dict[str, str]:
    """Summarise the answers that are not values of the codebook, by the id of their question.

    Parameters
    ----------
    codes
        Settled codes (CODE) of the included articles.
    questions
        Of the codebook.

    Returns
    -------
    dict
        Of numbers the median and the range, of dates the range, of tables the number of rows; of texts only
        that there is one.
    """
    told = {}
    for question in questions:
        if question.kind not in LISTED:
            mine = codes.loc[codes["dimension"] == question.id, "value"]
            told[question.id] = _summarise(question, [one for one in mine if one not in question.values])
    return told


def _spell(value: str, question: Question) -> str:
    if value in question.values:
        return value
    if question.kind == NUMBER and question.unit:
        return f"{value} {question.unit}"
    if question.kind == TABLE:
        row: Mapping[str, str] = json.loads(value)
        return next(iter(row.values()), "")
    return value


def _summarise(question: Question, answers: Sequence[str]) -> str:
    if not answers:
        return "Answered"
    if question.kind == NUMBER:
        numbers = sorted(map(float, answers))
        unit = f" {question.unit}" if question.unit else ""
        return f"Median {median(numbers):g}{unit}, from {numbers[0]:g} to {numbers[-1]:g}"
    if question.kind == DATE:
        return f"From {min(answers)} to {max(answers)}"
    if question.kind == TABLE:
        return f"{len(answers)} row{'s' * (len(answers) > 1)}"
    return "Answered"
