"""Choose settings of the ranking on some reviews, and score them on reviews that had no say in the choice.

    python benchmarks/screening_chosen.py DATA --against DIR [--seeds 5] [--batch 0.1] [--encoder FOLDER]
                                          [--no-criteria] [--runs FILE.csv]

Every combination of the settings below is replayed on every review. Then each review gets the combination
with the lowest mean loss over the *other* ones: over all eleven others, or over the six of the other half
(20 ways to halve). What a review scores with it is compared with ASReview's order (DIR of `screening.py
--cache`), as the kept preset is. DATA is as in `screening.py`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from screening import bootstrap
from screening_settings import MEASURES, Review, list_reviews, place, read_peer

from cireview.screening import PRESETS, Preset

KEPT = PRESETS["default"]
LIFTS = {"lift": (0.0, 0.5, 1.0)}
WITHOUT = LIFTS | {"cost": (0.025, 0.05, 0.1), "ratio": (5.0, 9.8, 20.0)}
WITH = LIFTS | {"criteria_weight": (0.25, 0.5, 1.0), "likeness": (0.25, 0.5, 1.0)}
VECTORS = {
    "embedding_weight": (0.0, 0.125, 0.25, 0.5),
    "criteria_weight": (0.25, 0.5, 1.0),
    "likeness": (0.25, 0.5, 1.0),
}
HALVES = 20
Setting = tuple[float, ...]


def main() -> None:
    arguments = read_arguments()
    grid = WITHOUT if arguments.no_criteria else VECTORS if arguments.encoder else WITH
    runs = pd.DataFrame(replay_all(arguments, grid))
    if arguments.runs:
        runs.to_csv(arguments.runs, index=False)
    report(runs, tuple(getattr(KEPT, name) for name in grid), list(grid))


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--against", type=Path, required=True, help="folder of ASReview's runs")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--batch", type=float, default=0.1)
    parser.add_argument("--encoder", default="", help="folder with model.onnx and tokenizer.json")
    parser.add_argument("--no-criteria", action="store_true")
    parser.add_argument("--runs", type=Path, help="CSV for the single runs")
    return parser.parse_args()


def replay_all(arguments: argparse.Namespace, grid: dict[str, Setting]) -> Iterator[dict[str, object]]:
    """Yield what each review scores with each setting and seed, less what ASReview scores."""
    # One place for all lengths of the vectors, which are only scaled.
    whole = replace(KEPT, embedding_weight=1.0)
    for name, table, words in list_reviews(arguments.data):
        review = place(name, table, "" if arguments.no_criteria else words, whole, arguments.encoder)
        peers = {seed: read_peer(arguments.against, review, seed) for seed in range(1, arguments.seeds + 1)}
        for setting in product(*grid.values()):
            preset = replace(KEPT, **dict(zip(grid, setting, strict=True)))
            scaled = scale_vectors(review, preset)
            for seed, peer in peers.items():
                ours = review.measure(scaled.run(seed, preset, batch=arguments.batch))
                yield {
                    "review": name,
                    "seed": seed,
                    "setting": setting,
                    **{measure: ours[measure] - peer[measure] for measure in MEASURES},
                }
        print(name, flush=True)


def scale_vectors(review: Review, preset: Preset) -> Review:
    """Return the review with its vectors, of length one, as long as the preset says."""
    space = review.space
    if not space.dimensions:
        return review
    values = space.values.copy()
    is_vector = values.indices >= values.shape[1] - space.dimensions
    values.data[is_vector] *= np.float32(preset.embedding_weight)
    # Without vectors their half of the likeness goes too.
    dimensions = space.dimensions if preset.embedding_weight else 0
    return replace(review, space=replace(space, values=values, dimensions=dimensions))


def report(runs: pd.DataFrame, kept: Setting, names: list[str]) -> None:
    means = runs.groupby(["setting", "review"])[list(MEASURES)].mean()
    loss = means["loss"].unstack("review")
    reviews = list(loss.columns)
    print("| choice |", " | ".join(MEASURES), "| highest difference in loss |")
    tell("kept", means.loc[kept])
    chosen = {one: choose(loss, [other for other in reviews if other != one]) for one in reviews}
    tell("one review left out", pick(means, chosen))
    tell("half left out", halve(means, loss, reviews))
    print(f"\nChosen, {', '.join(names)}:")
    print(pd.Series(chosen).value_counts().to_string())
    print("\nEach setting over all reviews, the best ten:")
    print(means.groupby("setting").mean().sort_values("loss").round(4).head(10).to_string())


def choose(loss: pd.DataFrame, reviews: list[str]) -> Setting:
    setting: Setting = loss[reviews].mean(axis=1).idxmin()
    return setting


def pick(means: pd.DataFrame, chosen: dict[str, Setting]) -> pd.DataFrame:
    """Return what each review scores with the setting chosen for it."""
    return pd.DataFrame({one: means.loc[(setting, one)] for one, setting in chosen.items()}).T


def halve(means: pd.DataFrame, loss: pd.DataFrame, reviews: list[str]) -> pd.DataFrame:
    """Return what each review scores with the choice of the other half, mean over the ways to halve."""
    parts = []
    for seed in range(HALVES):
        drawn = list(np.random.default_rng(seed).permutation(reviews))
        halves = drawn[: len(drawn) // 2], drawn[len(drawn) // 2 :]
        for scored, choosing in (halves, halves[::-1]):
            setting = choose(loss, choosing)
            parts.append(pick(means, dict.fromkeys(scored, setting)))
    return pd.concat(parts).groupby(level=0).mean()


def tell(name: str, differences: pd.DataFrame) -> None:
    cells = []
    for measure in MEASURES:
        low, high = bootstrap(differences[measure].to_numpy())
        cells.append(f"{differences[measure].mean():+.3f} ({low:+.3f} to {high:+.3f})")
    loss = differences["loss"]
    print(f"| {name} | {' | '.join(cells)} | {loss.max():+.3f} ({loss.idxmax()}) |")


if __name__ == "__main__":
    main()
