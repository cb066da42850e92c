"""Ids in people's sheets and samples that no record has any more.

The record was taken out of its database, or its export changed so much that no rule could be certain. Its
labels are not lost: each such id is compared with the records of today, and what it may be now is asked on
the sheet of possible duplicates. Only a person links the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

import pandas as pd
from rapidfuzz import fuzz, process

from cireview.deduplication import compare_shard, normalise
from cireview.deduplication.text import fold
from cireview.tables import MATCH, POSSIBLE, RECORD, Schema

CONFIRMED, ASKED, REFUSED, UNKNOWN = "confirmed", "asked", "refused", "unknown"
SHOWN = ("title", "authors", "year", "journal", "doi")

Candidate = dict[str, str | float]

FORMER = Schema(
    "former id",
    {
        "record_id": "id that people used, and that no record has any more",
        "state": "confirmed by a person, asked on the sheet of possible duplicates, refused by a person, or "
        "unknown: similar to no current record",
        "now": "current record that it is, or may be",
        "score": "similarity of the two, 0 to 1",
        "rule": "why they may be the same",
        "answers": "number of answers on the former id",
        "file": "first sheet or sample that uses the id",
        "row": "row there",
        **{column: RECORD.columns[column] for column in SHOWN},
    },
    frozenset({"score", "answers", "row"}),
)

# More candidates than a person can weigh help nobody.
_CANDIDATES = 3
# Likeness of titles, 0 to 100, from which a person is asked. A typing error in a short title leaves 85 and
# more.
_LIKE_TITLES = 85
_DOUBT = "this id has answers, but no export contains its record any more: is it now the other record?"


def find_former(
    used: pd.DataFrame, records: pd.DataFrame, *, entries: pd.DataFrame, answers: pd.DataFrame
) -> pd.DataFrame:
    """Find ids that people used and that no record has any more, and the records that they may be now.

    Parameters
    ----------
    used
        Rows of people's sheets and samples: ``record_id``, ``file``, ``row``, and title, authors, year,
        journal and DOI as they stand there.
    records
        RECORD of today.
    entries
        REGISTERED: what the register knows of former records.
    answers
        ``record_id_1``, ``record_id_2``, ``decision`` of the sheets of possible duplicates.

    Returns
    -------
    pandas.DataFrame
        FORMER: a row for each former id, several where it is asked about several records.
    """
    lost = used[~used["record_id"].isin(records["record_id"]) & (used["record_id"] != "")]
    if lost.empty:
        return FORMER.empty()
    former = _describe(lost, entries)
    linked = link_former(answers, records["record_id"])
    refused = _pairs_of(answers[answers["decision"] == "different"])
    open_ids = former[~former["record_id"].isin(list(linked))]
    candidates = _compare(open_ids, records)
    rows = []
    for row in former.to_dict("records"):
        record = str(row["record_id"])
        if record in linked:
            rows.append(row | {"state": CONFIRMED, "now": linked[record], "score": 1.0, "rule": "person"})
            continue
        mine = candidates.get(record, [])
        asked = [pair for pair in mine if frozenset((record, pair["now"])) not in refused]
        rows += [row | {"state": ASKED} | pair for pair in asked[:_CANDIDATES]]
        if not asked:
            state = REFUSED if mine else UNKNOWN
            rows.append(row | {"state": state, "now": "", "score": 0.0, "rule": ""})
    return FORMER.conform(pd.DataFrame(rows))


def _describe(lost: pd.DataFrame, entries: pd.DataFrame) -> pd.DataFrame:
    """Return a RECORD row for each former id with its answers; the register knows it better than a sheet."""
    count = lost.groupby("record_id").size()
    # Of several rows the fullest: a coder may have emptied a title.
    order = lost.assign(blanks=(lost[list(SHOWN)] == "").sum(axis=1))
    first = order.sort_values(["record_id", "blanks", "file", "row"], kind="stable")
    first = first.drop_duplicates("record_id")[["record_id", "file", "row", *SHOWN]]
    registered = entries.drop_duplicates("record_id", keep="last")
    registered = registered[registered["record_id"].isin(first["record_id"])]
    named = first[~first["record_id"].isin(registered["record_id"])]
    table = pd.concat([registered, named], ignore_index=True).drop(columns=["file", "row"], errors="ignore")
    table = table.merge(first[["record_id", "file", "row"]], on="record_id").sort_values("record_id")
    table = table.reindex(columns=[*RECORD.columns, "file", "row"]).reset_index(drop=True)
    return RECORD.conform(table).assign(answers=table["record_id"].map(count))


def _compare(former: pd.DataFrame, records: pd.DataFrame) -> dict[str, list[Candidate]]:
    """Return the records that each former id may be, the likeliest first, each once."""
    if former.empty or records.empty:
        return {}
    found = [
        *_find_by_capitals(former, records),
        *_find_alike(former, records),
        *_find_by_title(former, records),
    ]
    candidates: dict[str, list[Candidate]] = {}
    for record, candidate in found:
        listed = candidates.setdefault(record, [])
        if candidate["now"] not in [other["now"] for other in listed]:
            listed.append(candidate)
    return candidates


def _find_by_capitals(former: pd.DataFrame, records: pd.DataFrame) -> Iterator[tuple[str, Candidate]]:
    """Yield records by ids in other capitals, which spreadsheets and people change."""
    meant = {record.lower(): record for record in records["record_id"]}
    for record in former["record_id"]:
        if now := meant.get(record.lower()):
            yield record, {"now": now, "score": 1.0, "rule": "the same id in other capitals"}


def _find_alike(former: pd.DataFrame, records: pd.DataFrame) -> Iterator[tuple[str, Candidate]]:
    """Yield the records that the deduplicator takes for the same or possibly so, the likeliest first."""
    both = pd.concat([former[list(RECORD.columns)], records[list(RECORD.columns)]], ignore_index=True)
    forms = normalise(both)
    ids, is_former = forms["record_id"], forms["record_id"].isin(former["record_id"])
    # As if each represented a report of an earlier run: current records are not compared with each other.
    alone = {"record_id": records["record_id"], "report_id": records["record_id"], "rule": "", "score": 1.0}
    pairs = compare_shard(forms, shard=0, shards=1, earlier=MATCH.conform(pd.DataFrame(alone)))
    pairs = pairs.sort_values("score", ascending=False, kind="stable")
    for pair in pairs.to_dict("records"):
        sides = pair["left"], pair["right"]
        old, new = sides if is_former[pair["left"]] else sides[::-1]
        if is_former[old] and not is_former[new]:
            yield ids[old], {"now": ids[new], "score": pair["score"], "rule": pair["rule"]}


def _find_by_title(former: pd.DataFrame, records: pd.DataFrame) -> Iterator[tuple[str, Candidate]]:
    """Yield records of nearly the same title, whatever else speaks against them: a person is to judge."""
    titles = records["title"].map(fold).tolist()
    for record, title in zip(former["record_id"], former["title"].map(fold), strict=True):
        alike = process.extract(
            title, titles, scorer=fuzz.ratio, score_cutoff=_LIKE_TITLES, limit=_CANDIDATES
        )
        for _, score, place in alike if title else ():
            now = records["record_id"].iloc[place]
            yield record, {"now": now, "score": score / 100, "rule": "nearly the same title"}


def _pairs_of(answers: pd.DataFrame) -> set[frozenset[str]]:
    pairs = zip(answers["record_id_1"], answers["record_id_2"], strict=True)
    return {frozenset(pair) for pair in pairs}


def link_former(answers: pd.DataFrame, record_ids: Iterable[str]) -> dict[str, str]:
    """Return the current record of each former id that a person linked, also by way of other former ids.

    Parameters
    ----------
    answers
        ``record_id_1``, ``record_id_2``, ``decision`` of the sheets of possible duplicates.
    record_ids
        Ids of all records of today; any other id that was answered about is a former one.
    """
    neighbours: dict[str, set[str]] = {}
    for first, second in map(sorted, _pairs_of(answers[answers["decision"] == "same"])):
        neighbours.setdefault(first, set()).add(second)
        neighbours.setdefault(second, set()).add(first)
    different = _pairs_of(answers[answers["decision"] == "different"])
    today, linked = set(record_ids), {}
    for record in sorted(set(neighbours) - today):
        seen, waiting = {record}, [record]
        while waiting:
            # Through former ids only: deduplication unites current records.
            for other in sorted(neighbours[waiting.pop()] - seen):
                seen.add(other)
                waiting += [other] if other not in today else []
        found = sorted(seen & today)
        # A person called the two records different, so it remains a question which of them it is.
        if found and not any(frozenset(pair) in different for pair in combinations(found, 2)):
            linked[record] = found[0]
    return linked


def follow_ids(matches: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Return MATCH with a row for each former id that a person linked to a record of a report.

    The rows are for labels alone, which count for the report. They are no records: nothing may count them.
    """
    report_of = dict(zip(matches["record_id"], matches["report_id"], strict=True))
    linked = link_former(answers, report_of)
    rows = [(record, report_of[now], "person", 1.0) for record, now in linked.items()]
    former = pd.DataFrame(rows, columns=list(MATCH.columns))
    return MATCH.conform(pd.concat([matches, former], ignore_index=True) if rows else matches)


def follow_answers(answers: pd.DataFrame, record_ids: Iterable[str]) -> pd.DataFrame:
    """Return answers on duplicates with each linked former id replaced by its current record.

    The column ``leaves``, if there is one, names one of the two records or nothing, and is followed too.
    """
    linked = link_former(answers, record_ids)
    sides = ["record_id_1", "record_id_2"]
    named = [column for column in (*sides, "leaves") if column in answers]
    moved = answers.assign(**{name: answers[name].map(lambda old: linked.get(old, old)) for name in named})
    return moved[moved[sides[0]] != moved[sides[1]]].reset_index(drop=True)


def tell_former(former: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the questions on former ids (POSSIBLE), and their records (RECORD) as far as they are known."""
    asked = former[former["state"] == ASKED]
    questions = asked.rename(columns={"record_id": "record_id_1", "now": "record_id_2"}).assign(doubt=_DOUBT)
    records = asked.drop_duplicates("record_id").reindex(columns=list(RECORD.columns))
    return POSSIBLE.conform(questions[list(POSSIBLE.columns)]), RECORD.conform(records)
