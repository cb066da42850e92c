"""A review's folder as init makes it."""

import pytest
from typer.testing import CliRunner

from cireview.cli import app

RIS = "TY  - JOUR\nTI  - A title\nAU  - Aho, Anna\nPY  - 2015\nER  - \n"


def run(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=True)


@pytest.fixture
def folder(tmp_path):
    """Return the folder of a new review."""
    assert run("init", tmp_path / "review").exit_code == 0
    return tmp_path / "review"
