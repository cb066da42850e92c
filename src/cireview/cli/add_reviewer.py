"""`cireview add-reviewer`: one more person reads, or one who is back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cireview.places import place

Stage = Annotated[
    str, typer.Option("--in", help="abstracts, full_texts or coding; several with commas between them.")
]


def add_reviewer(
    name: Annotated[str, typer.Argument(help="The person, as sheets will name them.")],
    stages: Stage = "abstracts",
    share: Annotated[
        float | None, typer.Option(min=0.01, max=0.99, help="Share of the work; alike by default.")
    ] = None,
    folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path(),
) -> None:
    """Name one more person in the protocol, who shares from the next run on what nobody has begun."""
    from cireview.protocol.edit import add_person

    text, chosen = read_protocol(folder, stages)
    for stage in chosen:
        text = add_person(text, stage, name, share=share)
    write_protocol(folder, text)
    for stage in chosen:
        print(f"{place('protocol')}: {name} is asked for {name_stage(stage)}")
    print("What others have read stays as it is. 'cireview run' writes a sheet for the new person.")


def read_protocol(folder: Path, stages: str) -> tuple[str, list[str]]:
    """Return the text of the protocol, once it was checked, and the stages that are named."""
    from cireview.errors import Problem, ReviewError
    from cireview.protocol import Protocol, load_model
    from cireview.protocol.edit import STAGES

    load_model(folder / place("protocol"), Protocol, name=place("protocol"))
    chosen = [word.strip().replace("-", "_") for word in stages.split(",")]
    if strange := [word for word in chosen if word not in STAGES]:
        message = f"{strange[0]!r} is no stage"
        raise ReviewError(Problem(message, column="--in", remedy=f"Write one of: {', '.join(STAGES)}"))
    # As bytes, so that the ends of lines stay as Windows or Unix wrote them.
    return (folder / place("protocol")).read_bytes().decode("utf-8-sig"), chosen


def write_protocol(folder: Path, text: str) -> None:
    """Write the protocol as a whole or not at all."""
    from cireview.tables import whole_file

    with whole_file(folder / place("protocol")) as partial:
        partial.write_bytes(text.encode())


def name_stage(stage: str) -> str:
    """Return a stage in words."""
    return {"abstracts": "abstracts", "full_texts": "full texts", "coding": "codes"}[stage]
