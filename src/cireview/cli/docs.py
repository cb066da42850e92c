"""`cireview docs`: the manual, which comes with the package."""

from __future__ import annotations

import difflib
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from cireview.cli.pages import find_page, list_pages, render_page


def docs(
    page: Annotated[
        str, typer.Argument(help="Name of the page, such as running; --list shows all.")
    ] = "index",
    list_all: Annotated[bool, typer.Option("--list", help="Print the names of all pages.")] = False,
    path: Annotated[
        bool, typer.Option("--path", help="Print the path of the page instead of opening it.")
    ] = False,
) -> None:
    """Open a page of the manual in a browser."""
    import webbrowser

    pages = list_pages()
    if list_all:
        width = max(map(len, pages))
        print(*(f"{name:<{width}}  {title}" for name, title in pages.items()), sep="\n")
        return
    name = page.removesuffix(".md")
    if name not in pages:
        near = difflib.get_close_matches(name, pages, 1)
        meant = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(pages)}"
        raise typer.BadParameter(f"there is no page {name!r}; {meant}")
    if path:
        print(find_page(name))
        return
    # The browser reads them after we have left.
    folder = Path(tempfile.mkdtemp(prefix="cireview-docs-"))
    for other in pages:
        (folder / f"{other}.html").write_text(render_page(other), encoding="utf-8")
    shown = folder / f"{name}.html"
    if webbrowser.open(shown.as_uri()):
        print(f"Opened {shown}")
    else:
        print(f"cireview found no browser. Open {shown} in a browser, or read {find_page(name)}")
