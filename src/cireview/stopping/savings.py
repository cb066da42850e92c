"""Compute what each stopping rule would have saved in this reading, and what it would have missed."""

from __future__ import annotations

import pandas as pd

from cireview.stopping.rules import knee_threshold

_MEASURE_OF = {"hypergeometric": "p_value", "knee": "knee", "consecutive": "consecutive"}


def limit_measures(curve: pd.DataFrame, rules: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the threshold of each heuristic rule at each reading.

    Parameters
    ----------
    curve
        ``read``, ``found``, ``p_value``, ``knee``, ``consecutive`` (see
        `cireview.stopping.assess.trace_stopping`).
    rules
        ``rule`` and ``threshold`` of each rule (see `cireview.stopping.assess.assess`).
    """
    thresholds, flat = rules.set_index("rule")["threshold"], pd.Series(1.0, index=curve.index)
    return {
        "p_value": flat * float(thresholds["hypergeometric"]),
        "knee": flat * [knee_threshold(relevant) for relevant in curve["found"]],
        "consecutive": flat * float(thresholds["consecutive"]),
    }


def find_first_stops(curve: pd.DataFrame, rules: pd.DataFrame) -> dict[str, int]:
    """Return the first reading at which each heuristic rule was met, by its measure; none if it never was.

    Parameters
    ----------
    curve, rules
        As for `limit_measures`.
    """
    limits = limit_measures(curve, rules)
    met = {
        "p_value": curve["p_value"] < limits["p_value"],
        "knee": curve["knee"] >= limits["knee"],
        "consecutive": curve["consecutive"] >= limits["consecutive"],
    }
    return {measure: int(curve.loc[where, "read"].iloc[0]) for measure, where in met.items() if where.any()}


def add_savings(rules: pd.DataFrame, curve: pd.DataFrame) -> pd.DataFrame:
    """Return for each rule what a stop, when it was first met, would have left unread and found.

    Parameters
    ----------
    rules
        As `cireview.stopping.assess.assess` returns.
    curve
        As for `limit_measures`, with ``left`` and ``found_all``.

    Returns
    -------
    pandas.DataFrame
        `rules` with ``would_leave`` (unread abstracts at the first reading of the curve at which the rule was
        met; blank if it never was) and ``would_have`` (share found by then of the relevant ones known today).

    Notes
    -----
    Read_all, certified and quantile rest on no curve: if they are met, their rows hold the numbers of today.
    What nobody has read is not known, so that the true recall may be lower.
    """
    firsts = find_first_stops(curve, rules)
    where = {rule: curve["read"] == firsts[name] for rule, name in _MEASURE_OF.items() if name in firsts}
    today = curve.index == curve.index.max()
    where |= {
        row["rule"]: pd.Series(today, index=curve.index)
        for row in rules.to_dict("records")
        if row["rule"] not in _MEASURE_OF and row["met"] == "yes"
    }
    known = int(curve["found_all"].max()) if len(curve) else 0
    cells = {rule: _tell(curve[rows], known) for rule, rows in where.items() if rows.any()}
    told = [cells.get(rule, ("", "")) for rule in rules["rule"]]
    return rules.assign(would_leave=[left for left, _ in told], would_have=[share for _, share in told])


def _tell(rows: pd.DataFrame, known: int) -> tuple[str, str]:
    left, found = int(rows["left"].iloc[0]), int(rows["found_all"].iloc[0])
    return str(left), f"{found / known:.3f}" if known else ""
