"""`cireview simulate`: replay the screening of a finished review."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import pandas as pd

    from cireview.screening.space import Space


_SEEDS = 2**31  # two of them together are a seed that numpy takes


def simulate(
    labelled: Annotated[
        Path, typer.Argument(help="Table of a finished review, with ASReview's column names.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for order.csv and metrics.csv.")],
    priors: Annotated[
        str | None,
        typer.Option(help="Ids of the records known at the start (ID,ID), or an ASReview project."),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(
            min=0,
            max=_SEEDS,
            help="Random seed. Without --priors it also draws one record of each class to start from.",
        ),
    ] = 1,
    seeds: Annotated[
        int, typer.Option(min=1, max=_SEEDS, help="Number of runs; their seeds count up from --seed.")
    ] = 1,
    model: Annotated[
        str, typer.Option(help="A preset, embeddings:FOLDER, a scikit-learn class, or a plug-in's.")
    ] = "default",
    batch: Annotated[
        float | None,
        typer.Option(
            help="Records to read before the classifier learns again; below 1, a share of those read."
        ),
    ] = None,
    criteria: Annotated[Path | None, typer.Option(help="Text file with question and criteria.")] = None,
    protocol: Annotated[
        Path | None, typer.Option(help="A protocol.yaml to take question and criteria from.")
    ] = None,
) -> None:
    """Replay the screening of a finished review and measure how early relevant records are found.

    Writes metrics.csv, one row per run, and order.csv of the first run; those of further runs are
    order-SEED.csv.
    """
    import pandas as pd

    from cireview.screening.simulation import simulate as replay

    table = _read_table(labelled)
    prior_ids, words = _read_priors(priors, table), _read_words(criteria, protocol)
    output.mkdir(parents=True, exist_ok=True)
    space = _place(table, words, model)
    rows = []
    for number in range(seed, seed + seeds):
        order, metrics = replay(table, priors=prior_ids, seed=number, model=model, batch=batch, space=space)
        rows.append(metrics)
        _write(order, output / ("order.csv" if number == seed else f"order-{number}.csv"))
    _clear_orders(output, kept=range(seed + 1, seed + seeds))
    if not all(row["relevant"].item() for row in rows):
        message = "all relevant records are among the priors, so there is nothing left to find or to measure"
        print(f"{labelled}: {message}", file=sys.stderr)
    _write(pd.concat(rows), output / "metrics.csv")


def _place(table: pd.DataFrame, words: str, model: str) -> Space:
    from cireview.logs import show_progress
    from cireview.screening.learning import resolve_model
    from cireview.screening.space import doubt_criteria, place_records

    space = place_records(table, criteria=words, preset=resolve_model(model)[0], notify=show_progress)
    if doubt := doubt_criteria(space, words):
        print(doubt, file=sys.stderr)
    return space


def _read_table(labelled: Path) -> pd.DataFrame:
    from cireview.screening.finished import read_finished

    table, left_out = read_finished(labelled)
    if left_out:
        print(f"{labelled}: left out {left_out} record(s) without a label", file=sys.stderr)
    return table


def _read_priors(priors: str | None, table: pd.DataFrame) -> list[str]:
    from cireview.errors import Problem, ReviewError
    from cireview.screening.projects import read_project_priors

    if priors and priors.endswith(".asreview"):
        return read_project_priors(priors, table)
    ids = [record.strip() for record in (priors or "").split(",") if record.strip()]
    if priors is not None and not ids:
        remedy = "Give ids such as 17,48, or remove the option"
        raise ReviewError(Problem("the ids are missing", column="--priors", remedy=remedy))
    return ids


def _clear_orders(folder: Path, *, kept: range) -> None:
    """Delete the orders of an earlier call, which metrics.csv no longer tells."""
    for path in folder.glob("order-*.csv"):
        number = path.stem.removeprefix("order-")
        if number.isdecimal() and int(number) not in kept:
            path.unlink()


def _write(table: pd.DataFrame, path: Path) -> None:
    from cireview.tables import write_table

    # Read by programs, with ids that must come back as they are: no byte order mark, no guard.
    write_table(table, path, bom=False, guard=False)


def _read_words(criteria: Path | None, protocol: Path | None) -> str:
    from cireview.errors import Problem, ReviewError

    if criteria and protocol:
        remedy = "Give only one: the protocol also holds question and criteria"
        raise ReviewError(Problem("criteria are given twice", column="--criteria, --protocol", remedy=remedy))
    try:
        words = criteria.read_text(encoding="utf-8-sig") if criteria else ""
    except UnicodeDecodeError as error:
        remedy = "Save question and criteria as plain text in UTF-8"
        raise ReviewError(Problem("the file is not UTF-8 text", str(criteria), remedy=remedy)) from error
    if protocol:
        from cireview.protocol import Protocol, load_model

        read = load_model(protocol, Protocol, name=str(protocol))
        parts = [read.question.main, *read.question.parts]
        for criterion in read.practical_screen.criteria:
            parts += [criterion.text, *criterion.terms]
        words = "\n".join(parts)
    return words
