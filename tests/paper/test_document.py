"""One document in every format: what stands in it is shown as it stands, and does nothing."""

import io

import pandas as pd
import pytest

from cireview.paper.document import Grid, Heading, Paragraph, Picture, write_html, write_latex, write_markdown
from cireview.paper.word import write_word

SPELL = r"<script>alert(1)</script> | \input{x} & 5 % \x01"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f"
    "0005fe02fe0def46b80000000049454e44ae426082"
)


@pytest.fixture
def blocks(tmp_path):
    (tmp_path / "dot.png").write_bytes(PIXEL)
    table = pd.DataFrame({"Name": [SPELL, "b"], "n": [1, 2]})
    picture = Picture(tmp_path / "dot.png", "A dot", "One black dot", 20)
    return [Heading(SPELL), Paragraph(SPELL, warns=True), Grid(table, SPELL), picture]


def test_markdown_shows_text_as_it_stands(blocks):
    page = write_markdown("T", blocks)
    assert "<script>" not in page
    assert "| b | 2 |" in page
    assert "![One black dot](dot.png)" in page


def test_html_shows_text_as_it_stands_with_heads_captions_and_alternative_text(blocks):
    page = write_html(SPELL, blocks)
    assert "<script>" not in page
    for part in (
        '<th scope="col">Name</th>',
        "<caption>&lt;script",
        'alt="One black dot"',
        '<html lang="en">',
    ):
        assert part in page


def test_latex_runs_nothing(blocks):
    page = write_latex(blocks[:3], label="x")
    assert r"\input" not in page
    assert r"\label{tab:x-2}" in page


def test_word_holds_tables_whose_heads_are_repeated_and_pictures_with_their_text(blocks):
    docx = pytest.importorskip("docx")
    document = docx.Document(io.BytesIO(write_word(SPELL, blocks, landscape=True)))
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows][2] == ["b", "2"]
    assert "tblHeader" in table.rows[0]._tr.xml
    assert 'descr="One black dot"' in document.element.xml
    assert document.sections[0].page_width > document.sections[0].page_height
