"""Our tables: their schemas, and the only code that knows the files they are kept in."""

from cireview.tables.files import guard_formula, read_table, unguard_formula, write_table
from cireview.tables.schema import (
    ANSWERS,
    CODE,
    CRITERION_LABEL,
    DECISION,
    DECISIONS,
    EXCLUDE,
    INCLUDE,
    MATCH,
    MEETS,
    NO,
    POSSIBLE,
    RECORD,
    REJECTED,
    UNSURE,
    YES,
    Schema,
)

__all__ = [
    "ANSWERS",
    "CODE",
    "CRITERION_LABEL",
    "DECISION",
    "DECISIONS",
    "EXCLUDE",
    "INCLUDE",
    "MATCH",
    "MEETS",
    "NO",
    "POSSIBLE",
    "RECORD",
    "REJECTED",
    "UNSURE",
    "YES",
    "Schema",
    "guard_formula",
    "read_table",
    "unguard_formula",
    "write_table",
]
