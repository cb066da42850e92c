"""`cireview prisma`: the PRISMA 2020 flow diagram of any numbers, in any layout, language and format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cireview.flow.entries import Shown
    from cireview.flow.interchange import FlowFile
    from cireview.flow.words import Words


def prisma(
    flow: Annotated[
        Path,
        typer.Argument(
            metavar="FLOW|FOLDER", help="Table of the PRISMA2020 package, YAML, or the folder of a review."
        ),
    ],
    output: Annotated[
        list[Path],
        typer.Option("-o", "--output", help="File to write; the ending gives the format. Can be repeated."),
    ],
    width: Annotated[float, typer.Option(help="Width in mm, 80 to 180.")] = 174.0,
    layout: Annotated[
        str,
        typer.Option(
            help="new_databases, new_other, updated_databases or updated_other. Default: as the numbers need."
        ),
    ] = "",
    style: Annotated[str, typer.Option(help="prisma, grey, journal, or a YAML file of your own.")] = "prisma",
    lang: Annotated[str, typer.Option(help="en, de, zh, ar, or a YAML file of your own.")] = "en",
    dpi: Annotated[int, typer.Option(min=72, max=2400, help="Dots per inch of PNG and TIFF.")] = 300,
    notes: Annotated[
        list[str] | None, typer.Option(help="Sentence below the diagram; can be repeated.")
    ] = None,
    order: Annotated[
        str, typer.Option(help="Order of reasons and sources: largest (first), or given.")
    ] = "largest",
    zeros: Annotated[bool, typer.Option(help="Show optional lines that are zero.")] = True,
    abstract_reasons: Annotated[
        bool, typer.Option("--abstract-reasons", help="List the reasons for exclusion on title and abstract.")
    ] = False,
    other_screening: Annotated[
        bool, typer.Option("--other-screening", help="Show a box of screened records for other methods too.")
    ] = False,
    title: Annotated[str, typer.Option(help="Title for readers who cannot see the figure.")] = "",
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Draw the diagram even if the numbers do not add up, with a note that says so."
        ),
    ] = False,
) -> None:
    """Check that a PRISMA 2020 flow adds up, and draw it as SVG, HTML, PDF, EPS, PNG or TIFF."""
    from cireview.flow.entries import Shown, check_counts, choose_template
    from cireview.flow.files import read_flow_file
    from cireview.flow.words import load_words

    _check_options(output, order)
    found = read_flow_file(flow)
    words = load_words(lang).with_own(found.words)
    check_counts(found.counts, layout or choose_template(found.counts), file=str(flow))
    told = _check(found, flow, words, force=force)
    shown = Shown(
        template=layout,
        words=words,
        order="given" if order == "given" else "largest",
        zeros=zeros,
        abstract_reasons=abstract_reasons,
        other_screening=other_screening,
        listed_in=flow.name if flow.is_file() else "flow.csv",
        notes=(*told, *found.notes, *(notes or [])),
    )
    _draw(found, shown, output, width=width, style=style, dpi=dpi, title=title)


def _check_options(output: list[Path], order: str) -> None:
    from cireview.errors import Problem, TableError
    from cireview.figures.flow_files import ENDINGS

    problems = [
        Problem(
            "the ending of the file stands for no format",
            str(path),
            remedy=f"Use an ending such as {', '.join(ENDINGS)}",
        )
        for path in output
        if path.suffix.lower() not in ENDINGS
    ]
    if order not in {"largest", "given"}:
        problems.append(Problem(f"--order is '{order}'", remedy="Write largest or given"))
    if problems:
        raise TableError(problems)


def _check(found: FlowFile, flow: Path, words: Words, *, force: bool) -> list[str]:
    """Return what is said on a figure whose numbers do not add up; raise an error unless it is forced."""
    from cireview.errors import TableError
    from cireview.flow.identities import find_contradictions, mark_contradictions

    problems = find_contradictions(found.counts, file=str(flow))
    if problems and not force:
        raise TableError(problems)
    for problem in problems:
        print(f"warning: {problem}", file=sys.stderr)
    return mark_contradictions(problems, words)


def _draw(
    found: FlowFile, shown: Shown, output: list[Path], *, width: float, style: str, dpi: int, title: str
) -> None:
    from cireview.figures.flow_files import TITLE, save_flow
    from cireview.flow.layout import layout_flow
    from cireview.flow.styles import load_style

    looks = load_style(style)
    drawn = layout_flow(found.counts, width=width, shown=shown)
    save_flow(
        drawn,
        output,
        title=title or TITLE,
        language=shown.words.code,
        style=looks,
        dpi=dpi,
        tips=found.tips,
        links=found.links,
    )
    if drawn.folded:
        told = f"long lists are cut so that the figure fits a page; {shown.listed_in} has all entries"
        print(f"note: {told}", file=sys.stderr)
