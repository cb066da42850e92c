"""docs/deduplication.md tells every reason as the code has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cireview.deduplication.objections import DOUBTS, VETOES
from cireview.deduplication.reasons import HINTS, RULES, Reason

DOCS = (Path(__file__).parents[2] / "docs" / "deduplication.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("reason", RULES + HINTS + VETOES + DOUBTS, ids=lambda reason: reason.name)
def test_reason_is_told(reason: Reason) -> None:
    firm = "" if reason in RULES + HINTS else f" {'yes' if reason.firm else ''} |"
    assert f"| {reason.name} | {reason.case} |{firm}" in DOCS
