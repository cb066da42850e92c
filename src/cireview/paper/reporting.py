"""Fill the checklists of a review, and write its searches as an appendix, for people and for repositories."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from cireview.labels import Team
from cireview.paper.appendix import write_latex_appendix
from cireview.paper.checklists import ALWAYS, Stated, fill_checklist, gather_facts
from cireview.paper.make import Files
from cireview.prisma.table import read_flow
from cireview.review import Review
from cireview.search.appendix import HISTORY, write_appendix, write_history
from cireview.search.deposit import DEPOSIT, Statement, write_deposits
from cireview.tables import read_table, write_table


def write_checklists(review: Review, inputs: Files, outputs: Files) -> None:
    """Write the checklists and the searches as an appendix.

    Parameters
    ----------
    review
        The people's side of the review.
    inputs
        Paths of the tables ``searches`` and ``flow``.
    outputs
        Paths of ``prisma_2020``, ``prisma_s``, ``appendix``, ``appendix_tex``, and of the ``histories`` and
        ``deposits``, one for each search and named by its id.
    """
    searches, flow = read_table(inputs["searches"]), read_flow(read_table(inputs["flow"]))
    filled = fill_checklists(review, searches, flow)
    for name in ("prisma_2020", "prisma_s"):
        write_table(filled[name], outputs[name])
    _write(Path(outputs["appendix"]), write_appendix(searches))
    _write(Path(outputs["appendix_tex"]), write_latex_appendix(searches))
    deposits = write_deposits(searches, _state_search(review))
    for file in map(Path, outputs["deposits"]):
        if file.name.removesuffix(DEPOSIT) in deposits:
            _write(file, deposits[file.name.removesuffix(DEPOSIT)])
    histories = {Path(file).name.removesuffix(HISTORY): Path(file) for file in outputs["histories"]}
    # A search whose export file is missing has no history yet.
    for row in searches[searches["search_id"].isin(list(histories))].to_dict("records"):
        _write(histories[row["search_id"]], write_history(row))


def fill_checklists(
    review: Review, searches: pd.DataFrame, flow: Mapping[str, Any]
) -> dict[str, pd.DataFrame]:
    """Return the checklists of every review and those of ``reporting``, by name; see `fill_checklist`."""
    facts = gather_facts(_state(review), searches=searches, flow=flow)
    statements = review.protocol.statements.model_dump()
    names = dict.fromkeys([*ALWAYS, *review.protocol.reporting])
    return {name: fill_checklist(name, statements=statements, facts=facts) for name in names}


def _state(review: Review) -> Stated:
    """Return what people state that checklists ask for."""
    protocol, screen = review.protocol, review.protocol.practical_screen
    years, languages, types = screen.years, screen.languages, screen.document_types
    rules = [f"published {years.first} to {years.last}"] if years else []
    rules += [f"in {', '.join(languages)}"] if languages else []
    rules += [f"document type {', '.join(types)}"] if types else []
    criteria = [*screen.criteria, *protocol.methodological_screen.criteria]
    return Stated(
        title=protocol.title,
        question=protocol.question.main,
        kinds={source.name: source.kind for source in protocol.sources},
        team=Team(**screen.team),
        coders=[*protocol.review.active, *protocol.review.former],
        amendments=[(one.on, one.change, one.reason) for one in protocol.amendments],
        criteria=list(dict.fromkeys(one.text for one in criteria)),
        rules=rules,
        variables=[dimension.label for dimension in review.codebook.dimensions],
    )


def _state_search(review: Review) -> Statement:
    """Return what people say of all searches."""
    protocol, said = review.protocol, review.protocol.statements
    question, validation = protocol.question.main, protocol.search.validation
    return Statement(protocol.title, question, validation, said.peer_review, said.search_filters)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
