"""An updated review: which records the version before has dealt with, and which are counted anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from cireview.prisma.fates import FATES

_WAITS = ("awaiting_screening", "awaiting_retrieval", "awaiting_assessment")


@dataclass(frozen=True)
class Update:
    """The fates of an updated review, parted by what the version before knew.

    Parameters
    ----------
    new
        FATE of the records that the version before lacked.
    again
        FATE of records that it had dealt with, of which another thing is true today.
    previous
        Reports that it included, under their ids of today.
    kept
        Those of them that are included today.
    """

    new: pd.DataFrame
    again: pd.DataFrame
    previous: Sequence[str]
    kept: Sequence[str]


def part_fates(fates: pd.DataFrame, earlier: pd.DataFrame) -> Update:
    """Part the fates of today by the fates of the version before.

    Parameters
    ----------
    fates, earlier
        FATE of today and of the version before.

    Notes
    -----
    Each report is judged by the furthest of the fates that its records had. A record whose report ends as it
    ended before is not counted again. One that ends otherwise is looked at again: it was included and is not,
    was excluded and is not, or is excluded at another step.
    """
    ended = earlier[earlier["fate"] != "duplicate"].set_index("report_id")["fate"]
    known = dict(zip(earlier["record_id"], earlier["report_id"].map(ended), strict=True))
    before = fates["record_id"].map(known)
    rank = before.map({fate: number for number, fate in enumerate(FATES)})
    furthest = rank.groupby(fates["report_id"]).transform("max")
    was = furthest.map(dict(enumerate(FATES)))
    stands, is_new = fates["fate"] != "duplicate", before.isna()
    differs = stands & ~is_new & ((was != fates["fate"]) | was.isin(_WAITS))
    kept = fates.loc[stands & (was == "included") & (fates["fate"] == "included"), "report_id"].tolist()
    today = dict(zip(fates["record_id"], fates["report_id"], strict=True))
    # A record that no export has any more keeps the report that it had.
    included = earlier[earlier["fate"] == "included"]
    pairs = zip(included["record_id"], included["report_id"], strict=True)
    previous = [today.get(record, report) for record, report in pairs]
    return Update(fates[is_new], fates[differs], previous, kept)
