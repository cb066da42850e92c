"""Copies of the demonstration review, run by the real workflow."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from warm import customize_all, starter

ROOT = Path(__file__).parents[2]
NO_NETWORK = """
import socket

def refuse(*_):
    raise OSError("there is no network")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""
PARTS = ("Snakefile", "config", "data", "profiles", "workflow")


class Folder:
    """A review's folder in which the workflow can be run."""

    def __init__(self, path):
        self.path = path

    def run(self, *arguments, customize="", anew=False):
        """Run snakemake, every process of it beginning with this Python code; return its status and words.

        Its processes are those of the command itself if `anew`, and otherwise forks that need not import.
        """
        if not anew:
            return starter().run("--cores", "2", *arguments, folder=self.path, customize=customize)
        command = [sys.executable, "-m", "snakemake", "--cores", "2", *arguments]
        home = self.path.parent / "customize"
        customize_all(home, customize)
        path = os.pathsep.join(filter(None, [str(home), os.environ.get("PYTHONPATH")]))
        environment = {**os.environ, "PYTHONHASHSEED": "random", "PYTHONPATH": path}
        done = subprocess.run(
            command, cwd=self.path, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        return done.returncode, done.stdout + done.stderr

    def bytes_of(self, *parts):
        """Return the content of every file in the named folders, by path."""
        files = [file for part in parts for file in sorted((self.path / part).rglob("*")) if file.is_file()]
        return {file.relative_to(self.path).as_posix(): file.read_bytes() for file in files}


def list_differences(before, after):
    """Return the results whose bytes differ; logs hold times."""
    assert set(after) == set(before)
    return [name for name in before if after[name] != before[name] and not name.startswith("results/logs/")]


def copy_review(target):
    """Copy the demonstration review, without results, to `target`."""
    target.mkdir()
    for part in PARTS:
        source = ROOT / part
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, target / part)
    return Folder(target)


@pytest.fixture
def review(tmp_path):
    """Return a copy of the demonstration review that was not run yet."""
    return copy_review(tmp_path / "review")


@pytest.fixture(scope="session")
def finished(make_once):
    """Return a copy that was run; tests must leave it as it is."""
    return Folder(make_once("finished", finish) / "review")


def finish(folder):
    status, said = copy_review(folder / "review").run(anew=True)
    assert status == 0, said


@pytest.fixture
def rerunnable(finished, tmp_path):
    """Return a copy of the run review, with its results and what Snakemake remembers of them."""
    target = tmp_path / "again"
    shutil.copytree(finished.path, target)
    return Folder(target)
