"""Draw docs/images/report.png: `python tests/docs/report_picture.py`. Needs Chromium.

It shows the report after the first run of the tutorial.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from docs.pages import ROOT, Run, do_steps, read_steps
from programs import show


def draw_report(folder: Path, path: Path) -> None:
    """Do the tutorial to its first run in `folder`, and write a picture of the report."""
    steps = read_steps(ROOT / "docs/tutorial.md")
    runs = (isinstance(step, Run) and "cireview run" in step.commands for step in steps)
    do_steps(steps[: list(runs).index(True) + 1], folder)
    (report,) = folder.glob("*/results/7_synthesis/report.html")
    show("--hide-scrollbars", "--window-size=1000,1300", f"--screenshot={path}", report.as_uri())


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        draw_report(Path(name), ROOT / "docs/images/report.png")
