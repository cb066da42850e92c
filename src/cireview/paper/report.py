"""Write the report: one HTML page with everything in it, which opens with no network."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cireview import __version__
from cireview.deduplication.places import read_doi
from cireview.paper.codes import tell_coded
from cireview.paper.flow_page import draw_linked_flow
from cireview.paper.overview import list_overview
from cireview.places import OPTIONAL, REPORTED
from cireview.prisma.table import read_flow, read_notes
from cireview.review import Review
from cireview.review.status import doubt_stop, list_awaiting, list_rounds, list_unanswered
from cireview.search.ceilings import is_gap
from cireview.tables import EXCLUDE, INCLUDE, RECORD, read_table

_NUMBERS = {
    "performance": ["value"],
    "stopping": ["value"],
    "audit": ["probability"],
    "words": ["weight"],
    "reliability": ["predicted", "observed", "low", "high"],
    "drift": ["expected", "z"],
}
"""Columns of numbers that are shown with three digits."""

_LINKED = ("screening_conflicts", "eligibility_conflicts", "coding_conflicts", "criteria_notes", "notes",
           "audit", "full_texts", "open_access", "included", "excluded_full_texts", "notices",
           "changes")  # fmt: skip
"""Tables whose records are shown with their title or address."""


def render_report(review: Review, inputs: Mapping[str, Any]) -> str:
    """Return the report on a review, as one page.

    Parameters
    ----------
    review
        The people's side of the review.
    inputs
        Paths by name (`cireview.places`): those of `REPORTED` and `STANDING`, ``reports``, ``flow``,
        those optional tables that the review asks for; and lists of paths: ``tables`` and
        ``figures`` of the paper, ``pages`` and ``drawings`` of the synthesis, and ``labels``, the sheets that
        people saved.

    Notes
    -----
    Text from records and people is escaped; figures are our own SVG files, put into the page.
    """
    figures = {Path(file).stem: Path(file) for file in inputs["figures"]}
    environment = Environment(
        loader=PackageLoader("cireview"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    drawings = {
        file.stem: _embed(file.read_text("utf-8"), f"s-{file.stem}") for file in map(Path, inputs["drawings"])
    }
    environment.filters["figure"] = lambda name: _embed(figures[name].read_text("utf-8"), name)
    environment.filters["urls"] = split_urls
    environment.globals |= {"is_gap": is_gap, "filled": _filled, "counts_of": _tell_counts}
    tables = _read_tables(inputs)
    reports, table = read_table(inputs["reports"], RECORD), read_table(inputs["flow"])
    counts = read_flow(table)
    linked = {record for name in _LINKED if name in tables for record in tables[name]["record_id"]}
    flow = draw_linked_flow(counts, notes=read_notes(table), page="prisma/flow.html")
    page = environment.get_template("report.html.j2").render(
        protocol=review.protocol,
        codebook=review.codebook,
        dimensions={dimension.id: dimension.label for dimension in review.codebook.dimensions},
        coded=_tell_dimensions(tables["summary"], found=True),
        silent=_tell_dimensions(tables["summary"], found=False),
        awaiting=list_awaiting(inputs, inputs["labels"]),
        rounds=list_rounds(inputs),
        unanswered=list_unanswered(inputs),
        doubt=doubt_stop(inputs),
        counts=counts,
        overview=list_overview(counts),
        flow=_embed(flow, "flow"),
        rule_counts=_count_rows(tables["duplicates"], "rule"),
        note_counts=_count_rows(tables["notes"], "note"),
        place_reasons=_count_reasons(tables.get("open_access")),
        pages=_read_pages(inputs["pages"], drawings),
        weights=_pair_words(tables["words"]),
        records=_describe_records(reports[reports["record_id"].isin(linked)]),
        planned=review.planned_certification,
        appraised={name: table for name, table in tables.items() if name.startswith("appraisal_")},
        version=__version__,
        **{**dict.fromkeys((*OPTIONAL, "matrix", "findings")), **tables},
    )
    return re.sub(r"\n{2,}", "\n", page)


def _read_tables(inputs: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Return the tables that are shown; of the optional ones those that are among the inputs."""
    paths = {name: inputs[name] for name in (*REPORTED, *OPTIONAL) if name in inputs}
    paths |= {Path(file).stem: file for file in inputs["tables"]}
    tables = {name: read_table(path) for name, path in paths.items()}
    for name, columns in _NUMBERS.items():
        for column in columns:
            tables[name][column] = tables[name][column].map(_shorten)
    tables["audit"]["label"] = tables["audit"]["include"].map({"True": INCLUDE, "False": EXCLUDE})
    for name in ("searches", "rules_by_source"):
        tables[name]["found"] = tables[name]["found"].replace("", "not known")
    tables["citation_searches"] = tables["citation_searches"].replace({"announced": {"": "not known"}})
    return tables


