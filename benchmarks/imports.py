"""Time what each command needs before it starts its work: its imports, and its help.

``python benchmarks/imports.py [--runs N]`` prints the median CPU seconds of ``import cireview``, of
``cireview --help`` and of each command's ``--help``. For comparison it prints those of ``import pandas``,
which most work needs.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys

import typer

from cireview.cli import app

CODE = {"python": "pass", "import pandas": "import pandas", "import cireview": "import cireview"}


def measure(words: list[str]) -> float:
    """Run Python with these words; return its CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    asked = {name: ["-c", code] for name, code in CODE.items()}
    asked["cireview --help"] = ["-m", "cireview", "--help"]
    for name in sorted(typer.main.get_command(app).commands):
        asked[f"cireview {name} --help"] = ["-m", "cireview", name, "--help"]
    print("| what | CPU s |\n| --- | --- |")
    for name, words in asked.items():
        print(f"| `{name}` | {statistics.median(measure(words) for _ in range(runs)):.2f} |")


if __name__ == "__main__":
    main()
