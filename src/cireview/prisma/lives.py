"""One row a record: where it was found, what it was merged with, how it ended, and which numbers count it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cireview.prisma.fates import FATE
from cireview.prisma.members import NO_REASON, Members, list_members
from cireview.tables import LINE, Schema

LIFE = Schema(
    "life of a record",
    {
        "record_id": "a record",
        "report_id": "its report",
        "study": "study of its report, as people named it; empty if the report is its own study",
        "source": "database, register or other source that gave it",
        "searched_on": "date of the search that found it",
        "file": "export file that it was read from; empty where the run asked an API",
        "line": "line of that file, or row of the table, where it starts; empty if not known",
        "title": "title as the source gave it",
        "authors": "authors as 'Family, Given; Family, Given'",
        "year": "year or date of publication as the source gave it",
        "doi": "DOI as the source gave it",
        "fate": "where it ended or waits",
        "fate_in_words": "the same in words",
        "decided_by": "reviewer, rule or model",
        "decided_on": "date of that decision, ISO 8601, if a person gave one",
        "reason": "why it was excluded, in the words of the protocol",
        "duplicate_of": "record that represents its report; empty if it is this one",
        "rule": "rule that joined it to its report",
        "score": "similarity of the pair that joined it, 0 to 1",
        "rank": "place in the ranking of unread abstracts; empty if somebody read it",
        "counted_in": "numbers of the flow that count it: keys of flow.csv, with a name after '/'",
    },
)

BETWEEN = "; "
"""Separator of the numbers in ``counted_in``; no name in a flow contains a semicolon."""

GONE = "gone"
"""In place of a fate: a record of the version that this review updates, which is no current record."""

IN_WORDS = {
    "duplicate": "duplicate of another record",
    "ineligible": "removed by the rules on year, language and document type",
    "awaiting_screening": "awaits screening of title and abstract",
    "excluded_screening": "excluded on title and abstract",
    "awaiting_retrieval": "awaits retrieval of its full text",
    "not_retrieved": "full text not retrieved",
    "awaiting_assessment": "awaits assessment of its full text",
    "excluded_eligibility": "excluded on full text",
    "included": "included",
    GONE: "not among the current records, but included in the earlier version",
}
_NAMES = ("title", "authors", "year", "doi")


def list_lives(
    records: pd.DataFrame,
    fates: pd.DataFrame,
    members: Members,
    *,
    lines: pd.DataFrame,
    searches: pd.DataFrame,
    matches: pd.DataFrame,
    decisions: pd.DataFrame,
    ranking: pd.DataFrame,
    reasons: Mapping[str, str],
    abstract_reasons: Mapping[str, str],
    former: pd.DataFrame,
    study_of: Mapping[str, str],
) -> pd.DataFrame:
    """Return the life of every record.

    Parameters
    ----------
    records, fates
        RECORD and FATE of today.
    members
        Result of `cireview.prisma.find_members`.
    lines
        LINE.
    searches
        Log of the searches (``search_id``, ``searched_on``).
    matches
        MATCH.
    decisions
        DECISION of rules, abstracts and full texts, the later stage below.
    ranking
        ``record_id`` and ``rank`` of what nobody had read.
    reasons, abstract_reasons
        Words for the criteria of full texts and of abstracts, by id.
    former
        RECORD of the version that this review updates; empty for a first review.
    study_of
        Study of each report that people gave one.

    Returns
    -------
    pandas.DataFrame
        LIFE: one row a record, ordered as `fates`; then the records that only `former` has and that a number
        counts.
    """
    counted: dict[str, list[str]] = {}
    for number, ids in list_members(members):
        for record in ids:
            counted.setdefault(record, []).append(number)
    table = FATE.conform(fates).merge(_find(records, lines, searches), on="record_id", how="left")
    table = pd.concat([table, _list_gone(former, table["record_id"], counted, searches)], ignore_index=True)
    table = table.merge(matches[["record_id", "rule", "score"]], on="record_id", how="left")
    table = table.merge(_rank(ranking), left_on="report_id", right_index=True, how="left")
    stands = table[~table["fate"].isin(["duplicate", GONE])].set_index("report_id")["record_id"]
    is_duplicate = table["fate"] == "duplicate"
    table = table.assign(
        study=table["report_id"].map(study_of),
        fate_in_words=table["fate"].map(IN_WORDS),
        decided_on=_date(table, decisions),
        reason=_word(table, {"excluded_screening": abstract_reasons, "excluded_eligibility": reasons}),
        duplicate_of=table["report_id"].map(stands).where(is_duplicate, ""),
        rank=table["rank"].where(~is_duplicate, ""),
        score=[f"{score:.6g}" if score == score else "" for score in table["score"]],
        counted_in=[BETWEEN.join(counted.get(record, [])) for record in table["record_id"]],
    )
    return LIFE.conform(table)[list(LIFE.columns)]


def _find(records: pd.DataFrame, lines: pd.DataFrame, searches: pd.DataFrame) -> pd.DataFrame:
    """Return names of records, and where and when each was found."""
    places = LINE.conform(lines).drop_duplicates("record_id").set_index("record_id")
    day = searches.drop_duplicates("search_id").set_index("search_id")["searched_on"]
    # A record of an API is in no file.
    line_of = dict(zip(places.index, places["line"], strict=True))
    lines_of = [int(line_of.get(record, 0)) for record in records["record_id"]]
    return records[["record_id", *_NAMES]].assign(
        searched_on=records["search_id"].map(day),
        file=records["record_id"].map(places["file"]),
        line=[str(line) if line > 0 else "" for line in lines_of],
    )


def _list_gone(
    former: pd.DataFrame, today: pd.Series, counted: Mapping[str, list[str]], searches: pd.DataFrame
) -> pd.DataFrame:
    """Return the records of the version before that a number counts and that are none of today."""
    gone = former[former["record_id"].isin(list(counted)) & ~former["record_id"].isin(today)]
    found = _find(gone, LINE.empty(), searches.iloc[:0])
    return found.assign(
        source=gone["source"], report_id=gone["record_id"], fate=GONE, reason="", decided_by=""
    )


def _word(table: pd.DataFrame, words: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return the reasons as the figure has them: one that is missing is said of full texts alone."""
    missing = {"excluded_eligibility": NO_REASON}
    return [
        words.get(fate, {}).get(reason, reason) or missing.get(fate, "")
        for fate, reason in zip(table["fate"], table["reason"], strict=True)
    ]


def _rank(ranking: pd.DataFrame) -> pd.Series:
    return ranking.drop_duplicates("record_id").set_index("record_id")["rank"].astype("str")


def _date(table: pd.DataFrame, decisions: pd.DataFrame) -> pd.Series:
    """Return the date of the decision that ended a record: that of its report in the last stage."""
    stages = {"ineligible": "rules", "excluded_screening": "screening", "excluded_eligibility": "eligibility"}
    stages["included"] = "eligibility"
    key = list(zip(table["fate"].map(stages), table["report_id"], strict=True))
    day = dict(
        zip(
            zip(decisions["stage"], decisions["record_id"], strict=True), decisions["decided_on"], strict=True
        )
    )
    return pd.Series([day.get(one, "") for one in key], index=table.index, dtype="str")
