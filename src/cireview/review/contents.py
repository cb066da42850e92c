"""Digests of people's files: their content decides what runs again, not the time of saving.

A copy, an archive or a synchronised folder may bring a file that is older than the last run and yet another
one. Snakemake compares times, and would not notice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cireview.provenance import digest_file
from cireview.tables import whole_file

# Smaller files are hashed at every run: sheets and config are, and reading them takes no time.
ALWAYS_HASHED = 1_000_000


def digest_contents(root: str | Path, files: Iterable[str], *, memory: str) -> dict[str, str]:
    """Return the SHA-256 of each file.

    Parameters
    ----------
    root
        The review's folder.
    files
        Paths relative to it.
    memory
        File in `root` that keeps what large files had when they were last hashed. One is hashed again when
        its size, or the time of its content or of its status, differs. Without the file all are hashed.

    Returns
    -------
    dict
        Digest by path, as hex digits.
    """
    root = Path(root)
    remembered = _read_memory(root / memory)
    digests: dict[str, str] = {}
    kept: dict[str, Any] = {}
    for file in files:
        status = (root / file).stat()
        # A copy with 'cp -p' keeps the time of the content, but not that of the status.
        marks = [status.st_size, status.st_mtime_ns, status.st_ctime_ns]
        before = remembered.get(file, {})
        if status.st_size > ALWAYS_HASHED and before.get("marks") == marks:
            digests[file] = before["sha256"]
        else:
            digests[file] = digest_file(root / file)
        if status.st_size > ALWAYS_HASHED:
            kept[file] = {"marks": marks, "sha256": digests[file]}
    if kept != remembered:
        with whole_file(root / memory) as partial:
            partial.write_text(json.dumps(kept, indent=1, sort_keys=True), encoding="utf-8")
    return digests


def _read_memory(file: Path) -> Mapping[str, Any]:
    """Return what was kept; a memory that cannot be read is none, for all of it can be hashed again."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) and all(isinstance(row, dict) for row in kept.values()) else {}
