"""Time answers on the page for reading in a large review, while the ranking is always being learnt anew.

``python benchmarks/labelling.py [--records N] [--answers N] [--folder DIR]`` makes a review of N invented
records, which two people have begun to read. It runs the review up to the sheets of abstracts and starts
``cireview label``. Then it answers as a browser does: it sends an answer and gets the next record. It prints
the median and the 95th percentile of the time from the answer to the next record, over all answers and over
those during which the ranking was learnt. It also prints the memory of the server and of the process that
learns. With ``--folder`` the review is kept there. If it is there already, it is used again.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import requests

from cireview.tables import read_table

PROTOCOL = """\
title: Large
question: {main: What helps children to sleep}
sources: [{name: Test, export: records.ris}]
search: {query: sleep, date: 2026-01}
practical_screen:
  criteria:
    - {id: sleep, text: Sleep is measured, reason: No sleep, terms: [sleep, nap]}
    - {id: children, text: Children take part, reason: No children, terms: [child, pupil]}
  reviewers: [anna, ben]
methodological_screen:
  criteria: [{id: data, text: reports data, reason: no data}]
  reviewers: [anna, ben]
review: {coders: [anna]}
"""
WANTED = ["results/4_practical_screen/stopping.csv", "results/4_practical_screen/sheets/digests.csv"]
READ = 400  # labelled before the page is opened
MEGABYTE = 1024 * 1024


def make_review(folder: Path, records: int) -> None:
    """Write the review and run it as far as its sheets of abstracts."""
    run = [sys.executable, "-m", "cireview"]
    subprocess.run([*run, "init", str(folder)], check=True, stdout=subprocess.DEVNULL)
    (folder / "config/protocol.yaml").write_text(PROTOCOL)
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefghiklmnoprstuvy", k=chance.randint(4, 10))) for _ in range(20_000)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    with (folder / "data/exports/records.ris").open("w") as file:
        for number in range(records):
            text = " ".join(chance.choices(words, weights, k=190))
            topic = "sleep of children" if number % 50 == 0 else " ".join(chance.choices(words, k=3))
            title = f"{topic} {' '.join(chance.choices(words, k=8))} {number}"
            lines = [
                "TY  - JOUR",
                f"AN  - r{number}",
                f"TI  - {title}",
                f"AU  - {chance.choice(words)}, {number}",
            ]
            lines += [f"PY  - {1990 + number % 35}", "JO  - Sleep", f"AB  - {topic} {text}", "ER  - \n"]
            file.write("\n".join(lines))
    subprocess.run([*run, "run", "--folder", str(folder), *WANTED], check=True)
    sheet = read_table(folder / "results/4_practical_screen/sheets/screening_anna.csv")
    rows = [
        f"{row.record_id},{'include' if 'sleep' in str(row.title) else 'exclude'},anna"
        for row in sheet.head(READ).itertuples()
    ]
    (folder / "data/labels/screening/begun.csv").write_text("\n".join(["record_id,decision,reviewer", *rows]))
    subprocess.run([*run, "run", "--folder", str(folder), *WANTED], check=True)


@contextmanager
def serving(folder: Path) -> Iterator[tuple[psutil.Process, str]]:
    """Start the page and yield its process and anna's link."""
    command = [sys.executable, "-m", "cireview", "label", "screening", "--reviewer", "anna", "--no-browser"]
    with subprocess.Popen([*command, "--folder", str(folder)], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        link = next(line for line in server.stdout if "enter?token=" in line).partition(": ")[2].strip()
        try:
            yield psutil.Process(server.pid), link
        finally:
            server.terminate()


def measure(server: psutil.Process, link: str, answers: int) -> list[tuple[float, bool, float, float]]:
    """Return of each answer its seconds, whether the ranking was being learnt, and the memory of both."""
    home, session = link.partition("/enter")[0], requests.Session()
    session.get(link)
    page, rows = session.get(f"{home}/screening").text, []
    for number in range(answers):
        key = re.search(r'name="key" value="([^"]*)"', page)
        assert key, page[:500]
        learners = [child for child in server.children() if child.is_running()]
        memory = sum(_memory(child) for child in learners)
        form = {"key": key[1], "seen": "", "decision": "include" if number % 10 == 0 else "exclude"}
        start = time.perf_counter()
        page = session.post(f"{home}/screening/answer", form, headers={"Origin": home}).text
        rows.append((time.perf_counter() - start, bool(learners), _memory(server), memory))
        time.sleep(0.2)  # nobody reads an abstract in no time
    return rows


def _memory(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / MEGABYTE
    except psutil.Error:
        return 0.0


def tell(name: str, seconds: list[float]) -> None:
    """Print median and 95th percentile in milliseconds."""
    if len(seconds) > 1:
        middle, high = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
        print(f"{name}: {len(seconds)}, median {middle * 1000:.0f} ms, 95 % {high * 1000:.0f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--answers", type=int, default=300)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as workshop:
        folder = given.folder or Path(workshop, "review")
        if not (folder / WANTED[1]).is_file():
            make_review(folder, given.records)
        start = time.perf_counter()
        with serving(folder) as (server, link):
            print(f"open after {time.perf_counter() - start:.1f} s")
            rows = measure(server, link, given.answers)
    tell("answers", [row[0] for row in rows])
    tell("while the ranking was learnt", [row[0] for row in rows if row[1]])
    served, learnt = max(row[2] for row in rows), max(row[3] for row in rows)
    print(f"memory of the server: {served:.0f} MB; of learning: {learnt:.0f} MB")


if __name__ == "__main__":
    main()
