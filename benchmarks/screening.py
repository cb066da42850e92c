"""Replay finished reviews with cireview and with ASReview, same priors and seeds; print the differences.

    python benchmarks/screening.py DATA --peer ENV/bin/asreview --cache DIR [--no-criteria] [--seeds 5]
                                   [--model embeddings:FOLDER] [--runs FILE.csv]

DATA holds `<review>.csv.gz` (record_id, title, abstract, label_included), `criteria.csv` (review, question,
criteria) and `criteria_published.csv` (review, title, criteria_as_published). The list of words that
protocols share is made without the review that is scored. ASReview's runs take long, so DIR keeps them with
their CPU seconds. With --cached-only, a run that is not in DIR is left out, and so is the run of cireview.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd

from cireview.screening.finished import read_finished
from cireview.screening.simulation import draw_priors, measure_order

# Reviews whose published criteria are among those that the list of shared words was made from.
SUBJECTS = {
    "Meijboom_2021": "biosimilars",
    "Menon_2022": "environmental health",
    "Oud_2018": "psychotherapy",
}
SHOWN = ("loss", "recall@5", "recall@10", "recall@20", "wss@95", "wss@100")


def main() -> None:
    arguments = read_arguments()
    criteria = read_criteria(arguments.data)
    rows = []
    for path in sorted(arguments.data.glob("*.csv.gz")):
        review = path.name.removesuffix(".csv.gz")
        table, _ = read_finished(path)
        words = "" if arguments.no_criteria else criteria[review]
        for seed in range(1, arguments.seeds + 1):
            priors = draw_priors(table["label_included"].to_numpy(), seed=seed)
            if arguments.cached_only and not keep_place(arguments, path, seed).exists():
                continue
            peer = run_peer(arguments, path, table, priors, seed)
            ours = run_ours(path, table, priors, seed, words, arguments.model)
            for tool, result in (("asreview", peer), ("cireview", ours)):
                rows.append({"review": review, "seed": seed, "tool": tool, **result})
            print(review, seed, file=sys.stderr, flush=True)
    runs = pd.DataFrame(rows)
    if arguments.runs:
        runs.to_csv(arguments.runs, index=False)
    report(runs)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--peer", type=Path, required=True, help="asreview's executable")
    parser.add_argument("--cache", type=Path, required=True, help="folder for ASReview's runs")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--model", default="default")
    parser.add_argument("--no-criteria", action="store_true")
    parser.add_argument("--cached-only", action="store_true")
    parser.add_argument("--runs", type=Path, help="CSV for the single runs")
    return parser.parse_args()


def read_criteria(data: Path) -> dict[str, str]:
    """Return question and criteria of each review, or its title and criteria as published."""
    parts = [
        pd.read_csv(data / name, keep_default_na=False, encoding="utf-8-sig").set_index("review")
        for name in ("criteria.csv", "criteria_published.csv")
    ]
    return {str(review): "\n".join(row) for part in parts for review, row in part.iterrows()}


def keep_place(arguments: argparse.Namespace, path: Path, seed: int) -> Path:
    return Path(arguments.cache) / f"{path.name.removesuffix('.csv.gz')}-{seed}.json"


def run_ours(
    path: Path, table: pd.DataFrame, priors: list[int], seed: int, words: str, model: str
) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        left_out = Path(__file__).with_name("screening_left_out.py")
        subject = SUBJECTS.get(path.name.removesuffix(".csv.gz"), "none of them")
        command = [sys.executable, left_out, subject, "simulate", path, "-o", folder]
        command += ["--seed", seed, "--priors", ",".join(table["record_id"].iloc[priors]), "--model", model]
        if words:
            (Path(folder) / "criteria.txt").write_text(words, encoding="utf-8")
            command += ["--criteria", Path(folder) / "criteria.txt"]
        cpu = run_timed(command)
        order = pd.read_csv(Path(folder) / "order.csv", dtype=str)["record_id"]
    labels = table.set_index("record_id")["label_included"]
    return {**measure_order(labels[order].to_numpy()), "cpu": cpu}


def run_peer(
    arguments: argparse.Namespace, path: Path, table: pd.DataFrame, priors: list[int], seed: int
) -> dict[str, float]:
    kept = keep_place(arguments, path, seed)
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            plain, project = Path(folder) / "review.csv", Path(folder) / "run.asreview"
            pd.read_csv(path).to_csv(plain, index=False)
            command = [arguments.peer, "simulate", plain, "--ai", "elas_u4", "--n-query", 1, "--seed", seed]
            cpu = run_timed([*command, "--prior-idx", *priors, "-o", project], ASREVIEW_PATH=folder)
            kept.write_text(json.dumps({"cpu": cpu, "priors": priors, "order": read_peer(project)}))
    run = json.loads(kept.read_text())
    assert run["priors"] == priors, f"{kept} is of other priors"
    # ASReview ends with the last relevant record; what it did not read follows in any order.
    unread = sorted(set(range(len(table))) - set(run["order"]) - set(priors))
    labels = table["label_included"].to_numpy()
    return {**measure_order(labels[run["order"] + unread]), "cpu": run["cpu"]}


def read_peer(project: Path) -> list[int]:
    with zipfile.ZipFile(project) as packed:
        database = packed.extract("results.db", project.parent)
    query = "select record_id from results where training_set is not null order by rowid"
    return [int(record) for (record,) in sqlite3.connect(database).execute(query)]


def run_timed(command: list[object], **environment: str) -> float:
    """Run a command on one thread and return its CPU seconds, those of its start included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    words = [str(word) for word in command]
    subprocess.run(words, check=True, capture_output=True, env={**os.environ, **threads, **environment})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def report(runs: pd.DataFrame) -> None:
    means = runs.groupby(["tool", "review"])[[*SHOWN, "records", "relevant", "cpu"]].mean()
    ours, peer = means.loc["cireview"], means.loc["asreview"]
    table = pd.DataFrame({"N": ours["records"].astype(int), "R": ours["relevant"].astype(int)})
    for measure in ("loss", "recall@10", "wss@95", "wss@100"):
        table[measure] = [
            f"{a:.3f} ({a - b:+.3f})" for a, b in zip(ours[measure], peer[measure], strict=True)
        ]
    table["CPU s"] = [f"{a:.1f} (1/{b / a:.0f})" for a, b in zip(ours["cpu"], peer["cpu"], strict=True)]
    print("cireview, and in brackets the difference from ASReview ELAS u4; means over the seeds\n")
    print(table.to_string())
    differences = ours[list(SHOWN)] - peer[list(SHOWN)]
    published = differences.index.isin(SUBJECTS)
    for name, part in (
        ("all", differences),
        ("criteria of one line", differences[~published]),
        ("criteria as published", differences[published]),
    ):
        print(f"\nMean difference over the reviews: {name} ({len(part)})")
        for measure in SHOWN:
            low, high = bootstrap(part[measure].to_numpy())
            print(f"  {measure:10s} {part[measure].mean():+.3f}  95 % interval {low:+.3f} to {high:+.3f}")
    print(f"\nHighest difference in loss: {differences['loss'].max():+.3f} ({differences['loss'].idxmax()})")
    print(f"CPU seconds: {ours['cpu'].sum():.0f} of {peer['cpu'].sum():.0f}")


def bootstrap(differences: np.ndarray, *, draws: int = 10_000, seed: int = 0) -> tuple[float, float]:
    """Return the 95 % interval of the mean, reviews drawn with replacement."""
    generator = np.random.default_rng(seed)
    means = generator.choice(differences, (draws, len(differences))).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


if __name__ == "__main__":
    main()
