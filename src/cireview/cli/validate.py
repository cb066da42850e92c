"""`cireview validate`: whether a query finds the records that it has to find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cireview.errors import Problem, ReviewError
from cireview.places import place

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from cireview.query import Query, StrategyLine
    from cireview.query.validation import Validation

_SHOWN = 10


def validate(
    gold: Annotated[Path, typer.Argument(help="Export file of records that a search has to find.")],
    folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path(),
    query: Annotated[
        str, typer.Option(help="Boolean query, or a file with a strategy; by default that of the protocol.")
    ] = "",
    origin: Annotated[
        str, typer.Option("--from", help="Database whose syntax a strategy has; recognised in a file.")
    ] = "",
    fields: Annotated[str, typer.Option(help="Fields of terms that name none.")] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Folder for the tables.")] = None,
    press: Annotated[
        Path | None, typer.Option(help="XLSX or CSV for a second librarian's judgement (PRESS 2015).")
    ] = None,
) -> None:
    """Say which known records a query and the searches of a review find, and what loses the others."""
    from cireview.cli.limits import read_limits
    from cireview.query import FIELDS
    from cireview.query.validation import count_lines, validate_query
    from cireview.tables import write_table

    _refuse_place(press, folder)
    items, review = _read_items(gold), _read_review(folder)
    tree, lines = _read_query(query, origin, review)
    limits = read_limits(fields or ",".join(review.fields or FIELDS), "", [], [])
    done = validate_query(tree, items, fields=limits.fields, records=review.records)
    tables = {"items": done.items, "blocks": done.blocks, "terms": done.terms, "variants": done.variants}
    if lines:
        tables["lines"] = count_lines(lines, items, review.records)
    if review.records is not None:
        tables |= _look_in_review(tree, done.items, items, review)
    print(*_tell(done, tables), sep="\n")
    if press:
        _write_press(press, tree, done, tables, review)
    if output:
        for name, table in tables.items():
            write_table(table, output / f"{name}.csv")
        print(f"Tables: {', '.join(f'{output}/{name}.csv' for name in tables)}")


def _refuse_place(press: Path | None, folder: Path) -> None:
    if press and press.resolve().parent == folder.resolve():
        remedy = "Name another, such as data/press.xlsx: a run asks about sheets beside config/"
        raise ReviewError(
            Problem("the sheet would lie in the review's folder itself", f"{press}", remedy=remedy)
        )


def _read_query(query: str, origin: str, review: _Known) -> tuple[Query, Sequence[StrategyLine]]:
    """Return the query to validate, and the lines of a strategy."""
    from cireview.cli.query import is_strategy, read_text
    from cireview.query import parse_query, read_strategy

    content, file = read_text(query)
    if is_strategy(content, file, origin):
        strategy = read_strategy(content, database=origin, file=file)
        return strategy.query, strategy.lines
    asked = content or review.query
    if not asked:
        remedy = "Give one by --query, or name the folder of a review"
        raise ReviewError(Problem("there is no query to validate", remedy=remedy))
    return parse_query(asked, file=file or ("" if query else place("protocol"))), ()


def _look_in_review(
    tree: Query, judged: pd.DataFrame, items: pd.DataFrame, review: _Known
) -> dict[str, pd.DataFrame]:
    """Return what the searches of a review found of the known records, and words that the query lacks."""
    from cireview.screening.telling import is_telling
    from cireview.search.known import count_sources, find_known, find_lacking_words

    assert review.records is not None
    held = find_known(items, review.records)
    others = review.records[~review.records["record_id"].isin({one for ids in held for one in ids})]
    return {
        "items": judged.assign(records=[" ".join(ids) for ids in held]),
        "sources": count_sources(held, review.source_of, review.sources),
        "lacking": find_lacking_words(tree, items, others, is_telling=is_telling),
    }


@dataclass(frozen=True)
class _Known:
    """What a review's folder knows: query, fields, records of the last run, and the source of each."""

    query: str = ""
    fields: Sequence[str] = ()
    records: pd.DataFrame | None = None
    source_of: Mapping[str, str] = field(default_factory=dict)
    sources: Sequence[str] = ()
    limits: Sequence[str] = ()


