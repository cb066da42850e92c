"""`cireview model`: download sentence encoders on request, and test them before a review uses them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cireview.screening.named_encoders import Download

_KEPT = Path(typer.get_app_dir("cireview")) / "models"


class Action(StrEnum):
    """What is done with a model."""

    list = "list"
    add = "add"
    get = "get"


def model(
    action: Annotated[
        Action, typer.Argument(help="list: show the encoders; get: download one; add: test one in a folder.")
    ] = Action.list,
    name: Annotated[
        str, typer.Argument(help="get: name of an encoder; add: folder with model.onnx and tokenizer.json.")
    ] = "",
    folder: Annotated[Path, typer.Option(help="Where downloaded encoders are kept.")] = _KEPT,
    url: Annotated[
        list[str] | None, typer.Option(help="get: address of model.onnx; repeat it for tokenizer.json.")
    ] = None,
    sha256: Annotated[
        list[str] | None, typer.Option(help="get: SHA-256 of each file, in the same order.")
    ] = None,
) -> None:
    """Set up a sentence encoder for the ranking, and print the line for config/config.yaml.

    Nothing is downloaded but by 'get', and nothing is kept whose SHA-256 is not the one expected.
    """
    if action is Action.list:
        _list(folder)
    elif action is Action.add:
        _try(Path(_need(name, "the folder of an encoder")))
    else:
        _get(_need(name, "the name of an encoder"), folder, url or [], sha256 or [])


def _need(name: str, what: str) -> str:
    from cireview.errors import Problem, ReviewError

    if not name:
        remedy = f"Give {what}; 'cireview model' lists the known names"
        raise ReviewError(Problem(f"{what} is missing", remedy=remedy))
    return name


def _list(models: Path) -> None:
    from cireview.screening.encoder import MODEL, ORIGIN, find_changed, read_origin
    from cireview.screening.named_encoders import list_named

    print("Encoders that 'cireview model get NAME' downloads:")
    for encoder in list_named():
        print(f"  {encoder.name}: {encoder.about}; {encoder.size / 1e6:.0f} MB, {encoder.license}")
    kept = sorted(path for path in models.glob("*/") if (path / ORIGIN).is_file() or (path / MODEL).is_file())
    print(f"Kept in {models}:" if kept else f"No encoder has been downloaded to {models}.")
    for path in kept:
        changed = find_changed(path, read_origin(path))
        state = f"changed since the download: {', '.join(changed)}" if changed else "as downloaded"
        print(f"  {path.name}: {state if (path / ORIGIN).is_file() else 'added by hand'}")


def _get(name: str, models: Path, urls: list[str], digests: list[str]) -> None:
    from cireview.errors import ProtocolError
    from cireview.screening.named_encoders import find_named, get_encoder

    kept = get_encoder(find_named(name, urls=urls, digests=digests), models, notify=_show)
    try:
        _try(kept)
    except ProtocolError as error:
        print(f"{kept}: downloaded, and the digests match")
        raise error from None


def _show(file: str, download: Download) -> None:
    size = f" ({download.size / 1e6:.0f} MB)" if download.size else ""
    print(f"{file}{size} from {download.url}", flush=True)


def _try(folder: Path) -> None:
    from cireview.screening.encoder import MODEL, Encoder, digest_encoder

    dimensions = Encoder(str(folder)).check()
    size = (folder / MODEL).stat().st_size / 1e6
    print(f"{folder}: {dimensions} dimensions, {size:.0f} MB, digest {digest_encoder(str(folder))}")
    line = f"screening:\n  model: embeddings:{folder.absolute()}"
    print(f"To use it, write this into config/config.yaml:\n{line}")
