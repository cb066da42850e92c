from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cireview.formats import Imported, read_export

Read = Callable[..., Imported]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a text or bytes as if they were an export file."""

    def read_content(
        content: str | bytes, source: str = "Somewhere", encoding: str | None = None
    ) -> Imported:
        path = tmp_path / "export.dat"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_export(path, source=source, search_id="s1", encoding=encoding)

    return read_content
