"""Deduplicate: normalise, block, compare, decide, cluster, merge; at once, or in shards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cireview.deduplication.answers import NEW, read_known
from cireview.deduplication.block import block, find_originals, rank_by_content
from cireview.deduplication.cluster import cluster
from cireview.deduplication.compare import compare
from cireview.deduplication.decide import BALANCED, DIFFERENT, SAME, Choices, decide
from cireview.deduplication.merge import merge
from cireview.deduplication.normalise import normalise
from cireview.deduplication.outcome import ask, keep_reasons, name_reports
from cireview.deduplication.pairs import Positions
from cireview.deduplication.worth import list_unused

Progress = Callable[[int, int], None]

_PART = 500_000


@dataclass(frozen=True)
class Deduplication:
    """What deduplication found.

    Parameters
    ----------
    matches
        MATCH: which report each record is, by which rule; sorted by ``record_id``.
    possible
        POSSIBLE: pairs that a person should judge, most likely first.
    left_out
        POSSIBLE: pairs beyond the number that is asked at once, most likely first.
    unused
        ``source``, ``field``, ``why``: fields that say nothing in a source and were not compared.
    reports
        RECORD: one merged row per report; ``record_id`` is the report's id.
    origins
        ``report_id``, ``field``, ``record_id``: which record gave each value of `reports`.
    """

    matches: pd.DataFrame
    possible: pd.DataFrame
    left_out: pd.DataFrame
    unused: pd.DataFrame
    reports: pd.DataFrame
    origins: pd.DataFrame


def deduplicate(
    records: pd.DataFrame,
    *,
    answers: pd.DataFrame | None = None,
    earlier: pd.DataFrame | None = None,
    workers: int = 1,
    choices: Choices = BALANCED,
    prefer: Sequence[str] = (),
    progress: Progress | None = None,
) -> Deduplication:
    """Find which records are the same report.

    Parameters
    ----------
    records
        A RECORD table.
    answers
        ``record_id_1``, ``record_id_2``, ``decision`` ("same" or "different") as people gave them. They are
        never contradicted; ids that are not in `records` are passed over.
    earlier
        A MATCH table that stands: its records are compared with new ones only, and its report ids stay.
    workers
        Threads that compare; -1 for all cores.
    choices
        What the review chose: preprints, and what a lost study costs.
    prefer
        Sources whose values a merged report takes before those of all others, first things first.
    progress
        Called with the numbers of compared pairs and of all pairs.

    Raises
    ------
    TableError
        If a table lacks a column, or a record id occurs twice.
    """
    forms = normalise(records)
    scored = compare_shard(
        forms, shard=0, shards=1, earlier=earlier, workers=workers, choices=choices, progress=progress
    )
    known = {"answers": answers, "earlier": earlier}
    return gather(records, forms, [scored], **known, workers=workers, choices=choices, prefer=prefer)


def compare_shard(
    forms: pd.DataFrame,
    *,
    shard: int,
    shards: int,
    earlier: pd.DataFrame | None = None,
    workers: int = 1,
    choices: Choices = BALANCED,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Compare the pairs of one shard of the blocks.

    Parameters
    ----------
    forms
        What `normalise` returns for all records.
    shard, shards
        Which shard of how many, from 0.

    Returns
    -------
    pandas.DataFrame
        ``left`` and ``right`` (positions in `forms`), ``verdict``, ``rule``, ``doubt``, ``score`` of the
        pairs that are the same or possibly so, sorted by position; what `gather` takes.
    """
    standing = read_known(forms["record_id"], answers=None, earlier=earlier).standing
    left, right = block(forms, shard=shard, shards=shards, standing=standing)
    wanted = (standing[left] == NEW) | (standing[right] == NEW)
    left, right = left[wanted], right[wanted]
    decided = []
    for start in range(0, max(len(left), 1), _PART):
        part = slice(start, start + _PART)
        found = _decide_pairs(forms, left[part], right[part], workers, choices)
        decided.append(found[found["verdict"] != DIFFERENT].drop(columns="apart"))
        if progress is not None:
            progress(min(start + _PART, len(left)), len(left))
    return pd.concat(decided, ignore_index=True)


def gather(
    records: pd.DataFrame,
    forms: pd.DataFrame,
    scored: Iterable[pd.DataFrame],
    *,
    answers: pd.DataFrame | None = None,
    earlier: pd.DataFrame | None = None,
    workers: int = 1,
    choices: Choices = BALANCED,
    prefer: Sequence[str] = (),
) -> Deduplication:
    """Bring the scored pairs of all shards together into reports; parameters as in `deduplicate`.

    One shard and many shards give the same result, in whatever order they come.
    """
    pairs = pd.concat(list(scored), ignore_index=True).drop_duplicates(["left", "right"])
    pairs = pairs.sort_values(["left", "right"], ignore_index=True)
    known = read_known(forms["record_id"], answers=answers, earlier=earlier)
    first = find_originals(forms, known.standing)
    links = pairs[pairs["verdict"] == SAME]
    groups, made = cluster(
        links,
        known,
        decide_pairs=lambda left, right: _decide_within(forms, left, right, workers, choices),
        rank=rank_by_content(forms),
        originals=np.flatnonzero(first == np.arange(len(forms))),
    )
    matches = name_reports(forms["record_id"], groups, made, known)
    if earlier is not None:
        matches = keep_reasons(matches, earlier)
    refused = links[groups[links["left"]] != groups[links["right"]]]
    questions = [
        pairs[pairs["verdict"] != SAME],
        refused.assign(doubt="joins records that must differ"),
    ]
    possible, left_out = ask(forms["record_id"], groups, pd.concat(questions), known)
    reports, origins = merge(records, matches, prefer=prefer)
    return Deduplication(matches, possible, left_out, list_unused(forms), reports, origins)


def _decide_pairs(
    forms: pd.DataFrame, left: Positions, right: Positions, workers: int, choices: Choices
) -> pd.DataFrame:
    """Compare and decide, with only the forms that the pairs use."""
    rows, inverse = np.unique(np.concatenate([left, right]), return_inverse=True)
    part = forms.iloc[rows].reset_index(drop=True)
    found = compare(part, inverse[: len(left)], inverse[len(left) :], workers=workers)
    decided = decide(found, choices)
    return decided.assign(left=rows[decided["left"]], right=rows[decided["right"]])


def _decide_within(
    forms: pd.DataFrame, left: Positions, right: Positions, workers: int, choices: Choices
) -> pd.DataFrame:
    """Decide on pairs of one group: two records that have nothing in common are apart."""
    decided = _decide_pairs(forms, left, right, workers, choices)
    pairs = pd.DataFrame({"left": left, "right": right}).merge(decided, how="left")
    return pairs.assign(apart=pairs["apart"].ne(False))
