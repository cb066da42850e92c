"""The site that Sphinx makes of the manual, and its page of five minutes."""

import re
import subprocess
import sys

import pytest
from docs.pages import MANUAL, ROOT, do_steps, read_steps
from warm import starter

INDEX = (ROOT / "docs/index.md").read_text(encoding="utf-8")


def test_every_page_has_one_place_in_the_site():
    listed = [line for part in re.findall(r"(?s)```\{toctree\}(.*?)```", INDEX) for line in part.splitlines()]
    named = sorted(line for line in listed if line and not line.startswith(":"))
    pages = (page.relative_to(ROOT / "docs").with_suffix("").as_posix() for page in MANUAL)
    assert named == sorted(page for page in pages if page != "index")


def test_the_site_is_built_without_a_warning(tmp_path):
    pytest.importorskip("pydata_sphinx_theme", reason="Sphinx is not installed (the extra 'docs' brings it)")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", ROOT / "docs", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Five minutes" in (tmp_path / "index.html").read_text(encoding="utf-8")
    broken = [
        f"{page.name}: {link}"
        for page in tmp_path.rglob("*.html")
        if "_static" not in page.parts
        for link in re.findall(r'(?:href|src)="(?![a-z]+:)([^"#?]+)', page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert broken == []
    # The search has its index in the folder, so that it works without a server.
    assert (tmp_path / "searchindex.js").stat().st_size > 10_000


@pytest.mark.workflow
def test_the_five_minutes_go_as_the_page_says(tmp_path):
    do_steps(read_steps(ROOT / "docs/start.md"), tmp_path)
    status, said = starter().run(
        "trace", "proquest:9990001001", folder=tmp_path / "first", program="cireview"
    )
    assert status == 0
    # The README shows it.
    shown = (ROOT / "README.md").read_text(encoding="utf-8").split("```text\n")[1].split("```")[0]
    assert shown.strip() == said.strip()
    assert "<svg" in (tmp_path / "first/flow.svg").read_text(encoding="utf-8")
