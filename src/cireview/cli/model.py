"""`cireview model`: try an encoder of sentences before a review uses it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Action(StrEnum):
    """What is done with a model."""

    add = "add"


def model(
    action: Annotated[Action, typer.Argument(help="add: try a model, and say how a review uses it.")],
    folder: Annotated[Path, typer.Argument(help="Folder with model.onnx and tokenizer.json of one model.")],
) -> None:
    """Try an encoder of sentences, and say what to write into config/config.yaml so that the ranking uses it.

    Nothing is downloaded, copied or written.
    """
    from cireview.screening.encoder import MODEL, Encoder, digest_encoder

    dimensions = Encoder(str(folder)).check()
    size = (folder / MODEL).stat().st_size / 1e6
    print(f"{folder}: {dimensions} dimensions, {size:.0f} MB, digest {digest_encoder(str(folder))}")
    print(
        f"To {action} it, write into config/config.yaml:\nscreening:\n  model: embeddings:{folder.absolute()}"
    )
