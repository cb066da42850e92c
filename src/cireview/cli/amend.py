"""`cireview amend`: note in the protocol what was changed in it, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cireview.cli.protocol_text import read_protocol, write_protocol
from cireview.places import place

_REOPEN = "Decisions to make again, such as abstracts:include or full_texts:children, separated by commas."


def amend(
    reason: Annotated[str, typer.Argument(help="Why you changed the protocol, in one sentence.")],
    change: Annotated[
        str, typer.Option(help="What you changed, in words. By default cireview describes the change itself.")
    ] = "",
    reopen: Annotated[str, typer.Option(help=_REOPEN)] = "",
    on: Annotated[str, typer.Option(help="Date of the change. Default: today.")] = "",
    folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path(),
) -> None:
    """Record an amendment of the protocol (PRISMA 24c), and list the decisions that the change affects."""
    from datetime import date

    from cireview.errors import Problem, ReviewError
    from cireview.protocol import Protocol
    from cireview.protocol.entries import add_amendment
    from cireview.protocol.load import read_model
    from cireview.review import load_review
    from cireview.review.amendments import check_new_amendment, find_differences, tell_differences

    review = load_review(folder)
    for line in tell_differences(review):
        print(f"changed: {line}")
    what = change or "; ".join(one.tell() for one in find_differences(review))
    if not what:
        message = "the protocol is the same as the one that decisions rest on"
        raise ReviewError(
            Problem(message, remedy="Change the protocol first, or describe the change with --change")
        )
    text = read_protocol(folder)
    today = str(date.today())
    entry = {"on": on or today, "change": what, "reason": reason, "reopens": _read_reopen(reopen)}
    changed = add_amendment(text, entry)
    check_new_amendment(review, read_model(changed, Protocol, name=place("protocol")), today=today)
    write_protocol(folder, changed)
    print(f"{place('protocol')}: amendment of {on or today} recorded")
    print("'cireview run' applies the amendment, and the report lists it.")


def _read_reopen(words: str) -> dict[str, list[str]]:
    """Return by stage what is to be decided again."""
    from cireview.errors import Problem, ReviewError

    reopens: dict[str, list[str]] = {}
    for word in filter(None, (word.strip() for word in words.split(","))):
        stage, _, decision = word.replace("-", "_").partition(":")
        if stage not in ("abstracts", "full_texts") or not decision:
            remedy = "Write abstracts:include or full_texts:exclude, or a criterion after the colon"
            raise ReviewError(Problem(f"{word!r} names no decisions", column="--reopen", remedy=remedy))
        reopens.setdefault(stage, []).append(decision)
    return reopens
