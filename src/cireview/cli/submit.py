"""`cireview submit`: everything that is sent with a paper, in one folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def submit(
    target: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="Folder to write to: new, empty, or written by 'cireview submit' before."
        ),
    ],
    folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path(),
    journal: Annotated[
        str,
        typer.Option(
            help="Journal whose rules to follow: plos, elsevier, bmj, springer, bmc, or your own YAML file."
        ),
    ] = "",
    with_texts: Annotated[
        bool, typer.Option("--with-texts", help="Include abstracts and full texts.")
    ] = False,
) -> None:
    """Write all that you send with a paper: figures, tables, references, supplement, checklists, methods."""
    from datetime import date
    from tempfile import TemporaryDirectory

    from cireview.figures.journals import load_journal
    from cireview.paper.submission import Asked, write_submission
    from cireview.paper.submission_folder import check_target, put_in_place
    from cireview.review import load_review
    from cireview.review.freezing import check_freezable

    rules = load_journal(journal)
    earlier = check_target(target)
    review, today = load_review(folder), f"{date.today()}"
    inputs, awaited = check_freezable(review, unfinished=True, today=today)
    typed = ["cireview submit", target.name, *(["--journal", journal] if journal else [])]
    command = " ".join([*typed, *(["--with-texts"] if with_texts else [])])
    asked = Asked(rules, with_texts, today, ("cireview run", command), awaited, inputs)
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".submission-", dir=target.parent) as made:
        remarks = write_submission(review, Path(made), asked)
        number = put_in_place(Path(made), target, earlier)
    if awaited:
        print("warning: this review is unfinished, and the folder is marked so", file=sys.stderr)
    print(f"{target}: {number} files{', replacing an earlier submission' if earlier else ''}")
    print(*remarks, sep="\n")
    print(f"Next: read {target / 'README.md'}, and fill in the locations in the checklists")
