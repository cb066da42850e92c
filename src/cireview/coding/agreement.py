"""How far coders agree, by dimension and by value, and how far suggestions agree with settled codes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from cireview.coding.settle import Codable, find_first_answers
from cireview.labels import bound_alpha, cohen_kappa, krippendorff_alpha, measure_masi
from cireview.labels.alpha import Distance
from cireview.shares import bound_share
from cireview.tables import Schema
from cireview.tables.questions import LISTED, MULTIPLE, NUMBER, TABLE, TEXT, Question

CODING_AGREEMENT = Schema(
    "agreement of coders",
    {
        "dimension": "id of the dimension",
        "value": "whether this value was given; empty for the dimension as a whole",
        "coder_1": "one coder, or 'all'",
        "coder_2": "the other coder",
        "n": "articles that both coded; for all coders, articles that two or more coded",
        "conflicts": "articles on which they differ",
        "agreement": "share on which they agree",
        "agreement_low": "its 95 % interval (Wilson)",
        "agreement_high": "",
        "kappa": "Cohen's kappa of two coders",
        "kappa_low": "its 95 % interval (Fleiss, Cohen & Everitt)",
        "kappa_high": "",
        "alpha": "Krippendorff's alpha",
        "alpha_low": "its 95 % interval (bootstrap over articles)",
        "alpha_high": "",
        "note": "why a measure is missing, or how it was made",
    },
    frozenset({"n", "conflicts"}),
)
_ONE_ANSWER = "all answers are the same: kappa and alpha are not defined"
_NOTES = {
    MULTIPLE: "sets of values: alpha by MASI; each value has its own kappa",
    NUMBER: "numbers: alpha by squared differences; kappa is not for numbers",
    TABLE: "all rows compared as one answer",
}
_BETWEEN = "; "


def measure_coding(coding: pd.DataFrame, codable: Codable) -> pd.DataFrame:
    """Measure how far the coders agreed at first, dimension by dimension, and value by value.

    Parameters
    ----------
    coding
        CODING; of several answers of a coder the first counts.
    codable
        What is to be coded, and by whom.

    Returns
    -------
    pandas.DataFrame
        CODING_AGREEMENT: for each dimension that people compare, a row for each pair of coders who coded
        something together and one for all; then the same for each value that anybody gave. Measures are text
        with three decimals, "" where not defined. Texts are not compared. Empty with one coder.
    """
    rows: list[dict[str, object]] = []
    if len(codable.team.everyone) > 1:
        first = find_first_answers(coding, codable)
        for question in codable.questions:
            answers = first[first["dimension"] == question.id]
            if question.kind != TEXT and len(answers):
                wide = answers.pivot(index="record_id", columns="decided_by", values="decision").fillna("")
                rows += _measure_question(question, wide)
    return CODING_AGREEMENT.conform(
        pd.DataFrame(rows, columns=list(CODING_AGREEMENT.columns)).astype(
            {"n": "int64", "conflicts": "int64"}
        )
    )


def _measure_question(question: Question, wide: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Yield the rows of a dimension and of its values; `wide` has an answer by article and coder."""
    distance = {MULTIPLE: _compare_sets, NUMBER: _compare_numbers}.get(question.kind)
    nominal = question.kind not in _NOTES
    # An answer in words has no distance from a number, so alpha of numbers leaves it out.
    numbers = wide.where(wide.map(_is_number), "") if question.kind == NUMBER else wide
    for coders, names in _list_groups(wide):
        row = _compare(wide[coders], numbers[coders], distance, kappa=nominal, alpha=question.kind != TABLE)
        note = row["note"] or _NOTES.get(question.kind, "")
        yield {**row, **names, "dimension": question.id, "value": "", "note": note}
    for value in question.values if question.kind in LISTED else ():
        given = wide.map(lambda answer, value=value: _mark(answer, value))
        if (given == "yes").any().any():
            for coders, names in _list_groups(wide):
                row = _compare(given[coders], given[coders], None, kappa=True, alpha=True)
                yield {**row, **names, "dimension": question.id, "value": value}


def _list_groups(wide: pd.DataFrame) -> Iterator[tuple[list[str], dict[str, str]]]:
    """Yield each pair of coders who met, then all of them where they are more than two; with their names."""
    coders = sorted(map(str, wide.columns))
    for one, other in itertools.combinations(coders, 2):
        if ((wide[one] != "") & (wide[other] != "")).any():
            yield [one, other], {"coder_1": one, "coder_2": other}
    if len(coders) > 2:
        yield coders, {"coder_1": "all", "coder_2": ""}


def _mark(answer: str, value: str) -> str:
    return "" if not answer else "yes" if value in answer.split(_BETWEEN) else "no"


def _compare(
    wide: pd.DataFrame, measured: pd.DataFrame, distance: Distance | None, *, kappa: bool, alpha: bool
) -> dict[str, object]:
    """Return the measures of some coders; alpha is of `measured`."""
    part = wide[(wide != "").sum(axis=1) >= 2]
    answers = [[answer for answer in row if answer] for row in part.to_numpy(dtype=object)]
    conflicts = sum(len(set(row)) > 1 for row in answers)
    row: dict[str, object] = {"n": len(part), "conflicts": conflicts, "note": ""}
    alike = len(part) - conflicts
    row |= _show("agreement", alike / len(part) if len(part) else np.nan, bound_share(alike, len(part)))
    if len(part) and len({answer for row in answers for answer in row}) == 1:
        row["note"] = _ONE_ANSWER
    two = kappa and len(part.columns) == 2 and len(part)
    measures = cohen_kappa(*(part[column].tolist() for column in part)) if two else (np.nan,) * 3
    row |= _show("kappa", measures[0], measures[1:])
    value = krippendorff_alpha(measured, distance=distance) if alpha else np.nan
    return row | _show("alpha", value, bound_alpha(measured, distance=distance) if alpha else (np.nan,) * 2)


def _show(name: str, value: float, interval: Sequence[float]) -> dict[str, str]:
    low, high = (np.nan, np.nan) if np.isnan(value) else interval
    shown = {"": value, "_low": low, "_high": high}
    return {f"{name}{end}": "" if np.isnan(one) else f"{one:.3f}" for end, one in shown.items()}


def _compare_sets(one: Any, other: Any) -> float:
    return measure_masi(str(one).split(_BETWEEN), str(other).split(_BETWEEN))


def _compare_numbers(one: Any, other: Any) -> float:
    return float((float(one) - float(other)) ** 2)


def _is_number(answer: str) -> bool:
    try:
        float(answer)
    except ValueError:
        return False
    return True
