"""Fink steps 2 and 3: what is searched, what is missing, and the result of every search."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from cireview.errors import QueryError
from cireview.formats import Imported
from cireview.places import place
from cireview.protocol import Protocol
from cireview.query import parse_query, render_queries
from cireview.query.limits import DOCUMENT_TYPES as TYPES
from cireview.query.limits import LANGUAGES, YEARS
from cireview.query.table import COLUMNS
from cireview.search.ceilings import is_gap, judge_complete
from cireview.search.seals import Facts, Seal, find_changed, keep_seals, merge_facts, read_seals, seal_row
from cireview.sources.outcome import NOT_STATED, SEARCH_LOG, SENT, STATED
from cireview.tables import Schema

_UNKNOWN = "cireview does not know the syntax of this source: adapt the query by hand."
_NOT_TOLD = "not known: see the query as run"
_NOT_KNOWN = "not known: nobody stated the query as run"


def list_sources(
    protocol: Protocol, *, exports: Mapping[str, str], missing_keys: Mapping[str, str]
) -> pd.DataFrame:
    """List every source of the protocol, and whether its export file or the key of its API is there.

    Parameters
    ----------
    protocol
        The protocol.
    exports
        Export files that are there, by key of the source.
    missing_keys
        What to do about a key that an API needs and that is not there, by key of the source.

    Returns
    -------
    pandas.DataFrame
        ``source``, ``source_id``, ``kind``, ``platform``, ``searched_on``, ``read_from``, ``how`` it was
        searched where the query was not asked, ``coverage``, ``limits`` and ``hits`` as a person stated them,
        ``state`` (ready, missing or key missing) and ``remedy``.
    """
    rows = []
    for source in protocol.sources:
        key = source.key
        state, remedy = "ready", ""
        if missing_keys.get(key):
            state, remedy = "key missing", missing_keys[key]
        elif source.export and key not in exports:
            state, remedy = (
                "missing",
                f"Save the export of {source.name} as {place('exports')}/{source.export}",
            )
        rows.append(
            {
                "source": source.name,
                "source_id": key,
                "kind": source.kind,
                "platform": source.platform or source.name,
                "searched_on": source.searched_on or protocol.search.date,
                "read_from": source.export or f"API {source.api or ', '.join(source.services)}",
                "how": source.how,
                "coverage": source.coverage,
                "limits": source.limits,
                "hits": "" if source.hits is None else str(source.hits),
                "state": state,
                "remedy": remedy,
            }
        )
    return pd.DataFrame(rows, dtype="str")


def native_queries(protocol: Protocol) -> pd.DataFrame:
    """Write the query in the syntax of every database and register (see `cireview.query.render_queries`).

    The column ``as_run`` has the query that a person ran there, where the protocol says that it was another.
    A source whose syntax is not known gets the query as it stands, and its losses say so.
    """
    screen, search = protocol.practical_screen, protocol.search
    query = parse_query(search.query, file=place("protocol"))
    tables = [pd.DataFrame(columns=[*COLUMNS, "as_run", "source_id"], dtype="str")]
    for source in filter(lambda source: source.is_queried, protocol.sources):
        try:
            table = render_queries(
                query,
                databases=[source.query_for or source.api or source.name],
                fields=search.fields,
                years=(screen.years.first, screen.years.last) if screen.years else None,
                languages=screen.languages,
                document_types=screen.document_types,
            )
        except QueryError:
            asked = (YEARS, screen.years), (LANGUAGES, screen.languages), (TYPES, screen.document_types)
            left = ", ".join(what for what, wanted in asked if wanted)
            row = {"query": search.query, "fields": ", ".join(search.fields), "losses": _UNKNOWN}
            row["left_to_screen"] = left
            table = pd.DataFrame([dict.fromkeys(COLUMNS, "") | row])
        tables.append(table.assign(database=source.name, as_run=source.query, source_id=source.key))
    return pd.concat(tables, ignore_index=True)


def describe_search(
    reading: Imported, *, file: str, sha256: str, source: str, search_id: str, searched_on: str
) -> pd.DataFrame:
    """Return the row of SEARCH_LOG for one export file.

    How many records there were to find no file says: `complete_log` judges that.
    """
    imported, rejected = len(reading.records), len(reading.rejected)
    whole = imported + rejected == reading.expected
    nothing = ["the file contains no record"] if not imported else []
    row = dict.fromkeys(SEARCH_LOG.columns, "") | {
        "search_id": search_id,
        "source": source,
        "searched_on": searched_on,
        "file": file,
        "sha256": sha256,
        "format": reading.format,
        "encoding": reading.encoding,
        "found": -1,
        "received": imported + rejected,
        "imported": imported,
        "rejected": rejected,
        "parts": 1,
        "complete": "" if whole and not rejected else f"no: {imported} of {reading.expected} records read",
        "warnings": "; ".join([*reading.warnings, *nothing]),
    }
    return SEARCH_LOG.conform(pd.DataFrame([row]))


def combine(tables: Sequence[pd.DataFrame], schema: Schema) -> pd.DataFrame:
    """Put the tables of all searches under each other."""
    table = pd.concat([schema.empty(), *tables], ignore_index=True)
    return schema.conform(table).astype(dict.fromkeys(sorted(schema.numbers), "Int64"))


def complete_log(
    searches: pd.DataFrame,
    sources: pd.DataFrame,
    queries: pd.DataFrame,
    *,
    facts: Mapping[str, Facts] | None = None,
    seals: Mapping[tuple[str, str], tuple[str, Seal]] | None = None,
) -> pd.DataFrame:
    """Return the log of all searches (PRISMA-S), with a row for every source of the protocol in its order.

    Parameters
    ----------
    searches
        SEARCH_LOG of the searches that were read.
    sources
        Result of `list_sources`; what is missing there is missing here, and the log says so. It tells how
        what has no query was searched.
    queries
        Result of `native_queries`; it gives the query of a search that a person ran, with its limits and
        losses unless that person ran another.
    facts
        What the protocol says of each search (`state_facts`), by key of the source.
    seals
        What was sealed (`read_seals`): it holds, whatever the protocol says today.

    Returns
    -------
    pandas.DataFrame
        SEARCH_LOG, ``found`` missing where nobody knows how many records there are.
    """
    nothing = dict.fromkeys(SEARCH_LOG.columns, "") | dict.fromkeys(SEARCH_LOG.numbers, 0)
    searched = {row["search_id"]: row for row in searches.to_dict("records")}
    written = {row["source_id"]: row for row in queries.to_dict("records")}
    rows = []
    for source in sources.to_dict("records"):
        key = source["source_id"]
        absent = nothing | {"search_id": key, "source": source["source"], "complete": "missing"}
        row = searched.get(key, absent)
        query = _tell_query(written[key]) if key in written else {"query": source["how"]}
        for column, text in query.items():
            row[column] = row[column] or text
        row |= {"platform": row["platform"] or source["platform"], "searched_on": source["searched_on"]}
        if row["sha256"]:
            sealed = (seals or {}).get((key, row["sha256"]))
            row.update(_tell_export(row | {"how": source["how"]}, (facts or {})[key], sealed))
        elif row["complete"] != "missing":
            row["query_from"] = row["query_from"] or SENT
        rows.append(row)
    log = SEARCH_LOG.conform(pd.DataFrame(rows, columns=list(SEARCH_LOG.columns)))
    return log.assign(found=log["found"].where(log["found"] >= 0).astype("Int64"))


def seal_log(
    searches: pd.DataFrame,
    sources: pd.DataFrame,
    queries: pd.DataFrame,
    *,
    facts: Mapping[str, Facts],
    folder: str | Path,
) -> pd.DataFrame:
    """Return the log of all searches (see `complete_log`), and seal in `folder` what it says of exports."""
    seals = read_seals(folder)
    log, new = complete_log(searches, sources, queries, facts=facts, seals=seals), []
    for row in log.to_dict("records"):
        if row["sha256"]:
            _, sealed = seals.get((row["search_id"], row["sha256"]), ("", None))
            today = facts[row["search_id"]]
            new.append(seal_row(row, merge_facts(sealed.facts, today) if sealed else today, before=sealed))
    # A new seal repeats the row: only its name is new.
    names = keep_seals(folder, new)
    keys = zip(log["search_id"], log["sha256"], strict=True)
    return log.assign(sealed=[names.get(key, "") for key in keys])


def _tell_export(
    row: Mapping[Hashable, Any], today: Facts, sealed: tuple[str, Seal] | None
) -> dict[str, Any]:
    """Return what the log says of an export file: what was sealed, and what a person stated since."""
    name, seal = sealed or ("", None)
    holds = merge_facts(seal.facts, today) if seal else dict(today)
    told: dict[str, Any] = {"sealed": name, "changed_since": ""}
    if seal:
        told["changed_since"] = ", ".join(find_changed(seal.facts, today))
        # A query that a person states now was not known then, and takes the place of the one that we wrote.
        told |= seal.written if holds["query"] == seal.facts["query"] else {}
    told |= {column: holds[column] for column in ("searched_on", "platform", "coverage")}
    told["limits"] = holds["limits"] or NOT_STATED
    told["query_from"] = STATED if holds["query"] or row["how"] else NOT_STATED
    told["found"] = int(holds["hits"]) if holds["hits"] else -1
    told["found_from"] = STATED if holds["hits"] else NOT_STATED
    # A seal keeps the words that it has: ours may change, and would seal each search anew.
    if seal is None and not holds["query"] and not row["how"]:
        told |= {"limited_by": _NOT_KNOWN, "left_to_screen": _NOT_KNOWN}
    names = f"{row['source']} {holds['platform']}"
    told["complete"] = row["complete"] or judge_complete(int(row["received"]), told["found"], names)
    return told


def _tell_query(written: Mapping[Hashable, str]) -> dict[str, str]:
    """Return what the log says of a query that the run did not send itself."""
    if written["as_run"]:
        return {"query": written["as_run"], "limited_by": _NOT_TOLD, "left_to_screen": _NOT_TOLD}
    columns = ("query", "limits", "limited_by", "left_to_screen", "losses")
    return {column: written[column] for column in columns}


def tell_gaps(searches: pd.DataFrame) -> list[str]:
    """Return the sentence that a figure bears while the search of a source is missing or not complete."""
    gaps = searches.loc[searches["complete"].map(is_gap), "source"].tolist()
    return [f"Incomplete search: records of {', '.join(gaps)} are missing."] if gaps else []
