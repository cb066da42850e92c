"""Measure what odd records and labels cost, with and without the measures of the ranking against them.

    python benchmarks/screening_robust.py DATA [--seeds 3] [--case tiny] [--dictionary FILE] …

DATA is as in `screening.py`. *Off* is the ranking with the protocol's words only as one more record, and no
record lifted. *On* is the preset. The cases are:

- `wrong labels`: one in twenty, others with each seed; the right labels are measured
- `titles only`
- `abstracts missing`: one in five
- `as they are`
- `tiny`: 10 to 200 records of each review, one in ten relevant
- `one class`: the first ten labels are alike

All reviews are in English. With a dictionary (see `translation.py`), one record in five, or all of them, are
put into German word for word, with or without the criteria. There *off* is the preset without the lift of
other languages.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from screening import bootstrap
from screening_settings import Review, list_reviews, place
from translation import Translate, read_dictionary

from cireview.screening import PRESETS, Preset, rank
from cireview.screening.metrics import measure_auc
from cireview.screening.simulation import draw_priors

ON = PRESETS["default"]
OFF = replace(ON, likeness=0.0, lift=0.0, foreign_lift=0.0, criteria_weight=1.0)
MEASURES = ("loss", "recall@10", "wss@95")
Tables = Iterator[tuple[str, pd.DataFrame, str]]


@dataclass(frozen=True)
class Case:
    """A case: what is done to a review's table for a seed, to its labels, and to its criteria."""

    change: Callable[[pd.DataFrame, int], pd.DataFrame]
    spoil: Callable[[np.ndarray, int], np.ndarray] = lambda labels, _: labels
    with_criteria: bool = False
    reword: Callable[[str], str] = lambda words: words
    off: Preset = OFF


def keep(table: pd.DataFrame, _: int) -> pd.DataFrame:
    return table


def drop_abstracts(share: float) -> Callable[[pd.DataFrame, int], pd.DataFrame]:
    def change(table: pd.DataFrame, seed: int) -> pd.DataFrame:
        gone = np.random.default_rng(seed).random(len(table)) < share
        return table.assign(abstract=table["abstract"].where(~gone, ""))

    return change