def _read_items(gold: Path) -> pd.DataFrame:
    from cireview.formats import read_export

    items = read_export(gold, source="known").records
    nameless = items[(items["title"] == "") & (items["doi"] == "") & (items["pmid"] == "")]
    if items.empty or len(nameless):
        what = "no record" if items.empty else f"{len(nameless)} records without title, DOI and PubMed id"
        remedy = "Save the known records as RIS, NBIB or CSV, with titles and abstracts"
        raise ReviewError(Problem(f"the file of known records has {what}", str(gold), remedy=remedy))
    return items


def _read_review(folder: Path) -> _Known:
    from cireview.places import find_made
    from cireview.review import load_review
    from cireview.tables import RECORD, read_table

    if not (folder / place("protocol")).is_file():
        return _Known()
    protocol = load_review(folder).protocol
    made = find_made(folder, ["records"])
    records = read_table(made["records"], RECORD) if made else None
    source_of = dict(zip(records["record_id"], records["source"], strict=True)) if records is not None else {}
    names = list(dict.fromkeys(source.name for source in protocol.sources))
    screen = protocol.practical_screen
    years = [f"years {screen.years.first} to {screen.years.last}"] if screen.years else []
    limits = [*years, *screen.languages, *screen.document_types]
    return _Known(protocol.search.query, protocol.search.fields, records, source_of, names, limits)


def _write_press(
    path: Path, tree: Query, done: Validation, tables: dict[str, pd.DataFrame], review: _Known
) -> None:
    from cireview.search.press import JUDGEMENTS, prepare_press
    from cireview.tables.spreadsheets import write_sheet

    lacking = tables["lacking"]["words"].tolist() if "lacking" in tables else []
    sheet = prepare_press(tree, done, lacking=lacking, limits=review.limits)
    write_sheet(sheet, path, choices={"judgement": JUDGEMENTS})
    print(f"For the second librarian: {path}")


def _tell(done: Validation, tables: dict[str, pd.DataFrame]) -> list[str]:
    low, high = done.interval
    number, lost = len(done.items), done.items[done.items["found"] == "no"]
    lines = [
        f"The query finds {done.found} of {number} known records: relative recall {done.found / number:.3f} "
        f"(95 % interval {low:.3f} to {high:.3f}), judged on title, abstract and keywords"
    ]
    for block in done.not_judged:
        lines.append(f"Not judged, for records do not tell: {block[:90]}")
    poor = int((done.items["judged_on"] != "").sum())
    lines += [f"{poor} of them have a title alone: get their abstracts before you trust this"] if poor else []
    blocks = done.blocks[done.blocks["loses"] > 0].sort_values("loses", ascending=False, kind="stable")
    for row in blocks.to_dict("records"):
        lines.append(f"Lost by  {row['block']}: {row['loses']} ({row['loses_alone']} by it alone)")
    for row in lost.head(_SHOWN).to_dict("records"):
        lines.append(f"Lost     {row['record_id'].removeprefix('known:')}: {row['title'][:70]}")
    lines += [f"         and {len(lost) - _SHOWN} more"] if len(lost) > _SHOWN else []
    for row in done.variants.head(_SHOWN).to_dict("records"):
        spelling = f"Spelling {row['variant']!r} stands in {row['items']} lost ones"
        lines.append(f"{spelling}; the query has {row['term']}")
    lines += [f"No known record needs: {', '.join(done.idle[:_SHOWN])}"] if done.idle else []
    return [*lines, *_tell_review(tables, number)]


def _tell_review(tables: dict[str, pd.DataFrame], number: int) -> list[str]:
    """Return what lines of a strategy and searches of a review found, and the words that the query lacks."""
    rows = tables["lines"].to_dict("records") if "lines" in tables else []
    told = [f"Line {row['line']} finds {row['finds'] or '?'} of {number}: {row['text'][:70]}" for row in rows]
    if "sources" not in tables:
        return told
    rows = tables["sources"].to_dict("records")
    lines = told + [
        f"Found by {row['source']}: {row['finds']} of {number} ({row['finds_alone']} by it alone)"
        for row in rows
    ]
    words = ", ".join(tables["lacking"]["words"].head(_SHOWN))
    return lines + ([f"Not in the query, but in known records: {words}"] if words else [])
