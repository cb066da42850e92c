"""One Boolean query, parsed once, written out for every database, and checked against records."""

from cireview.query.catalogue import databases, find_database
from cireview.query.database import Database, Limit, Tag
from cireview.query.limits import NO_LIMITS, SearchLimits
from cireview.query.match import matches
from cireview.query.parse import parse_query
from cireview.query.table import render_queries, write_queries_page
from cireview.query.tree import (
    FIELDS,
    And,
    Heading,
    Near,
    Not,
    Or,
    Query,
    Scoped,
    Term,
    write_canonical,
)
from cireview.query.write import NativeQuery, write_query

__all__ = [
    "FIELDS",
    "NO_LIMITS",
    "And",
    "Database",
    "Heading",
    "Limit",
    "NativeQuery",
    "Near",
    "Not",
    "Or",
    "Query",
    "Scoped",
    "SearchLimits",
    "Tag",
    "Term",
    "databases",
    "find_database",
    "matches",
    "parse_query",
    "render_queries",
    "write_canonical",
    "write_queries_page",
    "write_query",
]
