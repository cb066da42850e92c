"""A document of headings, paragraphs, tables and pictures, written as Markdown, HTML or LaTeX.

`cireview.paper.word` writes the same document for Word. What stands in it is data: each writer escapes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pandas as pd

from cireview.paper.latex import escape_latex, latex_table, name_engine
from cireview.tables.markdown import escape_markdown


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is below the document's title."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; one that `warns` is highlighted."""

    text: str
    warns: bool = False


@dataclass(frozen=True)
class Grid:
    """A table with its caption; `widths` are shares of the page, by what the columns hold where left out."""

    frame: pd.DataFrame
    caption: str
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture with its caption, and `text` for those who do not see it; `width` in mm."""

    file: Path
    caption: str
    text: str
    width: float = 160.0


Block = Heading | Paragraph | Grid | Picture


def write_markdown(title: str, blocks: Sequence[Block]) -> str:
    """Return a document as Markdown."""
    return "\n".join([f"# {escape_markdown(title)}", "", *(line for one in blocks for line in _mark(one))])


def _mark(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * (block.level + 1)} {escape_markdown(block.text)}"
    elif isinstance(block, Paragraph):
        text = escape_markdown(block.text)
        yield f"**{text}**" if block.warns else text
    elif isinstance(block, Picture):
        yield f"![{escape_markdown(block.text)}]({block.file.name})"
    else:
        yield from (escape_markdown(block.caption), "")
        heads = [escape_markdown(str(head)) for head in block.frame.columns]
        yield f"| {' | '.join(heads)} |"
        yield f"|{' --- |' * len(heads)}"
        for row in block.frame.itertuples(index=False):
            yield f"| {' | '.join(escape_markdown(str(cell)) for cell in row)} |"
    yield ""


def write_latex(blocks: Sequence[Block], *, label: str) -> str:
    r"""Return a document for LaTeX's ``\input``; its headings are sections without numbers."""
    lines = [line for place, block in enumerate(blocks) for line in _typeset(block, f"{label}-{place}")]
    return "\n".join([*name_engine("".join(lines)), *lines, ""])


def _typeset(block: Block, label: str) -> Iterator[str]:
    if isinstance(block, Heading):
        yield rf"\{'sub' * (block.level - 1)}section*{{{escape_latex(block.text)}}}"
    elif isinstance(block, Paragraph):
        text = escape_latex(block.text)
        yield rf"\noindent\textbf{{{text}}}\par" if block.warns else rf"{text}\par"
    elif isinstance(block, Picture):
        yield rf"\begin{{center}}\includegraphics[width=\linewidth]{{{block.file.as_posix()}}}\end{{center}}"
    else:
        yield latex_table(
            block.frame, caption=block.caption, label=f"tab:{label}", widths=list(block.widths) or None
        )


_STYLE = """
:root { color-scheme: light dark; --line: #999; --warn: #8a4b08; }
@media (prefers-color-scheme: dark) { :root { --warn: #ffb454; } }
body { font: 15px/1.45 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; max-width: 75rem; margin: 1.5rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; font-weight: 600; margin-bottom: .3rem; }
th, td { border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; padding: .25rem .5rem .25rem 0; overflow-wrap: anywhere; }
.warns { border-left: 4px solid var(--warn); padding-left: .7rem; font-weight: 600; }
img { max-width: 100%; height: auto; }
@media print { tr, figure { break-inside: avoid; } body { font-size: 9pt; margin: 0; max-width: none; } }
"""  # noqa: E501 (one line a rule)


def write_html(title: str, blocks: Sequence[Block]) -> str:
    """Return a document as one page of HTML that needs no other file but its pictures."""
    body = "\n".join(line for block in blocks for line in _tag(block))
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _tag(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"<h{block.level + 1}>{escape(block.text)}</h{block.level + 1}>"
    elif isinstance(block, Paragraph):
        yield f"<p{' class=warns' if block.warns else ''}>{escape(block.text)}</p>"
    elif isinstance(block, Picture):
        yield f'<figure><img src="{escape(block.file.name)}" alt="{escape(block.text)}">'
        yield f"<figcaption>{escape(block.caption)}</figcaption></figure>"
    else:
        yield f"<table><caption>{escape(block.caption)}</caption>\n<thead><tr>"
        yield "".join(f'<th scope="col">{escape(str(head))}</th>' for head in block.frame.columns)
        yield "</tr></thead>\n<tbody>"
        for row in block.frame.itertuples(index=False):
            yield f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>"
        yield "</tbody></table>"
