"""Runs of Snakemake and of our commands in processes that need not import anything: copies of one that has.

A run of the workflow starts about forty Python processes, and most of what they do is to import the same
packages again. Here a process imports them once, and every run and every job is a fork of it: a process of
its own, with its own folder, environment and output, that executes the same files as Snakemake would.
What only a new process can show is tested with `snakemake` itself: Python that is changed before anything is
imported, kills, full disks, and the whole demonstration review.
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import queue
import runpy
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
import types
from functools import cache
from pathlib import Path

# What our modules import in functions only, since no command needs all of it.
LATE = (
    *("cireview.cli", "cireview.cli.run"),
    *("matplotlib.backends.backend_pdf", "matplotlib.backends.backend_svg", "openpyxl.styles"),
    *("openpyxl.worksheet.datavalidation", "pandas.io.parquet", "psutil", "pyarrow.parquet", "pypdf"),
    *("requests", "sklearn.base", "sklearn.linear_model", "snakemake.cli"),
    *("snakemake.script", "spacy.matcher"),
)
# Only Linux forks jobs, and the module of the forks refuses other systems.
NOT_IMPORTED = ("templates", "__main__", *(() if sys.platform == "linux" else ("forks",)))


# Executed when a Python starts, and before each job that a run forks.
_BEGINNING = """
import os, sys

CODE = {code!r}
exec(CODE, {{}})
if sys.argv[0].endswith("forks.py"):
    os.register_at_fork(after_in_child=lambda: exec(CODE, {{}}))
"""


def customize_all(home, code):
    """Have every process that has `home` in its PYTHONPATH begin with this Python code."""
    home.mkdir(exist_ok=True)
    (home / "sitecustomize.py").write_text(_BEGINNING.format(code=code))


class Starter:
    """A process that has imported everything and runs snakemake for one test after another."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            env={**os.environ, "PYTHONHASHSEED": "random"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments, folder, customize="", program="snakemake"):
        """Run a program, every process of it beginning with this Python code; return its status and words."""
        with tempfile.NamedTemporaryFile() as words:
            asked = {"arguments": [str(one) for one in arguments], "folder": str(folder)}
            asked |= {"environment": dict(os.environ), "words": words.name, "customize": customize}
            asked["program"] = program
            print(json.dumps(asked), file=self._process.stdin, flush=True)
            status = int(self._process.stdout.readline())
            return status, Path(words.name).read_text()

    def end(self):
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@cache
def starter():
    """Return the one starter of this process; skip the test where the system cannot fork."""
    if not hasattr(os, "fork"):
        import pytest  # the process that this file runs as needs none of it

        pytest.skip("runs are forks in this test, and Windows has none")
    started = Starter()
    atexit.register(started.end)
    return started


def serve():
    """Run snakemake or cireview for every line of the input; write the status with which each run ends."""
    import_all()
    for line in sys.stdin:
        status = run_apart(run_program, **json.loads(line))
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()


def import_all():
    src = Path(importlib.import_module("cireview").__file__).parent
    for file in sorted(src.rglob("*.py")):
        parts = file.relative_to(src.parent).with_suffix("").parts
        if not set(NOT_IMPORTED).intersection(parts) and "cli" not in parts:
            importlib.import_module(".".join(parts).removesuffix(".__init__"))
    for name in LATE:
        importlib.import_module(name)
    from cireview import workflow_folder
    from cireview.provenance import digest_code

    for script in (workflow_folder() / "scripts").glob("*.py"):
        digest_code(script)  # it reads each of our modules once in a process
    gc.collect()
    gc.freeze()  # what the forks share is not to be copied by a search for garbage


def run_apart(function, *given, **named):
    """Call a function in a fork of this process, which ends with it; return its status."""
    sys.stdout.flush()
    sys.stderr.flush()
    if pid := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    status = 1
    try:
        status = end_as_python_does(function, *given, **named)
    finally:
        os._exit(status)


