"""What a job of the workflow says: warnings go to its log, a review's problems to the person."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cireview.errors import ReviewError


@contextmanager
def keep_log(path: str | Path) -> Iterator[None]:
    """Write warnings to `path`; tell the problems of a ReviewError there and on stderr, and leave."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as log, warnings.catch_warnings():
        warnings.showwarning = lambda message, kind, *_: print(f"{kind.__name__}: {message}", file=log)
        try:
            yield
        except ReviewError as error:
            for problem in error.problems:
                print(f"error: {problem}", file=log)
                print(f"error: {problem}", file=sys.stderr)
            sys.exit(1)
