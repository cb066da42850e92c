"""`cireview appendix`: the searches of a review as an appendix to hand in, for Word, LaTeX or as text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cireview.places import place

if TYPE_CHECKING:
    import pandas as pd

_ENDINGS = (".docx", ".tex", ".md")


def appendix(
    output: Annotated[Path, typer.Argument(help="File to write: .docx, .tex or .md.")],
    folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path(),
) -> None:
    """Write an appendix of all searches as they were run, with the hits of each line (PRISMA-S)."""
    from cireview.errors import Problem, ReviewError
    from cireview.places import find_made
    from cireview.tables import read_table

    ending = output.suffix.lower()
    if ending not in _ENDINGS:
        remedy = f"Give the file a name that ends in {', '.join(_ENDINGS)}"
        raise ReviewError(
            Problem("the appendix cannot be written in this format", str(output), remedy=remedy)
        )
    if ending == ".docx":
        from cireview.paper.word import check_word

        check_word()
    made = find_made(folder, ["searches"])
    if not made:
        message = "there is no log of searches yet"
        raise ReviewError(Problem(message, place("searches"), remedy="Run the review first: cireview run"))
    searches = read_table(made["searches"])
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(_write(ending, searches, folder))
    print(f"{output}: {len(searches)} searches")


def _write(ending: str, searches: pd.DataFrame, folder: Path) -> bytes:
    from cireview.paper.appendix import write_latex_appendix
    from cireview.paper.word import write_word_appendix
    from cireview.review import load_review
    from cireview.search.appendix import write_appendix

    if ending == ".docx":
        return write_word_appendix(searches, title=load_review(folder).protocol.title)
    write = write_latex_appendix if ending == ".tex" else write_appendix
    return write(searches).encode()
