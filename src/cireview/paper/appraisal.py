"""Tables and figures of appraisals, from the codes that people settled on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from cireview.coding.appraisal import (
    NOT_ASKED,
    NOT_SETTLED,
    OVERALL,
    Appraised,
    count_judgements,
    tabulate_appraisal,
)
from cireview.figures.appraisal import OPEN, Scale, describe_appraisal, draw_summary, draw_traffic_light
from cireview.paper.codes import MARKS, Lacking

_RULES = {
    "worst": "the overall judgement is the worst of the domains",
    "counts": "the overall judgement follows from how many domains got which judgement",
    "people": "people judged each article as a whole",
    "none": "there is no overall judgement",
}


class Page(NamedTuple):
    """A table as it is kept, as it is printed, and its caption."""

    table: pd.DataFrame
    printed: pd.DataFrame
    caption: str


class Drawing(NamedTuple):
    """A figure with its title and its numbers in words."""

    figure: Figure
    title: str
    description: str


def tabulate_appraisals(
    appraisals: Sequence[Appraised],
    codes: pd.DataFrame,
    cited: Mapping[str, str],
    lacking: Lacking,
) -> dict[str, Page]:
    """Return a table for each appraisal, by the name of its file.

    Parameters
    ----------
    appraisals
        Those of the codebook.
    codes
        Settled codes (CODE).
    cited
        Citation of each included report, by its id.
    lacking
        Why what has no judgement has none.
    """
    return {f"appraisal_{one.id}": _tabulate(one, codes, cited, lacking) for one in appraisals}


def draw_appraisals(
    appraisals: Sequence[Appraised], tables: Mapping[str, pd.DataFrame]
) -> dict[str, Drawing]:
    """Return the figures of each appraisal: a sign for each article and domain, and a bar for each domain.

    Parameters
    ----------
    appraisals
        Those of the codebook.
    tables
        The tables that `tabulate_appraisals` made, by the same names.
    """
    drawings = {}
    for one in appraisals:
        name = f"appraisal_{one.id}"
        table = tables[name]
        judged = table.drop(columns="article")
        scale = Scale(one.judgements, one.signs, list(one.unranked))
        overall = Scale(one.final, one.signs) if OVERALL in table else None
        counted = count_judgements(judged, one)
        told = describe_appraisal(counted, scale=scale, overall=overall)
        lights = judged.drop(columns="record_id").set_axis(table["article"]).rename(columns=_heads(one))
        drawings[name] = Drawing(draw_traffic_light(lights, scale=scale, overall=overall), one.label, told)
        bars = draw_summary(counted, scale=scale, overall=overall)
        drawings[f"{name}_summary"] = Drawing(bars, f"{one.label}: articles by judgement", told)
    return drawings


def _tabulate(one: Appraised, codes: pd.DataFrame, cited: Mapping[str, str], lacking: Lacking) -> Page:
    table = tabulate_appraisal(codes, list(cited), one, lacking)
    table.insert(1, "article", [cited[report] for report in table["record_id"]])
    table = table.sort_values(["article", "record_id"], ignore_index=True)
    words = {**one.judgements, **one.final, **{kind: told for kind, (_, told) in OPEN.items()}}
    # A page has no room for words in every cell.
    signs = {**one.signs, NOT_ASKED: "\N{EN DASH}", NOT_SETTLED: MARKS[NOT_SETTLED], "": ""}
    printed = table.drop(columns="record_id").rename(columns={"article": "Article", **_heads(one)})
    printed = printed.apply(lambda cells: cells if cells.name == "Article" else cells.map(signs))
    used = dict.fromkeys(
        cell for cells in table.drop(columns=["record_id", "article"]).to_numpy() for cell in cells
    )
    told = "; ".join(f"{signs[cell]}: {words[cell]}" for cell in words if cell in used and cell)
    return Page(table, printed, f"{one.label} ({'; '.join(filter(None, [told, _RULES[one.rule]]))})")


def _heads(one: Appraised) -> dict[str, str]:
    return {**one.domains, OVERALL: "Overall"}
