"""Settle what the coders gave, by the rules of decisions: codes, conflicts, and what is still to be coded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from cireview.labels import LABEL, Settled, Team, assign_readers, measure_agreement, settle
from cireview.labels.readers import gather_spoken
from cireview.labels.settle import find_first_words
from cireview.labels.team import TOGETHER
from cireview.tables import CODE, Schema

CODE_CONFLICT = Schema(
    "coding conflict",
    {
        "record_id": "report, or the unknown id as it stands in the sheet",
        "dimension": "id of the dimension",
        "kind": "disagreement, contradiction, unknown id, or not assigned to who coded it",
        "codes": "who said what, and why; of a contradiction also where it stands",
        "awaits": "who has to act; empty once somebody settled it",
    },
)
_BETWEEN = "\x1f"  # report and dimension, in a key: no id holds it


@dataclass(frozen=True)
class Coded:
    """Codes (CODE), conflicts (CODE_CONFLICT) and ``awaiting``: record_id, dimension, awaits, conflict."""

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
    dimensions
        Dimensions of the codebook.
    team
        The coders, and who decides where they differ.
    """

    report_of: Mapping[str, str]
    reports: Sequence[str]
    dimensions: Sequence[str]
    team: Team

    @property
    def keys(self) -> dict[str, str]:
        """Return the key of each record and dimension, as that of its report."""
        return {
            f"{record}{_BETWEEN}{dimension}": f"{report}{_BETWEEN}{dimension}"
            for record, report in self.report_of.items()
            for dimension in self.dimensions
        }


def settle_codes(coding: pd.DataFrame, codable: Codable) -> Coded:
    """Settle what the coders of each report gave, dimension by dimension.

    A set of values is one answer. All coders of a report have to give the same; where they differ it is
    settled as `cireview.labels.settle` says.

    Parameters
    ----------
    coding
        CODING.
    codable
        What is to be coded.
    """
    answers, team = list_answers(coding), codable.team
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
    return Coded(
        _list_codes(coding, codable, settled),
        CODE_CONFLICT.conform(conflicts[list(CODE_CONFLICT.columns)]),
        _split(settled.awaiting)[["record_id", "dimension", "awaits", "conflict"]],
    )


def list_answers(coding: pd.DataFrame) -> pd.DataFrame:
    """Return each coder's answers (LABEL): the key of record and dimension, the set of values as decision."""
    rows = ["record_id", "dimension", "coder", "decided_on", "file", "row"]
    ordered = coding.sort_values("value", kind="stable").drop_duplicates([*rows, "value"])
    grouped = ordered.groupby(rows, sort=False).agg(
        decision=("value", "; ".join), note=("note", "first"), place=("value", "size")
    )
    table = grouped.reset_index().sort_values(["file", "row"], kind="stable", ignore_index=True)
    table = table.rename(columns={"coder": "decided_by"}).drop(columns="place")
    table["record_id"] = table["record_id"] + _BETWEEN + table.pop("dimension")
    blank = dict.fromkeys(["stage", "reason", "retrieved", "chosen"], "")
    return LABEL.conform(table.assign(**blank).astype({"row": "int64"}))


def _split(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with record and dimension in place of their key."""
    parts = table["record_id"].str.split(_BETWEEN, n=1)
    return table.assign(
        record_id=pd.Series([part[0] for part in parts], index=table.index, dtype="str"),
        dimension=pd.Series([part[-1] for part in parts], index=table.index, dtype="str"),
    )


def _list_codes(coding: pd.DataFrame, codable: Codable, settled: Settled) -> pd.DataFrame:
    """Return the values that were settled (CODE), each with the evidence of one who gave it."""
    matched = coding[coding["record_id"].isin(list(codable.report_of))]
    matched = matched.assign(record_id=matched["record_id"].map(codable.report_of))
    decided = {
        (row["record_id"], row["dimension"]): (place, row["decided_by"], row["decision"].split(TOGETHER))
        for place, row in enumerate(_split(settled.decisions).to_dict("records"))
    }
    ranked = []
    for number, row in enumerate(matched.itertuples(index=False)):
        place, people, values = decided.get((row.record_id, row.dimension), (0, "", []))
        # A decision made together has rows of its own, under all their names.
        order = [people, *people.split(TOGETHER)]
        if row.value in values and row.coder in order:
            ranked.append((place, order.index(row.coder), str(row.file), int(str(row.row)), number, people))
    chosen = matched.iloc[[number for *_, number, _ in sorted(ranked)]].reset_index(drop=True)
    chosen["coder"] = pd.Series([people for *_, people in sorted(ranked)], index=chosen.index, dtype="str")
    return CODE.conform(chosen.drop_duplicates(["record_id", "dimension", "value"])[list(CODE.columns)])


def measure_coding(coding: pd.DataFrame, codable: Codable) -> pd.DataFrame:
    """Measure how far the coders agreed at first, dimension by dimension; parameters as of `settle_codes`.

    Returns
    -------
    pandas.DataFrame
        ``dimension`` and the columns of `cireview.labels.measure_agreement`; a set of several values
        counts as one answer. Empty with one coder.
    """
    keys, team = codable.keys, codable.team
    first = _split(find_first_words(list_answers(coding), keys, team.everyone))
    first = first[first["record_id"].isin(codable.reports)]
    tables = []
    for dimension in codable.dimensions if len(team.everyone) > 1 else ():
        table = measure_agreement(first[first["dimension"] == dimension])
        table.insert(0, "dimension", dimension)
        tables.append(table)
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame({"dimension": []}, dtype="str")
