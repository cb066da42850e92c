"""`cireview validate`: check whether a query finds the records that it should find."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cireview.cli.options import OptionalSearchDate
from cireview.errors import Problem, ReviewError
from cireview.places import place

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from cireview.cli.searched import Searched
    from cireview.query import Query, StrategyLine
    from cireview.query.validation import Validation

_SHOWN = 10


def validate(
    gold: Annotated[
        Path,
        typer.Argument(
            help="Export file of records that the search should find, or 'included' for the review's own."
        ),
    ],
    folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path(),
    query: Annotated[
        str,
        typer.Option(help="Boolean query, or a file with a strategy. Default: the query of the protocol."),
    ] = "",
    origin: Annotated[
        str,
        typer.Option("--from", help="Database whose syntax the strategy uses; in a file it is recognised."),
    ] = "",
    fields: Annotated[str, typer.Option(help="Fields for terms that name no field.")] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Folder for the tables.")] = None,
    press: Annotated[
        Path | None, typer.Option(help="XLSX or CSV sheet for a second librarian's review (PRESS 2015).")
    ] = None,
    look_up: Annotated[
        list[str] | None,
        typer.Option("--look-up", help="Ask these databases, or all, which known records they hold."),
    ] = None,
    count: Annotated[
        bool, typer.Option("--count", help="Count what the query, or the review's searches, find today.")
    ] = False,
    date: OptionalSearchDate = None,
    archive: Annotated[
        Path | None, typer.Option(help="Folder of the archives. Default: that of the review.")
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Read only the archive, and never use the network.")
    ] = False,
) -> None:
    """Check which known records a query or a review's searches find, and which terms lose the others."""
    from cireview.cli.asking import Archives, ask_databases, find_apis
    from cireview.cli.limits import read_limits
    from cireview.cli.searched import read_included, read_searched
    from cireview.query import FIELDS
    from cireview.query.validation import count_lines, validate_query

    _refuse_place(press, folder)
    is_own = str(gold) == "included" and not gold.exists()
    items, review = read_included(folder) if is_own else _read_items(gold), read_searched(folder)
    apis = find_apis(look_up or [], list(review.databases.values()))
    tree, lines = _read_query(query, origin, review)
    limits = read_limits(fields or ",".join(review.fields or FIELDS), "", [], [])
    done = validate_query(tree, items, fields=limits.fields, records=review.records)
    tables = {"items": done.items, "blocks": done.blocks, "terms": done.terms, "variants": done.variants}
    if lines:
        tables["lines"] = count_lines(lines, items, review.records)
    if review.records is not None:
        tables |= _look_in_review(tree, done.items, items, review)
    problems: Sequence[Problem] = ()
    if apis or count:
        access = Archives(archive or folder / place("archive"), date, offline)
        asked, problems = ask_databases(apis, tree, limits, items, done, review, access, count=count)
        tables |= asked
    print(*_tell(done, tables), sep="\n")
    if press:
        _write_press(press, tree, done, tables, review)
    _leave(tables, output, problems)


def _leave(tables: dict[str, pd.DataFrame], output: Path | None, problems: Sequence[Problem]) -> None:
    """Write the tables, if an output is given, and report what no database answered."""
    from cireview.tables import write_table

    if output:
        for name, table in tables.items():
            write_table(table, output / f"{name}.csv")
        print(f"Tables: {', '.join(f'{output}/{name}.csv' for name in tables)}")
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    if problems:
        raise typer.Exit(1)


def _refuse_place(press: Path | None, folder: Path) -> None:
    if press and press.resolve().parent == folder.resolve():
        remedy = "Choose another folder, such as data/press.xlsx: a run rejects sheets beside config/"
        raise ReviewError(
            Problem("the sheet would be directly in the review's folder", f"{press}", remedy=remedy)
        )


def _read_query(query: str, origin: str, review: Searched) -> tuple[Query, Sequence[StrategyLine]]:
    """Return the query to validate, and the lines of a strategy."""
    from cireview.cli.query import is_strategy, read_text, read_told
    from cireview.query import parse_query

    content, file = read_text(query)
    if is_strategy(content, file, origin):
        strategy = read_told(content, file, origin)
        return strategy.query, strategy.lines
    asked = content or review.query
    if not asked:
        remedy = "Give a query with --query, or the folder of a review"
        raise ReviewError(Problem("the query is missing", remedy=remedy))
    return parse_query(asked, file=file or ("" if query else place("protocol"))), ()


