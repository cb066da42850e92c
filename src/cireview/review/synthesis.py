"""Choose the tables and figures of the codes: those of the configuration, or those that suit the codebook."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from importlib.util import find_spec

from cireview.errors import Problem, ReviewError
from cireview.places import place
from cireview.protocol import OF_RECORDS, Chosen, Codebook, Dimension, find_row
from cireview.review.folder import Review

LISTED = ("single", "multiple")
"""Kinds of dimensions whose answers are values of a list, so that articles can be counted by them."""
_MOST = 9  # values that a default figure takes beside each other


def choose_synthesis(review: Review) -> list[Chosen]:
    """Return the tables and figures that `review` asks for, or where it says nothing some by default."""
    chosen = review.config.synthesis
    return propose_synthesis(review.codebook) if chosen is None else chosen


def can_write_word() -> bool:
    """Return whether python-docx is installed, so that a run also writes the synthesis for Word."""
    return find_spec("docx") is not None


def propose_synthesis(codebook: Codebook) -> list[Chosen]:
    """Return tables and figures that fit a codebook.

    The first dimension of several values and few of them is the theme, and is set against the first other
    one; a figure of more values than fit beside each other is nobody's first choice.
    """
    listed = [one for one in codebook.dimensions if one.kind in LISTED]
    several = sorted((one for one in listed if one.kind == "multiple"), key=_is_long)
    chosen = [Chosen(table="characteristics"), Chosen(count="journal")]
    if not listed:
        return chosen
    chosen.insert(1, Chosen(table="table_1"))
    theme = several[0] if several else listed[0]
    others = sorted((one for one in listed if one.id != theme.id), key=_is_long)
    if others:
        chosen += [Chosen(cross=[theme.id, others[0].id]), Chosen(map=[theme.id, others[0].id])]
    chosen += [Chosen(matrix=theme.id), Chosen(years=theme.id), Chosen(themes=theme.id)]
    return [*chosen, Chosen(co_occurrence=theme.id)] if several else chosen


def check_synthesis(review: Review) -> None:
    """Check that chosen tables and figures name dimensions that can be counted.

    Raises
    ------
    ReviewError
        With each unknown dimension and the nearest name, and each whose answers are no values of a list.
    """
    kinds = {one.id: one for one in review.codebook.dimensions}
    file = review.root / place("config")
    problems = [
        Problem(message, place("config"), find_row(file, ("synthesis", number)) if file.is_file() else 0,
                f"synthesis.{number + 1}.{one.kind}", remedy)
        for number, one in enumerate(review.config.synthesis or [])
        for message, remedy in _doubt(one, kinds)
    ]  # fmt: skip
    if problems:
        raise ReviewError(problems)


def _doubt(chosen: Chosen, known: dict[str, Dimension]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the dimensions of one entry, and what to do."""
    counted = [name for name, one in known.items() if one.kind in LISTED]
    of_records = [] if chosen.kind in ("table", "years", "co_occurrence") else [*OF_RECORDS]
    # A table of characteristics prints every kind of answer.
    fitting = [*known] if chosen.table else [*counted, *of_records]
    for name in chosen.dimensions:
        if name not in known and name not in of_records:
            near = difflib.get_close_matches(name, fitting, 1, 0.4)
            hint = f"Did you mean {near[0]}?" if near else f"Choose one of {', '.join(fitting)}"
            yield f"{name!r} is not a dimension of {place('codebook')}", hint
        elif name in known and name not in fitting:
            yield (
                f"{name!r} cannot be counted or cross-tabulated, because its kind is {known[name].kind}",
                f"Choose a dimension of the kind {' or '.join(LISTED)}: {', '.join(counted)}",
            )
        elif chosen.co_occurrence and known[name].kind == "single":
            yield (
                f"{name!r} is of kind single, so an article never has two of its values",
                f"Choose one of {', '.join(one for one in counted if known[one].kind == 'multiple')}",
            )


def _is_long(dimension: Dimension) -> bool:
    return len(dimension.values) > _MOST
