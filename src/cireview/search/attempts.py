"""Count failed attempts at the network, so that the next run tries again. Complete searches stay."""

from __future__ import annotations

from pathlib import Path


def failed_attempts(folder: str | Path, key: str) -> int:
    """Return how often a search was tried and not completed."""
    file = Path(folder) / key
    return int(file.read_text()) if file.is_file() else 0


def note_attempt(folder: str | Path, key: str, *, complete: bool) -> None:
    """Count an attempt that was not completed."""
    if not complete:
        file = Path(folder) / key
        number = failed_attempts(folder, key) + 1
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{number}\n")
