"""Named cases: two records, and what is known of them. No reason stands that no case needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from deduplication.records_at_hand import ARTICLE, make_records

from cireview.deduplication import Choices, compare_shard, decide, normalise
from cireview.deduplication.compare import compare

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))


def records_of(case: dict[str, Any]) -> list[dict[str, str]]:
    start = {} if case.get("from_scratch") else ARTICLE
    return [start | case["one"], start | case["other"]]


@pytest.fixture(scope="module")
def compared() -> pd.DataFrame:
    """The comparison of every case's two records."""
    rows = [
        {"record_id": f"{number:03}{side}", **record}
        for number, case in enumerate(CASES)
        for side, record in zip("ab", records_of(case), strict=True)
    ]
    forms = normalise(make_records(*rows))
    positions = pd.Series(range(len(CASES))).to_numpy()
    return compare(forms, positions * 2, positions * 2 + 1)


def judge(compared: pd.DataFrame, choices: Choices = decide.BALANCED) -> dict[int, tuple[str, str]]:
    decided = decide.decide(compared, choices)
    return {
        row.left // 2: (row.verdict, row.rule if row.verdict == "same" else row.doubt)
        for row in decided.itertuples()
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    found = compare_shard(normalise(make_records(*records_of(case))), shard=0, shards=1)
    verdict = found.loc[0, "verdict"] if len(found) else "different"
    # A pair that is only listed is asked nobody.
    assert {"listed": "different"}.get(verdict, verdict) == case["expected"], case["note"]


ALL_REASONS = [
    (name, reason.name) for name in ("RULES", "HINTS", "VETOES", "DOUBTS") for reason in getattr(decide, name)
]


@pytest.mark.parametrize(("kind", "name"), ALL_REASONS)
def test_every_reason_decides_a_case(
    kind: str, name: str, compared: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    choices = Choices("merge" if name == "preprint and version of record" else "separate")
    before = judge(compared, choices)
    left = tuple(reason for reason in getattr(decide, kind) if reason.name != name)
    monkeypatch.setattr(decide, kind, left)
    assert judge(compared, choices) != before
