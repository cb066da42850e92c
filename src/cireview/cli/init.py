"""`cireview init`: the folder of a new review."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from cireview import docs_folder, example_folder
from cireview.cli.pages import list_pages
from cireview.errors import Problem, ReviewError
from cireview.places import place

_DEMONSTRATION = "collective_impact"
# What made the demonstration's data.
_ONLY_OF_THE_REPOSITORY = {("data", "corpus")}


def init(
    folder: Annotated[Path, typer.Argument(help="Folder of the new review; created if it does not exist.")],
    example: Annotated[
        str | None, typer.Option(help="Create an example instead: sixty or collective_impact.")
    ] = None,
) -> None:
    """Create the folder of a new review: protocol, codebook and folders for data, but no code."""
    template = Path(__file__).parents[1] / "templates" / "review"
    files = {
        path: folder / path.relative_to(template) for path in sorted(template.rglob("*")) if path.is_file()
    }
    if example is not None:
        # Files of the example replace those of the template.
        named = {folder / name: path for name, path in _find_example(example).items()}
        files = {path: target for path, target in files.items() if target not in named}
        files |= {path: target for target, path in named.items()}
    there = [target for target in files.values() if target.exists()]
    if (folder / place("protocol")) in there:
        remedy = "Nothing was written. Continue this review with 'cireview run', or choose another folder"
        raise ReviewError(Problem("this folder already holds a review", str(folder), remedy=remedy))
    if there:
        remedy = "Nothing was written. Choose another folder, or move the file away"
        raise ReviewError(
            [Problem("the file already exists", target.as_posix(), remedy=remedy) for target in there]
        )
    for source, target in files.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    for kind in ("duplicates", "screening", "eligibility", "coding", "studies", "synthesis"):
        (folder / place("label_sheets", kind=kind)).mkdir(parents=True, exist_ok=True)
    (folder / place("full_text_files")).mkdir(parents=True, exist_ok=True)
    if example is not None:
        page = example if example in list_pages() else "running"
        print(f"Created the example {example!r} in {folder}. 'cireview docs {page}' has the next steps.")
        return
    print(f"Created a new review in {folder}. Next:")
    print(f"  1. edit {folder}/{place('protocol')} and {folder}/{place('codebook')}: replace everything in")
    print("     <angle brackets>; 'cireview check' lists what is left")
    print(f"  2. save the export files of your databases in {folder}/{place('exports')}/")
    print(f"  3. cd {shlex.quote(str(folder))} && cireview run")


def _find_example(name: str) -> dict[Path, Path]:
    """Return the files of an example by their paths in the review; a BadParameter names all examples."""
    folders = {path.parent.name: path for path in sorted((docs_folder() / "examples").glob("*/review"))}
    folders[_DEMONSTRATION] = example_folder(_DEMONSTRATION)
    if name not in folders:
        raise typer.BadParameter(f"there is no example {name!r}; there are: {', '.join(sorted(folders))}")
    inside = ("config", "data") if name == _DEMONSTRATION else ("",)
    files = (path for part in inside for path in sorted((folders[name] / part).rglob("*")) if path.is_file())
    found = {path.relative_to(folders[name]): path for path in files}
    return {path: file for path, file in found.items() if path.parts[:2] not in _ONLY_OF_THE_REPOSITORY}
