"""The files of the PRISMA flow: same bytes, a title, fonts and sizes."""

import os
import re
import subprocess
import sys

import matplotlib
import pytest
from defusedxml import ElementTree
from figures.flows import FINISHED

from cireview.errors import TableError
from cireview.figures.flow_diagram import LOOKS, draw_flow, layout_flow


@pytest.mark.parametrize("ending", ["svg", "pdf", "png"])
def test_the_same_counts_give_the_same_bytes(tmp_path, ending):
    code = "import sys; from cireview.figures.flow_diagram import draw_flow as draw\n"
    code += "draw(eval(sys.argv[2]), [sys.argv[1]])"
    other, here = tmp_path / f"other.{ending}", tmp_path / f"here.{ending}"
    env = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", code, other, repr(FINISHED)], check=True, env=env, cwd=tmp_path)
    with matplotlib.rc_context({"text.color": "red", "svg.fonttype": "path", "pdf.fonttype": 3}):
        draw_flow(FINISHED, [here])
    assert here.read_bytes() == other.read_bytes()
    assert not re.search(rb"CreationDate|<dc:date>|tIME", here.read_bytes())


def test_the_svg_is_an_image_with_a_title_a_description_and_text(tmp_path):
    draw_flow(
        FINISHED | {"dbr_excluded": {"<b> & $x$": 19}},
        [tmp_path / "flow.svg"],
        template="new_databases",
        title="Flow of 'A & B'",
    )
    root = ElementTree.parse(tmp_path / "flow.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.findtext(f"{space}title") == "Flow of 'A & B'"
    assert "Records screened (n = 93). Records excluded (n = 42)." in root.findtext(f"{space}desc")
    texts = {"".join(text.itertext()): text.get("style") for text in root.iter(f"{space}text")}
    assert "<b> & $x$ (n = 19)" in texts
    assert "700" in texts["Screening"]
    assert "700" not in texts["Records screened"]


def test_the_pdf_embeds_its_fonts_as_truetype(tmp_path):
    draw_flow(FINISHED, [tmp_path / "flow.pdf"])
    content = (tmp_path / "flow.pdf").read_bytes()
    assert b"/FontFile2" in content
    assert b"/Type3" not in content


def test_the_png_has_the_width_asked_for_at_300_dpi(tmp_path):
    draw_flow(FINISHED, [tmp_path / "flow.png"], template="new_databases", width=150)
    content = (tmp_path / "flow.png").read_bytes()
    assert int.from_bytes(content[16:20]) == pytest.approx(150 / 25.4 * 300, abs=1)
    assert b"pHYs" + (11811).to_bytes(4) in content


def test_a_width_that_would_cut_numbers_is_refused():
    assert layout_flow(FINISHED, template="new_databases", width=85).width == 85
    with pytest.raises(TableError, match=r"85 mm is too narrow.*Draw it 126 mm wide or wider"):
        layout_flow(FINISHED, template="new_other", width=85)
    assert layout_flow(FINISHED, template="new_other", width=126).width == 126


def test_the_template_shows_all_counts_unless_one_is_named():
    assert "previous" in layout_flow(FINISHED).boxes
    assert "other_header" in layout_flow(FINISHED).boxes
    assert "previous" not in layout_flow(FINISHED, template="new_other").boxes


def test_an_unknown_ending_is_refused(tmp_path):
    with pytest.raises(ValueError, match="written as"):
        draw_flow(FINISHED, [tmp_path / "flow.gif"])


@pytest.mark.parametrize("kind", LOOKS)
def test_black_text_can_be_read_on_every_fill_in_grey(kind):
    red, green, blue = matplotlib.colors.to_rgb(LOOKS[kind]["facecolor"])
    assert 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.8
