"""All pages as one Word document: figures say their numbers, wide tables lie on their side."""

import io

import pandas as pd
import pytest

from cireview.figures.charts import sentence
from cireview.figures.saving import save_figure
from cireview.synthesis.page import Page, Printed
from cireview.synthesis.word import write_word

docx = pytest.importorskip("docx")
WIDE = pd.DataFrame({"Article": ["Aho 2001", "Berg 2002"]}).assign(
    **{f"Dimension {number}": "Community organizations; Local government" for number in range(12)}
)
NARROW = pd.DataFrame({"Theme": ["Food\x00"], "n": [2]})
PAGES = [
    Page("map", "Map", "Two of 2 coded.", NARROW, (Printed(NARROW),), description="Food 2."),
    Page("wide", "Wide", "", WIDE, (Printed(WIDE),)),
    Page("themes", "Themes", "", NARROW, paragraphs=(("Food", "Two articles (Aho 2001; Berg 2002)."),)),
]


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    drawing = tmp_path_factory.mktemp("drawn") / "map.png"
    save_figure(sentence("Food 2"), [drawing], title="Map")
    return write_word(PAGES, title="A review", drawings={"map": drawing}), drawing


@pytest.fixture(scope="module")
def document(content):
    return docx.Document(io.BytesIO(content[0]))


def test_a_figure_has_its_numbers_as_alternative_text(document):
    (shape,) = document.inline_shapes
    assert (shape._inline.docPr.get("descr"), shape._inline.docPr.get("title")) == ("Food 2.", "Map")


def test_a_wide_table_lies_on_its_side_in_parts_and_what_follows_stands_upright(document):
    sizes = [section.page_width > section.page_height for section in document.sections]
    assert sizes == [False, True, False]
    parts = document.tables[1:]
    assert len(parts) > 1
    assert {part.rows[1].cells[0].text for part in parts} == {"Aho 2001"}


def test_tables_paragraphs_and_notes_are_there(document):
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["Food", "2"]
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "Food. Two articles (Aho 2001; Berg 2002)." in texts
    assert "Two of 2 coded." in texts


def test_the_same_pages_give_the_same_bytes(content):
    assert write_word(PAGES, title="A review", drawings={"map": content[1]}) == content[0]
