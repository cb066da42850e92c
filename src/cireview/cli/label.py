"""`cireview label`: read and answer on a page of this machine, beside the sheets."""

from __future__ import annotations

import os
import webbrowser
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from cireview.errors import Problem, ReviewError


def label(
    stage: Annotated[
        str, typer.Argument(help="screening, eligibility, coding, duplicates, or the name of a sample.")
    ],
    reviewer: Annotated[str, typer.Option(help="Who reads, as the protocol names them.")] = "",
    reviewers: Annotated[
        str, typer.Option(help="Several people, divided by commas; each gets a link, --reviewer too.")
    ] = "",
    folder: Annotated[Path, typer.Option(help="Folder of the review.")] = Path(),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; any that is free by default.")] = 0,
    host: Annotated[
        str, typer.Option(help="Address for a trusted network; needs a passphrase and TLS files.")
    ] = "127.0.0.1",
    certificate: Annotated[Path | None, typer.Option(help="TLS certificate, in PEM.")] = None,
    key: Annotated[Path | None, typer.Option(help="Its key, in PEM.")] = None,
    texts: Annotated[Path | None, typer.Option(help="A file with other words for the page, in TOML.")] = None,
    browser: Annotated[bool, typer.Option(help="Whether to open the page in a browser.")] = True,
) -> None:
    """Read and answer in the browser; each answer is in data/labels/ before the next record shows."""
    people = list(dict.fromkeys(filter(None, map(str.strip, f"{reviewer},{reviewers}".split(",")))))
    if not people:
        raise ReviewError(Problem("nobody is named who reads", column="--reviewer", remedy="Name a reviewer"))
    if find_spec("uvicorn") is None or find_spec("starlette") is None:
        remedy = "Install it once: pip install 'cireview[label]'"
        raise ReviewError(Problem("the page needs starlette and uvicorn, which are not here", remedy=remedy))
    from cireview.reading.serve import PASSPHRASE, Address, prepare

    address = Address(host, port, certificate, key, os.environ.get(PASSPHRASE, ""))
    given = {"address": address, "clock": datetime.now, "texts": texts, "notify": print}
    served = prepare(folder, stage, people, **given)  # type: ignore[arg-type]
    for person, link in served.links.items():
        print(f"{person}: {link}", flush=True)
    print("Each link is for one person. End with Ctrl-C; no answer is lost.", flush=True)
    if browser and len(people) == 1 and not address.is_open:
        webbrowser.open(next(iter(served.links.values())))
    served.run()
