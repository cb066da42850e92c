"""One Boolean query or strategy, read once, written for every database, and checked against records.

The package can be called: ``cireview.query("child* AND youth").to("pubmed")``.
"""

import sys
from types import ModuleType

from cireview.query.catalogue import databases, find_database
from cireview.query.database import Database, Limit, Tag
from cireview.query.limits import NO_LIMITS, SearchLimits, asked_limits
from cireview.query.match import matches
from cireview.query.parse import parse_query
from cireview.query.recognise import is_native
from cireview.query.search import Search, read_query
from cireview.query.strategy import Strategy, StrategyLine, read_strategy
from cireview.query.table import render_queries, render_strategy, write_queries_page
from cireview.query.translate import write_strategy
from cireview.query.tree import (
    FIELDS,
    And,
    Heading,
    Native,
    Near,
    Not,
    Or,
    Query,
    Scoped,
    Term,
    write_canonical,
)
from cireview.query.verbatim import read_verbatim
from cireview.query.write import NativeQuery, write_query

__all__ = [
    "FIELDS",
    "NO_LIMITS",
    "And",
    "Database",
    "Heading",
    "Limit",
    "Native",
    "NativeQuery",
    "Near",
    "Not",
    "Or",
    "Query",
    "Scoped",
    "Search",
    "SearchLimits",
    "Strategy",
    "StrategyLine",
    "Tag",
    "Term",
    "asked_limits",
    "databases",
    "find_database",
    "is_native",
    "matches",
    "parse_query",
    "read_query",
    "read_strategy",
    "read_verbatim",
    "render_queries",
    "render_strategy",
    "write_canonical",
    "write_queries_page",
    "write_query",
    "write_strategy",
]


class _Callable(ModuleType):
    # `cireview.query` is this package as soon as anything of it is imported: no function can have the name.
    def __call__(self, text: str) -> Search:
        return read_query(text)


sys.modules[__name__].__class__ = _Callable
