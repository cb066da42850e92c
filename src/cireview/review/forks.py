"""Starts the scripts of jobs as copies of one process that has imported what they need.

A run has some forty jobs, and most of what a job does is to import pandas and our modules. Snakemake starts
a Python for each. Here one process, the *starter*, imports what a script names, once, and every job is a fork
of it: a process of its own, which executes the same file as Snakemake would. It runs on Linux alone;
elsewhere, and for jobs in containers or environments of their own, Snakemake starts Python itself. The
starter is this file, run as a program; so it imports nothing but the standard library.
"""

from __future__ import annotations

import ast
import atexit
import contextlib
import gc
import importlib
import itertools
import os
import queue
import select
import signal
import subprocess
import sys
import threading
import traceback
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

# The frameworks of macOS do not survive a fork, and Windows has none.
assert sys.platform == "linux"

_KILLED = -signal.SIGKILL


class Starter:
    """The process that forks for jobs, started with the first of them."""

    def __init__(self) -> None:
        self._numbers, self._lock = itertools.count(1), threading.Lock()
        self._ends: dict[str, queue.Queue[int]] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = -1

    def execute(self, script: str) -> int:
        """Execute a script in a separate process; return its status, or minus the signal that ended it."""
        end: queue.Queue[int] = queue.Queue()
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._start()
            number = str(next(self._numbers))
            self._ends[number] = end
            os.write(self._asked, f"{number} {script}\n".encode())
        return end.get()

    def end(self) -> None:
        """Let the process go once its last job has ended."""
        with self._lock:
            if self._process is not None:
                os.close(self._asked)
                self._process.wait()
                self._process = None

    def _start(self) -> None:
        (theirs, self._asked), (heard, told) = os.pipe(), os.pipe()
        command = [sys.executable, "-P", __file__, str(theirs), str(told)]
        self._process = subprocess.Popen(command, pass_fds=(theirs, told), stdin=subprocess.DEVNULL)  # noqa: S603
        os.close(theirs)
        os.close(told)
        threading.Thread(target=self._listen, args=[heard], daemon=True).start()

    def _listen(self, heard: int) -> None:
        with os.fdopen(heard) as lines:
            for line in lines:
                number, status = line.split()
                self._ends.pop(number).put(int(status))
        with self._lock:  # it is gone, and so is what it waited for
            for number in list(self._ends):
                self._ends.pop(number).put(_KILLED)


def fork_jobs() -> None:
    """Have Snakemake's scripts executed by forks of a starter, but for those with their own environment."""
    from snakemake.script import PythonScript

    starter, start_python = Starter(), PythonScript.execute_script

    def execute_script(self: Any, fname: str, edit: bool = False) -> None:
        elsewhere = (self.container_img, self.conda_env, self.env_modules, self.bench_record)
        if any(one is not None for one in elsewhere):
            start_python(self, fname, edit)
        elif status := starter.execute(str(Path(fname).absolute())):
            raise subprocess.CalledProcessError(status, f"{sys.executable} {fname}")

    PythonScript.execute_script = execute_script
    atexit.register(starter.end)


def serve(asked: int, told: int) -> None:
    """Fork for every requested script until there are no more requests, and report how each ended.

    Parameters
    ----------
    asked
        Descriptor from which lines come: a number and the path of a script.
    told
        Descriptor to which lines go: the number, and the status of its process.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the jobs; this process ends after them
    ended, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    numbers: dict[int, str] = {}
    lines, is_asked = _Lines(asked), True
    while is_asked or numbers:
        ready, _, _ = select.select([ended, *([asked] if is_asked else [])], [], [])
        if ended in ready:
            os.read(ended, 4096)
            for pid, status in _reap():
                line = f"{numbers.pop(pid)} {status}\n".encode()
                with contextlib.suppress(BrokenPipeError):  # the run was killed; its last jobs end
                    os.write(told, line)
        if asked in ready:
            is_asked = lines.read()
            for request in lines.take():
                number, _, script = request.partition(" ")
                numbers[_fork(script)] = number


class _Lines:
    """Whole lines of what comes in pieces."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor, self._text = descriptor, b""

    def read(self) -> bool:
        """Read a piece; return whether more may come."""
        piece = os.read(self._descriptor, 65536)
        self._text += piece
        return bool(piece)

    def take(self) -> list[str]:
        """Return the lines that are whole."""
        *whole, self._text = self._text.split(b"\n")
        return [os.fsdecode(line) for line in whole]


def _reap() -> Iterator[tuple[int, int]]:
    """Yield process and status of each fork that has ended."""
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            yield ended[0], os.waitstatus_to_exitcode(ended[1])


def _fork(script: str) -> int:
    """Import what a script imports, and fork; return the process that executes it."""
    _import_for(script)
    sys.argv = [script]
    gc.freeze()  # what the forks share is not to be copied by a search for garbage
    if pid := os.fork():
        return pid
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGCHLD):
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
        status = _execute(script)
    finally:
        os._exit(status)


def _import_for(script: str) -> None:
    # A script that cannot be read or imported reports this itself.
    with contextlib.suppress(Exception), open(script, "rb") as file:  # noqa: PTH123 this process imports little
        for node in ast.parse(file.read()).body:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    importlib.import_module(alias.name)
            elif isinstance(node, ast.ImportFrom) and node.module:
                importlib.import_module(node.module)


def _execute(script: str) -> int:
    """Execute a script as Python does that is started for it; return its status."""
    sys.path.insert(0, str(Path(script).parent))
    # What runs at the exit may look for it, so it has to stay: runpy would put ours in its place again.
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    main.__file__ = script
    status = 0
    try:
        exec(compile(Path(script).read_bytes(), script, "exec"), main.__dict__)  # noqa: S102 a job's script
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else int(error.code is not None)
        if isinstance(error.code, str):
            sys.stderr.write(f"{error.code}\n")  # as Python does
    except KeyboardInterrupt:
        status = 128 + signal.SIGINT
    except BaseException:
        traceback.print_exc()
        status = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return status


def _main() -> NoReturn:
    serve(*map(int, sys.argv[1:3]))
    # What was imported would take longer to tidy than the system needs.
    os._exit(0)


if __name__ == "__main__":
    _main()
