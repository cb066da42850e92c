"""`cireview check`: everything that people own, checked without running anything."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer


def check(folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path()) -> None:
    """Check protocol, codebook, export files and filled sheets, and list every problem."""
    from cireview.review import (
        check_review,
        doubt_answers,
        find_missing_keys,
        find_nameless_texts,
        load_review,
    )

    review = load_review(folder)
    today = date.today().isoformat()
    check_review(review, today=today)
    for name in review.missing_exports:
        print(f"missing: the export file of {name}. The search is incomplete without it.")
    for name, remedy in find_missing_keys(review).items():
        print(f"missing: the key of the API of {name}. The search cannot run without it. {remedy}")
    for problem in find_nameless_texts(review):
        print(f"not used: {problem}")
    doubts = doubt_answers(review, today=today)
    for problem in doubts:
        print(f"note: {problem}")
    labels = sum(
        len(review.label_files(kind)) for kind in ("duplicates", "screening", "eligibility", "coding")
    )
    verdict = "No problem except the notes above" if doubts else "No problem"
    print(f"{verdict} found in {len(review.exports)} export files and {labels} filled sheets.")
