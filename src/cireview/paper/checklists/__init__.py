"""Reporting checklists, filled with what the run and the protocol know; the rest is left to the authors.

The items stand in CSV files beside this module, with numbers and names of the standards and what they ask in
our own words: PRISMA 2020 and its checklist for abstracts (Page MJ et al., BMJ 2021;372:n71, doi
10.1136/bmj.n71, CC BY 4.0), PRISMA-S (Rethlefsen ML et al., Syst Rev 2021;10:39, doi
10.1186/s13643-020-01542-z, CC BY 4.0), PRISMA-ScR (Tricco AC et al., Ann Intern Med 2018;169:467, doi
10.7326/M18-0850) and SWiM (Campbell M et al., BMJ 2020;368:l6890, doi 10.1136/bmj.l6890, CC BY 4.0).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from cireview.errors import Problem, TableError
from cireview.paper.checklists.facts import Stated, gather_facts
from cireview.plugins import Registry, blaming
from cireview.tables import Schema, read_table

__all__ = [
    "ALWAYS",
    "AUTHORS",
    "CHECKLISTS",
    "Checklist",
    "Stated",
    "fill_checklist",
    "find_checklist",
    "gather_facts",
    "read_items",
]

AUTHORS = "for the authors"


@dataclass(frozen=True)
class Checklist:
    """A reporting checklist.

    Parameters
    ----------
    title
        Its name.
    source
        What to cite for it.
    file
        File of its items (`read_items`): its name beside this module, or the path of one of another package.
    """

    title: str
    source: str
    file: str | Path


CHECKLISTS: Mapping[str, Checklist] = {
    "prisma_2020": Checklist(
        "PRISMA 2020 checklist", "Page MJ et al., BMJ 2021;372:n71, doi 10.1136/bmj.n71", "prisma_2020.csv"
    ),
    "prisma_2020_abstracts": Checklist(
        "PRISMA 2020 for Abstracts checklist",
        "Page MJ et al., BMJ 2021;372:n71, doi 10.1136/bmj.n71",
        "prisma_2020_abstracts.csv",
    ),
    "prisma_s": Checklist(
        "PRISMA-S checklist",
        "Rethlefsen ML et al., Syst Rev 2021;10:39, doi 10.1186/s13643-020-01542-z",
        "prisma_s.csv",
    ),
    "scr": Checklist(
        "PRISMA-ScR checklist",
        "Tricco AC et al., Ann Intern Med 2018;169:467, doi 10.7326/M18-0850",
        "scr.csv",
    ),
    "swim": Checklist(
        "SWiM items", "Campbell M et al., BMJ 2020;368:l6890, doi 10.1136/bmj.l6890", "swim.csv"
    ),
}
"""All checklists of ours by their name in ``reporting`` of the protocol."""
BY_NAME = Registry("cireview.checklists", CHECKLISTS, fits=lambda part: isinstance(part, Checklist))
ALWAYS: Sequence[str] = ("prisma_2020", "prisma_2020_abstracts", "prisma_s")
"""Checklists of every review."""

_ITEM = Schema(
    "item of a checklist",
    {
        "item": "number of the item in the standard",
        "section": "part of the paper that it concerns",
        "topic": "its short name",
        "asks": "what it asks for, in our words",
        "run": "what the run says, with names of facts in braces",
        "statement": "key of the protocol's statements that says more",
        "location": "where it is in the paper, if cireview put it there",
    },
)


def find_checklist(name: str) -> Checklist:
    """Return a checklist of ours, or one that another package brings; raise a TableError if there is none."""
    found = BY_NAME.get(name)
    if found is None:
        message = f"there is no checklist {name!r}"
        raise TableError(Problem(message, remedy=f"There are {', '.join(BY_NAME.names())}"))
    return found


@cache
def read_items(name: str) -> pd.DataFrame:
    """Return the items of a checklist, with the columns of the files beside this module."""
    with blaming(BY_NAME.find(name), "has items that cannot be read"):
        return read_table(Path(__file__).parent / find_checklist(name).file, _ITEM)


def fill_checklist(name: str, *, statements: Mapping[str, str], facts: Mapping[str, str]) -> pd.DataFrame:
    """Fill a checklist.

    Parameters
    ----------
    name
        One of `CHECKLISTS`, or of another package.
    statements
        ``statements`` of the protocol.
    facts
        What the run knows (`gather_facts`).

    Returns
    -------
    pandas.DataFrame
        ``item``, ``section``, ``topic``, ``asks``, ``told``, ``from`` (run, protocol, both or authors) and
        ``location``, which is for the authors to fill where it is blank.
    """
    rows = []
    for row in read_items(name).to_dict("records"):
        with blaming(BY_NAME.find(name), f"asks in item {row['item']} for a fact that does not exist"):
            stated = statements[row["statement"]] if row["statement"] else ""
            parts = {"run": row["run"].format(**facts), "protocol": stated}
        answers = {origin: text for origin, text in parts.items() if text}
        answer, origins = ". ".join(answers.values()), " and ".join(answers)
        location = row["location"] if answers else ""
        head = [row[column] for column in ("item", "section", "topic", "asks")]
        rows.append((*head, answer or AUTHORS, origins or "authors", location))
    columns = ["item", "section", "topic", "asks", "told", "from", "location"]
    return pd.DataFrame(rows, columns=columns, dtype="str")
