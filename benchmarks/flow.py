"""CPU seconds to draw a flow as SVG, and those of another program in turn: `python benchmarks/flow.py`.

`--peer` is a command that draws the same numbers, such as `prisma-flow render flow.json -o flow.svg`.
"""

from __future__ import annotations

import argparse
import os
import shlex
import statistics
import sys
import tempfile
from pathlib import Path

COUNTS = """database_results: 1240
register_results: 50
duplicates: 210
excluded_automatic: 0
excluded_other: 0
records_screened: 1080
records_excluded: 950
dbr_sought_reports: 130
dbr_notretrieved_reports: 10
dbr_assessed: 120
dbr_excluded: {Wrong population: 30, Wrong intervention: 20, Wrong outcome: 15, Not primary research: 15}
new_studies: 40
new_reports: 40
"""


def spend(command: list[str]) -> float:
    """Run a command and return the CPU seconds that it took, its children included."""
    process = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(process, 0)
    assert status == 0, f"{command[0]} failed"
    return usage.ru_utime + usage.ru_stime


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--peer", default="")
parser.add_argument("--runs", type=int, default=7)
options = parser.parse_args()
with tempfile.TemporaryDirectory() as folder:
    numbers = Path(folder) / "flow.yaml"
    numbers.write_text(COUNTS)
    output = str(Path(folder) / "ours.svg")
    programs = {"cireview": [sys.executable, "-m", "cireview", "prisma", str(numbers), "-o", output]}
    if options.peer:
        programs[shlex.split(options.peer)[0].rsplit("/", 1)[-1]] = shlex.split(options.peer)
    times: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(options.runs):
        for name, command in programs.items():
            times[name].append(spend(command))
for name, spent in times.items():
    print(f"{name}: {statistics.median(spent):.3f} CPU s (median of {options.runs})")
