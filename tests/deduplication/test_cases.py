"""Named cases: two records, and what is known of them. Every rule, veto and doubt has one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from deduplication.records_at_hand import ARTICLE, make_records

from cireview.deduplication import compare_shard, normalise

CASES = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))


def judge(case: dict, **settings: str) -> str:
    """Return "same", "possible" or "different"."""
    start = {} if case.get("from_scratch") else ARTICLE
    records = make_records(start | case["one"], start | case["other"])
    found = compare_shard(normalise(records), shard=0, shards=1, **settings)
    return found.loc[0, "verdict"] if len(found) else "different"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict) -> None:
    assert judge(case) == case["expected"], case["note"]
