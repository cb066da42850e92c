"""A review's folder as init makes it."""

import re

import pytest
from typer.testing import CliRunner

from cireview.cli import app

RIS = "TY  - JOUR\nTI  - A title\nAU  - Aho, Anna\nPY  - 2015\nER  - \n"


def run(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=True)


@pytest.fixture
def template(tmp_path):
    """Return the folder of a new review."""
    assert run("init", tmp_path / "review").exit_code == 0
    return tmp_path / "review"


@pytest.fixture
def folder(template):
    """Return the folder of a new review in which somebody wrote."""
    protocol = template / "config/protocol.yaml"
    protocol.write_text(re.sub(r"<(.*)>", r"\1", protocol.read_text()))
    return template
