"""Outcome: the report of each record, and the questions that are left."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cireview.deduplication.answers import NEW, Known
from cireview.deduplication.decide import LISTED
from cireview.deduplication.pairs import Positions
from cireview.tables import MATCH, POSSIBLE

# A report is asked about this often at once: a title that recurs would flood the sheet.
QUESTIONS_PER_REPORT = 3
# No more are asked for a thousand records, so that people answer them; a small review is asked some.
QUESTIONS_PER_THOUSAND, FEWEST_QUESTIONS = 10, 10


def name_reports(ids: pd.Series, groups: Positions, links: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Return the MATCH table: a report keeps its earlier id, a new one is named by its first record."""
    report = pd.Series(_name_groups(ids, groups, known)[groups], dtype="str")
    answered = known.same.assign(rule="answered the same", score=1.0)
    within = pd.concat([answered, links], ignore_index=True)
    within = within[groups[within["left"]] == groups[within["right"]]]
    sides = pd.concat([within.assign(row=within[side]) for side in ("left", "right")])
    sides = sides.sort_values(["score", "rule"], ascending=[False, True])
    best = sides.drop_duplicates("row").set_index("row").reindex(report.index)
    grouped = pd.Series(groups).duplicated(keep=False)
    kept = grouped & (report == ids)
    rule = best["rule"].astype("str").mask(kept, "kept").fillna("earlier").where(grouped, "single")
    score = best["score"].astype(float).mask(kept | ~grouped, 1.0).fillna(1.0)
    return MATCH.conform(pd.DataFrame({"record_id": ids, "report_id": report, "rule": rule, "score": score}))


def _name_groups(ids: pd.Series, groups: Positions, known: Known) -> np.ndarray:
    names = ids.to_numpy(dtype=object, copy=True)
    old = np.flatnonzero(known.standing != NEW)
    if len(old):
        # Where people's answers unite two earlier reports, the first id stays.
        old = old[np.argsort(-known.standing[old], kind="stable")]
        names[groups[old]] = np.array(known.reports, dtype=object)[known.standing[old]]
    return names


def keep_reasons(matches: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """Return `matches` with the earlier rule and score of unchanged groups."""
    old = matches[["record_id", "report_id"]].merge(earlier, how="left", on=["record_id", "report_id"])
    stands = old["rule"].notna() & (matches["record_id"] != matches["report_id"])
    return matches.assign(**{name: matches[name].mask(stands, old[name]) for name in ("rule", "score")})


def ask(
    ids: pd.Series, groups: Positions, questions: pd.DataFrame, known: Known
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return two POSSIBLE tables, most likely first: the pairs to ask, and those left out.

    Each holds the likeliest pair of records of any two reports, unless answered.
    """
    names = ids.to_numpy(dtype=object)
    low, high = _order(groups, questions)
    # Taking one record out of a report does not say how it relates to each of the others.
    out = known.different["leaving"].to_numpy()
    answered = pd.MultiIndex.from_arrays(_order(groups, known.different[~out]))
    fresh = (low != high) & ~pd.MultiIndex.from_arrays([low, high]).isin(answered)
    every = np.arange(len(groups))
    taken_out = pd.MultiIndex.from_arrays(_order(every, known.different[out]))
    fresh &= ~pd.MultiIndex.from_arrays(_order(every, questions)).isin(taken_out)
    asked = questions.assign(low=low, high=high, listed=questions["verdict"] == LISTED)[fresh]
    order = ["listed", "score", "left", "right"]
    asked = asked.sort_values(order, ascending=[True, False, True, True], ignore_index=True)
    asked = asked.drop_duplicates(["low", "high"], ignore_index=True)
    times = pd.concat([asked["low"], asked["high"]]).sort_index(kind="stable")
    times = times.groupby(times).cumcount().groupby(level=0).max()
    asked = asked.assign(record_id_1=names[asked["left"]], record_id_2=names[asked["right"]])
    wanted = ~asked["listed"].to_numpy() & (times.reindex(asked.index) < QUESTIONS_PER_REPORT).to_numpy(
        dtype=bool
    )
    most = max(FEWEST_QUESTIONS, len(ids) * QUESTIONS_PER_THOUSAND // 1000)
    wanted = wanted & (wanted.cumsum() <= most)
    asked = POSSIBLE.conform(asked[list(POSSIBLE.columns)])
    return tuple(asked[rows].reset_index(drop=True) for rows in (wanted, ~wanted))


def _order(groups: Positions, pairs: pd.DataFrame) -> tuple[Positions, Positions]:
    """Return the smaller and the larger group of each pair."""
    left, right = (groups[pairs[side].to_numpy(dtype=np.int64)] for side in ("left", "right"))
    return np.minimum(left, right), np.maximum(left, right)
