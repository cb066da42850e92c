"""Time what people type every day in a review of 2,000 records: check, status, a run after ten new answers.

``python benchmarks/everyday.py SET [--runs N] [--source SRC ...]`` makes a review of the first 2,000 records
of SET, a CSV with ``record_id``, ``title``, ``abstract``, ``authors``, ``year`` and ``label_included``, in a
temporary folder. Two reviewers have saved 40 sheets of 25 abstracts as XLSX. It prints medians of wall
seconds and of CPU seconds (all processes) of N runs of each kind. With several ``--source`` folders, each
the ``src/`` of a state of the code, each kind of run is measured with each state in turn.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from cireview.tables.spreadsheets import read_sheet, write_sheet

SHEETS, ROWS, NEW, RECORDS = 40, 25, 10, 2000
PEOPLE = ("anna", "ben")
CHECK, STATUS, RUN = "check", "status", f"run after {NEW} new answers"
COMMANDS = {
    CHECK: ("cireview", "check"),
    STATUS: ("cireview", "status"),
    RUN: ("snakemake", "--cores", "2"),
}
PROTOCOL = """\
title: Everyday
question: {main: What helps}
sources: SOURCES
search: {query: help, date: 2026-01}
practical_screen:
  criteria: [{id: topic, text: about the topic, reason: another topic, terms: [help]}]
  reviewers: [anna, ben]
  adjudicator: carla
methodological_screen:
  criteria: [{id: data, text: reports data, reason: no data}]
  reviewers: [anna, ben]
  adjudicator: carla
review: {coders: [anna]}
"""


def run_timed(command: Sequence[str], folder: Path, source: Path) -> tuple[float, float, str]:
    """Run a module of Python in a folder; return wall seconds, CPU seconds of all processes and its words."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, done.stdout + done.stderr


def measure(kind: str, folder: Path, source: Path) -> tuple[float, float]:
    """Type the command of a kind; return wall and CPU seconds."""
    return run_timed(COMMANDS[kind], folder, source)[:2]


def make_review(folder: Path, records: pd.DataFrame, source: Path) -> None:
    """Make the review, run it once, and save the sheets of abstracts that were read."""
    review = [sys.executable, "-m", "cireview", "init", str(folder)]
    code = {**os.environ, "PYTHONPATH": str(source)}
    subprocess.run(review, check=True, stdout=subprocess.DEVNULL, env=code)
    sources = "[{name: Test, export: records.ris}]"
    (folder / "config/protocol.yaml").write_text(PROTOCOL.replace("SOURCES", sources))
    entries = [
        f"TY  - JOUR\nAN  - {row['record_id']}\nTI  - {row['title']}\nAB  - {row['abstract']}\n"
        f"AU  - {row['authors'].split(';')[0]}\nPY  - {row['year'][:4]}\nER  - \n"
        for row in records.to_dict("records")
    ]
    (folder / "data/exports/records.ris").write_text("\n".join(entries))
    measure(RUN, folder, source)
    for number in range(SHEETS):
        answer(folder, records, PEOPLE[number % 2], number // 2, ROWS)
    measure(RUN, folder, source)


def answer(folder: Path, records: pd.DataFrame, person: str, part: int, rows: int) -> None:
    """Save a sheet with the answers of a person to some abstracts that were handed out."""
    made = folder / f"results/4_practical_screen/sheets/screening_{person}.xlsx"
    sheet = read_sheet(made).drop(columns="_row")
    saved = folder / "data/labels/screening"
    sheet = sheet.iloc[part * rows : (part + 1) * rows].copy()
    truth = dict(zip(records["record_id"], records["label_included"], strict=True))
    included = sheet["record_id"].str.partition(":")[2].map(truth) == "1"
    sheet["decision"] = included.map({True: "include", False: "exclude"})
    sheet["reason"] = included.map({True: "", False: "topic"})
    write_sheet(sheet, saved / f"screening_{person}_{len(list(saved.glob('*.xlsx'))) + 1}.xlsx")


def read_records(path: Path) -> pd.DataFrame:
    """Return the first records of a set, each cell on one line."""
    table = pd.read_csv(path, dtype="str", keep_default_na=False).head(RECORDS)
    return table.map(lambda cell: " ".join(cell.split()))


def print_medians(times: dict[tuple[str, Path], list[tuple[float, float]]], sources: Sequence[Path]) -> None:
    """Print one row for each kind of run and state of the code."""
    python, load = sys.version.split()[0], os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f}, Python {python}, medians")
    print("| what | code | wall s | CPU s |\n| --- | --- | --- | --- |")
    for (kind, source), pairs in times.items():
        wall, cpu = (statistics.median(values) for values in zip(*pairs, strict=True))
        print(f"| {kind} | {source if len(sources) > 1 else 'this'} | {wall:.2f} | {cpu:.2f} |")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("set", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--source", type=Path, nargs="+", default=[Path(__file__).parents[1] / "src"])
    parser.add_argument("--keep", type=Path, help="folder in which the review stays")
    given = parser.parse_args()
    records = read_records(given.set)
    sources = [source.resolve() for source in given.source]
    times: dict[tuple[str, Path], list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        for source in sources:
            folder = Path(name) / f"review_{len(times)}"
            make_review(folder, records, source)
            for kind in COMMANDS:
                times[kind, source] = []
            if given.keep:
                shutil.copytree(folder, given.keep, dirs_exist_ok=True)
        for _ in range(given.runs):
            for number, source in enumerate(sources):
                folder = Path(name) / f"review_{number * len(COMMANDS)}"
                times[CHECK, source].append(measure(CHECK, folder, source))
                times[STATUS, source].append(measure(STATUS, folder, source))
                answer(folder, records, PEOPLE[0], 0, NEW)
                times[RUN, source].append(measure(RUN, folder, source))
    print_medians(times, sources)


if __name__ == "__main__":
    main()
