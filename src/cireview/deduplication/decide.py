"""Decide: same report, different reports, or a question for a person; always with the reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview.deduplication.compare import AGREE, MISSING
from cireview.deduplication.evidence import Evidence, Preprints, weigh
from cireview.deduplication.reasons import DOUBTS, HINTS, RULES, VETOES, Reason

SAME, POSSIBLE, DIFFER = "same", "possible", "differ"
UNSURE = "too little to tell"

# What each field counts for in the likeness of two records.
_WEIGHTS = {
    "title": 4.0,
    "doi": 3.0,
    "pmid": 3.0,
    "people": 2.0,
    "page": 1.5,
    "abstract": 1.5,
    "year": 1.0,
    "journal": 1.0,
    "volume": 1.0,
    "issue": 0.5,
}
_CUT_TITLE = 0.95


def decide(found: pd.DataFrame, *, preprints: Preprints = "separate") -> pd.DataFrame:
    """Return verdict and reasons of every pair that a rule, a hint or a veto speaks of.

    Parameters
    ----------
    found
        What `compare` returns.
    preprints
        Whether a preprint and the version of record are two reports ("separate") or one ("merge").

    Returns
    -------
    pandas.DataFrame
        ``left``, ``right``, ``verdict`` ("same", "possible", "differ"), ``rule``, ``doubt``, ``score``.
    """
    evidence = weigh(found, preprints=preprints)
    rule, hint, veto, doubt = (_name_first(reasons, evidence) for reasons in (RULES, HINTS, VETOES, DOUBTS))
    verdict = np.select(
        [veto != "", (rule != "") & (doubt == ""), (rule != "") | (hint != "")], [DIFFER, SAME, POSSIBLE], ""
    )
    doubt = np.where((verdict == POSSIBLE) & (doubt == ""), UNSURE, doubt)
    decided = pd.DataFrame(
        {
            "left": found["left"],
            "right": found["right"],
            "verdict": verdict,
            "rule": np.where(rule == "", hint, rule),
            "doubt": np.where(verdict == DIFFER, veto, doubt),
            "score": score(found),
        }
    )
    return decided[decided["verdict"] != ""].reset_index(drop=True)


def _name_first(reasons: tuple[Reason, ...], evidence: Evidence) -> NDArray[np.object_]:
    """Return the name of the first reason that holds for each pair, "" for none."""
    names = np.select([reason.holds(evidence) for reason in reasons], [reason.name for reason in reasons], "")
    return names.astype(object)


def score(found: pd.DataFrame) -> NDArray[np.float64]:
    """Return the likeness of each pair, 0 to 1: the weighted mean over the fields that both records have."""
    total, weights = np.zeros(len(found)), np.zeros(len(found))
    for name, (likeness, known) in _measure(found).items():
        total += np.where(known, likeness, 0) * _WEIGHTS[name]
        weights += np.where(known, _WEIGHTS[name], 0)
    return np.round(total / np.maximum(weights, 1), 4)


def _measure(found: pd.DataFrame) -> dict[str, tuple[pd.Series, pd.Series]]:
    """Return each field's likeness and whether both records have it."""
    title = found["title"].mask(found["title_cut"], found["title"].clip(lower=_CUT_TITLE))
    gap = found["year_gap"]
    measured = {
        "title": (title.mask(found["title_same"] == AGREE, 1.0), found["title_same"] != MISSING),
        "people": (found["families"].clip(lower=found["names"]), found["authors_known"]),
        "abstract": (found["abstract"], found["abstract_known"]),
        "year": ((1 - gap / 2).clip(lower=0), gap.notna()),
    }
    for name in ("journal", "volume", "issue", "page", "doi", "pmid"):
        measured[name] = ((found[name] == AGREE).astype(float), found[name] != MISSING)
    return measured