def _read_pages(files: Iterable[str], drawings: Mapping[str, Markup]) -> list[tuple[Markup, Markup]]:
    """Return the chosen tables and figures, each with its drawing or nothing."""
    return [
        # Written by us, its text escaped.
        (Markup(Path(file).read_text(encoding="utf-8")), drawings.get(Path(file).stem, Markup()))  # noqa: S704
        for file in files
    ]


def _tell_dimensions(summary: pd.DataFrame, *, found: bool) -> dict[str, str]:
    """Return how many articles were coded, by dimension: of those with findings, or of those without."""
    counted = summary.astype(dict.fromkeys(["n", "coded", "included"], "int64"))
    chosen = counted[(counted["coded"] > 0) == found]
    return {str(name): tell_coded(rows) for name, rows in chosen.groupby("dimension", sort=False)}


def _filled(table: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    """Return those of the columns to show that are not blank in every row."""
    return [column for column in columns if column not in table or (table[column].astype("str") != "").any()]


def _shorten(number: str) -> str:
    """Return a number with three digits, a text as it is."""
    try:
        return f"{float(number):.3g}"
    except ValueError:
        return number


def _count_rows(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return how many records have each value of `column`, the most frequent first."""
    counted = table[column].value_counts()
    order = sorted(counted.index, key=lambda value: (-int(counted[value]), str(value)))
    return pd.DataFrame({column: order, "records": [int(counted[value]) for value in order]})


def _tell_counts(table: pd.DataFrame, column: str) -> str:
    """Return how many rows have each value of `column`, in words."""
    counted = _count_rows(table, column).to_dict("records")
    return ", ".join(f"{row[column]} {row['records']}" for row in counted)


def _count_reasons(places: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return how many texts have no free version, by reason."""
    return None if places is None else _count_rows(places[places["reason"] != ""], "reason")


def _pair_words(words: pd.DataFrame, count: int = 15) -> pd.DataFrame:
    """Return the words that speak most for relevance beside those that speak most against it."""
    against = words["weight"].str.startswith("-")
    sides = words[~against].head(count), words[against].iloc[::-1].head(count)
    pair = [
        side.reset_index(drop=True).add_suffix(name)
        for side, name in zip(sides, ("_for", "_against"), strict=True)
    ]
    return pd.concat(pair, axis=1).fillna("")


def _describe_records(reports: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return title and address of each record, by its id; no address but one of the web."""
    described = {}
    for row in reports[["record_id", "title", "doi", "url"]].to_dict("records"):
        doi = read_doi(row["doi"])
        web = next(iter(split_urls(row["url"])), "")
        described[row["record_id"]] = {
            "title": row["title"],
            "link": f"https://doi.org/{quote(doi)}" if doi else web,
        }
    return described


def split_urls(text: str) -> list[str]:
    """Return the web addresses in a cell, which may contain several; an address can contain a semicolon."""
    parts = re.split(r"[\s;]+(?=[a-z]+://)|\s+|;$", text.strip())
    return [part for part in parts if re.match(r"https?://", part)]


def _embed(text: str, name: str) -> Markup:
    """Return an SVG of ours for use inside a page, its ids made different from those of other figures."""
    text = text[text.index("<svg ") :]
    identities = set(re.findall(r'\bid="([^"]+)"', text))

    def rename(match: re.Match[str]) -> str:
        return f"{match[1]}{name}-{match[2]}" if match[2] in identities else match[0]

    text = re.sub(r'(\bid="|href="#|url\(#)([^")]+)(?=["\)])', rename, text)
    # The name of a figure is a list of ids.
    named = r'(?<=\baria-labelledby=")[^"]+'
    text = re.sub(named, lambda found: re.sub(r"()(\S+)", rename, found[0]), text)
    return Markup(text)  # noqa: S704 (drawn by us; its text is escaped)
