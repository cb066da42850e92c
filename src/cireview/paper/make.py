"""Make the tables of the paper from the results of the steps before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from cireview.coding import CODE_CONFLICT
from cireview.paper.answers import spell_answers, summarise_answers
from cireview.paper.appraisal import tabulate_appraisals
from cireview.paper.codes import (
    MARKS,
    MEANINGS,
    Lacking,
    find_lacking,
    list_included,
    summarise_codes,
    tell_coded,
)
from cireview.paper.latex import latex_table
from cireview.paper.overlap import overlap_of, tabulate_overlap
from cireview.paper.tables import (
    cite_reports,
    compare_published,
    list_excluded,
    spell_journals,
    spread_matrix,
)
from cireview.prisma import FATE, LIFE
from cireview.prisma.table import read_flow
from cireview.protocol import Findings, Matrix
from cireview.review import Review
from cireview.tables import CODE, DECISION, RECORD, read_table, write_table

Files = Mapping[str, Any]
"""Paths by name, or lists of paths, as a rule names them."""

_HEADS = {"article": "Article", "journal": "Journal", "reason": "Reason", "label": "Value", "n": "n",
          "articles": "Articles", "dimension": "Dimension", "note": "Note"}  # fmt: skip
NOT_JUDGED = "Not judged yet"
CAPTIONS = {
    "included": "Characteristics of the included articles",
    "excluded_full_texts": "Articles excluded on full text, with reasons",
    "summary": "Included articles by dimension of the codebook",
}


def write_paper_tables(review: Review, inputs: Files, outputs: Files) -> None:
    """Write the tables of the paper.

    Parameters
    ----------
    review
        The people's side of the review.
    inputs
        Paths of ``records``, ``reports``, ``fates``, ``lives``, ``flow``, ``codes``, ``conflicts`` of
        codes, and ``eligibility`` (decisions on full texts).
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
    # Notes are private unless the team has chosen to print them.
    printed_notes = review.protocol.methodological_screen.print_notes
    notes = dict(zip(decided["record_id"], decided["note"], strict=True)) if printed_notes else {}
    lives = read_table(inputs["lives"], LIFE)
    conflicts = read_table(inputs["conflicts"], CODE_CONFLICT)
    lacking = find_lacking(codes, conflicts, included["record_id"].tolist(), review.questions)
    tables = {
        **_tabulate_codes(review, included, codes, notes, lacking),
        "excluded_full_texts": list_excluded(reports, lives, notes=notes),
    }
    summary = tables["summary"]
    cells, layout = review.matrix(), review.codebook.matrix
    printed, captions = choose_printed(tables, dimensions)
    if layout:
        tables["matrix"] = spread(layout, cells, {value.id: value.label for value in layout.values})
        letters = spread(layout, cells, {value.id: value.letter for value in layout.values})
        printed["matrix"] = letters.rename(columns={"finding": "Finding"})
        captions["matrix"] = _matrix_caption(layout)
    judged = review.findings()
    if judged is not None and (asked := review.codebook.findings):
        tables["findings"], captions["findings"] = judged, asked.label
        printed["findings"] = _print_findings(asked, judged)
    appraised = tabulate_appraisals(review.appraisals, codes, dict(cite_reports(included)), lacking)
    overlap = tabulate_overlap(overlap_of(fates, source_names(review)))
    for name, page in (*appraised.items(), *overlap.items()):
        tables[name], printed[name], captions[name] = page
    sheets, pages = by_stem(outputs["csv"]), by_stem(outputs["tex"])
    for name, table in tables.items():
        write_table(table, sheets[name])
        _write_latex(pages[name], printed[name], caption=add_notes(captions[name], review.protocol.notes))
    flow = read_flow(read_table(inputs["flow"]))
    published = review.protocol.published
    numbers = published.model_dump() if published else {"flow": {}, "codes": {}, "matrix": {}}
    write_table(compare_published(flow, summary, cells, published=numbers), outputs["published"])


def _tabulate_codes(
    review: Review, included: pd.DataFrame, codes: pd.DataFrame, notes: Mapping[str, str], lacking: Lacking
) -> dict[str, pd.DataFrame]:
    """Return what was coded, by article and by value."""
    dimensions = {dimension.id: dimension.label for dimension in review.codebook.dimensions}
    counted = codes[codes["record_id"].isin(included["record_id"])]
    answers = summarise_answers(counted, review.questions)
    values = review.values
    spelled = spell_answers(codes, review.questions)
    return {
        "included": list_included(
            included, spelled, dimensions=dimensions, values=values, notes=notes, lacking=lacking
        ),
        "summary": summarise_codes(
            included, codes, values=values, empty=review.empty, free=answers, lacking=lacking
        ),
    }


