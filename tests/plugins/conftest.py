"""The package of tests/plugins/tiny, installed by pip into a folder of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cireview.paper.checklists import read_items
from cireview.plugins import list_plugins
from cireview.plugins.entries import _load

TINY = Path(__file__).parent / "tiny"
PIP = ("install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
CACHES = (list_plugins, _load, read_items)


@pytest.fixture(scope="session")
def package(make_once):
    """Return the folder into which pip installed it."""

    def install(folder):
        command = [sys.executable, "-m", "pip", *PIP, "--target", folder / "site", TINY]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    return make_once("tiny", install) / "site"


@pytest.fixture
def plugged(package, monkeypatch):
    """Have this process find the package."""
    monkeypatch.syspath_prepend(package)
    forget()
    yield
    forget()


def forget():
    for found in CACHES:
        found.cache_clear()
    for name in [name for name in sys.modules if name.startswith("cireview_tiny")]:
        del sys.modules[name]


@pytest.fixture
def run(package, tmp_path):
    """Return a function that types a command where the package is installed."""

    def typed(*words, **environment):
        path = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(package)]))
        command = [sys.executable, "-m", "cireview", *map(str, words)]
        given = {**os.environ, "PYTHONPATH": path, **environment}
        return subprocess.run(command, cwd=tmp_path, env=given, capture_output=True, text=True)

    return typed
