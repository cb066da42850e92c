"""Time and memory of a full relearning and ranking of 100,000 abstracts.

    python benchmarks/screening_large.py DATA [--records 100000] [--labelled 5000]

The records are made from the reviews in DATA (`<review>.csv.gz`): half of the words of each come from one
abstract, half from another, and every second one holds a word that no other has, as real vocabularies grow.
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

import numpy as np
import pandas as pd

from cireview.screening import rank
from cireview.screening.finished import read_finished


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--labelled", type=int, default=5_000)
    parser.add_argument("--model", default="default")
    arguments = parser.parse_args()
    records, labels = make_records(arguments.data, arguments.records)
    known = labels.sample(arguments.labelled, random_state=0)
    before = resource.getrusage(resource.RUSAGE_SELF)
    start, cpu = time.perf_counter(), time.process_time()
    ranked = rank(records, known, criteria="randomised trial of a drug", model=arguments.model, seed=1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{len(records)} records, {len(known)} labelled, {len(ranked)} ranked")
    print(f"{time.perf_counter() - start:.1f} s, {time.process_time() - cpu:.1f} CPU s")
    print(f"peak {peak / 1e6:.2f} GB, of which the records themselves {before.ru_maxrss / 1e6:.2f} GB")


def make_records(data: Path, count: int) -> tuple[pd.DataFrame, pd.Series]:
    reviews = pd.concat([read_finished(path)[0] for path in sorted(data.glob("*.csv.gz"))])
    words = [text.split() for text in reviews["title"] + " " + reviews["abstract"]]
    generator = np.random.default_rng(0)
    rows = []
    for number, (a, b) in enumerate(generator.integers(len(words), size=(count, 2))):
        mixed = words[a][::2] + words[b][1::2] + ([f"w{number:x}q"] if number % 2 else [])
        rows.append((f"r{number}", " ".join(mixed[:12]), " ".join(mixed[12:])))
    relevant = reviews["label_included"].to_numpy()
    drawn = np.random.default_rng(0).integers(len(words), size=(count, 2))[:, 0]
    records = pd.DataFrame(rows, columns=["record_id", "title", "abstract"])
    return records, pd.Series(relevant[drawn], index=records["record_id"])


if __name__ == "__main__":
    main()
