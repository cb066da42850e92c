"""Replay finished reviews under settings of a preset, each compared with a run that was kept before.

    python benchmarks/screening_settings.py DATA [--against DIR] [--seeds 5] [--batch 0.1] [--encoder FOLDER]
                                            [--no-criteria] [--with lift=0] [--with criteria_weight=1] …

DATA is as in `screening.py`. Without `--with` the settings are those of the preset. Each `--with` changes one
field of `cireview.screening.Preset`. The replays are compared with the orders of ASReview that `screening.py
--cache DIR` kept. Without `--against`, they are compared with the same ranking without criteria and encoder.
All replays run in this process, and features are computed once for each review. So a whole table takes
minutes. `--runs FILE.csv` keeps the single runs.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from screening import SUBJECTS, bootstrap, read_criteria
from screening_left_out import list_others

from cireview.screening import PRESETS, Preset, simulate, wanted
from cireview.screening.finished import read_finished
from cireview.screening.simulation import draw_priors, measure_order
from cireview.screening.space import Space, place_records

MEASURES = ("loss", "recall@10", "wss@95", "wss@100")
TRIED = "tried"


@dataclass(frozen=True)
class Review:
    """A finished review with its features under some settings."""

    name: str
    table: pd.DataFrame
    space: Space
    criteria: str

    def run(self, seed: int, preset: Preset, *, batch: float, priors: Sequence[str] = ()) -> np.ndarray:
        """Return the rows of the table in the order in which they are read."""
        PRESETS[TRIED] = preset
        given = {"seed": seed, "model": TRIED, "batch": batch, "criteria": self.criteria, "priors": priors}
        order, _ = simulate(self.table, space=self.space, **given)
        return pd.Index(self.table["record_id"]).get_indexer(pd.Index(order["record_id"]))

    def measure(self, rows: np.ndarray) -> dict[str, float]:
        """Return how good an order is."""
        return measure_order(self.table["label_included"].to_numpy()[rows])


def main() -> None:
    arguments = read_arguments()
    preset = replace(PRESETS["default"], **dict(arguments.settings))
    rows = []
    for name, table, words in list_reviews(arguments.data):
        review = place(name, table, "" if arguments.no_criteria else words, preset, arguments.encoder)
        plain = place(name, table, "", PRESETS["default"]) if not arguments.against else None
        for seed in range(1, arguments.seeds + 1):
            ours = review.measure(review.run(seed, preset, batch=arguments.batch))
            if plain:
                other = plain.measure(plain.run(seed, PRESETS["default"], batch=arguments.batch))
            else:
                other = read_peer(arguments.against, review, seed)
            rows += [{"review": name, "seed": seed, "run": "ours", **ours}]
            rows += [{"review": name, "seed": seed, "run": "other", **other}]
    runs = pd.DataFrame(rows)
    if arguments.runs:
        runs.to_csv(arguments.runs, index=False)
    report(runs)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--against", type=Path, help="folder of ASReview's runs")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--batch", type=float, default=PRESETS["default"].batch)
    parser.add_argument("--encoder", default="", help="folder with model.onnx and tokenizer.json")
    parser.add_argument("--no-criteria", action="store_true")
    parser.add_argument("--with", action="append", dest="settings", default=[], type=read_setting)
    parser.add_argument("--runs", type=Path, help="CSV for the single runs")
    return parser.parse_args()


def read_setting(text: str) -> tuple[str, object]:
    name, _, value = text.partition("=")
    return name, json.loads(value)


def list_reviews(data: Path) -> Iterator[tuple[str, pd.DataFrame, str]]:
    """Yield name, table and criteria of each review."""
    criteria = read_criteria(data)
    for path in sorted(data.glob("*.csv.gz")):
        name = path.name.removesuffix(".csv.gz")
        yield name, read_finished(path)[0], criteria[name]


def place(name: str, table: pd.DataFrame, words: str, preset: Preset, encoder: str = "") -> Review:
    """Return a review with its features; its own criteria do not count for the words that protocols share."""
    others = list_others(SUBJECTS.get(name, "none of them"))
    wanted.list_protocol_words = lambda: others
    kept = Path(tempfile.gettempdir()) / f"cireview-vectors-{name}.npz" if encoder else None
    space = place_records(table, criteria=words, preset=replace(preset, embedding=encoder), vectors=kept)
    return Review(name, table, space, words)


def read_peer(folder: Path, review: Review, seed: int) -> dict[str, float]:
    run = json.loads((folder / f"{review.name}-{seed}.json").read_text())
    priors = draw_priors(review.table["label_included"].to_numpy(), seed=seed)
    assert run["priors"] == priors, f"{review.name}-{seed} is of other priors"
    # ASReview ends with the last relevant record; what it did not read follows in any order.
    unread = sorted(set(range(len(review.table))) - set(run["order"]) - set(priors))
    return review.measure(np.array(run["order"] + unread))


def report(runs: pd.DataFrame) -> None:
    """Print the mean difference over the reviews with its interval, and the reviews one by one."""
    means = runs.groupby(["run", "review"])[list(MEASURES)].mean()
    differences = means.loc["ours"] - means.loc["other"]
    told = []
    for measure in MEASURES:
        low, high = bootstrap(differences[measure].to_numpy())
        told.append(f"{differences[measure].mean():+.3f} ({low:+.3f} to {high:+.3f})")
    loss = differences["loss"]
    print("|", " | ".join(MEASURES), "| highest difference in loss |")
    print("|", " | ".join(told), f"| {loss.max():+.3f} ({loss.idxmax()}) |\n")
    print(means.loc["ours"].join(differences.add_suffix(" less")).round(3).to_string())


if __name__ == "__main__":
    main()
