"""Probability: how likely the two records of a pair are one report, learnt from labelled sets.

A logistic model of the comparisons: the form that Fellegi and Sunter gave record linkage (1969,
doi:10.1080/01621459.1969.10501049), with weights that are fitted to labels. `weights.json` holds one weight
for each piece of evidence; `benchmarks/deduplication_weights.py` makes it and shows how well it is calibrated
on sets left out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview.deduplication.evidence import Evidence, liken_people
from cireview.deduplication.pairs import DIFFER, Mask
from cireview.errors import Problem, TableError

Likeness = NDArray[np.float64]
Weights = Mapping[str, float]

INTERCEPT = "intercept"
# Decimals that tell pairs apart; the last bits of a sum differ between machines.
_DECIMALS = 6


def _scale(values: pd.Series | NDArray[np.float32], low: float) -> Likeness:
    """Return 0 at `low` and 1 at one: below, titles and names have nothing in common but letters."""
    return ((np.asarray(values, dtype=np.float64) - low) / (1 - low)).clip(0, 1)


def _people(found: pd.DataFrame) -> Likeness:
    """Return how alike the authors are, 0 to 1; 0 where a record has none."""
    return np.where(found["authors_known"], _scale(liken_people(found), 0.5), 0)


def _unlike(evidence: Evidence) -> Mask:
    """Tell where two titles that tell their texts have nothing in common."""
    return ~evidence.related & ~evidence.standing & ~evidence.title_missing


# Each piece of evidence is a number from 0 to 1; what a record lacks is 0 in all that needs it.
EVIDENCE: dict[str, Callable[[pd.DataFrame, Evidence], NDArray[np.generic]]] = {
    "title likeness": lambda found, e: _scale(found["title"], 0.8),
    "title words": lambda found, e: _scale(found["title_words"], 0.8),
    "same title": lambda found, e: e.exact,
    "title length": lambda found, e: np.minimum(found["title_length"].to_numpy() / 60, 1),
    "unlike title": lambda found, e: _unlike(e),
    "unlike title on one page": lambda found, e: _unlike(e) & e.page,
    "title cut": lambda found, e: found["title_cut"].to_numpy() & ~e.exact,
    "another word": lambda found, e: e.word_differs,
    "a part more": lambda found, e: e.title_added,
    "other numbers": lambda found, e: e.numbers_differ,
    "other kind of text": lambda found, e: e.kind_differs,
    "standing title": lambda found, e: e.standing,
    "standing title, other place": lambda found, e: (
        e.standing & (e.page_differs | e.issue_differs | e.volume_differs | e.doi_differs)
    ),
    "authors": lambda found, e: _people(found),
    "other authors": lambda found, e: e.people_differ,
    "other initial": lambda found, e: (found["initial"] == DIFFER).to_numpy(),
    "no authors": lambda found, e: ~found["authors_known"].to_numpy(),
    "same title and authors": lambda found, e: e.exact & e.people_same,
    "year": lambda found, e: e.year,
    "year one apart": lambda found, e: e.year_near & ~e.year,
    "year two or three apart": lambda found, e: e.year_close & ~e.year_near,
    "year further apart": lambda found, e: e.year_far & ~e.year_close,
    "journal": lambda found, e: e.journal,
    "other journal": lambda found, e: e.journal_differs,
    "volume": lambda found, e: e.volume,
    "other volume": lambda found, e: e.volume_differs,
    "issue": lambda found, e: e.issue,
    "other issue": lambda found, e: e.issue_differs,
    "volume and issue": lambda found, e: e.volume & e.issue,
    "page": lambda found, e: e.page,
    "other page": lambda found, e: e.page_differs,
    "page and volume": lambda found, e: e.page & e.volume,
    "first and last page": lambda found, e: e.range,
    "two places": lambda found, e: e.two_places,
    "one placed": lambda found, e: e.one_placed,
    "a book and its part": lambda found, e: e.one_whole,
    # No labelled set at hand has PubMed ids; they count as DOIs do.
    "identifier": lambda found, e: e.identified,
    "other identifier": lambda found, e: (e.doi_differs | e.pmid_differs) & ~e.identified,
    "other DOI of one registrant": lambda found, e: e.doi_differs & e.registrant,
    "abstract": lambda found, e: e.abstract,
    "other abstract": lambda found, e: e.abstract_differs,
    "preprint": lambda found, e: e.preprint,
}


def describe(found: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """Return each piece of `EVIDENCE` as a column, 0 to 1, one row for each pair of `compare`."""
    columns = {name: np.asarray(value(found, evidence), np.float64) for name, value in EVIDENCE.items()}
    return pd.DataFrame(columns, index=found.index)


def estimate(found: pd.DataFrame, evidence: Evidence, weights: Weights | None = None) -> Likeness:
    """Return the probability that each pair is one report, 0 to 1.

    Parameters
    ----------
    found
        What `compare` returns.
    evidence
        What `weigh` makes of it.
    weights
        What `read_weights` returns; by default those of the package.
    """
    # Piece by piece: the table that `describe` makes of half a million pairs would take much memory.
    pieces = ((name, np.asarray(value(found, evidence), np.float64)) for name, value in EVIDENCE.items())
    return combine(pieces, read_weights() if weights is None else weights)


def combine(pieces: Iterable[tuple[str, Likeness]], weights: Weights) -> Likeness:
    """Return the probability of each pair.

    Parameters
    ----------
    pieces
        The name and the values, 0 to 1, of each piece of evidence, such as the columns of `describe`.
    weights
        What `read_weights` returns.
    """
    logit = np.asarray(weights[INTERCEPT], dtype=np.float64)
    for name, values in pieces:
        logit = logit + weights[name] * values
    return np.asarray(np.round(1 / (1 + np.exp(-logit)), _DECIMALS))


@cache
def read_weights(path: Path | None = None) -> Weights:
    """Read the weight of each piece of evidence.

    Parameters
    ----------
    path
        A file of `benchmarks/deduplication_weights.py`; by default that of the package.

    Raises
    ------
    TableError
        If the file is missing or cut, or lacks the weight of a piece of evidence.
    """
    place = path if path is not None else files(__package__) / "weights.json"
    remedy = "Create it again from labelled sets" if path is not None else "Install cireview again"
    try:
        weights = json.loads(place.read_text(encoding="utf-8"))["weights"]
    except FileNotFoundError:
        raise TableError(Problem("the file of weights does not exist", str(place), remedy=remedy)) from None
    except (OSError, ValueError, KeyError, TypeError):
        message = "the file of weights is cut off, or is not a file of weights"
        raise TableError(Problem(message, str(place), remedy=remedy)) from None
    wanted = {INTERCEPT, *EVIDENCE}
    lacking = sorted(name for name in wanted if not _is_number(weights, name))
    if lacking:
        names = f"{len(lacking)} of {len(wanted)}: {', '.join(lacking[:5])}"
        message = f"the file of weights has no number for {names}"
        raise TableError(Problem(message, str(place), remedy=remedy))
    return {name: float(weights[name]) for name in wanted}


def _is_number(weights: object, name: str) -> bool:
    if not isinstance(weights, dict):
        return False
    value = weights.get(name)
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
