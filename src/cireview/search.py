"""Fink steps 2 and 3: what is searched, what is missing, and what every search gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from cireview.errors import QueryError
from cireview.formats import Reading
from cireview.protocol import Protocol
from cireview.query import parse_query, render_queries
from cireview.query.table import COLUMNS
from cireview.records import source_key
from cireview.tables import Schema

_UNKNOWN = "The syntax of this source is not known: adapt the query by hand."

SEARCH = Schema(
    "search",
    {
        "search_id": "key of the search",
        "source": "database or register",
        "searched_on": "date of the search as the protocol states it",
        "file": "export file",
        "format": "format of the file, told by its content",
        "encoding": "encoding of the file",
        "found": "records that the file announces by its start tags",
        "imported": "records read",
        "rejected": "parts of the file that are no records",
        "complete": "yes; no, with the reason; or missing",
        "warnings": "what the reader noticed",
    },
    frozenset({"found", "imported", "rejected"}),
)


def list_sources(protocol: Protocol, *, exports: Mapping[str, str]) -> pd.DataFrame:
    """List every source of the protocol, and whether its export file is there.

    Parameters
    ----------
    protocol
        The protocol.
    exports
        Export files that are there, by key of the source.

    Returns
    -------
    pandas.DataFrame
        ``source``, ``kind``, ``platform``, ``searched_on``, ``export``, ``state`` (ready or missing) and
        ``remedy``.
    """
    rows = []
    for one in protocol.sources:
        ready = source_key(one.name) in exports
        remedy = "" if ready else f"Save the export of {one.name} as data/exports/{one.export}"
        rows.append(
            {
                "source": one.name,
                "kind": one.kind,
                "platform": one.platform or one.name,
                "searched_on": one.searched_on or protocol.search.date,
                "export": one.export,
                "state": "ready" if ready else "missing",
                "remedy": remedy,
            }
        )
    return pd.DataFrame(rows, dtype="str")


def native_queries(protocol: Protocol) -> pd.DataFrame:
    """Write the protocol's query in the syntax of every source (see `cireview.query.render_queries`).

    A source whose syntax is not known gets the query as it stands, and its losses say so.
    """
    screen, search = protocol.practical_screen, protocol.search
    query = parse_query(search.query, file="config/protocol.yaml")
    tables = []
    for one in protocol.sources:
        try:
            table = render_queries(
                query,
                databases=[one.query_for or one.name],
                fields=search.fields,
                years=(screen.years.first, screen.years.last) if screen.years else None,
                languages=screen.languages,
                document_types=screen.document_types,
            )
        except QueryError:
            row = {"query": search.query, "fields": ", ".join(search.fields), "losses": _UNKNOWN}
            table = pd.DataFrame([row], columns=list(COLUMNS)).fillna("")
        tables.append(table.assign(database=one.name))
    return pd.concat(tables, ignore_index=True)


def describe_search(
    reading: Reading, *, file: str, source: str, search_id: str, searched_on: str
) -> pd.DataFrame:
    """Return the row of SEARCH that tells what the reading of one export file gave."""
    imported, rejected = len(reading.records), len(reading.rejected)
    whole = imported + rejected == reading.expected
    row = {
        "search_id": search_id,
        "source": source,
        "searched_on": searched_on,
        "file": file,
        "format": reading.format,
        "encoding": reading.encoding,
        "found": reading.expected,
        "imported": imported,
        "rejected": rejected,
        "complete": "yes" if whole and not rejected else f"no: {imported} of {reading.expected} records read",
        "warnings": "; ".join(reading.warnings),
    }
    return SEARCH.conform(pd.DataFrame([row]))


def combine(tables: Sequence[pd.DataFrame], schema: Schema, *, missing: Sequence[str] = ()) -> pd.DataFrame:
    """Put the tables of all searches under each other; with SEARCH, name the sources that are `missing`."""
    table = pd.concat([schema.empty(), *tables], ignore_index=True)
    nothing = {**dict.fromkeys(SEARCH.columns, ""), **dict.fromkeys(SEARCH.numbers, 0), "complete": "missing"}
    absent = [{**nothing, "search_id": source_key(name), "source": name} for name in missing]
    table = pd.concat([table, pd.DataFrame(absent)], ignore_index=True) if absent else table
    return schema.conform(table).astype(dict.fromkeys(sorted(schema.numbers), "int64"))
