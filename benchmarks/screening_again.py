"""Measure the CPU time of a new ranking after a batch of labels: what is kept, and what is done again.

    python benchmarks/screening_again.py DATA [--records 10000] [--labelled 500]

The records are those of `screening_large.py`. Reasons for exclusion are drawn at random, so that each of the
four criteria has a model to learn. The quality of these models is not measured here.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd
from screening_large import make_records

from cireview.screening import learn_criteria, note_texts, open_space, rank, score_criteria

WORDS = "randomised trial of a drug in adults, mortality"
CRITERIA = [
    ("population", "adults with a disease", ["adult", "patient", "women"]),
    ("design", "randomised controlled trial", ["randomised trial", "randomized", "trial"]),
    ("outcome", "mortality", ["mortality", "death"]),
    ("drug", "drug treatment", ["drug", "placebo"]),
]
NO_ANSWERS = pd.DataFrame(columns=["record_id", "criterion", "met"], dtype="str")

Result = TypeVar("Result")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--labelled", type=int, default=500)
    arguments = parser.parse_args()
    records, labels = make_records(arguments.data, arguments.records)
    known = labels.sample(arguments.labelled, random_state=0)
    chance = np.random.default_rng(0).integers(len(CRITERIA), size=len(known))
    names = [name for name, _, _ in CRITERIA]
    failed = ["" if met else names[one] for met, one in zip(known, chance, strict=True)]
    reasons = pd.Series(failed, index=known.index, dtype="str")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "features.npz")
        print("once:")
        tell("features", lambda: open_space(file, records, criteria=WORDS))
        words = tell("words of four criteria", lambda: score_criteria(records, CRITERIA))
        tell("notes on texts", lambda: note_texts(records))
        print(f"after every batch (the file has {file.stat().st_size / 1e6:.0f} MB):")
        space = tell("features, from the file", lambda: open_space(file, records, criteria=WORDS))
        tell("ranking", lambda: rank(records, known, criteria=WORDS, seed=1, space=space))
        tell("four criteria", lambda: learn_criteria(space, words, NO_ANSWERS, reasons, seed=1))


def tell(what: str, work: Callable[[], Result]) -> Result:
    start = time.process_time()
    result = work()
    print(f"  {what}: {time.process_time() - start:.2f} CPU s")
    return result


if __name__ == "__main__":
    main()
