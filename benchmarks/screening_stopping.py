"""How often does each stopping rule miss its target? A thousand simulated reviews.

    python benchmarks/screening_stopping.py [--reviews 1000]

Each review has 1,000 to 5,000 records, 1 to 20 % of them relevant, in the order of a ranking of random
quality (the scores of relevant records are shifted by 0.5 to 3 standard deviations). In every second review
a tenth of the relevant records is unlike the others and lies at random. Target: recall 0.95 with confidence
0.95. A review that no rule stops is read to its end. Certification samples are drawn as the workflow
draws them.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview.stopping.plan import Plan
from cireview.stopping.rules import (
    certify,
    find_quantile_target,
    knee_threshold,
    measure_knee,
    plan_certification,
    tail_p_value,
)
from cireview.stopping.samples import draw_lots

RECALL = CONFIDENCE = 0.95
CONSECUTIVE = 100
STEP = 0.04
Labels = NDArray[np.int64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--reviews", type=int, default=1000)
    count = parser.parse_args().reviews
    rows = []
    for seed in range(count):
        generator = np.random.default_rng(seed)
        labels = make_review(generator)
        for name, stop in RULES.items():
            read, found = stop(labels, generator)
            recall = found / labels.sum()
            rows.append((name, recall < RECALL, recall, 1 - read / len(labels), read == len(labels)))
    table = pd.DataFrame(rows, columns=["rule", "missed", "recall", "unread", "read all"])
    summary = table.groupby("rule", sort=False).mean()
    summary.insert(1, "± (95 %)", 1.96 * np.sqrt(summary["missed"] * (1 - summary["missed"]) / count))
    print(
        f"{count} simulated reviews, target recall {RECALL}, confidence {CONFIDENCE}; means over the reviews"
    )
    print(summary.round(3).to_string())


def make_review(generator: np.random.Generator) -> Labels:
    size = int(generator.integers(1000, 5001))
    relevant = max(2, int(size * generator.uniform(0.01, 0.2)))
    labels = np.zeros(size, dtype=np.int64)
    labels[:relevant] = 1
    scores = generator.normal(size=size) + labels * generator.uniform(0.5, 3)
    if generator.random() < 0.5:
        hidden = max(1, relevant // 10)
        scores[:hidden] = generator.normal(size=hidden)
    return labels[np.argsort(-scores)]


def stop_certified(labels: Labels, generator: np.random.Generator, *, looks: int = 1) -> tuple[int, int]:
    """Read until 100 irrelevant in a row, then certify; where that fails, read on, at most `looks` times."""
    order = np.arange(len(labels))
    start = 0
    plan = Plan(looks, RECALL, CONFIDENCE)
    for _ in range(looks):
        end = find_run(labels[order], start)
        found, left = int(labels[order[:end]].sum()), len(order) - end
        size = plan_certification(left=left, found=found, plan=plan, expected=int(found * 0.01))
        if size >= left:
            break
        lots = draw_lots(map(str, order[end:]), salt=str(generator.integers(2**63)))
        sample = np.array(lots[:size], dtype=np.int64)
        hits = int(labels[sample].sum())
        if certify(left=left, sampled=size, sample_found=hits, found=found, plan=plan):
            return end + size, found + hits
        rest = order[end:][~np.isin(order[end:], sample)]
        order, start = np.concatenate([order[:end], sample, rest]), end + size
    return len(labels), int(labels.sum())


def find_run(labels: Labels, start: int) -> int:
    """Return the rank after the first 100 irrelevant in a row that ends behind `start`."""
    last = -1
    for place, label in enumerate(labels):
        last = place if label else last
        if place - last >= CONSECUTIVE and place >= start:
            return place + 1
    return len(labels)


def stop_tail(labels: Labels, _: np.random.Generator) -> tuple[int, int]:
    return stop_when(labels, lambda part: tail_p_value(part, len(labels), recall=RECALL) < 1 - CONFIDENCE)


def stop_knee(labels: Labels, _: np.random.Generator) -> tuple[int, int]:
    return stop_when(labels, lambda part: measure_knee(part) >= knee_threshold(int(part.sum())))


def stop_consecutive(labels: Labels, _: np.random.Generator) -> tuple[int, int]:
    end = find_run(labels, 0)
    return end, int(labels[:end].sum())


def stop_when(labels: Labels, holds) -> tuple[int, int]:  # type: ignore[no-untyped-def]
    for share in np.arange(STEP, 1, STEP):
        end = int(share * len(labels))
        if holds(labels[:end]):
            return end, int(labels[:end].sum())
    return len(labels), int(labels.sum())


def stop_quantile(labels: Labels, generator: np.random.Generator) -> tuple[int, int]:
    """Draw at random until 60 relevant ones are in the sample, then read until enough of them are reached."""
    drawn = generator.permutation(len(labels))
    enough = np.flatnonzero(np.cumsum(labels[drawn]) == 60)
    if not len(enough):
        return len(labels), int(labels.sum())
    sample = drawn[: enough[0] + 1]
    target = find_quantile_target(60, recall=RECALL, confidence=CONFIDENCE)
    assert target is not None
    end = int(np.sort(sample[labels[sample] == 1])[target - 1]) + 1
    extra = sample[sample >= end]
    return end + len(extra), int(labels[:end].sum() + labels[extra].sum())


RULES = {
    "certified, one look": stop_certified,
    "certified, three looks": lambda labels, generator: stop_certified(labels, generator, looks=3),
    "quantile": stop_quantile,
    "hypergeometric (heuristic)": stop_tail,
    "knee (heuristic)": stop_knee,
    "consecutive (heuristic)": stop_consecutive,
}

if __name__ == "__main__":
    main()
