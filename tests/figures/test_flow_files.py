"""The files of the PRISMA flow: same bytes, a title, fonts and sizes."""

import os
import re
import subprocess
import sys

import matplotlib
import pytest
from defusedxml import ElementTree
from flow.flows import FINISHED

from cireview.errors import TableError
from cireview.figures.flow_files import draw_flow
from cireview.flow.entries import Shown
from cireview.flow.layout import layout_flow
from cireview.flow.styles import KINDS, list_styles, load_style


@pytest.mark.parametrize("ending", ["svg", "pdf", "eps", "png", "tiff"])
def test_the_same_counts_give_the_same_bytes(tmp_path, ending):
    code = "import sys; from cireview.figures.flow_files import draw_flow as draw\n"
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
        shown=Shown(template="new_databases"),
        title="Flow of 'A & B'",
    )
    root = ElementTree.parse(tmp_path / "flow.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.findtext(f"{space}title") == "Flow of 'A & B'"
    assert "Records screened (n = 93). Records excluded (n = 42)." in root.findtext(f"{space}desc")
    texts = {"".join(text.itertext()): text.get("font-weight") for text in root.iter(f"{space}text")}
    assert "<b> & $x$ (n = 19)" in texts
    assert texts["Screening"] == "bold"
    assert texts["Records screened"] is None


def test_the_pdf_embeds_its_fonts_as_truetype(tmp_path):
    draw_flow(FINISHED, [tmp_path / "flow.pdf"])
    content = (tmp_path / "flow.pdf").read_bytes()
    assert b"/FontFile2" in content
    assert b"/Type3" not in content


def test_the_png_has_the_width_asked_for_at_300_dpi(tmp_path):
    draw_flow(FINISHED, [tmp_path / "flow.png"], shown=Shown(template="new_databases"), width=150)
    content = (tmp_path / "flow.png").read_bytes()
    assert int.from_bytes(content[16:20]) == pytest.approx(150 / 25.4 * 300, abs=1)
    assert b"pHYs" + (11811).to_bytes(4) in content


@pytest.mark.parametrize("width", [79, 181])
def test_a_width_that_no_page_has_is_refused(width):
    with pytest.raises(TableError, match=rf"80 to 180 mm, not {width} mm.*Choose 85 for one column"):
        layout_flow(FINISHED, width=width)


def test_the_template_shows_all_counts_unless_one_is_named():
    assert "previous" in layout_flow(FINISHED).boxes
    assert "other_header" in layout_flow(FINISHED).boxes
    assert "previous" not in layout_flow(FINISHED, shown=Shown(template="new_other")).boxes


def test_an_unknown_ending_is_refused(tmp_path):
    with pytest.raises(ValueError, match="a figure can be"):
        draw_flow(FINISHED, [tmp_path / "flow.gif"])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", list_styles())
def test_black_text_can_be_read_on_every_fill(name, kind):
    fill = load_style(name).fills[kind]
    channels = matplotlib.colors.to_rgb("white" if fill == "none" else fill)
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert (luminance + 0.05) / 0.05 >= 7, "WCAG 2.2, 1.4.6"
