"""A Boolean query in the syntax of any database."""

from __future__ import annotations

from dataclasses import dataclass

from cireview.query.catalogue import databases
from cireview.query.parse import parse_query
from cireview.query.tree import Query
from cireview.query.write import NativeQuery, write_query


@dataclass(frozen=True)
class Search:
    """A query that was read; `to` writes it for a database."""

    text: str
    tree: Query

    def to(self, database: str) -> NativeQuery:
        """Return the query for a database: ``text`` to paste, and ``losses`` that it cannot express."""
        return write_query(self.tree, database=database)

    def to_all(self) -> dict[str, NativeQuery]:
        """Return the query for every database that is known, by its key."""
        return {database.key: self.to(database.key) for database in databases()}


def read_query(text: str) -> Search:
    """Read a Boolean query, such as ``(child* OR youth) AND "collective impact"[ti]``.

    Parameters
    ----------
    text
        Query as docs/queries.md describes it; many tags of PubMed and Ovid are known.

    Returns
    -------
    Search
        What was read.

    Raises
    ------
    QueryError
        If it cannot be read; the message points at the place.
    """
    return Search(text, parse_query(text))
