"""The report for Word: overview, tables and figures, without what only the page on the screen can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cireview.figures.flow_files import save_flow
from cireview.flow.entries import Shown
from cireview.flow.layout import Flow, describe, layout_flow
from cireview.paper.document import Block, Grid, Heading, Paragraph, Picture
from cireview.paper.draw import draw_paper_figures
from cireview.paper.make import choose_printed
from cireview.paper.overview import list_overview
from cireview.paper.run_tables import RunTables
from cireview.paper.supplement import gather_agreement
from cireview.paper.word import write_word
from cireview.prisma.table import read_notes
from cireview.review import Review

_DPI, _WIDTH = 200, 160.0
_SEARCH = {"source": "Source", "platform": "Platform", "searched_on": "Searched on", "imported": "Records"}
_AGREED = {
    "stage": "Stage",
    "reviewer_1": "Reviewer",
    "reviewer_2": "and",
    "n": "n",
    "agreement": "Agreement",
    "kappa": "Kappa",
}


def lay_out_flow(tables: RunTables, width: float) -> Flow:
    """Return the flow of a review with all that has to be said below it."""
    notes = read_notes(tables.read("flow"))
    return layout_flow(tables.flow, width=width, shown=Shown(notes=tuple(notes), listed_in="flow.csv"))


def write_report_word(review: Review, tables: RunTables, pictures: Path, *, warnings: Sequence[str]) -> bytes:
    """Return the report as a .docx.

    Parameters
    ----------
    review, tables
        The people's side of a review, and what its last run made.
    pictures
        Folder to draw pictures into, which the document takes in.
    warnings
        What is not finished.
    """
    flow = lay_out_flow(tables, _WIDTH)
    save_flow(flow, [pictures / "flow.png"], dpi=_DPI)
    coded = tables.summary.loc[tables.summary["coded"] > 0, "dimension"].unique()
    names = ["sources", "years", *(f"codes_{name}" for name in coded)]
    inputs = {**tables.paths, "tables": tables.files}
    draw_paper_figures(review, inputs, {"png": [pictures / f"{name}.png" for name in names]})
    drawn = {"flow": (flow.width, describe(flow)), **dict.fromkeys(names, (_WIDTH, ""))}
    return write_word(review.protocol.title, list(_list_blocks(review, tables, pictures, drawn, warnings)))


def _list_blocks(
    review: Review,
    tables: RunTables,
    pictures: Path,
    drawn: dict[str, tuple[float, str]],
    warnings: Sequence[str],
) -> Iterator[Block]:
    labels = {dimension.id: dimension.label for dimension in review.codebook.dimensions}
    printed, captions = choose_printed(tables.paper | {"summary": tables.summary}, labels)
    yield from (Paragraph(f"Unfinished: {one}", warns=True) for one in warnings)
    yield from map(Paragraph, [review.protocol.note, *review.protocol.notes])
    yield Heading("Overview")
    heads = {"step": "Step", "what": "Records and reports"}
    yield Grid(list_overview(tables.flow).rename(columns=heads), "Records and reports by step", (2, 3, 1))
    width, text = drawn.pop("flow")
    yield Picture(pictures / "flow.png", "PRISMA 2020 flow diagram", text, width)
    yield Heading("Search")
    yield Grid(tables.read("searches")[[*_SEARCH]].rename(columns=_SEARCH), "Searches")
    yield Picture(pictures / "sources.png", "Records by source", "Bars of the numbers in the table above")
    yield Heading("Selection")
    agreed = gather_agreement(tables.agreements).reindex(columns=[*_AGREED], fill_value="")
    yield from [Grid(agreed.rename(columns=_AGREED), "Agreement of people")] if len(agreed) else []
    yield Heading("Synthesis")
    yield from (Grid(printed[name], caption) for name, caption in captions.items())
    for name in (one for one in drawn if one != "sources"):
        label = labels.get(name.removeprefix("codes_"), "Years of publication")
        yield Picture(pictures / f"{name}.png", label, f"Bars of the numbers of articles: {label}", 85)
