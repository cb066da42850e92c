"""Settle the coders' answers by the rules of decisions: codes, conflicts, and what is still to be coded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from cireview.coding.conditions import drop_not_asked
from cireview.labels import LABEL, Settled, Team, assign_readers, settle
from cireview.labels.readers import gather_spoken
from cireview.labels.settle import find_first_words
from cireview.labels.team import TOGETHER
from cireview.tables import CODE, Schema
from cireview.tables.questions import TEXT, Question

CODE_CONFLICT = Schema(
    "coding conflict",
    {
        "record_id": "report, or the unknown id as written in the sheet",
        "dimension": "id of the dimension",
        "kind": "disagreement, contradiction, unknown id, not asked, or not assigned to that coder",
        "codes": "who coded what, and why; for a contradiction also where",
        "awaits": "who has to act; empty once it is settled",
    },
)
CODED_VALUE = Schema(
    "settled code",
    {**CODE.columns, "page": "page of the evidence; empty if not known"},
    CODE.numbers,
)
_BETWEEN = "\x1f"  # report and dimension, in a key: no id holds it


@dataclass(frozen=True)
class Coded:
    """What the codes of a review came to.

    Parameters
    ----------
    codes, conflicts
        CODED_VALUE and CODE_CONFLICT.
    awaiting
        ``record_id``, ``dimension``, ``awaits`` and ``conflict`` of all that is still to be coded.
    """

    codes: pd.DataFrame
    conflicts: pd.DataFrame
    awaiting: pd.DataFrame


@dataclass(frozen=True)
class Codable:
    """What is to be coded, and by whom.

    Parameters
    ----------
    report_of
        Report of every record.
    reports
        Included reports, in the order in which they are listed.
    questions
        What the codebook asks.
    team
        The coders, and who decides where they differ.
    """

    report_of: Mapping[str, str]
    reports: Sequence[str]
    questions: Sequence[Question]
    team: Team

    @property
    def dimensions(self) -> list[str]:
        """Ids of the questions, in the codebook's order."""
        return [question.id for question in self.questions]

    @property
    def keys(self) -> dict[str, str]:
        """Return the key of each record and dimension, as that of its report."""
        return {
            f"{record}{_BETWEEN}{dimension}": f"{report}{_BETWEEN}{dimension}"
            for record, report in self.report_of.items()
            for dimension in self.dimensions
        }


def settle_codes(coding: pd.DataFrame, codable: Codable) -> Coded:
    """Settle the coders' answers on each report, dimension by dimension.

    A set of values is one answer, and so are all rows of a table. All coders of a report have to give the
    same; where they differ it is settled as `cireview.labels.settle` says. Texts are not compared: what each
    coder wrote is kept. What a question's condition rules out is not asked (see `drop_not_asked`).

    Parameters
    ----------
    coding
        CODING.
    codable
        What is to be coded.
    """
    answers, team = list_answers(coding, codable.questions), codable.team
    known = coding[coding["record_id"].isin(list(codable.report_of))]
    coded = zip(known["record_id"].map(codable.report_of), known["coder"], strict=True)
    readers = assign_readers(codable.reports, team=team, spoken=gather_spoken(coded, team.everyone))
    keyed = {
        f"{report}{_BETWEEN}{dimension}": readers[report]
        for report in codable.reports
        for dimension in codable.dimensions
    }
    settled = settle(
        answers, report_of=codable.keys, reports=list(keyed), readers=keyed, team=team, stage="coding"
    )
    conflicts = _split(settled.conflicts).rename(columns={"decisions": "codes"})
    # Ids that stand in the words of a conflict are keys too.
    conflicts["codes"] = conflicts["codes"].str.replace(rf"{_BETWEEN}\w+", "", regex=True)
    return drop_not_asked(
        Coded(
            _list_codes(coding, codable, settled),
            CODE_CONFLICT.conform(conflicts[list(CODE_CONFLICT.columns)]),
            _split(settled.awaiting)[["record_id", "dimension", "awaits", "conflict"]],
        ),
        codable,
        _split(answers),
    )