def _look_in_review(
    tree: Query, judged: pd.DataFrame, items: pd.DataFrame, review: Searched
) -> dict[str, pd.DataFrame]:
    """Return what the searches of a review found of the known records, and words that the query lacks."""
    from cireview.screening.telling import is_telling
    from cireview.search.known import count_sources, find_known, find_lacking_words

    assert review.records is not None
    held = find_known(items, review.records)
    others = review.records[~review.records["record_id"].isin({one for ids in held for one in ids})]
    tables = {
        "items": judged.assign(records=[" ".join(ids) for ids in held]),
        "sources": count_sources(held, review.source_of, review.sources),
        "lacking": find_lacking_words(tree, items, others, is_telling=is_telling),
    }
    updates = _compare_searches(items, held, review)
    return tables | ({"updates": updates} if len(updates) else {})


def _compare_searches(items: pd.DataFrame, held: pd.Series, review: Searched) -> pd.DataFrame:
    """Return what later searches, and those made since the last version, found beside the ones before."""
    from cireview.search.known import find_by_search, find_known
    from cireview.search.updates import compare_made, list_made, pair_later, pair_version

    assert review.records is not None
    assert review.log is not None
    now = find_by_search(items, held, review.records)
    pairs = pair_later(list_made(review.log, now))
    if before := review.version:
        then = find_by_search(items, find_known(items, before.records), before.records)
        pairs = pair_version(before.searches, review.log, [then, now], before.name) + pairs
    return compare_made(pairs)


def _read_items(gold: Path) -> pd.DataFrame:
    from cireview.cli.inputs import tell_reading
    from cireview.formats import read_export
    from cireview.search.known import drop_copies

    reading = read_export(gold, source="known")
    tell_reading(gold, reading)
    items = reading.records
    nameless = items[(items["title"] == "") & (items["doi"] == "") & (items["pmid"] == "")]
    if items.empty or len(nameless):
        what = "no record" if items.empty else f"{len(nameless)} records without title, DOI and PubMed id"
        remedy = "Save the known records as RIS, NBIB or CSV, with titles and abstracts"
        raise ReviewError(Problem(f"the file of known records has {what}", str(gold), remedy=remedy))
    once = drop_copies(items)
    copies = len(items) - len(once)
    if copies:
        rows = "row repeats another and does" if copies == 1 else "rows repeat others and do"
        print(f"{gold}: {copies} {rows} not count", file=sys.stderr)
    return once


def _write_press(
    path: Path, tree: Query, done: Validation, tables: dict[str, pd.DataFrame], review: Searched
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
        lines.append(f"Not judged, because records do not hold what it asks: {block[:90]}")
    if done.unjudged_headings:
        lines.append("No known record has keywords, so headings are not judged")
    poor = int((done.items["judged_on"] != "").sum())
    lines += (
        [f"{poor} of them have only a title: add their abstracts before you trust this number"]
        if poor
        else []
    )
    blocks = done.blocks[done.blocks["loses"] > 0].sort_values("loses", ascending=False, kind="stable")
    for row in blocks.to_dict("records"):
        lines.append(f"Lost by  {row['block']}: {row['loses']} ({row['loses_alone']} only by it)")
    for row in lost.head(_SHOWN).to_dict("records"):
        lines.append(f"Lost     {row['record_id'].removeprefix('known:')}: {row['title'][:70]}")
    lines += [f"         and {len(lost) - _SHOWN} more"] if len(lost) > _SHOWN else []
    for row in done.variants.head(_SHOWN).to_dict("records"):
        spelling = f"Spelling {row['variant']!r} is in {row['items']} lost records"
        lines.append(f"{spelling}; the query has {row['term']}")
    lines += [f"No known record needs: {', '.join(done.idle[:_SHOWN])}"] if done.idle else []
    return [*lines, *_tell_review(tables, number), *_tell_asked(tables)]


def _tell_asked(tables: dict[str, pd.DataFrame]) -> list[str]:
    """Return what later searches found, what searches find today, and recall on what databases hold."""
    from cireview.cli.asking import tell_counts
    from cireview.search.holdings import tell_recall
    from cireview.search.updates import tell_updates

    items = tables["items"]
    titles = dict(zip(items["record_id"], items["title"], strict=True))
    lines = tell_updates(tables["updates"], titles) if "updates" in tables else []
    lines += tell_counts(tables["counts"], titles) if "counts" in tables else []
    return lines + (tell_recall(tables["recall"]) if "recall" in tables else [])


def _tell_review(tables: dict[str, pd.DataFrame], number: int) -> list[str]:
    """Return what lines of a strategy and searches of a review found, and the words that the query lacks."""
    rows = tables["lines"].to_dict("records") if "lines" in tables else []
    told = [f"Line {row['line']} finds {row['finds'] or '?'} of {number}: {row['text'][:70]}" for row in rows]
    if "sources" not in tables:
        return told
    rows = tables["sources"].to_dict("records")
    lines = told + [
        f"Found by {row['source']}: {row['finds']} of {number} ({row['finds_alone']} only by it)"
        for row in rows
    ]
    words = ", ".join(tables["lacking"]["words"].head(_SHOWN))
    return lines + ([f"Not in the query, but in known records: {words}"] if words else [])
