"""Our tables: their schemas, and the only code that knows the files they are kept in."""

from cireview.tables.files import guard_formula, read_table, unguard_formula, write_table
from cireview.tables.schema import (
    CODE,
    DECISION,
    DECISIONS,
    EXCLUDE,
    INCLUDE,
    MATCH,
    POSSIBLE,
    RECORD,
    REJECTED,
    UNSURE,
    Schema,
)

__all__ = [
    "CODE",
    "DECISION",
    "DECISIONS",
    "EXCLUDE",
    "INCLUDE",
    "MATCH",
    "POSSIBLE",
    "RECORD",
    "REJECTED",
    "UNSURE",
    "Schema",
    "guard_formula",
    "read_table",
    "unguard_formula",
    "write_table",
]
