"""Questions that are asked only if another one has a certain answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from cireview.tables.questions import Question

if TYPE_CHECKING:
    from cireview.coding.settle import Codable, Coded

NOT_ASKED = "not asked"
"""Kind of the conflict of an answer to a question whose condition does not hold."""

_Given = Mapping[tuple[str, str], frozenset[str]]
"""Values by report and dimension."""


def find_not_asked(
    codes: pd.DataFrame, reports: Sequence[str], questions: Sequence[Question]
) -> set[tuple[str, str]]:
    """Return report and dimension of all that is not asked, since the codes rule it out.

    Parameters
    ----------
    codes
        Settled codes: ``record_id``, ``dimension``, ``value``.
    reports
        Included reports.
    questions
        Of the codebook; no condition leads in a circle.
    """
    return _rule_out(_gather(codes, codes["value"]), reports, questions)


def drop_not_asked(coded: Coded, codable: Codable, answers: pd.DataFrame) -> Coded:
    """Remove settled answers to questions that are not asked, and name those that people gave.

    A condition rests on settled codes. As long as there are none, a coder is not asked what the coder's own
    answer rules out, and an answer to a question with a condition waits.

    Parameters
    ----------
    coded
        What was settled, as if each question was asked of every article.
    codable
        What is to be coded.
    answers
        ``record_id``, ``dimension``, ``decided_by`` and ``decision`` of each answer.
    """
    conditional = [question.id for question in codable.questions if question.only_if]
    if not conditional:
        return coded
    settled = _gather(coded.codes, coded.codes["value"])
    ruled_out = _rule_out(settled, codable.reports, codable.questions)
    answers = answers.assign(record_id=answers["record_id"].map(codable.report_of))
    own = {
        person: _rule_out({**_gather(rows, rows["decision"]), **settled}, codable.reports, codable.questions)
        for person, rows in answers.groupby("decided_by")
    }
    given = _pairs(answers)
    silent = {question.id: question.empty for question in codable.questions}
    # An empty answer needs no correction.
    said = zip(given, answers["decision"], strict=True)
    needless = sorted({pair for pair, word in said if pair in ruled_out and word not in silent[pair[1]]})
    held = {pair for pair in given if pair[1] in conditional and not _is_known(pair, settled, codable)}
    asked = [
        pair not in ruled_out | own.get(person, set()) and not (conflict and pair in held)
        for pair, person, conflict in zip(
            _pairs(coded.awaiting), coded.awaiting["awaits"], coded.awaiting["conflict"], strict=True
        )
    ]
    stands = [pair not in ruled_out | held for pair in _pairs(coded.conflicts)]
    named = pd.DataFrame(
        [_name(pair, answers, codable) for pair in needless],
        columns=list(coded.conflicts.columns),
        dtype="str",
    )
    kept = [pair not in ruled_out | held for pair in _pairs(coded.codes)]
    return type(coded)(
        _keep(coded.codes, kept),
        pd.concat([_keep(coded.conflicts, stands), named], ignore_index=True),
        _keep(coded.awaiting, asked),
    )


def _keep(table: pd.DataFrame, rows: Sequence[bool]) -> pd.DataFrame:
    return table[pd.Series(rows, index=table.index, dtype="bool")].reset_index(drop=True)


def _gather(table: pd.DataFrame, values: pd.Series) -> dict[tuple[str, str], frozenset[str]]:
    given: dict[tuple[str, str], set[str]] = {}
    for pair, value in zip(_pairs(table), values, strict=True):
        given.setdefault(pair, set()).update(str(value).split("; "))
    return {pair: frozenset(values) for pair, values in given.items()}


def _pairs(table: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(table["record_id"], table["dimension"], strict=True))


def _rule_out(given: _Given, reports: Iterable[str], questions: Sequence[Question]) -> set[tuple[str, str]]:
    by_id = {question.id: question for question in questions}
    return {
        (report, question.id)
        for question in questions
        if question.only_if
        for report in reports
        if not _may_be_asked(report, question, given, by_id)
    }


def _may_be_asked(report: str, question: Question, given: _Given, by_id: Mapping[str, Question]) -> bool:
    """Say whether nothing rules a question out: neither an answer, nor that what it rests on is not asked."""
    return all(
        _may_be_asked(report, by_id[other], given, by_id)
        and ((report, other) not in given or not given[report, other].isdisjoint(values))
        for other, values in question.only_if.items()
    )


def _is_known(pair: tuple[str, str], settled: _Given, codable: Codable) -> bool:
    """Say whether all that a question's condition rests on is settled."""
    report, dimension = pair
    (question,) = (one for one in codable.questions if one.id == dimension)
    return all((report, other) in settled for other in question.only_if)


def _name(pair: tuple[str, str], answers: pd.DataFrame, codable: Codable) -> dict[str, str]:
    """Return the row of a conflict (CODE_CONFLICT) for answers to a question that is not asked."""
    report, dimension = pair
    (question,) = (one for one in codable.questions if one.id == dimension)
    mine = answers[(answers["record_id"] == report) & (answers["dimension"] == dimension)]
    said = "; ".join(
        f"{row['decided_by']}: {row['decision']} ({row['file']}, row {row['row']})"
        for row in mine.to_dict("records")
    )
    told = f"{said}. {question.condition} Empty the answer, or correct the answer that it depends on"
    return {"record_id": report, "dimension": dimension, "kind": NOT_ASKED, "codes": told, "awaits": ""}
