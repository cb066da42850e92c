"""Run the review from the page, one run at a time, and keep what it says."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

_LINES = 200


class Runner:
    """The run that the page started.

    Parameters
    ----------
    root
        The review's folder.
    ended
        Called when a run has ended.
    command
        What is run; by default ``cireview run``.
    """

    def __init__(self, root: Path, ended: Callable[[], None], command: Sequence[str] = ()) -> None:
        self._command = [*(command or (sys.executable, "-P", "-m", "cireview", "run", "--folder", str(root)))]
        self._ended, self._lock = ended, threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._is_over = True
        self.lines: deque[str] = deque(maxlen=_LINES)
        self.status: int | None = None

    @property
    def is_at_work(self) -> bool:
        """Whether a run lasts."""
        return not self._is_over

    def start(self) -> bool:
        """Start a run; False if one lasts already."""
        with self._lock:
            if self.is_at_work:
                return False
            self.lines.clear()
            self._is_over, self.status = False, None
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
            threading.Thread(target=self._follow, args=(self._process,), daemon=True).start()
            return True

    def wait(self) -> None:
        """Wait for the run, so that it does not end half done with the page."""
        if self._process:
            self._process.wait()

    def _follow(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        with process.stdout as stream:
            for line in stream:
                self.lines.append(line.rstrip())
        self.status = process.wait()
        try:
            self._ended()
        finally:
            self._is_over = True
