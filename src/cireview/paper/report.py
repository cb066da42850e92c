"""Write the report: one HTML page with everything in it, which opens with no network."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cireview import __version__
from cireview.deduplication.places import read_doi
from cireview.prisma.table import read_flow
from cireview.review import Review
from cireview.review.status import doubt_stop, list_awaiting, list_rounds, list_unanswered
from cireview.tables import EXCLUDE, INCLUDE, RECORD, read_table

_TABLES = {
    "sources": "2_sources/sources.csv",
    "queries": "3_search/queries.csv",
    "searches": "3_search/searches.csv",
    "rejected": "3_search/rejected.csv",
    "citations": "3_search/citations.csv",
    "citation_searches": "3_search/citation_searches.csv",
    "duplicates": "3_search/duplicates.csv",
    "possible": "3_search/possible_duplicates.csv",
    "rules": "4_practical_screen/rules.csv",
    "rules_by_source": "4_practical_screen/rules_by_source.csv",
    "screening_conflicts": "4_practical_screen/conflicts.csv",
    "screening_agreement": "4_practical_screen/agreement.csv",
    "criteria_agreement": "4_practical_screen/criteria_agreement.csv",
    "criteria_notes": "4_practical_screen/criteria_notes.csv",
    "criteria_models": "4_practical_screen/criteria_models.csv",
    "ranking": "4_practical_screen/ranking.csv",
    "performance": "4_practical_screen/performance.csv",
    "notes": "4_practical_screen/text_notes.csv",
    "audit": "4_practical_screen/audit.csv",
    "words": "4_practical_screen/words.csv",
    "reliability": "4_practical_screen/reliability.csv",
    "drift": "4_practical_screen/drift.csv",
    "samples": "4_practical_screen/samples.csv",
    "stopping": "4_practical_screen/stopping.csv",
    "curve": "4_practical_screen/stopping_curve.csv",
    "eligibility_conflicts": "5_methodological_screen/conflicts.csv",
    "eligibility_agreement": "5_methodological_screen/agreement.csv",
    "suggestions": "6_review/suggestions.csv",
    "coding_conflicts": "6_review/conflicts.csv",
    "coding_agreement": "6_review/agreement.csv",
    "included": "7_synthesis/tables/included.csv",
    "excluded": "7_synthesis/tables/excluded.csv",
    "summary": "7_synthesis/tables/summary.csv",
    "published": "7_synthesis/published.csv",
    "prisma_2020": "7_synthesis/checklists/prisma_2020.csv",
    "prisma_s": "7_synthesis/checklists/prisma_s.csv",
}

_OPTIONAL = {
    "completed": "3_search/completion.csv",
    "not_completed": "3_search/not_completed.csv",
    "full_texts": "5_methodological_screen/full_texts.csv",
    "open_access": "5_methodological_screen/open_access.csv",
    "matrix": "7_synthesis/tables/matrix.csv",
}
"""Tables of some reviews only; one that lies there from an earlier run may be of a key that is gone."""

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
           "audit", "full_texts", "open_access", "included", "excluded")  # fmt: skip
"""Tables whose records are shown with their title or address."""


def render_report(review: Review, results: str | Path) -> str:
    """Return the report on the review in `results`.

    Text from records and people is escaped; figures are our own SVG files, put into the page.
    """
    results = Path(results)
    environment = Environment(
        loader=PackageLoader("cireview"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["figure"] = lambda name: _svg(results / f"7_synthesis/figures/{name}.svg", str(name))
    environment.globals |= {"filled": _filled, "counts_of": _tell_counts}
    tables = _read_tables(review, results)
    reports = read_table(results / "3_search/unique.parquet", RECORD)
    linked = {record for name in _LINKED if name in tables for record in tables[name]["record_id"]}
    page = environment.get_template("report.html.j2").render(
        protocol=review.protocol,
        placeholders=review.placeholders,
        codebook=review.codebook,
        dimensions={one.id: one.label for one in review.codebook.dimensions},
        coded=_coded_dimensions(tables["summary"]),
        awaiting=list_awaiting(results),
        rounds=list_rounds(results),
        unanswered=list_unanswered(results, **review.look_ups),
        doubt=doubt_stop(results),
        counts=read_flow(read_table(results / "7_synthesis/prisma/flow.csv")),
        flow=_svg(results / "7_synthesis/prisma/flow.svg", "flow"),
        rule_counts=_count_rows(tables["duplicates"], "rule"),
        note_counts=_count_rows(tables["notes"], "note"),
        place_reasons=_count_reasons(tables.get("open_access")),
        weights=_pair_words(tables["words"]),
        records=_describe_records(reports[reports["record_id"].isin(linked)]),
        planned=review.planned_certification,
        version=__version__,
        **{**dict.fromkeys(_OPTIONAL), **tables},
    )
    return re.sub(r"\n{2,}", "\n", page)


def _read_tables(review: Review, results: Path) -> dict[str, pd.DataFrame]:
    """Return the tables that are shown; of those in _OPTIONAL what the review asks for now."""
    asked = {
        "completed": review.protocol.search.complete,
        "not_completed": review.protocol.search.complete,
        "full_texts": review.full_texts,
        "open_access": review.protocol.methodological_screen.open_access,
        "matrix": review.codebook.matrix,
    }
    paths = _TABLES | {name: path for name, path in _OPTIONAL.items() if asked[name]}
    tables = {name: read_table(results / path) for name, path in paths.items()}
    for name, columns in _NUMBERS.items():
        for column in columns:
            tables[name][column] = tables[name][column].map(_shorten)
    tables["audit"]["label"] = tables["audit"]["include"].map({"True": INCLUDE, "False": EXCLUDE})
    for name in ("searches", "rules_by_source"):
        tables[name]["found"] = tables[name]["found"].replace("", "not known")
    tables["citation_searches"] = tables["citation_searches"].replace({"announced": {"": "not known"}})
    return tables


def _coded_dimensions(summary: pd.DataFrame) -> list[str]:
    """Return the dimensions of which at least one included article says something."""
    said = summary[(summary["n"] != "0") & ~summary["value"].isin(["", "not_stated"])]
    return list(dict.fromkeys(said["dimension"]))


def _filled(table: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    """Return those of the columns to show that are not blank in every row."""
    return [one for one in columns if one not in table or (table[one].astype("str") != "").any()]


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
    told = {}
    for row in reports[["record_id", "title", "doi", "url"]].to_dict("records"):
        doi = read_doi(row["doi"])
        web = row["url"] if re.match(r"https?://", row["url"]) else ""
        told[row["record_id"]] = {
            "title": row["title"],
            "link": f"https://doi.org/{quote(doi)}" if doi else web,
        }
    return told


def _svg(path: Path, name: str) -> Markup:
    """Return a figure of ours for use inside a page, its ids made different from those of other figures."""
    text = path.read_text(encoding="utf-8")
    text = text[text.index("<svg ") :]
    for identity in sorted(set(re.findall(r'\bid="([^"]+)"', text)), key=len, reverse=True):
        text = re.sub(
            rf'(\bid="|href="#|url\(#){re.escape(identity)}(?=["\)])', rf"\g<1>{name}-{identity}", text
        )
    return Markup(text)  # noqa: S704 (drawn by us; its text is escaped)