def draw_few(size: int) -> Callable[[pd.DataFrame, int], pd.DataFrame]:
    def change(table: pd.DataFrame, seed: int) -> pd.DataFrame:
        generator, labels = np.random.default_rng(seed), table["label_included"].to_numpy()
        hits = generator.permutation(np.flatnonzero(labels))[: max(2, size // 10)]
        others = generator.permutation(np.flatnonzero(~labels))[: size - len(hits)]
        return table.iloc[np.sort([*hits, *others])].reset_index(drop=True)

    return change


def flip_labels(labels: np.ndarray, seed: int) -> np.ndarray:
    """Turn one label in twenty round; the two that are known at the start are right."""
    wrong = np.random.default_rng(1000 + seed).random(len(labels)) < 0.05
    wrong[draw_priors(labels, seed=seed)] = False
    return labels ^ wrong


def translate(share: float, put: Translate) -> Callable[[pd.DataFrame, int], pd.DataFrame]:
    """Put the records that are drawn, each with a chance of `share`, into another language."""

    def change(table: pd.DataFrame, seed: int) -> pd.DataFrame:
        drawn = np.random.default_rng(seed).random(len(table)) < share
        cells = {name: table[name].map(put).where(drawn, table[name]) for name in ("title", "abstract")}
        return table.assign(**cells)

    return change


def list_languages(put: Translate) -> dict[str, Case]:
    cases = {
        "German, one in five": Case(translate(0.2, put)),
        "German, one in five, with criteria": Case(translate(0.2, put), with_criteria=True),
        "German, all": Case(translate(1.0, put)),
        "German, all, with English criteria": Case(translate(1.0, put), with_criteria=True),
        "German, all, with German criteria": Case(translate(1.0, put), with_criteria=True, reword=put),
    }
    return {name: replace(case, off=replace(ON, foreign_lift=0.0)) for name, case in cases.items()}


CASES = {
    "as they are": Case(keep),
    "as they are, with criteria": Case(keep, with_criteria=True),
    "wrong labels": Case(keep, flip_labels),
    "wrong labels, with criteria": Case(keep, flip_labels, with_criteria=True),
    "titles only": Case(drop_abstracts(1.0)),
    "titles only, with criteria": Case(drop_abstracts(1.0), with_criteria=True),
    "abstracts missing": Case(drop_abstracts(0.2)),
    "abstracts missing, with criteria": Case(drop_abstracts(0.2), with_criteria=True),
    **{
        f"tiny, {size} records, with criteria": Case(draw_few(size), with_criteria=True)
        for size in (10, 30, 100, 200)
    },
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--batch", type=float, default=0.1)
    parser.add_argument("--case", default="", help="only those whose name begins so")
    parser.add_argument("--dictionary", type=Path, help="freedict-eng-deu.dict.dz, for cases in German")
    arguments = parser.parse_args()
    if arguments.dictionary:
        CASES.update(list_languages(read_dictionary(arguments.dictionary)))
    reviews = list(list_reviews(arguments.data))
    print("| case |", " | ".join(f"{name} off, on" for name in MEASURES), "| loss, on less off |")
    for name, case in CASES.items():
        if name.startswith(arguments.case):
            print(
                f"| {name} |", tell(case, reviews, seeds=arguments.seeds, batch=arguments.batch), flush=True
            )
    if "one class".startswith(arguments.case):
        tell_one_class(reviews, seeds=arguments.seeds)


def tell(case: Case, reviews: list[tuple[str, pd.DataFrame, str]], *, seeds: int, batch: float) -> str:
    rows = []
    for name, table, words in reviews:
        for seed in range(1, seeds + 1):
            changed = case.change(table, seed)
            review = place(name, changed, case.reword(words) if case.with_criteria else "", ON)
            for setting, preset in (("off", case.off), ("on", ON)):
                rows.append({"review": name, "setting": setting, **replay(review, case, seed, preset, batch)})
    means = pd.DataFrame(rows).groupby(["setting", "review"])[list(MEASURES)].mean()
    off, on = means.loc["off"], means.loc["on"]
    pairs = [f"{off[name].mean():.3f}, {on[name].mean():.3f}" for name in MEASURES]
    change = (on - off)["loss"]
    low, high = bootstrap(change.to_numpy())
    return f"{' | '.join(pairs)} | {change.mean():+.3f} ({low:+.3f} to {high:+.3f}) |"


def replay(review: Review, case: Case, seed: int, preset: Preset, batch: float) -> dict[str, float]:
    labels = review.table["label_included"].to_numpy()
    priors = review.table["record_id"].iloc[draw_priors(labels, seed=seed)].tolist()
    said = replace(review, table=review.table.assign(label_included=case.spoil(labels, seed)))
    return review.measure(said.run(seed, preset, batch=batch, priors=priors))


def tell_one_class(reviews: list[tuple[str, pd.DataFrame, str]], *, seeds: int) -> None:
    """Print the chance that an unread relevant record ranks above another, after ten labels of one class."""
    for kind, members in (("relevant", True), ("irrelevant", False)):
        told = []
        for with_criteria in (False, True):
            areas = []
            for name, table, words in reviews:
                review = place(name, table, words if with_criteria else "", ON)
                truth = table.set_index("record_id")["label_included"]
                for seed in range(1, seeds + 1):
                    alike = truth[truth == members]
                    known = alike.sample(min(10, len(alike) - 1), random_state=seed)
                    ranked = rank(table, known, criteria=review.criteria, seed=seed, space=review.space)
                    assert ranked["probability"].between(0, 1).all()
                    areas.append(measure_auc(-ranked["rank"], truth[ranked["record_id"]].to_numpy()))
            told.append(f"{np.mean(areas):.3f}")
        print(
            f"| one class, ten {kind} labels: area under the curve without, with criteria |",
            f"{', '.join(told)} |",
        )


if __name__ == "__main__":
    main()