def _print_findings(asked: Findings, table: pd.DataFrame) -> pd.DataFrame:
    """Return the summary of findings with words for ids."""
    heads = {
        "words": "Finding",
        "studies": "Studies",
        "confidence": "Confidence",
        "explanation": "Explanation",
    }
    heads |= {one.id: one.label for one in asked.components}
    labels = {one.id: one.label for one in asked.concerns} | {"": NOT_JUDGED}
    final = {one.id: one.label for one in asked.confidence} | {"": NOT_JUDGED}
    judged = {one.id: table[one.id].map(labels) for one in asked.components}
    judged["confidence"] = table["confidence"].map(final)
    return table.assign(**judged).drop(columns="finding").rename(columns=heads)


def source_names(review: Review) -> list[str]:
    """Return the names of all sources, in the protocol's order."""
    return list(dict.fromkeys(source.name for source in review.protocol.sources))


def add_notes(caption: str, notes: Sequence[str]) -> str:
    """Return a caption with the sentences of the protocol that belong to every number."""
    return ". ".join([caption.rstrip("."), " ".join(notes)]) if notes else caption


def _write_latex(path: Path, table: pd.DataFrame, *, caption: str) -> None:
    _write_text(path, latex_table(table, caption=caption, label=f"tab:{path.stem}"))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def by_stem(files: Iterable[str]) -> dict[str, Path]:
    """Return each file by its name without suffix."""
    return {Path(file).stem: Path(file) for file in files}


def spread(layout: Matrix, cells: pd.DataFrame, words: dict[str, str]) -> pd.DataFrame:
    """Return the matrix with `words` for its values."""
    table = cells.assign(value=cells["value"].map(words))
    rows = {row.id: row.label for row in layout.rows}
    return spread_matrix(table, rows=rows, columns={column.id: column.id for column in layout.columns})


def _matrix_caption(layout: Matrix) -> str:
    """Return the matrix's caption, which explains the letters and short heads of the printed table."""
    letters = [f"{value.letter}: {value.label}" for value in layout.values]
    heads = [f"{column.id}: {column.label}" for column in layout.columns if column.label != column.id]
    return f"{layout.label} ({'; '.join([*letters, *heads])})"


def choose_printed(
    tables: Mapping[str, pd.DataFrame], dimensions: dict[str, str]
) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Return what is printed of the tables of articles, with words for heads, and their captions.

    Parameters
    ----------
    tables
        ``included``, ``excluded_full_texts`` and ``summary``.
    dimensions
        Labels of the dimensions, by id.
    """
    coded = _print_included(tables["included"], tables["summary"], dimensions)
    printed = {
        "included": coded,
        "excluded_full_texts": tables["excluded_full_texts"][["article", "journal", "reason"]].rename(
            columns=_HEADS
        ),
        "summary": _print_summary(tables["summary"], dimensions),
    }
    return printed, CAPTIONS | {"included": _explain_marks(CAPTIONS["included"], coded)}


def _print_included(
    table: pd.DataFrame, summary: pd.DataFrame, dimensions: dict[str, str], most: int = 4
) -> pd.DataFrame:
    """Return the columns that go to print: the first dimensions with findings, with marks where none is."""
    found = summary.loc[summary["coded"] > 0, "dimension"].unique()
    coded = [dimension for dimension in dimensions if dimension in found][:most]
    printed = table[["article", "journal", *coded]].copy()
    for dimension in coded:
        silent = summary[(summary["dimension"] == dimension) & (summary["empty"] != "")]
        marks = {row.label: MARKS[str(row.empty)] for row in silent.itertuples()}
        printed[dimension] = printed[dimension].map(lambda cell, marks=marks: marks.get(cell, cell))
    if (table["note"] != "").any():
        printed["note"] = table["note"]
    return printed.rename(columns=_HEADS | dimensions)


def _explain_marks(caption: str, printed: pd.DataFrame) -> str:
    """Return the caption with what the marks of empty cells mean, as far as there are any."""
    cells = set(printed.to_numpy().ravel())
    used = [f"{mark}: {MEANINGS[kind]}" for kind, mark in MARKS.items() if mark in cells]
    return f"{caption} ({'; '.join(used)})" if used else caption


def _print_summary(table: pd.DataFrame, dimensions: dict[str, str]) -> pd.DataFrame:
    """Return what was found, each dimension with its denominator; one without findings has one row."""
    pieces = []
    for dimension, label in dimensions.items():
        counted = table[table["dimension"] == dimension]
        shown = counted[(counted["n"] > 0) & (counted["empty"] == "")].astype({"n": "str"})
        if shown.empty:
            shown = counted.head(1).assign(label="\N{EN DASH}", n="0", articles="\N{EN DASH}")
        words = [f"{label}: {tell_coded(counted)}", *[""] * (len(shown) - 1)]
        pieces.append(shown.assign(dimension=words)[["dimension", "label", "n", "articles"]])
    return pd.concat(pieces, ignore_index=True).rename(columns=_HEADS)
