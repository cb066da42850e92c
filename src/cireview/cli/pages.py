"""The pages of the manual, as they ship with the package, and as HTML for a browser."""

from __future__ import annotations

import html
import re
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from cireview import docs_folder

if TYPE_CHECKING:
    from markdown_it.token import Token

_HTML = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ max-width: 52rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.55 sans-serif; color: #222; }}
code, pre {{ font-family: monospace; background: #f3f3f3; }}
pre {{ padding: .7rem; overflow-x: auto; }}
table {{ border-collapse: collapse; display: block; overflow-x: auto; }}
td, th {{ border: 1px solid #ccc; padding: .25rem .5rem; text-align: left; vertical-align: top; }}
img {{ max-width: 100%; }}
nav {{ font-size: .9rem; margin-bottom: 1.5rem; }}
</style>
<nav>{menu}</nav>
{body}
</html>
"""
_FIRST = ("index", "start", "tutorial", "sixty", "running", "reviewers", "teams", "authors")

# Which pages the site has in which part: here the menu names them all.
_MENUS = re.compile(r"(?ms)^```\{toctree\}.*?^```$")


def list_pages() -> dict[str, str]:
    """Return the title of each page by its name; the pages that most readers want come first."""
    titles = {file.stem: _read_title(file) for file in sorted(docs_folder().glob("*.md"))}
    order = sorted(titles, key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))
    return {name: titles[name] for name in order}


def find_page(name: str) -> Path:
    """Return the Markdown file of a page."""
    return docs_folder() / f"{name}.md"


def render_page(name: str) -> str:
    """Return a page as HTML, with links to the pages beside it and to the pictures of the package.

    A link to a file that the package lacks becomes plain text.
    """
    from markdown_it import MarkdownIt

    # Tags in a page are shown as text.
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(_MENUS.sub("", find_page(name).read_text(encoding="utf-8")))
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _name_heading(tokens[number + 1].content))
        token.children = _lead_links(token.children) if token.children else token.children
    pages = list_pages()
    links = (
        f'<a href="{page}.html" title="{html.escape(title)}">{page}</a>' for page, title in pages.items()
    )
    body = markdown.renderer.render(tokens, markdown.options, {})
    return _HTML.format(title=html.escape(pages[name]), menu=" · ".join(links), body=body)


def _read_title(file: Path) -> str:
    return file.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ").replace("`", "")


def _name_heading(text: str) -> str:
    """Return the name by which a heading is linked to."""
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def _lead_links(tokens: list[Token]) -> list[Token]:
    """Return the parts of a line with links that lead to HTML, and pictures to the package."""
    kept, is_dropped = [], False
    for token in tokens:
        if token.type == "link_open":
            link = _lead_to_html(str(token.attrGet("href")))
            is_dropped = not link
            token.attrSet("href", link)
        elif token.type == "image":
            token.attrSet("src", (docs_folder() / str(token.attrGet("src"))).resolve().as_uri())
        if not (is_dropped and token.type in ("link_open", "link_close")):
            kept.append(token)
    return kept


def _lead_to_html(link: str) -> str:
    """Return where a link leads among the HTML pages, or "" if the package lacks its file."""
    if re.match(r"[a-z]+:|#", link):
        return link
    path, mark, heading = link.partition("#")
    page = PurePath(path)
    there = page.suffix == ".md" and find_page(page.stem).is_file() and page.parent == PurePath()
    return f"{page.stem}.html{mark}{heading}" if there else ""
