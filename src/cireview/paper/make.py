"""Make the tables and figures of the paper from the results of the steps before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from cireview.figures.charts import HALF_WIDTH, bars, columns, curve, matrix, save_figure
from cireview.figures.found import Certified, draw_found
from cireview.figures.overlap import describe_overlap, draw_overlap
from cireview.figures.stopping import draw_stopping
from cireview.labels import Team
from cireview.paper.checklists import PRISMA_2020, PRISMA_S, Stated, fill_checklist, gather_facts
from cireview.paper.latex import latex_table
from cireview.paper.overlap import overlap_of, tabulate_overlap
from cireview.paper.tables import (
    NOT_CODED,
    compare_published,
    count_years,
    list_excluded,
    list_included,
    spell_journals,
    spread_matrix,
    summarise_codes,
)
from cireview.prisma import FATE
from cireview.prisma.table import read_flow
from cireview.protocol import Matrix
from cireview.review import Review
from cireview.review.status import doubt_stop
from cireview.screening import trace_recall
from cireview.tables import CODE, DECISION, RECORD, read_table, write_table

Files = Mapping[str, Any]
"""Paths by name, or lists of paths, as a rule names them."""

CAPTIONS = {
    "included": "Characteristics of the included articles",
    "excluded": "Articles excluded on full text, with reasons",
    "summary": "Included articles by dimension of the codebook",
}


def write_paper_tables(review: Review, inputs: Files, outputs: Files) -> None:
    """Write the tables of the paper.

    Parameters
    ----------
    review
        The people's side of the review.
    inputs
        Paths of ``records``, ``reports``, ``fates``, ``flow``, ``codes`` and ``eligibility`` (decisions on
        full texts).
    outputs
        Paths of each table as ``csv`` and as ``tex``, named by the table, and of ``published``.
    """
    reports = read_table(inputs["reports"], RECORD)
    seen = read_table(inputs["records"], columns=["journal"])["journal"]
    reports = reports.assign(journal=spell_journals(reports["journal"], seen=seen))
    fates = read_table(inputs["fates"], FATE)
    codes = read_table(inputs["codes"], CODE)
    included = reports[reports["record_id"].isin(fates.loc[fates["fate"] == "included", "report_id"])]
    dimensions = {dimension.id: dimension.label for dimension in review.codebook.dimensions}
    decided = read_table(inputs["eligibility"], DECISION)
    notes = dict(zip(decided["record_id"], decided["note"], strict=True))
    summary = summarise_codes(included, codes, values=review.values)
    tables = {
        "included": list_included(included, codes, dimensions=dimensions, values=review.values, notes=notes),
        "excluded": list_excluded(reports, fates, reasons=review.eligibility_reasons, notes=notes),
        "summary": summary,
    }
    cells, layout = review.matrix(), review.codebook.matrix
    printed = {name: _printed(name, table, dimensions) for name, table in tables.items()}
    captions = dict(CAPTIONS)
    if layout:
        tables["matrix"] = _spread(layout, cells, {value.id: value.label for value in layout.values})
        letters = _spread(layout, cells, {value.id: value.letter for value in layout.values})
        printed["matrix"] = letters.rename(columns={"finding": "Finding"})
        captions["matrix"] = _matrix_caption(layout)
    for name, page in tabulate_overlap(overlap_of(fates, _source_names(review))).items():
        tables[name], printed[name], captions[name] = page
    sheets, pages = _by_stem(outputs["csv"]), _by_stem(outputs["tex"])
    for name, table in tables.items():
        write_table(table, sheets[name])
        _write_latex(pages[name], printed[name], caption=captions[name])
    flow = read_flow(read_table(inputs["flow"]))
    published = review.protocol.published
    numbers = published.model_dump() if published else {"flow": {}, "codes": {}, "matrix": {}}
    write_table(compare_published(flow, summary, cells, published=numbers), outputs["published"])


def write_checklists(review: Review, inputs: Files, outputs: Files) -> None:
    """Write the checklists ``prisma_2020`` and ``prisma_s`` from the tables ``searches`` and ``flow``."""
    protocol, screen = review.protocol, review.protocol.practical_screen
    stated = Stated(
        title=protocol.title,
        question=protocol.question.main,
        kinds={source.name: source.kind for source in protocol.sources},
        own_queries=[source.name for source in protocol.sources if source.query],
        team=Team(**screen.team),
        coders=[*protocol.review.active, *protocol.review.former],
        amendments=[(one.on, one.change, one.reason) for one in protocol.amendments],
    )
    searches, flow = read_table(inputs["searches"]), read_flow(read_table(inputs["flow"]))
    facts = gather_facts(stated, searches=searches, flow=flow)
    for name, items in {"prisma_2020": PRISMA_2020, "prisma_s": PRISMA_S}.items():
        table = fill_checklist(items, statements=protocol.statements.model_dump(), facts=facts)
        write_table(table, outputs[name])


def draw_paper_figures(review: Review, inputs: Files, outputs: Files) -> None:
    """Draw the figures of the paper, each as ``svg`` and ``pdf``, and as ``png`` where that is asked for.

    Parameters
    ----------
    review
        The people's side of the review.
    inputs
        Paths of ``fates``, ``reports``, ``predictions``, ``reliability``, ``stopping``, ``stopping_curve``,
        ``samples`` and the ``tables`` of the paper.
    outputs
        Paths by format, named by the figure.
    """
    fates = read_table(inputs["fates"], FATE)
    reports = read_table(inputs["reports"], RECORD)
    included = reports[reports["record_id"].isin(fates.loc[fates["fate"] == "included", "report_id"])]
    summary = read_table(_by_stem(inputs["tables"])["summary"]).astype({"n": "int64"})
    figures = {
        "sources": (_source_bars(fates, review), "Records by source"),
        "years": (
            columns(count_years(included), label="year", value="n", axis="Articles"),
            "Years of publication",
        ),
    }
    predictions = read_table(inputs["predictions"])
    figures["recall"] = (_recall_curve(predictions), "Relevant abstracts found by the ranking")
    reliability = read_table(inputs["reliability"]).astype(float)
    figures["reliability"] = (_reliability_curve(reliability), "Reliability of the model's probability")
    figures["stopping"] = (_stopping_figure(review, inputs), "Stopping rules over the reading")
    figures["found"] = (_found_figure(inputs), "Relevant abstracts found, and left")
    figures |= _code_bars(review, summary)
    if review.codebook.matrix:
        figures["matrix"] = (
            _matrix_figure(review.codebook.matrix, review.matrix()),
            review.codebook.matrix.label,
        )
    overlap = overlap_of(fates, _source_names(review))
    figures["overlap"] = (draw_overlap(overlap), "Reports by the sources that found them")
    described = {"overlap": describe_overlap(overlap)}
    drawings = [_by_stem(outputs[suffix]) for suffix in ("svg", "pdf", "png")]
    for name, (figure, title) in figures.items():
        files = [paths[name] for paths in drawings if name in paths]
        save_figure(figure, files, title=title, description=described.get(name, ""))


def _code_bars(review: Review, summary: pd.DataFrame) -> dict[str, tuple[Figure, str]]:
    """Return the figure of each dimension with its title."""
    figures = {}
    for dimension in review.codebook.dimensions:
        # A row without a value counts articles that are not coded yet; it is drawn only if there are any.
        drawn = (summary["n"] > 0) | (summary["value"] != "")
        counted = summary[(summary["dimension"] == dimension.id) & drawn]
        figure = bars(counted, label="label", values=["n"], axis="Included articles", width=HALF_WIDTH)
        figures[f"codes_{dimension.id}"] = (figure, dimension.label)
    return figures


def _source_names(review: Review) -> list[str]:
    return list(dict.fromkeys(source.name for source in review.protocol.sources))


def _write_latex(path: Path, table: pd.DataFrame, *, caption: str) -> None:
    text = latex_table(table, caption=caption, label=f"tab:{path.stem}")
    path.write_text(text, encoding="utf-8", newline="\n")


def _by_stem(files: Iterable[str]) -> dict[str, Path]:
    """Return each file by its name without suffix."""
    return {Path(file).stem: Path(file) for file in files}


def _recall_curve(predictions: pd.DataFrame) -> Figure:
    share_found = list(trace_recall(predictions["include"] == "True")) if len(predictions) else []
    read = [place / max(len(share_found), 1) for place in range(len(share_found) + 1)]
    table = pd.DataFrame({"read": read, "Ranking": [0.0, *share_found]})
    return curve(
        table, x="read", lines=["Ranking"], axes_labels=("Abstracts read", "Relevant found"), diagonal=True
    )


def _reliability_curve(reliability: pd.DataFrame) -> Figure:
    table = reliability.rename(columns={"observed": "Model"})
    labels = ("Probability given", "Share relevant")
    return curve(table, x="predicted", lines=["Model"], axes_labels=labels, diagonal=True)


def _stopping_figure(review: Review, inputs: Files) -> Figure:
    curve = read_table(inputs["stopping_curve"]).astype(float)
    rules = read_table(inputs["stopping"])
    stop = review.protocol.practical_screen.stop
    doubt = ", which does not hold" if doubt_stop(inputs) else ""
    return draw_stopping(curve, rules, stopped=f"{stop.on}, rule: {stop.rule}{doubt}" if stop else "")


def _found_figure(inputs: Files) -> Figure:
    rules = read_table(inputs["stopping"]).set_index("rule")
    curve = read_table(inputs["stopping_curve"]).astype(float)
    total = int(str(rules.loc["read_all", "threshold"]))
    # What was drawn at random counts as read from the place of its labels.
    read = total - curve["left"]
    samples = read_table(inputs["samples"])
    shown = samples[samples["recall_95"] != ""].tail(1)
    certified = Certified(*map(float, shown[["recall_95", "recall_80"]].iloc[0])) if len(shown) else None
    points = pd.DataFrame({"read": read, "found": curve["found_all"]}).astype("int64")
    return draw_found(points, total=total, certified=certified)


def _source_bars(fates: pd.DataFrame, review: Review) -> Figure:
    kept = (fates["fate"] != "duplicate").groupby(fates["source"])
    counted = pd.DataFrame({"kept": kept.sum(), "found": kept.size()})
    counted = counted.reindex(_source_names(review), fill_value=0).astype("int64")
    table = pd.DataFrame(
        {
            "source": list(counted.index),
            "Kept as a report": counted["kept"].tolist(),
            "Duplicate": (counted["found"] - counted["kept"]).tolist(),
        }
    )
    return bars(table, label="source", values=["Kept as a report", "Duplicate"], axis="Records")


def _spread(layout: Matrix, cells: pd.DataFrame, words: dict[str, str]) -> pd.DataFrame:
    """Return the matrix with `words` for its values."""
    table = cells.assign(value=cells["value"].map(words))
    rows = {row.id: row.label for row in layout.rows}
    return spread_matrix(table, rows=rows, columns={column.id: column.id for column in layout.columns})


def _matrix_caption(layout: Matrix) -> str:
    """Return the matrix's caption, which explains the letters and short heads of the printed table."""
    letters = [f"{value.letter}: {value.label}" for value in layout.values]
    heads = [f"{column.id}: {column.label}" for column in layout.columns if column.label != column.id]
    return f"{layout.label} ({'; '.join([*letters, *heads])})"


