"""An updated review: which records the earlier version covers, and which are new in the counts."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cireview.prisma.fates import FATES

_WAITS = ("awaiting_screening", "awaiting_retrieval", "awaiting_assessment")


@dataclass(frozen=True)
class Update:
    """The fates of an updated review, divided into records that the earlier version knew and new ones.

    Parameters
    ----------
    new
        FATE of the records that the version before lacked.
    again
        FATE of records that it had dealt with, of which another thing is true today.
    previous
        ``record_id`` and ``report_id`` of the records that stood for the reports which it included, under the
        ids that these reports have today.
    kept
        The same of the records that stand today for those of them that are included still, one a report.
    no_longer
        Rows of `previous` whose report is not counted any more.
    """

    new: pd.DataFrame
    again: pd.DataFrame
    previous: pd.DataFrame
    kept: pd.DataFrame
    no_longer: pd.DataFrame


def part_fates(fates: pd.DataFrame, earlier: pd.DataFrame) -> Update:
    """Divide the current fates by those of the earlier version.

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
    stood = earlier[earlier["fate"] != "duplicate"]
    ended = stood.set_index("report_id")["fate"]
    known = dict(zip(earlier["record_id"], earlier["report_id"].map(ended), strict=True))
    before = fates["record_id"].map(known)
    rank = before.map({fate: number for number, fate in enumerate(FATES)})
    furthest = rank.groupby(fates["report_id"]).transform("max")
    was = furthest.map(dict(enumerate(FATES)))
    stands, is_new = fates["fate"] != "duplicate", before.isna()
    included = stands & (was == "included") & (fates["fate"] == "included")
    previous = stood.loc[stood["fate"] == "included", ["record_id", "report_id"]]
    kept = _pair_included(fates, fates.loc[included, "report_id"].tolist(), earlier, previous)
    is_kept = included & fates["report_id"].isin(kept)
    differs = stands & ~is_new & ((was != fates["fate"]) | was.isin(_WAITS) | (included & ~is_kept))
    gone = ~previous["report_id"].isin(kept.values())
    today = dict(zip(fates["record_id"], fates["report_id"], strict=True))
    is_now = {then: now for now, then in kept.items()}
    # A record that is in no export any more keeps its report.
    named = [
        is_now.get(report) or today.get(record, report) for record, report in previous.itertuples(index=False)
    ]
    previous = previous.assign(report_id=named)
    keys = ["record_id", "report_id"]
    return Update(fates[is_new], fates[differs], previous, fates.loc[is_kept, keys], previous[gone])


def _pair_included(
    fates: pd.DataFrame, today: list[str], earlier: pd.DataFrame, previous: pd.DataFrame
) -> dict[str, str]:
    """Return for each of the included reports of `today` that is kept which report it was.

    An earlier report that people parted into two is kept once; the other one is looked at again.
    """
    was_in = dict(zip(earlier["record_id"], earlier["report_id"], strict=True))
    is_in = dict(zip(fates["record_id"], fates["report_id"], strict=True))
    open_now, open_then = dict.fromkeys(today), dict.fromkeys(previous["report_id"])
    # The first representative of a report comes first, so that the report keeps its name.
    pairs = [(is_in.get(record, ""), report) for record, report in previous.itertuples(index=False)]
    pairs += [(now, was_in.get(record, "")) for record, now in is_in.items() if now in open_now]
    kept: dict[str, str] = {}
    for now, then in pairs:
        if now in open_now and then in open_then:
            kept[now] = then
            del open_now[now], open_then[then]
    return kept
