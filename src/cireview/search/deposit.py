"""One search as a record for a repository of searches, with what searchRxiv asks for.

searchRxiv keeps of a search its title, dates, description, keywords, validation and database details
(searchrxiv.org/faqs). We found no file format that it reads: a person pastes field by field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from cireview.search.appendix import describe_searches, lay_out_query
from cireview.sources.outcome import NOT_STATED
from cireview.tables.markdown import escape_markdown

DEPOSIT = ".md"
"""How the name of a record ends."""


@dataclass(frozen=True)
class Statement:
    """What people say of all searches of a review.

    Parameters
    ----------
    title, question
        Title and main question of the review.
    validation, peer_review, filters
        How the search was validated, who reviewed it, which published filters it has; empty for not stated.
    """

    title: str
    question: str
    validation: str = ""
    peer_review: str = ""
    filters: str = ""


def write_deposits(searches: pd.DataFrame, stated: Statement) -> dict[str, str]:
    """Return the record of each search as Markdown, by the id of the search.

    Parameters
    ----------
    searches
        The log of all searches (SEARCH_LOG).
    stated
        What people say of all of them.
    """
    rows = searches.astype("str").to_dict("records")
    records = {}
    for row, search in zip(rows, describe_searches(searches), strict=True):
        fields = dict(_list_fields({str(key): str(value) for key, value in row.items()}, stated))
        body = [f"- {name}: {escape_markdown(value or NOT_STATED)}" for name, value in fields.items()]
        lines = ["## Search strategy", "", *([search.remark, ""] if search.remark else [])]
        title = escape_markdown(f"{stated.title}: {search.name}")
        records[search.search_id] = "\n".join([f"# {title}", "", *body, "", *lines, *lay_out_query(search)])
    return records


def _list_fields(row: dict[str, str], stated: Statement) -> Iterator[tuple[str, str]]:
    yield "Title of the review", stated.title
    yield "Question", stated.question
    yield "Database", row["source"]
    yield "Platform", row["platform"]
    yield "Coverage", row["coverage"]
    yield "Date of the search", row["searched_on"]
    yield "Hits", row["found"] if row["found"] not in ("-1", "<NA>", "nan") else ""
    yield "Limits set beside the query", row["limits"] or "none"
    yield "Published filters", stated.filters
    yield "Validation", stated.validation
    yield "Peer review", stated.peer_review
    yield "How the query is known", row["query_from"]
