"""Settle what the coders said: agreed codes, differences, and what is still to be coded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from cireview.labels import measure_agreement
from cireview.tables import CODE, Schema

CODE_CONFLICT = Schema(
    "coding conflict",
    {
        "record_id": "report, or the unknown id as it stands in the sheet",
        "dimension": "id of the dimension",
        "kind": "disagreement, contradiction or unknown id",
        "codes": "who said what; of a contradiction also where it stands",
    },
)


@dataclass(frozen=True)
class Coded:
    """Agreed codes (CODE), conflicts (CODE_CONFLICT) and ``awaiting``: record_id, dimension, awaits."""

    codes: pd.DataFrame
    conflicts: pd.DataFrame
    awaiting: pd.DataFrame


def settle_codes(
    coding: pd.DataFrame,
    *,
    report_of: Mapping[str, str],
    reports: Sequence[str],
    dimensions: Sequence[str],
    coders: Sequence[str],
) -> Coded:
    """Keep what all coders agree on, report by report and dimension by dimension.

    Where they differ, it awaits all of them: they have to agree. A coder whose sheets code one report in two
    ways contradicts what was said before; it awaits that coder.

    Parameters
    ----------
    coding
        CODING.
    report_of
        Report of every record.
    reports
        Included reports, in the order in which they are listed.
    dimensions, coders
        What every coder codes of every report.
    """
    is_known = coding["record_id"].isin(list(report_of))
    matched = coding[is_known].assign(
        coded_id=coding.loc[is_known, "record_id"],
        record_id=coding.loc[is_known, "record_id"].map(report_of),
    )
    groups = dict(iter(matched.groupby(["record_id", "dimension"], sort=False)))
    codes, conflicts, awaiting = [CODE.empty()], [], []
    for report in reports:
        for dimension in dimensions:
            rows = groups.get((report, dimension), matched.iloc[:0])
            missing = [coder for coder in coders if coder not in set(rows["coder"])]
            answers_of = _said(rows)
            unclear = [coder for coder in coders if len(answers_of.get(coder, ())) > 1]
            # As long as somebody has not coded it, there is nothing to differ from.
            differ = not missing and len(set(answers_of.values())) > 1
            awaited = [*missing, *unclear] or (list(coders) if differ else [])
            awaiting += [{"record_id": report, "dimension": dimension, "awaits": coder} for coder in awaited]
            if unclear or differ:
                kind = "contradiction" if unclear else "disagreement"
                conflicts.append(_conflict(report, dimension, kind, rows))
            elif not missing:
                codes.append(_agreed(rows, coders))
    conflicts += _unknown_ids(coding[~is_known])
    return Coded(
        CODE.conform(pd.concat(codes, ignore_index=True)),
        CODE_CONFLICT.conform(pd.DataFrame(conflicts, columns=list(CODE_CONFLICT.columns))),
        pd.DataFrame(awaiting, columns=["record_id", "dimension", "awaits"], dtype="str"),
    )


def _unknown_ids(unknown: pd.DataFrame) -> Iterator[dict[str, str]]:
    for row in unknown.drop_duplicates(["record_id", "coder"]).itertuples():
        place = {"record_id": str(row.record_id), "dimension": str(row.dimension), "kind": "unknown id"}
        yield place | {"codes": f"{row.coder}: {row.file}, row {row.row}"}


def _said(rows: pd.DataFrame) -> dict[str, frozenset[frozenset[str]]]:
    """Return the answers of each coder; whoever answers in two ways in two rows or sheets has two."""
    answers = rows.groupby(["coder", "file", "row"], sort=True)["value"].agg(frozenset)
    return {str(coder): frozenset(sets) for coder, sets in answers.groupby(level="coder", sort=True)}


def _conflict(report: str, dimension: str, kind: str, rows: pd.DataFrame) -> dict[str, str]:
    statements = [_tell_codes(str(coder), given) for coder, given in rows.groupby("coder", sort=True)]
    return {"record_id": report, "dimension": dimension, "kind": kind, "codes": "; ".join(statements)}


def _tell_codes(coder: str, rows: pd.DataFrame) -> str:
    """Say what a coder wrote; what is written in several ways with the place of each, and the id."""
    answers = rows.groupby(["file", "row", "coded_id"], sort=True)["value"].agg(
        lambda values: ", ".join(sorted(set(values)))
    )
    if answers.nunique() == 1:
        return f"{coder}: {answers.iloc[0]}"
    several = rows["coded_id"].nunique() > 1
    each = [
        f"{row.value}{f' of {row.coded_id}' if several else ''} ({row.file}, row {row.row})"
        for row in answers.reset_index().itertuples()
    ]
    return f"{coder}: {' and '.join(each)}"


def _agreed(rows: pd.DataFrame, coders: Sequence[str]) -> pd.DataFrame:
    first = rows[rows["coder"] == coders[0]]
    return first[list(CODE.columns)].drop_duplicates("value").assign(coder="; ".join(coders))


def measure_coding(
    coding: pd.DataFrame,
    *,
    report_of: Mapping[str, str],
    reports: Sequence[str],
    dimensions: Sequence[str],
    coders: Sequence[str],
) -> pd.DataFrame:
    """Measure how far the coders agree, dimension by dimension; parameters as of `settle_codes`.

    Returns
    -------
    pandas.DataFrame
        ``dimension`` and the columns of `cireview.labels.measure_agreement`; a set of several values
        counts as one answer. Empty with one coder.
    """
    matched = coding[coding["record_id"].isin(list(report_of)) & coding["coder"].isin(coders)]
    matched = matched.assign(record_id=matched["record_id"].map(report_of))
    matched = matched[matched["record_id"].isin(reports)].sort_values("value")
    matched = matched.drop_duplicates(["record_id", "dimension", "coder", "value"])
    answers = matched.groupby(["dimension", "record_id", "coder"])["value"].agg("; ".join).reset_index()
    answers = answers.rename(columns={"coder": "decided_by", "value": "decision"})
    tables = []
    for dimension in dimensions if len(coders) > 1 else ():
        table = measure_agreement(answers[answers["dimension"] == dimension])
        table.insert(0, "dimension", dimension)
        tables.append(table)
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame({"dimension": []}, dtype="str")
