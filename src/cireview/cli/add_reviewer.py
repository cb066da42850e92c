"""`cireview add-reviewer`: one more person reads, or one who is back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cireview.cli.protocol_text import read_protocol, write_protocol
from cireview.places import place

Stage = Annotated[
    str, typer.Option("--in", help="Stages: abstracts, full_texts or coding, separated by commas.")
]


def add_reviewer(
    name: Annotated[str, typer.Argument(help="Name of the person, as it will appear on sheets.")],
    stages: Stage = "abstracts",
    share: Annotated[
        float | None,
        typer.Option(
            min=0.01, max=0.99, help="Share of the work, such as 0.25. By default all shares are equal."
        ),
    ] = None,
    folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path(),
) -> None:
    """Add a reviewer to the protocol; from the next run on, they share the work that nobody has begun."""
    from cireview.protocol.edit import add_person, warn_of_name

    text, chosen = read_protocol(folder), choose_stages(stages)
    unknown = warn_of_name(text, name)
    for stage in chosen:
        text = add_person(text, stage, name, share=share)
    write_protocol(folder, text)
    for stage in chosen:
        print(f"{place('protocol')}: {name} was added for {name_stage(stage)}")
    for warning in unknown:
        print(f"note: {warning}")
    print("Work that others have done does not change. 'cireview run' writes a sheet for the new reviewer.")


def choose_stages(stages: str) -> list[str]:
    """Return the stages that `--in` names."""
    from cireview.errors import Problem, ReviewError
    from cireview.protocol.stages import STAGES

    chosen = [word.strip().replace("-", "_") for word in stages.split(",")]
    if strange := [word for word in chosen if word not in STAGES]:
        message = f"{strange[0]!r} is not a stage"
        raise ReviewError(Problem(message, column="--in", remedy=f"Write one of: {', '.join(STAGES)}"))
    return chosen


def name_stage(stage: str) -> str:
    """Return a stage in words."""
    return {"abstracts": "abstracts", "full_texts": "full texts", "coding": "codes"}[stage]
