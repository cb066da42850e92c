"""Hints on sheets of abstracts: help for reading, and the model's score only if the protocol allows it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

_QUOTED = ("sentence_for", "sentence_against")
# A criterion with this score or more is as likely met as not.
_EVEN = 0.5


@dataclass(frozen=True)
class Hints:
    """What the software says of abstracts that are still to be read.

    Parameters
    ----------
    ranking
        ``record_id``, ``probability``, ``rank`` of what nobody labelled; and ``sentence_for`` and
        ``sentence_against``, where they were quoted.
    criteria
        ``record_id``, ``criterion``, ``score``, ``words``: what speaks for each criterion.
    reasons
        ``record_id``, ``suggested_reason``, never filled in; a sheet without any has no such column.
    notes
        ``record_id``, ``note``: what is missing, cut or not English.
    show_score
        Whether reviewers see the model's probability, the sentences behind it, the score of each criterion
        and which of them is perhaps not met.
    """

    ranking: pd.DataFrame
    criteria: pd.DataFrame
    reasons: pd.DataFrame
    notes: pd.DataFrame
    show_score: bool


def order_with_hints(table: pd.DataFrame, hints: Hints) -> pd.DataFrame:
    """Return abstracts in the order of the ranking, with what the software says of each.

    Parameters
    ----------
    table
        ``record_id`` and what else is shown of each abstract.
    hints
        What is said. Where `show_score` is not set, nothing of it tells what the classifier expects.

    Returns
    -------
    pandas.DataFrame
        `table` with ``criteria_words``, ``text_note``, and ``suggested_reason`` if there are any; where the
        score is shown also ``probability``, the sentences and ``perhaps_unmet``. What the ranking does not
        hold comes last.
    """
    return _order(_add_hints(table, hints), hints.ranking, show_score=hints.show_score)


def _order(table: pd.DataFrame, ranking: pd.DataFrame, *, show_score: bool) -> pd.DataFrame:
    """Return `table` in the order of the ranking, what it does not hold last; ``probability`` if asked."""
    quoted = [column for column in _QUOTED if show_score and column in ranking]
    columns = ["record_id", "rank", "probability", *quoted]
    table = table.merge(ranking[columns], on="record_id", how="left").fillna(dict.fromkeys(quoted, ""))
    table = table.assign(rank=pd.to_numeric(table["rank"]))
    # Abstracts that still need a second reader have no rank: they follow the unread ones.
    table = table.sort_values(["rank", "record_id"], na_position="last", ignore_index=True)
    shown = pd.to_numeric(table["probability"]).map(lambda chance: "" if pd.isna(chance) else f"{chance:.2f}")
    table = table.assign(probability=shown) if show_score else table.drop(columns="probability")
    return table.drop(columns="rank")


def _score(criteria: pd.DataFrame) -> pd.DataFrame:
    """Return `criteria` with the score before its words."""
    scores = pd.to_numeric(criteria["score"])
    texts = [f"{score:.2f} {words}".strip() for score, words in zip(scores, criteria["words"], strict=True)]
    return criteria.assign(words=pd.Series(texts, index=criteria.index, dtype="str"))


def _add_hints(table: pd.DataFrame, hints: Hints) -> pd.DataFrame:
    criteria = _score(hints.criteria) if hints.show_score else hints.criteria
    words = criteria[criteria["words"] != ""]
    reasons = hints.reasons.set_index("record_id")["suggested_reason"]
    texts = {
        "criteria_words": (words["criterion"] + ": " + words["words"])
        .groupby(words["record_id"])
        .agg("\n".join),
        # Empty where no suggestion helps: then the column is left out.
        **({"suggested_reason": reasons} if len(reasons) else {}),
        **({"perhaps_unmet": _find_unmet(hints.criteria)} if hints.show_score else {}),
        "text_note": hints.notes["note"].groupby(hints.notes["record_id"]).agg("; ".join),
    }
    columns = {name: [text.get(report, "") for report in table["record_id"]] for name, text in texts.items()}
    return table.assign(**columns)


def _find_unmet(criteria: pd.DataFrame) -> pd.Series:
    """Return by report the criterion that has least for it; several with one score, but never all.

    One with at least as much for it as against it is none.
    """
    scores = criteria.assign(score=pd.to_numeric(criteria["score"]))
    groups = scores.groupby("record_id")["score"]
    least = scores["score"] == groups.transform("min")
    says_which = groups.transform("nunique") > 1
    unmet = scores[least & (scores["score"] < _EVEN) & (says_which | (groups.transform("size") == 1))]
    return unmet.groupby("record_id")["criterion"].agg("; ".join)
