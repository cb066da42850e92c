"""Measure time and memory of a full relearning and ranking of 100,000 abstracts.

    python benchmarks/screening_large.py DATA [--records 100000] [--labelled 5000] [--words 30]
                                         [--encoder FOLDER]

With `--encoder` it also measures the vectors of all texts, which a review computes once and keeps, with
progress. With `--words` each text is cut to so many words and gets a word of its own, so that no two are
alike. Without it, texts are as long as abstracts.
The records are made from the reviews in DATA (`<review>.csv.gz`). Half of the words of each come from one
abstract, half from another. Every second record has a word that no other has, as real vocabularies grow.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from cireview.screening import rank
from cireview.screening.finished import read_finished
from cireview.screening.learning import resolve_model
from cireview.screening.presets import COLUMNS
from cireview.screening.space import place_records
from cireview.screening.texts import compose_texts
from cireview.screening.vectors import embed_texts

CRITERIA = "randomised trial of a drug"
KEPT = Path(tempfile.gettempdir()) / "cireview-vectors-large.npz"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--labelled", type=int, default=5_000)
    parser.add_argument("--words", type=int, help="of each text, by default all")
    parser.add_argument("--encoder", default="", help="folder with model.onnx and tokenizer.json")
    arguments = parser.parse_args()
    records, labels = make_records(arguments.data, arguments.records, words=arguments.words)
    if arguments.encoder:
        encode(records, arguments.encoder)
    known = labels.sample(arguments.labelled, random_state=0)
    before = resource.getrusage(resource.RUSAGE_SELF)
    start, cpu = time.perf_counter(), time.process_time()
    model = f"embeddings:{arguments.encoder}" if arguments.encoder else "default"
    preset = resolve_model(model)[0]
    space = place_records(
        records, criteria=CRITERIA, preset=preset, vectors=KEPT if arguments.encoder else None
    )
    print(f"features: {time.process_time() - cpu:.1f} CPU s")
    ranked = rank(records, known, criteria=CRITERIA, model=model, seed=1, space=space)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{len(records)} records, {len(known)} labelled, {len(ranked)} ranked")
    print(f"{time.perf_counter() - start:.1f} s, {time.process_time() - cpu:.1f} CPU s")
    print(f"peak {peak / 1e6:.2f} GB, of which the records themselves {before.ru_maxrss / 1e6:.2f} GB")


def encode(records: pd.DataFrame, folder: str) -> None:
    """Compute the vectors of all texts, and say how long that took and how large they are."""
    texts = compose_texts(records, COLUMNS)
    KEPT.unlink(missing_ok=True)
    start, cpu = time.perf_counter(), time.process_time()
    vectors = embed_texts(texts, folder, kept=KEPT, notify=lambda *count: print(*count, flush=True))
    wall, spent = time.perf_counter() - start, time.process_time() - cpu
    each = 1000 * spent / len(texts)
    print(
        f"{len(texts)} texts encoded: {wall:.1f} s, {spent:.1f} CPU s, {each:.1f} ms of CPU each", flush=True
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{vectors.shape[1]} dimensions, {KEPT.stat().st_size / 1e6:.1f} MB kept, peak {peak / 1e6:.2f} GB")


def make_records(data: Path, count: int, *, words: int | None = None) -> tuple[pd.DataFrame, pd.Series]:
    reviews = pd.concat([read_finished(path)[0] for path in sorted(data.glob("*.csv.gz"))])
    texts = [text.split() for text in reviews["title"] + " " + reviews["abstract"]]
    generator = np.random.default_rng(0)
    rows = []
    for number, (a, b) in enumerate(generator.integers(len(texts), size=(count, 2))):
        mixed = texts[a][::2] + texts[b][1::2]
        mixed = mixed[:words] + ([f"w{number:x}q"] if number % 2 or words else [])
        rows.append((f"r{number}", " ".join(mixed[:12]), " ".join(mixed[12:])))
    relevant = reviews["label_included"].to_numpy()
    drawn = np.random.default_rng(0).integers(len(texts), size=(count, 2))[:, 0]
    records = pd.DataFrame(rows, columns=["record_id", "title", "abstract"])
    return records, pd.Series(relevant[drawn], index=records["record_id"])


if __name__ == "__main__":
    main()
