"""The page *In Python*: every snippet runs."""

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


def test_a_name_that_is_not_public_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = cireview.nothing


@pytest.mark.parametrize("page", ["python", "api"])
def test_both_pages_name_what_is_public(page):
    text = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"(?:auto(?:function|class):: |`)(?:cireview\.)?(\w+)", text))
    assert set(cireview.__all__) - {"__version__"} <= shown
