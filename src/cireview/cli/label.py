"""`cireview label`: read and answer on a page in the browser, as an alternative to sheets."""

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
        str,
        typer.Argument(
            help="What to read: screening, eligibility, coding, duplicates, or the name of a sample."
        ),
    ],
    reviewer: Annotated[str, typer.Option(help="Name of the reviewer, as in the protocol.")] = "",
    reviewers: Annotated[
        str, typer.Option(help="Several reviewers, separated by commas; each gets a link.")
    ] = "",
    folder: Annotated[Path, typer.Option(help="Folder of the review.")] = Path(),
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of the page. By default cireview takes a free one.")
    ] = 0,
    host: Annotated[
        str,
        typer.Option(
            help="Address of the page. Another one, for a trusted network, needs a passphrase and TLS files."
        ),
    ] = "127.0.0.1",
    certificate: Annotated[Path | None, typer.Option(help="TLS certificate, in PEM.")] = None,
    key: Annotated[Path | None, typer.Option(help="Key of the TLS certificate, in PEM.")] = None,
    texts: Annotated[Path | None, typer.Option(help="TOML file with your own words for the page.")] = None,
    browser: Annotated[bool, typer.Option(help="Whether to open the page in a browser.")] = True,
) -> None:
    """Label records in the browser. Each answer is saved in data/labels/ before the next record appears."""
    people = list(dict.fromkeys(filter(None, map(str.strip, f"{reviewer},{reviewers}".split(",")))))
    if not people:
        raise ReviewError(
            Problem("the reviewer is missing", column="--reviewer", remedy="Give the name of a reviewer")
        )
    if find_spec("uvicorn") is None or find_spec("starlette") is None:
        remedy = "Install them once: pip install 'cireview[label]'"
        raise ReviewError(
            Problem("the page needs starlette and uvicorn, which are not installed", remedy=remedy)
        )
    from cireview.reading.serve import PASSPHRASE, Address, prepare

    address = Address(host, port, certificate, key, os.environ.get(PASSPHRASE, ""))
    given = {"address": address, "clock": datetime.now, "texts": texts, "notify": print}
    served = prepare(folder, stage, people, **given)  # type: ignore[arg-type]
    for person, link in served.links.items():
        print(f"{person}: {link}", flush=True)
    print("Each link is for one person. Stop with Ctrl-C; no answer is lost.", flush=True)
    if browser and len(people) == 1 and not address.is_open:
        webbrowser.open(next(iter(served.links.values())))
    served.run()
