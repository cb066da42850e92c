"""Fit the weights of deduplication to labelled sets, and show how they are calibrated on sets left out.

    python benchmarks/deduplication_weights.py FOLDER [-o WEIGHTS] [--leave-out SET] [--figure FIGURE]

FOLDER is as for `deduplication.py`. The weights are fitted to every set that `SETS` names; with
`--leave-out`, to all but that one. The table has one row for each set: its pairs, scored with weights that
were fitted to all other sets.
"""

from __future__ import annotations

import argparse
import itertools
import json
from pathlib import Path

import numpy as np
import pandas as pd
from deduplication_scale import read_set
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from cireview.deduplication import normalise
from cireview.deduplication.block import block
from cireview.deduplication.compare import compare
from cireview.deduplication.evidence import weigh
from cireview.deduplication.probability import INTERCEPT, combine, describe
from cireview.tables import RECORD

SETS = ("stroke", "cytology_screening", "digital_work", "mis_baseline", "mckeown_hard")
# Labels that join two texts; a person who reads both records sees that. They teach nothing.
WRONG_LABELS = {
    frozenset(pair)
    for pair in (
        ("m1010", "m3057"),
        ("m1732", "m2780"),
        ("m1819", "m994"),
        ("id_1005082", "id_1005083"),
        ("id_0000516", "id_0000517"),
    )
}
# Few labelled pairs lie far apart in time; more years never make a pair more probable.
ORDER = ("year", "year one apart", "year two or three apart", "year further apart")
# Inverse strength of regularisation, chosen among .3, 1, 3, 10 and 30 by the errors on sets left out.
STRENGTH = 1.0
BINS = 10


def collect_pairs(records: pd.DataFrame) -> pd.DataFrame:
    """Return the evidence of each pair that deduplication compares, and ``same``, what the labels say."""
    table = RECORD.conform(records.reindex(columns=list(RECORD.columns)))
    forms = normalise(table)
    found = compare(forms, *block(forms))
    ids = forms["record_id"].to_numpy()
    left, right = ids[found["left"]], ids[found["right"]]
    study = records.set_index("record_id")["study"]
    same = study.loc[left].to_numpy() == study.loc[right].to_numpy()
    right_label = [frozenset(pair) not in WRONG_LABELS for pair in zip(left, right, strict=True)]
    return describe(found, weigh(found)).assign(same=same)[right_label]


def fit(pairs: pd.DataFrame) -> dict[str, float]:
    """Return the weight of each piece of evidence; one that no pair tells of counts nothing."""
    model = LogisticRegression(C=STRENGTH, max_iter=10_000).fit(pairs.drop(columns="same"), pairs["same"])
    names = [column for column in pairs if column != "same"]
    weights = dict(zip(names, model.coef_[0].tolist(), strict=True))
    for less, more in itertools.pairwise(ORDER):
        weights[more] = min(weights[less], weights[more])
    return {INTERCEPT: float(model.intercept_[0])} | weights


def predict(pairs: pd.DataFrame, weights: dict[str, float]) -> NDArray[np.float64]:
    evidence = pairs.drop(columns="same")
    return combine(((name, evidence[name].to_numpy()) for name in evidence), weights)


def bin_pairs(probability: NDArray[np.float64], same: NDArray[np.bool_]) -> pd.DataFrame:
    """Return pairs, mean probability and share of the same in each tenth from 0 to 1."""
    tenth = np.minimum((probability * BINS).astype(int), BINS - 1)
    table = pd.DataFrame({"tenth": tenth, "probability": probability, "same": same})
    binned = table.groupby("tenth").agg(
        pairs=("same", "size"), probability=("probability", "mean"), share=("same", "mean")
    )
    return binned.reset_index()


def measure_error(binned: pd.DataFrame) -> float:
    """Return the expected calibration error (Naeini et al. 2015): gaps of the bins, weighted by pairs."""
    gap = (binned["probability"] - binned["share"]).abs()
    return float((gap * binned["pairs"]).sum() / binned["pairs"].sum())


def leave_out(pairs: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return ``set``, ``probability`` and ``same`` of each pair, by weights fitted to all other sets."""
    parts = []
    for name, own in pairs.items():
        weights = fit(pd.concat([other for key, other in pairs.items() if key != name]))
        parts.append(pd.DataFrame({"set": name, "probability": predict(own, weights), "same": own["same"]}))
    return pd.concat(parts, ignore_index=True)


def tabulate(scored: pd.DataFrame) -> pd.DataFrame:
    """Return for each set and for all: calibration error, log loss, and pairs beyond the two thresholds."""
    rows = []
    for name, part in [*scored.groupby("set", sort=False), ("all", scored)]:
        probability, same = part["probability"].to_numpy(), part["same"].to_numpy(dtype=bool)
        likelihood = np.where(same, probability, 1 - probability).clip(1e-12)
        rows.append(
            {
                "set": name,
                "pairs": len(part),
                "same": int(same.sum()),
                "ECE": measure_error(bin_pairs(probability, same)),
                "log loss": float(-np.log(likelihood).mean()),
                "same, p >= .99": int((same & (probability >= 0.99)).sum()),
                "not, p >= .99": int((~same & (probability >= 0.99)).sum()),
                "same, p < .1": int((same & (probability < 0.1)).sum()),
                "not, p >= .1": int((~same & (probability >= 0.1)).sum()),
            }
        )
    return pd.DataFrame(rows)


def draw(scored: pd.DataFrame, path: Path) -> None:
    """Draw the share of the same against the probability; the area of a dot is its number of pairs."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(85 / 25.4, 85 / 25.4), layout="constrained")
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1, zorder=0)
    binned = bin_pairs(scored["probability"].to_numpy(), scored["same"].to_numpy(dtype=bool))
    axes.scatter(binned["probability"], binned["share"], s=8 + 3 * np.sqrt(binned["pairs"]), color="#1f5a94")
    for row in binned.to_dict("records"):
        place = (row["probability"], row["share"])
        axes.annotate(f"{row['pairs']:,}", place, xytext=(5, -9), textcoords="offset points", fontsize=7)
    axes.set(xlabel="probability, sets left out", ylabel="share that are one report")
    figure.savefig(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--leave-out", choices=SETS)
    parser.add_argument("--figure", type=Path)
    given = parser.parse_args()
    pairs = {name: collect_pairs(read_set(given.folder / name)) for name in SETS}
    pairs.pop(given.leave_out, None)
    if given.output:
        fitted = {"fitted to": list(pairs), "weights": fit(pd.concat(pairs.values()))}
        given.output.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")
    scored = leave_out(pairs)
    print(tabulate(scored).to_string(index=False, float_format="%.4f"))
    if given.figure:
        draw(scored, given.figure)


if __name__ == "__main__":
    main()
