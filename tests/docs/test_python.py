"""The page *In Python*: every snippet runs, and the public names stand on it and nothing else."""

import contextlib
import io
import re
import shutil

import pytest
from docs.pages import ROOT

import cireview

PAGE = (ROOT / "docs/python.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_every_snippet_runs_and_is_short(tmp_path, monkeypatch):
    for name in ("pubmed.nbib", "scopus.csv"):
        shutil.copy(ROOT / "data/exports" / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    known = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        for snippet in SNIPPETS:
            assert len(snippet.strip().splitlines()) < 10
            exec(compile(snippet, "docs/python.md", "exec"), known)
    assert "reports;" in printed.getvalue()
    assert (tmp_path / "flow.svg").read_text().startswith("<?xml")


def test_each_public_name_is_documented_and_nothing_else_is():
    table = PAGE.split("| name | does |")[1].split("\n\n")[0]
    named = set(re.findall(r"`(\w+)", "\n".join(row.split("|")[1] for row in table.splitlines()[2:])))
    assert named == set(cireview.__all__) - {"__version__"}


@pytest.mark.parametrize("name", sorted(set(cireview.__all__) - {"__version__"}))
def test_each_public_name_has_a_docstring(name):
    assert getattr(cireview, name).__doc__
    assert name in dir(cireview)


def test_a_name_that_is_not_public_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = cireview.nothing
