"""Messages of a job: warnings go to its log, problems of the review to the person."""

from __future__ import annotations

import atexit
import errno
import gc
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cireview.errors import ReviewError

_OBJECTS = 100_000
"""New objects after which Python looks for cycles; by default 700."""
_NO_ROOM = "Free space on the disk"
_NO_RIGHT = "Get permission to write there"
_REMEDIES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _NO_ROOM),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), _NO_RIGHT),
}
"""What a person can do about an error of the disk; any other is a fault of ours and keeps its traceback."""


def collect_rarely() -> None:
    """Let Python look for cycles rarely, and not at its end, a quarter of a short job with pandas."""
    gc.set_threshold(_OBJECTS)
    atexit.register(gc.freeze)


@contextmanager
def keep_log(path: str | Path) -> Iterator[None]:
    """Write warnings to `path`; tell the problems of a ReviewError there and on stderr, and leave.

    A disk that is full or closed is reported on stderr alone: the log may lie on it.
    """
    collect_rarely()
    path = Path(path)
    try:
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
    except OSError as error:
        if error.errno not in _REMEDIES:
            raise
        where = f"{error.filename}: " if error.filename else ""
        remedy = f"{_REMEDIES[error.errno]}, and run the same command again"
        print(f"error: {where}{error.strerror or error}. {remedy}", file=sys.stderr)
        sys.exit(1)


COST = "cost: "
"""How a line begins that says what a job will cost."""


def show_cost(told: str) -> None:
    """Print on stderr what a service will charge, before it is asked; print nothing for an empty text."""
    if told:
        print(f"{COST}{told}", file=sys.stderr, flush=True)


def show_progress(done: int, total: int) -> None:
    """Say on stderr how many texts an encoder has read: a large review keeps it for many minutes."""
    print(f"{done} of {total} texts encoded", file=sys.stderr, flush=True)