def list_answers(coding: pd.DataFrame, questions: Sequence[Question]) -> pd.DataFrame:
    """Return each coder's answers (LABEL): the key of record and dimension, the set of values as decision."""
    ordered = _join_values(coding, questions)
    rows = ["record_id", "dimension", "coder", "decided_on", "file", "row"]
    grouped = ordered.groupby(rows, sort=False).agg(decision=("answer", "first"), note=("note", "first"))
    table = grouped.reset_index().sort_values(["file", "row"], kind="stable", ignore_index=True)
    table = table.rename(columns={"coder": "decided_by"})
    table["record_id"] = table["record_id"] + _BETWEEN + table.pop("dimension")
    blank = dict.fromkeys(["stage", "reason", "retrieved", "chosen"], "")
    return LABEL.conform(table.assign(**blank).astype({"row": "int64"}))


def find_first_answers(coding: pd.DataFrame, codable: Codable) -> pd.DataFrame:
    """Return each coder's first answers: ``record_id``, ``dimension``, ``decided_by``, ``decision``."""
    answers = list_answers(coding, codable.questions)
    first = _split(find_first_words(answers, codable.keys, codable.team.everyone))
    return first[first["record_id"].isin(codable.reports)]


def _join_values(coding: pd.DataFrame, questions: Sequence[Question]) -> pd.DataFrame:
    """Return the values of each answer in one order, with ``answer``: all of them, as they are compared."""
    rows = ["record_id", "dimension", "coder", "decided_on", "file", "row"]
    ordered = coding.sort_values("value", kind="stable").drop_duplicates([*rows, "value"])
    texts = {question.id: question.values for question in questions if question.kind == TEXT}
    pairs = zip(ordered["dimension"], ordered["value"], strict=True)
    same = ["given" if one in texts and value not in texts[one] else value for one, value in pairs]
    compared = pd.Series(same, index=ordered.index, dtype="str")
    joined = compared.groupby([ordered[column] for column in rows]).transform("; ".join)
    return ordered.assign(answer=joined.astype("str")).sort_index()


def _split(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with record and dimension in place of their key."""
    parts = table["record_id"].str.split(_BETWEEN, n=1)
    return table.assign(
        record_id=pd.Series([part[0] for part in parts], index=table.index, dtype="str"),
        dimension=pd.Series([part[-1] for part in parts], index=table.index, dtype="str"),
    )


def _list_codes(coding: pd.DataFrame, codable: Codable, settled: Settled) -> pd.DataFrame:
    """Return the values that were settled (CODED_VALUE), each with the evidence of one who gave it."""
    matched = _join_values(coding, codable.questions)
    matched = matched[matched["record_id"].isin(list(codable.report_of))]
    matched = matched.assign(record_id=matched["record_id"].map(codable.report_of))
    decided = {
        (row["record_id"], row["dimension"]): (place, row["decided_by"], row["decision"])
        for place, row in enumerate(_split(settled.decisions).to_dict("records"))
    }
    ranked = []
    for number, row in enumerate(matched.itertuples(index=False)):
        place, people, answer = decided.get((row.record_id, row.dimension), (0, "", None))
        # A decision made together has rows of its own, under all their names.
        order = [people, *people.split(TOGETHER)]
        if row.answer == answer and row.coder in order:
            ranked.append((place, order.index(row.coder), str(row.file), int(str(row.row)), number, people))
    chosen = matched.iloc[[number for *_, number, _ in sorted(ranked)]].reset_index(drop=True)
    chosen["coder"] = pd.Series([people for *_, people in sorted(ranked)], index=chosen.index, dtype="str")
    unique = chosen.drop_duplicates(["record_id", "dimension", "value"])
    return CODED_VALUE.conform(unique[list(CODED_VALUE.columns)])
