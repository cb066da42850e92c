"""Decide on each pair, with a reason: same report, different reports, or a question for a person."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview.deduplication.evidence import Evidence, Preprints, weigh
from cireview.deduplication.objections import DOUBTS, VETOES
from cireview.deduplication.pairs import Mask
from cireview.deduplication.probability import Weights, estimate, read_weights
from cireview.deduplication.reasons import HINTS, PROBABLE, RULES, Reason

SAME, POSSIBLE, LISTED, DIFFERENT = "same", "possible", "listed", "different"
UNSURE = "too little to tell"

# From here on a pair that is not merged is a question; one with a veto, or with two titles, must be likely.
ASKED, ASKED_DESPITE = 0.1, 0.5
# Missed duplicates that a lost study weighs as much as.
CAUTION = {"bold": 10.0, "balanced": 100.0, "cautious": 1000.0}
# From this cost on, a rule alone merges no pair that is less probable.
_CAUTIOUS_RULES = 0.99


@dataclass(frozen=True)
class Choices:
    """What a review chooses about deduplication.

    Parameters
    ----------
    preprints
        Whether a preprint and the version of record are two reports ("separate") or one ("merge").
    cost
        How many missed duplicates weigh as much as a study that is lost in a wrong merge.
    weights
        What `read_weights` returns; by default those of the package.
    """

    preprints: Preprints = "separate"
    cost: float = CAUTION["balanced"]
    weights: Weights | None = None

    @classmethod
    def read(cls, preprints: Preprints, caution: str | float, weights: Path | None = None) -> Choices:
        """Return the choices that a config or a command line names.

        Raises
        ------
        TableError
            If there is a file of weights that cannot be read.
        """
        cost = CAUTION[caution] if isinstance(caution, str) else float(caution)
        return cls(preprints, cost, read_weights(weights) if weights else None)

    @property
    def threshold(self) -> float:
        """The probability from which merging costs less than asking: cost / (cost + 1)."""
        return self.cost / (self.cost + 1)

    @property
    def floor(self) -> float:
        """The probability from which a rule merges."""
        return _CAUTIOUS_RULES if self.cost >= CAUTION["cautious"] else 0.0


BALANCED = Choices()


def decide(found: pd.DataFrame, choices: Choices = BALANCED) -> pd.DataFrame:
    """Return verdict and reasons of every pair with a rule, a hint, a veto or a high probability.

    Parameters
    ----------
    found
        What `compare` returns.
    choices
        What the review chose.

    Returns
    -------
    pandas.DataFrame
        ``left``, ``right``, ``verdict`` ("same"; "possible", a question; "listed", too unlikely for one;
        "different"), ``rule``, ``doubt``; ``score``, the probability that the two are one report; ``apart``,
        whether no group may hold both.
    """
    evidence = weigh(found, preprints=choices.preprints)
    (rule, _), (hint, _), (veto, firm_veto), (doubt, firm_doubt) = (
        _apply(reasons, evidence) for reasons in (RULES, HINTS, VETOES, DOUBTS)
    )
    score = estimate(found, evidence, choices.weights)
    vetoed = veto != ""
    probable = (score >= choices.threshold) & (evidence.year_close | evidence.identified)
    by_rule = (rule != "") & (doubt == "") & (score >= choices.floor)
    same = ~vetoed & (by_rule | (probable & ~firm_doubt))
    # Apparently one text twice: a person has to say why its places, years or DOIs differ.
    text = evidence.exact & evidence.people_same
    open_veto = vetoed & ~firm_veto
    joined = (rule != "") | (hint != "") | (score >= np.where(evidence.related, ASKED, ASKED_DESPITE))
    asked = (~vetoed & joined) | (open_veto & ((score >= ASKED_DESPITE) | (text & ~evidence.two_places)))
    listed = (
        (vetoed & ~evidence.preprint & (score >= ASKED_DESPITE))
        | (open_veto & text)
        | (~firm_veto & (score >= ASKED))
    )
    verdict = np.select([same, asked, listed, vetoed], [SAME, POSSIBLE, LISTED, DIFFERENT], "")
    # A hint is not enough for the same: what is merged under one is merged by its probability.
    reason = np.select([rule != "", (hint != "") & ~same], [rule, hint], PROBABLE)
    doubt = np.where(vetoed, veto, np.where(~same & (doubt == ""), UNSURE, doubt))
    decided = pd.DataFrame(
        {
            "left": found["left"],
            "right": found["right"],
            "verdict": verdict,
            "rule": reason,
            "doubt": doubt,
            "score": score,
            # Records that have nothing in common are apart, too: the ends of a chain.
            "apart": vetoed | ((score < ASKED) & ~same & (rule == "")),
        }
    )
    return decided[decided["verdict"] != ""].reset_index(drop=True)


def _apply(reasons: tuple[Reason, ...], evidence: Evidence) -> tuple[NDArray[np.object_], Mask]:
    """Return the first reason that holds for each pair, "" for none, and where a firm one holds."""
    masks = [reason.holds(evidence) for reason in reasons]
    names = np.select(masks, [reason.name for reason in reasons], "").astype(object)
    firm = np.zeros(len(names), dtype=bool)
    for reason, mask in zip(reasons, masks, strict=True):
        firm |= mask & reason.firm
    return names, firm
