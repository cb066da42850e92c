"""The manual comes with the package: its pages are listed, rendered, and opened or named."""

import re
import webbrowser
from pathlib import Path

import pytest
from cli.conftest import run

from cireview import docs_folder
from cireview.cli.pages import list_pages, render_page

ROOT = Path(__file__).parents[2]
PAGES = sorted(file.stem for file in (ROOT / "docs").glob("*.md"))


def test_all_pages_are_listed_with_their_titles():
    lines = run("docs", "--list").stdout.splitlines()
    assert sorted(line.split()[0] for line in lines) == PAGES
    assert lines[0].split(maxsplit=1) == ["index", "cireview"]
    assert "tutorial       A review from start to end" in lines


def test_the_path_of_a_page_is_printed_and_nothing_is_opened(monkeypatch):
    monkeypatch.setattr(webbrowser, "open", None)
    assert run("docs", "running", "--path").stdout == f"{docs_folder() / 'running.md'}\n"
    assert run("docs", "running.md", "--path").stdout == f"{docs_folder() / 'running.md'}\n"


def test_a_page_that_does_not_exist_is_wrong_use_and_names_all():
    done = run("docs", "runing")
    assert done.exit_code == 2
    assert "running" in done.stderr


@pytest.mark.parametrize(("opens", "told"), [(True, "Opened "), (False, "cireview found no browser. Open ")])
def test_a_browser_opens_the_page_or_its_place_is_said(monkeypatch, tmp_path, opens, told):
    asked = []
    monkeypatch.setattr(webbrowser, "open", lambda link: (asked.append(link), opens)[1])
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    said = run("docs", "screening").stdout
    (folder,) = tmp_path.iterdir()
    assert sorted(file.stem for file in folder.iterdir()) == PAGES
    assert asked == [(folder / "screening.html").as_uri()]
    assert said.startswith(f"{told}{folder / 'screening.html'}")


@pytest.mark.parametrize("name", PAGES)
def test_every_link_and_picture_of_a_rendered_page_leads_somewhere(name):
    page = render_page(name)
    headings = {one: set(re.findall(r'<h\d id="([^"]+)"', render_page(one))) for one in (name, "screening")}
    for link in re.findall(r'href="([^"]+)"', page):
        target, _, heading = link.partition("#")
        if not re.match(r"[a-z]+:", link):
            target = target.removesuffix(".html") or name
            assert target in list_pages(), link
            assert not heading or target not in headings or heading in headings[target], link
    for picture in re.findall(r'src="file://([^"]+)"', page):
        assert Path(picture).is_file()


def test_tags_in_a_page_are_text_and_tables_are_tables():
    page = render_page("running")
    assert "<table>" in page
    assert "<title>Running a review</title>" in page
    assert "tutorial.html" in page
    assert "../" not in page.replace((ROOT / "docs").as_uri(), "")
