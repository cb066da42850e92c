"""Time the whole run of the demonstration review from clean, and the run that has nothing to do.

``python benchmarks/workflow.py [--runs N]`` copies the review to a temporary folder and prints the median
of wall seconds and of CPU seconds (all processes) of N runs of each kind.
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
from pathlib import Path

ROOT = Path(__file__).parents[1]
PARTS = ("Snakefile", "config", "data", "profiles", "workflow")


def run(folder: Path) -> tuple[float, float]:
    """Run the workflow; return wall and CPU seconds."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-m", "snakemake", "--cores", "2", "--quiet", "all"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    times: dict[str, list[tuple[float, float]]] = {"from clean": [], "nothing to do": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in PARTS:
            source = ROOT / part
            (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
        for _ in range(runs):
            shutil.rmtree(folder / "results", ignore_errors=True)
            shutil.rmtree(folder / ".snakemake", ignore_errors=True)
            times["from clean"].append(run(folder))
            times["nothing to do"].append(run(folder))
    python = sys.version.split()[0]
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {python}, {runs} runs of each kind")
    print("| run | wall s (median) | CPU s (median) |\n| --- | --- | --- |")
    for kind, pairs in times.items():
        wall, cpu = (statistics.median(values) for values in zip(*pairs, strict=True))
        print(f"| {kind} | {wall:.1f} | {cpu:.1f} |")


if __name__ == "__main__":
    main()
