"""List the articles that a coder still has to code, each in one row with all its questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from cireview.places import place
from cireview.reading.handed_out import name_recipient
from cireview.sheets.coding import coding_sheets
from cireview.sheets.content import Recipients
from cireview.tables import RECORD, read_table
from cireview.tables.questions import Question

_TOLD = ("suggestion", "suggestion_evidence", "struck_suggestion", "said")
_TEXTS = ["abstract", "journal", "keywords", "doi"]


def list_articles(
    root: Path,
    person: str,
    *,
    adjudicator: str | None,
    questions: Sequence[Question],
    suggests: bool,
) -> list[dict[str, str]]:
    """Return the rows of a person's coding sheet, one for each article.

    Parameters
    ----------
    root
        The review's folder.
    person
        The coder, or several who settle conflicts together.
    adjudicator, questions
        Of protocol and codebook.
    suggests
        Whether coders see what is suggested.

    Returns
    -------
    list
        ``record_id``, ``title``, ``authors``, ``year``, the texts, ``dimensions`` (ids with blanks between),
        and ``<dimension>.suggestion`` and the like.
    """
    awaiting = read_table(root / place("coding_awaiting"))
    reports = read_table(root / place("reports"), RECORD)
    people = [name_recipient(person)]
    sheets = coding_sheets(
        reports[reports["record_id"].isin(list(awaiting["record_id"]))],
        suggestions=read_table(root / place("suggestions")) if suggests else None,
        recipients=Recipients(people, adjudicator, awaiting, read_table(root / place("coding_conflicts"))),
        questions=questions,
    )
    rows = pd.concat(sheets.values(), ignore_index=True).fillna("")
    texts = reports.set_index("record_id")[_TEXTS]
    articles = []
    for report, part in rows[rows["coder"] == person].groupby("record_id", sort=False):
        first = part.iloc[0]
        shown = {name: str(first[name]) for name in ("record_id", "title", "authors", "year")}
        for row in part.to_dict("records"):
            shown |= {f"{row['dimension']}.{name}": str(row.get(name, "")) for name in _TOLD}
        shown["dimensions"] = " ".join(part["dimension"])
        articles.append(shown | {str(name): str(text) for name, text in texts.loc[str(report)].items()})
    return articles
