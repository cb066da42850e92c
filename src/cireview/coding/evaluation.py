"""Compare suggestions with the settled codes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from cireview.shares import bound_share
from cireview.tables import Schema
from cireview.tables.questions import LISTED, Question

SUGGESTION_SCORE = Schema(
    "score of suggestions",
    {
        "dimension": "id of the dimension",
        "value": "one value; empty for all suggestible values of the dimension",
        "n": "articles whose codes in this dimension are settled",
        "suggested": "articles for which it was suggested",
        "coded": "articles to which people gave it",
        "both": "articles for which both are true",
        "precision": "both of suggested",
        "precision_low": "its 95 % interval (Wilson)",
        "precision_high": "",
        "recall": "both of coded",
        "recall_low": "its 95 % interval (Wilson)",
        "recall_high": "",
    },
    frozenset({"n", "suggested", "coded", "both"}),
)


class _Count(NamedTuple):
    value: str
    suggested: int
    coded: int
    both: int


def score_suggestions(
    suggestions: pd.DataFrame,
    codes: pd.DataFrame,
    awaiting: pd.DataFrame,
    *,
    questions: Sequence[Question],
    suggestible: Mapping[str, Collection[str]],
    unreported: Mapping[str, str] = MappingProxyType({}),
) -> pd.DataFrame:
    """Set suggestions beside settled codes, value by value.

    Parameters
    ----------
    suggestions
        SUGGESTED; what a cue strikes is no suggestion.
    codes
        Settled codes (CODE).
    awaiting
        ``dimension`` of all codes that are still to be given or to be agreed on. A dimension with any of them
        is left out: whoever codes is not to see how far the suggestions were right.
    questions
        Of the codebook.
    suggestible
        Values that have words, by dimension; no other can be suggested, and none of them is counted.

    unreported
        Value that says that nobody looked at the article, by dimension: no suggestion is judged by it.

    Returns
    -------
    pandas.DataFrame
        SUGGESTION_SCORE: for each dimension a row for all its values, then one for each that was suggested
        or coded. Shares are text with three decimals, "" of nothing.
    """
    stands = suggestions[suggestions["struck"] == ""]
    open_ones = set(awaiting["dimension"])
    rows: list[dict[str, object]] = []
    for question in questions:
        mine = codes[codes["dimension"] == question.id]
        mine = mine[mine["value"] != unreported.get(question.id)]
        if question.kind in LISTED and question.id not in open_ones and len(mine):
            articles = set(mine["record_id"])
            found = stands[(stands["dimension"] == question.id) & stands["record_id"].isin(list(articles))]
            counts = _count(found, mine, suggestible.get(question.id, ()))
            rows += ({"dimension": question.id, "n": len(articles), **_describe(one)} for one in counts)
    table = pd.DataFrame(rows, columns=list(SUGGESTION_SCORE.columns))
    return SUGGESTION_SCORE.conform(table.astype(dict.fromkeys(SUGGESTION_SCORE.numbers, "int64")))


def _count(found: pd.DataFrame, coded: pd.DataFrame, values: Collection[str]) -> Iterator[_Count]:
    """Yield the counts of all values together, then of each that stands anywhere."""
    counts = []
    for value in values:
        suggested = set(found.loc[found["value"] == value, "record_id"])
        given = set(coded.loc[coded["value"] == value, "record_id"])
        counts.append(_Count(value, len(suggested), len(given), len(suggested & given)))
    if counts:
        yield _Count("", *(sum(numbers) for numbers in list(zip(*counts, strict=True))[1:]))
    yield from (count for count in counts if count.suggested or count.coded)


def _describe(count: _Count) -> dict[str, object]:
    row: dict[str, object] = count._asdict()
    for name, of in (("precision", count.suggested), ("recall", count.coded)):
        shares = (count.both / of, *bound_share(count.both, of)) if of else ("", "", "")
        shown = [f"{share:.3f}" if isinstance(share, float) else share for share in shares]
        row |= dict(zip((name, f"{name}_low", f"{name}_high"), shown, strict=True))
    return row