def _matrix_figure(layout: Matrix, cells: pd.DataFrame) -> Figure:
    letters = {value.id: value.letter for value in layout.values}
    table = _spread(layout, cells, letters)
    shades = {"": 0.0} | {letter: 0.75 - 0.3 * place for place, letter in enumerate(letters.values())}
    return matrix(
        table.set_index("finding"), shades={letter: max(0.0, shade) for letter, shade in shades.items()}
    )


def _printed(name: str, table: pd.DataFrame, dimensions: dict[str, str]) -> pd.DataFrame:
    """Return the columns of a table that go to print, with words for heads."""
    heads = {"article": "Article", "journal": "Journal", "reason": "Reason", "label": "Value", "n": "n",
             "articles": "Articles", "dimension": "Dimension", "note": "Note"}  # fmt: skip
    if name == "included":
        coded = [dimension for dimension in dimensions if (table[dimension] != NOT_CODED).any()][:4]
        noted = ["note"] if (table["note"] != "").any() else []
        return table[["article", "journal", *coded, *noted]].rename(columns=heads | dimensions)
    if name == "excluded":
        return table[["article", "journal", "reason"]].rename(columns=heads)
    shown = table[table["n"] > 0]
    first = ~shown["dimension"].duplicated()
    shown = shown.assign(dimension=shown["dimension"].map(dimensions).where(first, ""))
    return shown[["dimension", "label", "n", "articles"]].rename(columns=heads)
