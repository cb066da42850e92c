"""Nothing here has to survive a power cut, only a killed process: no waiting for the disk."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cireview.web.archive.os.fsync", lambda _: None)
