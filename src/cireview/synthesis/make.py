"""Make the chosen tables and figures of a review, each from one definition in every format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from cireview.coding import CODE_CONFLICT
from cireview.figures.saving import save_figure
from cireview.paper.codes import Lacking, find_lacking
from cireview.paper.make import Files, by_stem
from cireview.paper.tables import cite_reports, describe_articles, spell_journals
from cireview.prisma import FATE
from cireview.protocol import OF_RECORDS, Chosen
from cireview.review import Review, choose_synthesis
from cireview.synthesis.articles import characteristics_page, matrix_page, table_1_page
from cireview.synthesis.axes import Axis, hold_codes, journal_axis, year_axis
from cireview.synthesis.crossed import co_occurrence_page, count_page, cross_page, map_page, years_page
from cireview.synthesis.page import Material, Page
from cireview.synthesis.themes import themes_page
from cireview.synthesis.word import write_word
from cireview.synthesis.writing import write_html, write_latex, write_markdown
from cireview.tables import CODE, RECORD, read_table, write_table

_OF_SEVERAL: dict[str, Callable[[Material, str, Sequence[str], str], Page]] = {
    "characteristics": characteristics_page,
    "table_1": table_1_page,
    "cross": cross_page,
    "map": map_page,
}
_OF_ONE: dict[str, Callable[[Material, str, str, str], Page]] = {
    "matrix": matrix_page,
    "co_occurrence": co_occurrence_page,
    "years": years_page,
    "count": count_page,
    "themes": themes_page,
}
_WRITERS = {"md": write_markdown, "tex": write_latex, "html": write_html}


def write_synthesis(review: Review, inputs: Files, outputs: Files) -> None:
    """Write the chosen tables and figures.

    Parameters
    ----------
    review
        The people's side of the review.
    inputs
        Paths of ``records``, ``reports``, ``fates``, ``codes``, ``conflicts`` of codes, and of the paper's
        tables ``included`` and ``summary``.
    outputs
        Paths of each page by ``csv``, ``md``, ``tex`` and ``html``, of the drawn ones by ``svg``, ``pdf`` and
        ``png``, all named by the page, and of one Word document, ``word``, if any is asked for.
    """
    material = gather_material(review, inputs)
    pages = [make_page(material, chosen) for chosen in choose_synthesis(review)]
    sheets = by_stem(outputs["csv"])
    drawings = [by_stem(outputs[suffix]) for suffix in ("svg", "pdf", "png")]
    for page in pages:
        write_table(page.data, sheets[page.name])
        for suffix, write in _WRITERS.items():
            by_stem(outputs[suffix])[page.name].write_text(write(page), encoding="utf-8", newline="\n")
        if page.figure is not None:
            files = [paths[page.name] for paths in drawings]
            save_figure(page.figure, files, title=page.caption, description=page.description)
    for file in outputs["word"]:
        document = write_word(pages, title=review.protocol.title, drawings=drawings[-1])
        Path(file).write_bytes(document)


def gather_material(review: Review, inputs: Files) -> Material:
    """Return the data for the pages; parameters as in `write_synthesis`."""
    reports = read_table(inputs["reports"], RECORD)
    seen = read_table(inputs["records"], columns=["journal"])["journal"]
    reports = reports.assign(journal=spell_journals(reports["journal"], seen=seen))
    reports["journal"] = describe_articles(reports)["journal"]
    fates = read_table(inputs["fates"], FATE)
    included = reports[reports["record_id"].isin(fates.loc[fates["fate"] == "included", "report_id"])]
    citations = cite_reports(included).to_dict()
    cited = {str(one): citations[one] for one in sorted(citations, key=lambda one: (citations[one], one))}
    codes = read_table(inputs["codes"], CODE)
    conflicts = read_table(inputs["conflicts"], CODE_CONFLICT)
    lacking = find_lacking(codes, conflicts, included["record_id"].tolist(), review.questions)
    return Material(
        cited=cited,
        axes=_make_axes(review, included, codes, lacking),
        labels={dimension.id: dimension.label for dimension in review.codebook.dimensions},
        included=read_table(inputs["included"]),
        summary=read_table(inputs["summary"]),
        secondhand=bool(review.protocol.review.secondhand),
    )


def make_page(material: Material, chosen: Chosen) -> Page:
    """Return the page of one entry of ``synthesis``."""
    asked: Any = chosen.dimensions
    name, caption = chosen.page, chosen.caption
    several = _OF_SEVERAL.get(chosen.table or chosen.kind)
    if several is not None:
        return several(material, name, asked, caption)
    return _OF_ONE[chosen.kind](material, name, asked[0], caption)


def _make_axes(
    review: Review, included: pd.DataFrame, codes: pd.DataFrame, lacking: Lacking
) -> Mapping[str, Axis]:
    articles = included["record_id"].tolist()
    axes = {
        "year": year_axis(included, OF_RECORDS["year"]),
        "journal": journal_axis(included, OF_RECORDS["journal"]),
    }
    for dimension in review.codebook.dimensions:
        empty = review.empty[dimension.id]
        held = hold_codes(articles, codes, dimension=dimension.id, empty=empty, lacking=lacking)
        values = {one: label for one, label in review.values[dimension.id].items() if one not in empty}
        axes[dimension.id] = Axis(dimension.id, dimension.label, values, held)
    return axes
