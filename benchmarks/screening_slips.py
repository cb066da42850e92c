"""Count how many wrong labels the audit list shows if one label in twenty is wrong.

    python benchmarks/screening_slips.py DATA [--labelled 500]

The labels are those of records drawn at random, as far as a review has so many. The list is made from the
predictions of `evaluate`, with its first twenty rows for comparison.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from cireview.screening import evaluate, list_disagreements
from cireview.screening.finished import read_finished


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--labelled", type=int, default=500)
    arguments = parser.parse_args()
    rows = []
    for path in sorted(arguments.data.glob("*.csv.gz")):
        table, _ = read_finished(path)
        generator = np.random.default_rng(1)
        known = generator.permutation(len(table))[: arguments.labelled]
        labels = table.set_index("record_id")["label_included"].iloc[known].copy()
        wrong = labels.index[generator.random(len(labels)) < 0.05]
        labels[wrong] = ~labels[wrong]
        slips = {record for record in wrong if labels[record]}  # included by mistake
        _, predictions = evaluate(table, labels, criteria="", seed=1)
        lists = [predictions.nlargest(20, "disagreement"), list_disagreements(predictions)]
        found = [len(slips & set(listed["record_id"])) for listed in lists]
        row = {"review": path.name.removesuffix(".csv.gz"), "labels": len(labels), "slips": len(slips)}
        rows.append(row | {"twenty": found[0], "listed": len(lists[1]), "all": found[1]})
    print(pd.DataFrame(rows).to_string(index=False))


if __name__ == "__main__":
    main()
