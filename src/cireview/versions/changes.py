"""What changed in a review since a version: records, their texts, decisions, retractions."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cireview.tables import Schema
from cireview.tables.ids import only_letters
from cireview.versions.version import Version

CHANGE = Schema(
    "change since a version",
    {
        "change": "retracted, doubted, corrected, reinstated, decided otherwise, open again, "
        "changed, gone or new",
        "record_id": "report concerned",
        "title": "its title",
        "what": "what changed, in words",
        "before": "value in the version",
        "now": "value today",
        "since": "name of the version",
    },
)

_FIELDS = ("title", "authors", "year", "journal", "doi", "pmid", "document_type", "language", "abstract")
_ORDER = ("retracted", "doubted", "corrected", "reinstated", "decided otherwise", "open again", "changed",
          "gone", "new")  # fmt: skip
_NOTICED = ["record_id", "change", "notice_doi", "said_by"]
_SHOWN = 200
Row = tuple[str, str, str, str, str]


def list_changes(
    records: pd.DataFrame,
    fates: pd.DataFrame,
    notices: pd.DataFrame,
    *,
    since: Version,
) -> pd.DataFrame:
    """List what changed since a version, the most important changes first.

    Parameters
    ----------
    records, fates
        Records (RECORD) and their fates (FATE) of today.
    notices
        Retractions and corrections of reports (`cireview.search.notices.NOTICE`); those that the version knew
        are no change.
    since
        The version.

    Returns
    -------
    pandas.DataFrame
        CHANGE. Texts are compared by their letters and digits, so that another way to write a title is none.
        Changes of records that the rules leave out are not listed: nobody read them.
    """
    old_records, old_fates = since.records, since.fates
    known = set(since.notices[_NOTICED].itertuples(index=False, name=None))
    is_new = [row not in known for row in notices[_NOTICED].itertuples(index=False, name=None)]
    titles = pd.concat([records, old_records])[["record_id", "title"]].drop_duplicates("record_id")
    title_of = dict(zip(titles["record_id"], titles["title"], strict=True))
    rows = [
        *_compare_fates(fates, old_fates),
        *_compare_records(records, fates, old_records),
        *(
            (row["change"], row["record_id"], _join(row["said_by"], row["what"]), "", row["on"])
            for row in _list_notices(notices[is_new], fates, old_fates)
        ),
    ]
    table = pd.DataFrame(rows, columns=["change", "record_id", "what", "before", "now"], dtype="str")
    table = table.assign(title=table["record_id"].map(title_of).fillna(""), since=since.name)
    rank = table["change"].map({change: number for number, change in enumerate(_ORDER)})
    order = table.assign(_rank=rank).sort_values(["_rank", "record_id", "what"], ignore_index=True)
    return CHANGE.conform(order.drop(columns="_rank"))


def _ended(fates: pd.DataFrame) -> dict[str, str]:
    """Return where each report ended."""
    stands = fates[fates["fate"] != "duplicate"]
    return dict(zip(stands["report_id"], stands["fate"], strict=True))


def _compare_fates(fates: pd.DataFrame, old_fates: pd.DataFrame) -> Iterator[Row]:
    """Yield reports that are new, gone, open again or decided otherwise; a report is known by its records."""
    report_of = dict(zip(fates["record_id"], fates["report_id"], strict=True))
    now, then = _ended(fates), _ended(old_fates)
    members = old_fates.groupby("report_id")["record_id"].agg(list)
    met = set()
    for old, was in then.items():
        reports = sorted({report_of[record] for record in members[old] if record in report_of})
        if not reports:
            yield "gone", old, "no search finds any of its records any more", _say(was), ""
        for report in reports:
            met.add(report)
            is_now = now[report]
            if is_now == was:
                continue
            change = "open again" if is_now.startswith("awaiting") else "decided otherwise"
            yield change, report, "where it ended", _say(was), _say(is_now)
    for report in sorted(set(now) - met):
        yield "new", report, "found since", "", _say(now[report])


def _compare_records(records: pd.DataFrame, fates: pd.DataFrame, old: pd.DataFrame) -> Iterator[Row]:
    """Yield the fields in which a record of a report that people read differs."""
    read = fates[fates["fate"] != "ineligible"]
    report_of = dict(zip(read["record_id"], read["report_id"], strict=True))
    both = old.merge(records, on="record_id", suffixes=("_then", "_now"))
    both = both[both["record_id"].isin(list(report_of))]
    for field in _FIELDS:
        then, now = both[f"{field}_then"], both[f"{field}_now"]
        differ = both[(then != now) & (then.map(only_letters) != now.map(only_letters))]
        for row in differ.to_dict("records"):
            shown = (str(row[f"{field}_{when}"])[:_SHOWN] for when in ("then", "now"))
            yield ("changed", report_of[row["record_id"]], field, *shown)


def _list_notices(
    notices: pd.DataFrame, fates: pd.DataFrame, old_fates: pd.DataFrame
) -> list[dict[str, str]]:
    """Return the notices on reports that are included, or were, or may be yet."""
    was = set(old_fates.loc[old_fates["fate"] == "included", "record_id"])
    matters = (fates["fate"] == "included") | fates["fate"].str.startswith("awaiting")
    ended = fates[matters | fates["record_id"].isin(was)]
    return [
        {str(key): str(value) for key, value in row.items()}
        for row in notices.to_dict("records")
        if row["record_id"] in set(ended["report_id"])
    ]


def _join(*parts: str) -> str:
    return ": ".join(part for part in parts if part)


def _say(fate: str) -> str:
    return fate.replace("_", " ")
