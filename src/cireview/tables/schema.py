"""The tables that stages pass to each other: their columns, and the meaning of each column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from cireview.errors import Problem, TableError

INCLUDE, EXCLUDE, UNSURE = "include", "exclude", "unsure"
DECISIONS = (INCLUDE, EXCLUDE, UNSURE)
YES, NO = "yes", "no"
ANSWERS = (YES, NO, UNSURE)
MEETS = "meets_"
"""Columns named by it and the id of a criterion hold whether an abstract meets that criterion."""
CODED, EVIDENCE, CELL = "code_", "evidence_", "cell_"
"""Columns named by them and the id of a dimension, or of a table's column, hold codes and evidence."""
ASKED = (MEETS, CODED, CELL)
"""What the columns that people fill begin with, where there is one for each question."""


@dataclass(frozen=True)
class Schema:
    """Name, columns and number columns of one kind of table.

    Parameters
    ----------
    name
        What a row is.
    columns
        Column names with their meaning, in the order in which they are written.
    numbers
        Columns that hold numbers; all others hold text, and a missing text is the empty string.
    """

    name: str
    columns: Mapping[str, str]
    numbers: frozenset[str] = frozenset()

    def empty(self) -> pd.DataFrame:
        """Return the table with no rows, columns typed as in a full one."""
        return self.conform(pd.DataFrame({column: [] for column in self.columns}))

    def conform(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return `frame` with the schema's columns first, text as str, missing text as "".

        Raises
        ------
        TableError
            If a column of the schema is missing.
        """
        missing = [column for column in self.columns if column not in frame.columns]
        if missing:
            raise TableError(
                Problem(f"the table (each row is a {self.name}) lacks the column(s) {', '.join(missing)}")
            )
        extra = [column for column in frame.columns if column not in self.columns]
        frame = frame[[*self.columns, *extra]].reset_index(drop=True)
        text = [column for column in self.columns if column not in self.numbers]
        # A large table is conformed at every step, so columns that are already text are not built again.
        loose = [column for column in text if frame[column].dtype != "str" or frame[column].hasnans]
        filled = {column: frame[column].astype(object).where(frame[column].notna(), "") for column in loose}
        return frame.assign(**{column: values.astype("str") for column, values in filled.items()})


RECORD = Schema(
    "record",
    {
        "record_id": "stable id: source and accession, or else a hash of the content",
        "source": "database or register that gave the record",
        "accession": "the source's own id of the record",
        "search_id": "search (export file or archived query) that found the record",
        "title": "title as the source gave it",
        "abstract": "abstract as the source gave it",
        "authors": "authors as 'Family, Given; Family, Given'",
        "affiliations": "affiliations joined by '; '",
        "year": "year or date of publication as the source gave it",
        "journal": "journal or other container, in full or abbreviated, as the source gave it",
        "volume": "volume",
        "issue": "issue",
        "pages": "pages as 'first-last' or an article number",
        "doi": "DOI as the source gave it, bare or as a URL",
        "pmid": "PubMed id",
        "issn": "ISSNs joined by '; '",
        "language": "language as the source named it",
        "document_type": "document type as the source named it",
        "keywords": "keywords joined by '; '",
        "url": "address of the record",
        "notes": "notes that came with the record, joined by '; '",
    },
)

REJECTED = Schema(
    "rejected record",
    {
        "search_id": "search whose file contained it",
        "file": "name of the file",
        "line": "line of the file where the rejected part starts",
        "reason": "why it is not a record",
        "text": "the first 500 characters of what was rejected",
    },
    frozenset({"line"}),
)

LINE = Schema(
    "record's place in its file",
    {
        "record_id": "a record",
        "file": "export file that holds it",
        "line": "line of the file, or row of the table, where it starts",
    },
    frozenset({"line"}),
)

MATCH = Schema(
    "match",
    {
        "record_id": "a record",
        "report_id": "the report that it is a record of (the record_id of the one kept)",
        "rule": "rule that joined the record to its report; 'single' for a record without duplicates",
        "score": "similarity of the pair that joined it, 0 to 1; 1 for 'single'",
    },
    frozenset({"score"}),
)

POSSIBLE = Schema(
    "possible duplicate",
    {
        "record_id_1": "one record",
        "record_id_2": "the other record",
        "score": "similarity of the pair, 0 to 1",
        "rule": "why they may be the same report",
        "doubt": "why they may be different reports",
    },
    frozenset({"score"}),
)

DECISION = Schema(
    "decision",
    {
        "record_id": "record or report decided on",
        "stage": "rules, screening, retrieval or eligibility",
        "decision": "include, exclude or unsure",
        "reason": "id of the criterion that failed",
        "decided_by": "reviewer, rule or model",
        "decided_on": "date as the person wrote it, ISO 8601",
        "note": "what the person added",
    },
)

CRITERION_LABEL = Schema(
    "criterion label",
    {
        "record_id": "report",
        "criterion": "id of the criterion",
        "met": "yes, no or unsure",
        "decided_by": "reviewer or adjudicator",
        "decided_on": "date as the person wrote it, ISO 8601",
    },
)

CODE = Schema(
    "code",
    {
        "record_id": "report that was coded",
        "dimension": "id of the codebook's dimension",
        "value": "one value; several values are several rows",
        "evidence": "sentence that is the evidence",
        "start": "offset of the sentence's first character in the text; -1 if not known",
        "end": "offset after its last character; -1 if not known",
        "coder": "person or 'suggestion'",
    },
    frozenset({"start", "end"}),
)
