"""What all tests share: finished work, programs that may be absent, and the order of the tests."""

import os
import shutil

import programs
import pytest
from hypothesis import settings

PROGRAMS = {"libreoffice", "pdflatex", "chromium", "axe", "rsvg", "poppler", "pandoc", "browser"}  # fixtures


# A slow machine is no defect; 'pytest --hypothesis-profile thorough' looks longer than a day has time for.
settings.register_profile("daily", deadline=None, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("daily")

# A run of the workflow starts forty processes; each would compile all our modules anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_configure(config):
    """Hand tests to processes one by one, so that all processes end at about the same time."""
    if getattr(config.option, "maxschedchunk", 0) is None:  # pytest-xdist is there and nobody chose
        config.option.maxschedchunk = 1


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Put the long tests first: a long one that begins last would leave all other processes idle."""
    unmarked = [
        item.nodeid
        for item in items
        if PROGRAMS.intersection(item.fixturenames) and item.get_closest_marker("programs") is None
    ]
    if unmarked:
        raise pytest.UsageError(f"these tests need a program and lack its marker: {', '.join(unmarked)}")
    items.sort(key=lambda item: item.get_closest_marker("workflow") is None)


@pytest.fixture(scope="session")
def make_once(tmp_path_factory):
    """Return a function that fills a folder once in a session, also where several processes run the tests."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def make(name, fill):
        fcntl = pytest.importorskip("fcntl", reason="Windows has no such lock")
        folder, mark = root / f"once_{name}", root / f"once_{name}.made"
        with (root / f"once_{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # another process waits here until the folder is filled
            if not mark.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                fill(folder)
                mark.touch()
        return folder

    return make


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory):
    """Return the function that converts sheets, or skip where LibreOffice cannot do it."""
    if reason := programs.why_not_libreoffice(tmp_path_factory.mktemp("libreoffice")):
        pytest.skip(reason)
    return programs.convert


@pytest.fixture(scope="session")
def pdflatex(tmp_path_factory):
    """Return the function that compiles a document, or skip where pdflatex or a package is absent."""
    if reason := programs.why_not_pdflatex(tmp_path_factory.mktemp("pdflatex")):
        pytest.skip(reason)
    return programs.compile_latex


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    """Return the function that opens a page in Chromium, or skip where it cannot."""
    if reason := programs.why_not_chromium(tmp_path_factory.mktemp("chromium")):
        pytest.skip(reason)
    return programs.show


@pytest.fixture(scope="session")
def axe(chromium):
    """Return the function that lists the barriers in a page, or skip where axe-core is absent."""
    if programs.find_axe() is None:
        pytest.skip("axe-core is not installed (the Python package axe-core-python brings it)")
    return programs.list_barriers


def _give(program, package, function):
    if reason := programs.why_not(program, package):
        pytest.skip(reason)
    return function


@pytest.fixture(scope="session")
def rsvg():
    """Return the function that draws an SVG with librsvg."""
    return _give("rsvg-convert", "librsvg2-bin", programs.rasterise)


@pytest.fixture(scope="session")
def poppler():
    """Return the function that asks Poppler about a PDF."""
    return _give("pdffonts", "poppler-utils", programs.ask_poppler)


@pytest.fixture(scope="session")
def pandoc():
    """Return the function that turns a text into another format with pandoc."""
    return _give("pandoc", "pandoc", programs.write_with_pandoc)
