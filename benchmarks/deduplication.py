"""Compare deduplication by cireview, bib-dedupe, splink, and title and year, on any folder of labelled sets.

    python benchmarks/deduplication.py FOLDER [--peer PYTHON] [--splink PYTHON] [--sets NAME …]

FOLDER holds one folder per set with `records_pre_merged.csv.gz` (column `ID`) and `merged_record_ids.csv.gz`
(column `merged_ids`, ids joined by `;`). PYTHON is the interpreter of an environment with bib-dedupe, or
with splink. Every tool runs in a process of its own; CPU seconds and peak memory are that process's, imports
included.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
RECORDS, TRUTH = "records_pre_merged.csv.gz", "merged_record_ids.csv.gz"


# A small process starts the tool: one started by a large process would count that one's memory as its own.
LAUNCHER = """
import json, os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(json.dumps([status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
"""


def run(command: list[str]) -> tuple[float, float]:
    """Run a tool; return its CPU seconds and peak memory in MB."""
    launched = subprocess.run([sys.executable, "-c", LAUNCHER, *command], check=True, stdout=subprocess.PIPE)
    status, seconds, megabytes = json.loads(launched.stdout)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return seconds, megabytes


def read_groups(path: Path) -> dict[str, str]:
    table = pd.read_csv(path, dtype=str)
    return dict(zip(table["record_id"], table["report_id"], strict=True))


def score_groups(truth: dict[str, str], found: dict[str, str]) -> dict[str, float]:
    """Return the figures of README.md of the data: per record, and over pairs."""
    kept = pd.Series(found)
    table = pd.DataFrame({"study": pd.Series(truth), "report": kept, "kept": kept == kept.index})
    # A report's id names a record of it: that one is kept, the others are removed.
    left = table.groupby("study")["kept"].sum()
    surplus = len(table) - len(left)
    missed = int((left - 1).clip(lower=0).sum())
    lost = int((left == 0).sum())
    true, predicted = count_pairs(table, ["study"]), count_pairs(table, ["report"])
    both = count_pairs(table, ["study", "report"])
    return {
        "records": len(table),
        "surplus": surplus,
        "missed": missed,
        "lost": lost,
        "sensitivity": 1 - missed / surplus if surplus else 1.0,
        "specificity": 1 - lost / len(left),
        "pair precision": both / predicted if predicted else 1.0,
        "pair recall": both / true if true else 1.0,
    }


def count_pairs(table: pd.DataFrame, keys: list[str]) -> int:
    sizes = table.groupby(keys).size()
    return int((sizes * (sizes - 1) // 2).sum())


def score_questions(truth: dict[str, str], reports: dict[str, str], path: Path) -> dict[str, int]:
    """Return how many questions there are, how many true, and what is missed without a question."""
    sides = ["record_id_1", "record_id_2"]
    asked = pd.DataFrame(columns=sides, dtype=str)
    if path.exists():
        asked = pd.read_csv(path, dtype=str, usecols=sides)
    same = asked[sides[0]].map(truth) == asked[sides[1]].map(truth)
    return {
        "asked": len(asked),
        "asked true": int(same.sum()),
        "silent": count_silent(truth, reports, asked[same]),
    }


def count_silent(truth: dict[str, str], reports: dict[str, str], asked: pd.DataFrame) -> int:
    """Return the surplus reports of all studies that would be left if every true question were answered."""
    joined = {report: report for report in reports.values()}

    def find(report: str) -> str:
        while joined[report] != report:
            report = joined[report]
        return report

    for left, right in zip(*(asked[side].map(reports) for side in asked), strict=True):
        joined[find(left)] = find(right)
    parts = pd.DataFrame({"study": pd.Series(truth), "part": pd.Series(reports).map(find)})
    return int((parts.groupby("study")["part"].nunique() - 1).sum())


def read_truth(folder: Path) -> dict[str, str]:
    ids = pd.read_csv(folder / RECORDS, dtype=str, usecols=["ID"])["ID"]
    truth = dict(zip(ids, ids, strict=True))
    for group in pd.read_csv(folder / TRUTH, dtype=str)["merged_ids"]:
        truth |= {member: group for member in group.split(";") if member in truth}
    return truth


def compare_tools(folder: Path, peers: dict[str, tuple[str | None, str]]) -> list[dict[str, object]]:
    truth = read_truth(folder)
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as work:
        out = Path(work)
        groups, possible, records = out / "groups.csv", out / "possible.csv", folder / RECORDS
        tool = str(Path(sys.executable).with_name("cireview"))
        ours = [tool, "dedupe", str(records), "-o", str(out / "unique.csv")]
        commands = {
            "cireview": [*ours, "--groups", str(groups), "--possible", str(possible)],
            "title and year": [sys.executable, str(HERE / "deduplication_baseline.py"), str(records), work],
        }
        for peer, (python, script) in peers.items():
            if python:
                commands[peer] = [python, str(HERE / script), str(records), work]
        for name, command in commands.items():
            for stale in (groups, possible):
                stale.unlink(missing_ok=True)
            seconds, megabytes = run(command)
            reports = read_groups(groups)
            figures = score_groups(truth, reports) | score_questions(truth, reports, possible)
            rows.append({"set": folder.name, "tool": name} | figures | {"CPU s": seconds, "MB": megabytes})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peer")
    parser.add_argument("--splink")
    parser.add_argument("--sets", nargs="*")
    given = parser.parse_args()
    folders = sorted(path.parent for path in given.folder.glob(f"*/{RECORDS}"))
    folders = [folder for folder in folders if not given.sets or folder.name in given.sets]
    peers = {
        "bib-dedupe": (given.peer, "deduplication_peer.py"),
        "splink": (given.splink, "deduplication_splink.py"),
    }
    rows = itertools.chain.from_iterable(compare_tools(folder, peers) for folder in folders)
    table = pd.DataFrame(list(rows))
    counts = ["records", "surplus", "missed", "lost", "silent", "asked", "asked true"]
    overall = table.groupby("tool")[counts].sum()
    overall["sensitivity"] = 1 - overall["missed"] / overall["surplus"]
    print(table.to_string(index=False, float_format="%.4g"))
    print("\nall sets\n" + overall.to_string(float_format="%.4g"))


if __name__ == "__main__":
    main()