def end_as_python_does(function, *given, **named):
    status = 0
    try:
        function(*given, **named)
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:
        traceback.print_exc()
        status = 1
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return status


def run_program(arguments, folder, environment, words, customize, program):
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for path, flags, numbers in ((os.devnull, os.O_RDONLY, [0]), (words, os.O_WRONLY | os.O_APPEND, [1, 2])):
        opened = os.open(path, flags)
        for number in numbers:
            os.dup2(opened, number)
        os.close(opened)
    with Forks(2, customize) as forks:
        give_jobs_to(forks)
        give_runs_to_forks()
        sys.argv = [program, *arguments]
        sys.path[0] = folder
        exec(customize, {})
        runpy.run_module(program, run_name="__main__", alter_sys=True)


class Forks:
    """Processes that stay as they were before the run began, each to fork itself for one job at a time."""

    def __init__(self, number, customize):
        self._free, self._processes = queue.Queue(), {}
        for _ in range(number):
            ours, theirs = socket.socketpair()
            if not (pid := os.fork()):
                with contextlib.suppress(BaseException):
                    for earlier in (ours, *self._processes.values()):
                        earlier.close()
                    fork_for_jobs(theirs, customize)
                os._exit(0)
            theirs.close()
            self._processes[pid] = ours
            self._free.put(ours.makefile("rw"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for pid, ours in self._processes.items():
            ours.shutdown(socket.SHUT_RDWR)
            os.waitpid(pid, 0)

    def execute(self, script):
        """Execute a job's script, and return its status."""
        fork = self._free.get()
        try:
            print(script, file=fork, flush=True)
            return int(fork.readline())
        finally:
            self._free.put(fork)


def fork_for_jobs(asked, customize):
    lines = asked.makefile("rw")
    for line in lines:
        print(run_apart(run_script, line.rstrip("\n"), customize), file=lines, flush=True)


def run_script(script, customize):
    sys.argv = [script]
    exec(customize, {})
    sys.path[0] = str(Path(script).resolve().parent)
    runpy.run_path(script, run_name="__main__")


def give_jobs_to(forks):
    """Have the scripts of jobs executed by forks, where Snakemake would start Python."""
    from snakemake.script import PythonScript

    def execute_script(self, fname, edit=False):
        if status := forks.execute(fname):
            raise subprocess.CalledProcessError(status, f"{sys.executable} {fname}")

    PythonScript.execute_script = execute_script
    # The run's own starter would import all anew.
    sys.modules["cireview.review.forks"].fork_jobs = lambda: None


class ForkedRun:
    """What `cireview run` knows of the Python that it starts, in a fork instead."""

    def __init__(self, command, cwd, **_):
        module = command.index("-m") + 1
        read, write = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            os.close(read)
            for number in (1, 2):
                os.dup2(write, number)
            os.close(write)
            # The streams of before believe that they write to a file, in which one can go back.
            sys.stdout, sys.stderr = (open(number, "w", buffering=1, closefd=False) for number in (1, 2))  # noqa: SIM115
            os._exit(end_as_python_does(run_module, command[module], command[module + 1 :], cwd))
        os.close(write)
        self.stdout = os.fdopen(read, encoding="utf-8", errors="replace")
        self._status = None

    def poll(self):
        return self._status

    def wait(self):
        self._status = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        return self._status

    def send_signal(self, number):
        os.kill(self._pid, number)


def run_module(name, arguments, folder):
    os.chdir(folder)
    sys.argv = [name, *arguments]
    runpy.run_module(name, run_name="__main__", alter_sys=True)


def give_runs_to_forks():
    """Have `cireview run` fork this process, where it would start Python with Snakemake."""
    run = sys.modules["cireview.cli.run"]
    run.subprocess = types.SimpleNamespace(**{**vars(subprocess), "Popen": ForkedRun})


if __name__ == "__main__":
    serve()
