"""Choose settings of the ranking on some reviews, and score them on a review that was left out of the choice.

    python benchmarks/screening_chosen.py DATA --against DIR [--choosing 1] [--seeds 5] [--encoder FOLDER]
                                          [--no-criteria] [--runs FILE.csv]

Every combination of the settings below is replayed on every review (seeds up to `--choosing`, batches of 10
%). Then each review gets the combination with the lowest mean loss over the eleven *others*. It is replayed
with seeds up to `--seeds` and the preset's batches. The result is compared with ASReview's order (DIR of
`screening.py --cache`), as is the kept preset. `--runs` keeps the replays of the choice, and uses them again
if they are there. DATA is as in `screening.py`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from screening import bootstrap
from screening_settings import MEASURES, Review, list_reviews, place, read_peer

from cireview.screening import PRESETS, Preset

KEPT = PRESETS["default"]
BATCH = 0.1
GRIDS = {
    "no criteria": {"lift": (0.0, 0.5, 1.0), "cost": (0.025, 0.05, 0.1)},
    "criteria": {"lift": (0.0, 0.5, 1.0), "criteria_weight": (0.25, 0.5, 1.0), "likeness": (0.5, 1.0)},
    "encoder": {"embedding_weight": (0.0, 0.125, 0.25, 0.5), "likeness": (0.5, 1.0)},
}
Setting = tuple[float, ...]


class Trial:
    """All reviews with their features, and what they score under settings.

    Parameters
    ----------
    arguments
        Of the command line.
    """

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        kind = "no criteria" if arguments.no_criteria else "encoder" if arguments.encoder else "criteria"
        self.grid: dict[str, Setting] = GRIDS[kind]
        self._replayed: dict[tuple[str, Setting], dict[str, float]] = {}

    @cached_property
    def reviews(self) -> dict[str, Review]:
        """By name, vectors of length one: they are scaled later."""
        whole, encoder = replace(KEPT, embedding_weight=1.0), self.arguments.encoder
        return {
            name: place(name, table, "" if self.arguments.no_criteria else words, whole, encoder)
            for name, table, words in list_reviews(self.arguments.data)
        }

    def replay_all(self) -> Iterator[dict[str, object]]:
        """Yield the loss of every review with every combination and seed."""
        for name, review in self.reviews.items():
            for setting in product(*self.grid.values()):
                preset, scaled = self._set(review, setting)
                for seed in range(1, self.arguments.choosing + 1):
                    loss = scaled.measure(scaled.run(seed, preset, batch=BATCH))["loss"]
                    row = dict(zip(self.grid, setting, strict=True))
                    yield {"review": name, "seed": seed, **row, "loss": loss}
            print(name, flush=True)

    def score(self, name: str, setting: Setting) -> dict[str, float]:
        """Return what a review scores with a setting, and less what ASReview scores; mean over the seeds."""
        if (name, setting) not in self._replayed:
            preset, review = self._set(self.reviews[name], setting)
            rows = []
            for seed in range(1, self.arguments.seeds + 1):
                ours = review.measure(review.run(seed, preset, batch=preset.batch))
                peer = read_peer(self.arguments.against, review, seed)
                less = {f"{measure} less": ours[measure] - peer[measure] for measure in MEASURES}
                rows.append({measure: ours[measure] for measure in MEASURES} | less)
            self._replayed[name, setting] = pd.DataFrame(rows).mean().to_dict()
        return self._replayed[name, setting]

    def _set(self, review: Review, setting: Setting) -> tuple[Preset, Review]:
        preset = replace(KEPT, **dict(zip(self.grid, setting, strict=True)))
        return preset, scale_vectors(review, preset.embedding_weight)


def main() -> None:
    arguments = read_arguments()
    trial = Trial(arguments)
    if arguments.runs and arguments.runs.exists():
        runs = pd.read_csv(arguments.runs)
    else:
        runs = pd.DataFrame(trial.replay_all())
        if arguments.runs:
            runs.to_csv(arguments.runs, index=False)
    loss = runs.pivot_table(index=list(trial.grid), columns="review", values="loss")
    print(f"\nMean loss of each combination, the best ten; kept: {kept_setting(trial)}")
    print(loss.mean(axis=1).sort_values().head(10).round(4).to_string())
    if arguments.against:
        report(trial, loss)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--against", type=Path, help="ASReview's runs; without it nothing is scored")
    parser.add_argument("--choosing", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--encoder", default="", help="folder with model.onnx and tokenizer.json")
    parser.add_argument("--no-criteria", action="store_true")
    parser.add_argument("--runs", type=Path, help="CSV of the runs that choose")
    return parser.parse_args()


def scale_vectors(review: Review, length: float) -> Review:
    """Return the review with its vectors, of length one, as long as is said."""
    space = review.space
    if not space.dimensions:
        return review
    values = space.values.copy()
    is_vector = values.indices >= values.shape[1] - space.dimensions
    values.data[is_vector] *= np.float32(length)
    # Without vectors their half of the likeness goes too.
    dimensions = space.dimensions if length else 0
    return replace(review, space=replace(space, values=values, dimensions=dimensions))


def kept_setting(trial: Trial) -> Setting:
    return tuple(getattr(KEPT, name) for name in trial.grid)


def choose(loss: pd.DataFrame, reviews: list[str]) -> Setting:
    setting: Setting = loss[reviews].mean(axis=1).idxmin()
    return setting


def report(trial: Trial, loss: pd.DataFrame) -> None:
    reviews, kept = list(loss.columns), kept_setting(trial)
    print("\n| settings |", " | ".join(MEASURES), "| highest difference in loss |")
    tell("kept", {one: trial.score(one, kept) for one in reviews})
    chosen = {one: choose(loss, [other for other in reviews if other != one]) for one in reviews}
    tell("one review left out", {one: trial.score(one, setting) for one, setting in chosen.items()})
    print(f"\nKept:\n{pd.DataFrame({one: trial.score(one, kept) for one in reviews}).T.round(4).to_string()}")
    print(f"\nChosen, {', '.join(trial.grid)}:\n{pd.Series(chosen).value_counts().to_string()}")


def tell(name: str, scored: dict[str, dict[str, float]]) -> None:
    table, cells = pd.DataFrame(scored).T, []
    for measure in MEASURES:
        differences = table[f"{measure} less"]
        low, high = bootstrap(differences.to_numpy())
        cells.append(f"{differences.mean():+.3f} ({low:+.3f} to {high:+.3f})")
    loss = table["loss less"]
    print(f"| {name} | {' | '.join(cells)} | {loss.max():+.3f} ({loss.idxmax()}) |")


if __name__ == "__main__":
    main()
