"""Learn the ranking again while people read, in a separate process of the lowest priority.

A process and not a thread: a thread would hold up answers whenever it holds the interpreter. It reads what a
run wrote and what stands in ``data/labels/``, and writes nothing but the order, to its output.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from cireview.labels import Reopening, Team, read_labels, read_matches
from cireview.places import place
from cireview.practical_screen import keep_passed
from cireview.screening import open_space
from cireview.screening.presets import COLUMNS
from cireview.screening.ranking import order_unread
from cireview.stopping import Plan, read_samples, read_stops, settle_screening
from cireview.tables import DECISION, INCLUDE, read_table
from cireview.tables.spreadsheets import find_sheets


class Relearner:
    """Starts the process, one at a time; a request in the meantime starts it again afterwards.

    Parameters
    ----------
    settings
        See `learn`.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings, self._lock = settings, threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._waiting: Callable[[Sequence[str]], None] | None = None
        self.learnt = 0

    def start(self, take: Callable[[Sequence[str]], None]) -> None:
        """Begin to learn; `take` gets the ids of the records in the new order."""
        with self._lock:
            if self._process is not None:
                self._waiting = take
                return
            command = [sys.executable, "-P", "-m", "cireview.reading.relearn", json.dumps(self._settings)]
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            threading.Thread(target=self._follow, args=(self._process, take), daemon=True).start()

    def stop(self) -> None:
        """End the process, if one lasts."""
        with self._lock:
            self._waiting = None
            if self._process is not None:
                self._process.kill()

    def _follow(self, process: subprocess.Popen[str], take: Callable[[Sequence[str]], None]) -> None:
        assert process.stdout
        with process.stdout as stream:
            keys = stream.read().split("\n")
        # If a ranking fails, the earlier order stays.
        if process.wait() == 0:
            take(keys)
            self.learnt += 1
        with self._lock:
            self._process, waiting, self._waiting = None, self._waiting, None
        if waiting:
            self.start(waiting)


def learn(settings: dict[str, Any]) -> Iterator[str]:
    """Yield the ids of the records that nobody labelled, in the order in which the next run ranks them.

    Parameters
    ----------
    settings
        ``root``, and what the rules ``settle_screening`` and ``rank_abstracts`` get: ``team``, ``reasons``,
        ``reopenings``, ``planned``, ``stop``, ``criteria``, ``model`` and ``seed``.
    """
    root, team = Path(settings["root"]), Team(**settings["team"])
    rules = read_table(root / place("rules"), DECISION)
    reports = keep_passed(read_table(root / place("reports"), columns=["record_id", *COLUMNS]), rules)
    files, given = find_sheets(root / place("label_sheets", kind="screening")), settings["reasons"]
    samples = find_sheets(root / place("sample_tables"))
    settled = settle_screening(
        read_labels(files, stage="screening", people=team.people, reasons=given, root=root),
        matches=read_matches(
            root / place("duplicates"), find_sheets(root / place("label_sheets", kind="duplicates"))
        ),
        rules=rules,
        samples=read_samples(samples, plan=Plan(**settings["planned"]), root=root),
        reopenings=[Reopening(**one) for one in settings["reopenings"]],
        team=team,
        stop=settings["stop"],
        stops=read_stops(root / place("stops"), settings["stop"]),
    )
    read = settled["labels"].set_index("record_id")
    relevant = (read.loc[read["trains"] == "yes", "decision"] == INCLUDE).astype(bool)
    words = {"criteria": settings["criteria"], "model": settings["model"]}
    space = open_space(root / place("features"), reports, **words)
    yield from (
        space.ids[row] for row in order_unread(space, relevant, model=words["model"], seed=settings["seed"])
    )


def main(words: Sequence[str]) -> None:
    """Write the order to the output, a line a record."""
    if hasattr(os, "nice"):
        os.nice(19)
    sys.stdout.write("\n".join(learn(json.loads(words[0]))))


if __name__ == "__main__":
    main(sys.argv[1:])
