"""Draw the figures of the paper from the tables of a run."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from cireview.figures.charts import bars, columns, curve, matrix, sentence
from cireview.figures.fonts import use_font
from cireview.figures.found import Certified, draw_found
from cireview.figures.journals import Journal, find_font
from cireview.figures.overlap import describe_overlap, draw_overlap
from cireview.figures.saving import save_figure
from cireview.figures.stopping import draw_stopping
from cireview.paper.appraisal import draw_appraisals
from cireview.paper.codes import tell_coded
from cireview.paper.make import Files, by_stem, source_names, spread
from cireview.paper.overlap import overlap_of
from cireview.paper.tables import count_years
from cireview.prisma import FATE
from cireview.protocol import Matrix
from cireview.review import Review
from cireview.review.status import doubt_stop
from cireview.screening import trace_recall
from cireview.tables import RECORD, read_table


def draw_paper_figures(
    review: Review, inputs: Files, outputs: Files, *, journal: Journal | None = None
) -> None:
    """Draw the figures of the paper into those files that are asked for.

    Parameters
    ----------
    review
        The people's side of the review.
    inputs
        Paths of ``fates``, ``reports``, ``predictions``, ``reliability``, ``stopping``, ``stopping_curve``,
        ``samples`` and the ``tables`` of the paper.
    outputs
        Paths by format, named by the figure.
    journal
        Whose widths, resolution and font they have.
    """
    journal = journal or Journal()
    fates = read_table(inputs["fates"], FATE)
    summary = read_table(by_stem(inputs["tables"])["summary"])
    summary = summary.astype(dict.fromkeys(["n", "coded", "included"], "int64"))
    overlap = overlap_of(fates, source_names(review))
    figures = _draw_reading(review, inputs, fates, journal)
    figures |= _code_bars(review, summary, journal.column)
    if review.codebook.matrix:
        matrix_figure = _matrix_figure(review.codebook.matrix, review.matrix(), journal.page)
        figures["matrix"] = (matrix_figure, review.codebook.matrix.label)
    figures["overlap"] = (draw_overlap(overlap, width=journal.page), "Reports by the sources that found them")
    described = {"overlap": describe_overlap(overlap), **_describe_codes(summary)}
    sheets = by_stem(inputs["tables"])
    appraised = {
        f"appraisal_{one.id}": read_table(sheets[f"appraisal_{one.id}"]) for one in review.appraisals
    }
    for name, drawing in draw_appraisals(review.appraisals, appraised).items():
        figures[name], described[name] = (drawing.figure, drawing.title), drawing.description
    drawings = [by_stem(files) for files in outputs.values()]
    family = find_font(journal)
    for name, (figure, title) in figures.items():
        files = [paths[name] for paths in drawings if name in paths]
        if family:
            use_font(figure, family)
        save_figure(figure, files, title=title, description=described.get(name, ""), dpi=journal.dpi)


def _draw_reading(
    review: Review, inputs: Files, fates: pd.DataFrame, journal: Journal
) -> dict[str, tuple[Figure, str]]:
    """Return the figures of sources, years and the reading of abstracts, each with its title."""
    reports = read_table(inputs["reports"], RECORD)
    included = reports[reports["record_id"].isin(fates.loc[fates["fate"] == "included", "report_id"])]
    years, column = count_years(included), journal.column
    predictions = read_table(inputs["predictions"])
    reliability = read_table(inputs["reliability"]).astype(float)
    return {
        "sources": (_source_bars(fates, review, journal.page), "Records by source"),
        "years": (
            columns(years, label="year", value="n", axis="Articles", width=column),
            "Years of publication",
        ),
        "recall": (_recall_curve(predictions, column), "Relevant abstracts found by the ranking"),
        "reliability": (_reliability_curve(reliability, column), "Reliability of the model's probability"),
        "stopping": (_stopping_figure(review, inputs, column), "Stopping rules over the reading"),
        "found": (_found_figure(inputs, column), "Relevant abstracts found, and left"),
    }


def _code_bars(review: Review, summary: pd.DataFrame, width: float) -> dict[str, tuple[Figure, str]]:
    """Return the figure of each dimension with its title."""
    figures = {}
    for dimension in review.codebook.dimensions:
        counted = summary[summary["dimension"] == dimension.id]
        found = counted[counted["empty"] == ""]
        told = tell_coded(counted)
        if review.protocol.review.secondhand and (found["n"] == 0).any():
            told += "; 0 is not reported, which is not absent"
        if (found["n"] == 0).all():
            figure = sentence(f"{dimension.label}: {told}", width=width)
        else:
            axis = "Included articles"
            figure = bars(found, label="label", values=["n"], axis=axis, note=told, width=width)
        figures[f"codes_{dimension.id}"] = (figure, dimension.label)
    return figures


def _describe_codes(summary: pd.DataFrame) -> dict[str, str]:
    """Return the numbers of each dimension's figure in words, by the figure's name."""
    described = {}
    for dimension, counted in summary.groupby("dimension", sort=False):
        found = counted[(counted["empty"] == "") & (counted["n"] > 0)]
        numbers = [f"{label} {n}" for label, n in zip(found["label"], found["n"], strict=True)]
        described[f"codes_{dimension}"] = (
            ". ".join(filter(None, ["; ".join(numbers), tell_coded(counted)])) + "."
        )
    return described


def _recall_curve(predictions: pd.DataFrame, width: float) -> Figure:
    share_found = list(trace_recall(predictions["include"] == "True")) if len(predictions) else []
    read = [place / max(len(share_found), 1) for place in range(len(share_found) + 1)]
    table = pd.DataFrame({"read": read, "Ranking": [0.0, *share_found]})
    labels = ("Abstracts read", "Relevant found")
    return curve(table, x="read", lines=["Ranking"], axes_labels=labels, diagonal=True, width=width)


def _reliability_curve(reliability: pd.DataFrame, width: float) -> Figure:
    table = reliability.rename(columns={"observed": "Model"})
    labels = ("Probability given", "Share relevant")
    return curve(table, x="predicted", lines=["Model"], axes_labels=labels, diagonal=True, width=width)


def _stopping_figure(review: Review, inputs: Files, width: float) -> Figure:
    curve = read_table(inputs["stopping_curve"]).astype(float)
    rules = read_table(inputs["stopping"])
    stop = review.protocol.practical_screen.stop
    doubt = ", which does not hold" if doubt_stop(inputs) else ""
    return draw_stopping(
        curve, rules, stopped=f"{stop.on}, rule: {stop.rule}{doubt}" if stop else "", width=width
    )


def _found_figure(inputs: Files, width: float) -> Figure:
    rules = read_table(inputs["stopping"]).set_index("rule")
    curve = read_table(inputs["stopping_curve"]).astype(float)
    total = int(str(rules.loc["read_all", "threshold"]))
    # Abstracts drawn at random count as read at the place of their labels.
    read = total - curve["left"]
    samples = read_table(inputs["samples"])
    shown = samples[samples["recall_95"] != ""].tail(1)
    certified = Certified(*map(float, shown[["recall_95", "recall_80"]].iloc[0])) if len(shown) else None
    points = pd.DataFrame({"read": read, "found": curve["found_all"]}).astype("int64")
    return draw_found(points, total=total, certified=certified, width=width)


def _source_bars(fates: pd.DataFrame, review: Review, width: float) -> Figure:
    kept = (fates["fate"] != "duplicate").groupby(fates["source"])
    counted = pd.DataFrame({"kept": kept.sum(), "found": kept.size()})
    counted = counted.reindex(source_names(review), fill_value=0).astype("int64")
    table = pd.DataFrame(
        {
            "source": list(counted.index),
            "Kept as a report": counted["kept"].tolist(),
            "Duplicate": (counted["found"] - counted["kept"]).tolist(),
        }
    )
    return bars(table, label="source", values=["Kept as a report", "Duplicate"], axis="Records", width=width)


def _matrix_figure(layout: Matrix, cells: pd.DataFrame, width: float) -> Figure:
    letters = {value.id: value.letter for value in layout.values}
    table = spread(layout, cells, letters)
    shades = {"": 0.0} | {letter: 0.75 - 0.3 * place for place, letter in enumerate(letters.values())}
    dark = {letter: max(0.0, shade) for letter, shade in shades.items()}
    return matrix(table.set_index("finding"), shades=dark, width=width)
