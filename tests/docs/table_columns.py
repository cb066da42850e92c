"""Write docs/tables.md, the tables of a review and their columns: `python tests/docs/table_columns.py`.

Most tables have a schema, whose words the page takes. What the others hold stands in `table_columns.csv`; its
row without a column says what a row of the table is.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cireview.citations import CITATION, CITATION_LOG
from cireview.coding import CODE_CONFLICT, CODED_VALUE, CODING_AGREEMENT, SUGGESTED, SUGGESTION_SCORE
from cireview.deduplication import outcome
from cireview.formats.reading import LINE, REJECTED
from cireview.full_texts import FULL_TEXT
from cireview.identity import FORMER
from cireview.labels import CONFLICT, CRITERION_NOTE, REOPENED
from cireview.labels.criteria import CRITERION_LABEL
from cireview.practical_screen import RULES_BY_SOURCE
from cireview.prisma import FATE, LIFE
from cireview.prisma.overlap import INTERSECTION, PAIR_OVERLAP, SOURCE_OVERLAP
from cireview.search.log import SEARCH_LOG
from cireview.search.notices import NOTICE
from cireview.sources.open_access import OPEN_ACCESS
from cireview.tables import DECISION, MATCH, RECORD, Schema
from cireview.versions.changes import CHANGE

PAGE = Path(__file__).parents[2] / "docs/tables.md"
OTHERS = Path(__file__).with_suffix(".csv")
SCREENS = ("4_practical_screen", "5_methodological_screen")
SCHEMAS: dict[str, Schema] = {
    "3_search/records.parquet": RECORD,
    "3_search/lines.parquet": LINE,
    "3_search/searches.csv": SEARCH_LOG,
    "3_search/rejected.csv": REJECTED,
    "3_search/duplicates.csv": MATCH,
    "3_search/possible_duplicates.csv": outcome.POSSIBLE,
    "3_search/possible_duplicates_not_asked.csv": outcome.POSSIBLE,
    "3_search/unique.parquet": RECORD,
    "3_search/former_ids.csv": FORMER,
    "3_search/citations.csv": CITATION,
    "3_search/citation_searches.csv": CITATION_LOG,
    "4_practical_screen/rules.csv": DECISION,
    "4_practical_screen/rules_by_source.csv": RULES_BY_SOURCE,
    "4_practical_screen/criteria_labels.csv": CRITERION_LABEL,
    "4_practical_screen/criteria_notes.csv": CRITERION_NOTE,
    **{f"{screen}/decisions.csv": DECISION for screen in SCREENS},
    **{f"{screen}/conflicts.csv": CONFLICT for screen in SCREENS},
    **{f"{screen}/reopened.csv": REOPENED for screen in SCREENS},
    "5_methodological_screen/full_texts.csv": FULL_TEXT,
    "5_methodological_screen/open_access.csv": OPEN_ACCESS,
    "6_review/suggestions.csv": SUGGESTED,
    "6_review/suggestion_scores.csv": SUGGESTION_SCORE,
    "6_review/coded.csv": CODED_VALUE,
    "6_review/conflicts.csv": CODE_CONFLICT,
    "6_review/agreement.csv": CODING_AGREEMENT,
    "7_synthesis/fates.csv": FATE,
    "7_synthesis/notices.csv": NOTICE,
    "7_synthesis/changes.csv": CHANGE,
    "7_synthesis/tables/records.csv": LIFE,
    "7_synthesis/tables/overlap.csv": SOURCE_OVERLAP,
    "7_synthesis/tables/overlap_pairs.csv": PAIR_OVERLAP,
    "7_synthesis/tables/overlap_intersections.csv": INTERSECTION,
}
HEAD = """\
# Tables and their columns

A run writes these tables to `results/`. CSV files are UTF-8 with a byte order mark, so that Excel opens them
directly. Tables that are too large for a spreadsheet are Parquet files. An empty cell means that the value is
not known or does not apply. `python tests/docs/table_columns.py` writes this page.

Tables of the synthesis (`7_synthesis/synthesis/`, `tables/included.csv`) have a column for each dimension of
your codebook: [Tables and figures](synthesis.md) describes them.
"""


def list_tables() -> dict[str, tuple[str, dict[str, str]]]:
    """Return what a row is and the meaning of each column, by the path of a table in `results/`."""
    tables = {path: (schema.name, dict(schema.columns)) for path, schema in SCHEMAS.items()}
    others = pd.read_csv(OTHERS, dtype=str, keep_default_na=False)
    for path, rows in others.groupby("file", sort=False):
        meanings = dict(zip(rows["column"], rows["meaning"], strict=True))
        tables[str(path)] = (meanings.pop(""), meanings)
    return dict(sorted(tables.items()))


def render_page() -> str:
    """Return the page."""
    parts = [HEAD]
    for path, (row, columns) in list_tables().items():
        one = row if row.split()[0] in ("a", "an", "the", "two") else f"one {row}"
        head = f"## `{path}`\n\nA row: {one}.\n\n| column | meaning |\n| --- | --- |"
        escaped = ((name, meaning.replace("|", "\\|")) for name, meaning in columns.items())
        parts.append("\n".join([head, *(f"| `{name}` | {meaning} |" for name, meaning in escaped)]) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(render_page(), encoding="utf-8")
