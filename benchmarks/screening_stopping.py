"""Measure how often each stopping rule misses its target and what it saves, on real and on made orders.

    python benchmarks/screening_stopping.py [--data FOLDER] [--reviews 1000] [--draws 20]

FOLDER holds finished reviews (`<review>.csv.gz` with record_id, title, abstract, label_included) and their
criteria. Each review of at least 500 records is ranked as the workflow ranks it, from three pairs of first
labels, with its criteria and without. Every rule is tried on each order; a rule that draws a sample is tried
twenty times.

Without FOLDER, reviews are made: 1,000 to 5,000 records, 1 to 20 % of them relevant, in the order of a
ranking of random quality (the scores of relevant records are shifted by 0.5 to 3 standard deviations). In
every second review a tenth of the relevant records is unlike the others and lies at random.

The target is recall 0.95 with confidence 0.95. A review that no rule stops is read to its end. A certified
stop is tried once no relevant record came for a while, and checked after every answer.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import curve_fit
from scipy.stats import poisson

from cireview.screening.simulation import simulate
from cireview.stopping.certificate import Lot, bound_relevant, certified_recall
from cireview.stopping.plan import Plan
from cireview.stopping.rules import (
    DRY_LEAST,
    DRY_SHARE,
    certify,
    find_quantile_target,
    knee_threshold,
    measure_knee,
    plan_certification,
    tail_p_value,
)

RECALL = CONFIDENCE = 0.95
CONSECUTIVE = 100
LEAST_RECORDS = 500
STEP = 0.04
Labels = NDArray[np.int64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--reviews", type=int, default=1000)
    parser.add_argument("--draws", type=int, default=20)
    arguments = parser.parse_args()
    if arguments.data:
        orders, draws = list(rank_reviews(arguments.data)), arguments.draws
    else:
        orders = [make_review(np.random.default_rng(seed)) for seed in range(arguments.reviews)]
        draws = 1
    rows = []
    for seed, labels in enumerate(orders):
        for name, stop in RULES.items():
            for draw in range(draws if name in DRAWN else 1):
                read, found = stop(labels, np.random.default_rng([seed, draw]))
                recall = found / labels.sum()
                missed = recall < RECALL - 1e-9
                rows.append((name, missed, recall, recall, 1 - read / len(labels), read == len(labels)))
    columns = ["rule", "missed", "recall", "lowest recall", "unread", "read to the end"]
    runs = pd.DataFrame(rows, columns=columns).groupby("rule", sort=False)
    summary = runs.mean().assign(**{"lowest recall": runs["recall"].min()})
    print(f"{len(orders)} orders, target recall {RECALL}, confidence {CONFIDENCE}; means over all runs")
    print(summary.round(3).to_string())


def rank_reviews(folder: Path) -> Iterator[Labels]:
    """Yield the labels of each review in the order in which the ranking would have them read."""
    words = pd.concat(
        pd.read_csv(folder / name, dtype=str, keep_default_na=False)
        .set_index("review")
        .agg("\n".join, axis=1)
        for name in ("criteria.csv", "criteria_published.csv")
    )
    for file in sorted(folder.glob("*.csv.gz")):
        records = pd.read_csv(file, dtype=str, keep_default_na=False).drop_duplicates("record_id")
        if len(records) < LEAST_RECORDS:
            continue
        records["label_included"] = records["label_included"] == "1"
        relevant = records.set_index("record_id")["label_included"]
        for criteria in (words[file.name.removesuffix(".csv.gz")], ""):
            for seed in (1, 2, 3):
                order, _ = simulate(records, seed=seed, criteria=criteria)
                yield relevant.loc[order["record_id"]].to_numpy(np.int64)


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


def stop_certified(labels: Labels, generator: np.random.Generator) -> tuple[int, int]:
    """Read until no relevant one came for a while; then in random order until the target is certified."""
    end = find_run(labels, max(DRY_LEAST, round(DRY_SHARE * len(labels))))
    found, left = int(labels[:end].sum()), len(labels) - end
    hits = np.concatenate([[0], np.cumsum(labels[end + generator.permutation(left)])])
    lot = Lot(left, found, RECALL)
    for seen, relevant in enumerate(map(int, hits)):
        most = bound_relevant(seen, relevant, lot, error=1 - CONFIDENCE)
        if certified_recall(most, outside=found, within=relevant) >= RECALL - 1e-9:
            return end + seen, found + relevant
    return len(labels), int(labels.sum())


def stop_planned(labels: Labels, generator: np.random.Generator) -> tuple[int, int]:
    """Read until 100 irrelevant in a row, then look once at a sample of fixed size; else read on."""
    end = find_run(labels, CONSECUTIVE)
    found, left, plan = int(labels[:end].sum()), len(labels) - end, Plan(1, RECALL, CONFIDENCE)
    size = plan_certification(left=left, found=found, plan=plan, expected=int(found * 0.01))
    hits = int(labels[end + generator.permutation(left)[:size]].sum())
    if size < left and certify(left=left, sampled=size, sample_found=hits, found=found, plan=plan):
        return end + size, found + hits
    return len(labels), int(labels.sum())


def find_run(labels: Labels, run: int) -> int:
    """Return the rank after the first `run` irrelevant ones in a row."""
    last = -1
    for place, label in enumerate(labels):
        last = place if label else last
        if place - last >= run:
            return place + 1
    return len(labels)


def stop_tail(labels: Labels, _: np.random.Generator) -> tuple[int, int]:
    return stop_when(labels, lambda part: tail_p_value(part, len(labels), recall=RECALL) < 1 - CONFIDENCE)


def stop_knee(labels: Labels, _: np.random.Generator) -> tuple[int, int]:
    return stop_when(labels, lambda part: measure_knee(part) >= knee_threshold(int(part.sum())))


def stop_consecutive(labels: Labels, _: np.random.Generator) -> tuple[int, int]:
    end = find_run(labels, CONSECUTIVE)
    return end, int(labels[:end].sum())


def stop_when(labels: Labels, holds) -> tuple[int, int]:  # type: ignore[no-untyped-def]
    for share in np.arange(STEP, 1, STEP):
        end = int(share * len(labels))
        if holds(labels[:end]):
            return end, int(labels[:end].sum())
    return len(labels), int(labels.sum())


def stop_safe(labels: Labels, generator: np.random.Generator) -> tuple[int, int]:
    """Stop after 50 irrelevant in a row, a tenth of all, and twice as many as a 1 % sample makes relevant.

    The first two steps of Boetje & van de Schoot 2024 (doi 10.1186/s13643-024-02502-7), without key papers
    and without the second model.
    """
    size = max(1, round(0.01 * len(labels)))
    estimated = labels[generator.permutation(len(labels))[:size]].mean() * len(labels)
    least = int(max(0.1 * len(labels), 2 * estimated))
    end = least + find_run(labels[least:], 50) if labels[max(least - 50, 0) : least].any() else least
    end = min(end, len(labels))
    return end, int(labels[:end].sum())


def stop_point_process(labels: Labels, _: np.random.Generator) -> tuple[int, int]:
    """Stop once a falling rate, fitted to what was read, leaves too few (Stevenson & Bin-Hezam 2024).

    An inhomogeneous Poisson process whose rate is a power of the rank (doi 10.1145/3631990); its upper
    quantile at the confidence bounds what is left.
    """

    def holds(part: Labels) -> bool:
        windows = np.array_split(part, 10)
        rates = np.array([window.mean() for window in windows])
        middles = (np.arange(10) + 0.5) * len(part) / len(labels) / 10
        if not part.any() or rates[-1] >= rates[0]:
            return False
        start = float(rates[-1].clip(1e-3, 1)), -1.0
        with suppress(RuntimeError):  # no fit, no stop
            (a, k), _ = curve_fit(_rate, middles, rates, p0=start, bounds=([0, -5], [1, 0]))
            rest = (np.arange(len(part), len(labels)) + 0.5) / len(labels)
            left = poisson.ppf(CONFIDENCE, float(_rate(rest, a, k).clip(0, 1).sum()))
            return bool(part.sum() >= RECALL * (part.sum() + left))
        return False

    return stop_when(labels, holds)


def _rate(place: NDArray[np.float64], a: float, k: float) -> NDArray[np.float64]:
    return a * place**k


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
    "certified, after every answer": stop_certified,
    "certified, one planned look": stop_planned,
    "quantile": stop_quantile,
    "hypergeometric tail": stop_tail,
    "knee": stop_knee,
    "100 consecutive": stop_consecutive,
    "SAFE-like": stop_safe,
    "point process": stop_point_process,
}
DRAWN = ("certified, after every answer", "certified, one planned look", "quantile", "SAFE-like")

if __name__ == "__main__":
    main()
