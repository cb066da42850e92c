"""Real programs draw the flow: no text leaves its box, nothing overlaps, fonts are embedded."""

import json
import re
import subprocess

import pytest
from flow.flows import FINISHED
from flow.gallery import draw_gallery, write_gallery

from cireview.figures.flow_files import draw_flow
from cireview.flow.entries import Shown
from cireview.flow.words import load_words

pytestmark = pytest.mark.programs

# What lies outside its box, or on another text, by more than a fifth of a millimetre.
MEASURE = """
const found = []; let texts = 0;
for (const svg of document.querySelectorAll('svg')) {
  const title = svg.querySelector('title').textContent;
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const frame = svg.getBoundingClientRect(), slack = 0.2 * scale;
  for (const group of svg.querySelectorAll('g')) {
    const rect = group.querySelector('rect'), box = (rect || svg).getBoundingClientRect(), seen = [];
    for (const text of group.querySelectorAll('text')) {
      const at = text.getBoundingClientRect(); texts += 1;
      if (at.left < box.left - slack || at.right > box.right + slack || at.top < box.top - slack
          || at.bottom > box.bottom + slack) found.push([title, group.id, text.textContent]);
      // Boxes of letters have room above and below that lines share.
      const tall = at.height * 0.15;
      for (const other of seen)
        if (at.left < other.right && other.left < at.right && at.top + tall < other.bottom - tall
            && other.top + tall < at.bottom - tall) found.push([title, 'overlap', text.textContent]);
      seen.push(at);
    }
  }
}
document.body.innerHTML = '<pre>' + JSON.stringify({texts, found}).replace(/</g, '&lt;') + '</pre>';
"""


def test_chromium_finds_every_text_of_the_gallery_in_its_box(chromium, tmp_path):
    page = write_gallery(tmp_path, MEASURE)
    shown = chromium("--dump-dom", page.as_uri())
    measured = json.loads(re.search(r"<pre>(.*)</pre>", shown, re.DOTALL)[1].replace("&lt;", "<"))
    assert measured["texts"] > 3000
    assert measured["found"] == []


def test_rsvg_draws_every_flow_of_the_gallery(rsvg, tmp_path):
    for number, (name, svg) in enumerate(draw_gallery()):
        if number % 9 == 0:
            path = tmp_path / "flow.svg"
            path.write_text(svg, encoding="utf-8")
            assert rsvg(path, tmp_path / "flow.png").startswith(b"\x89PNG"), name


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_a_pdf_embeds_its_fonts_and_is_tagged(poppler, tmp_path, language):
    path = tmp_path / "flow.pdf"
    draw_flow(FINISHED, [path], shown=Shown(words=load_words(language)))
    fonts = poppler("pdffonts", path).splitlines()[2:]
    assert fonts
    assert all(re.search(r" yes (yes|no) +(yes|no) +\d+ +\d+$", line) for line in fonts), fonts
    said = poppler("pdfinfo", path)
    assert re.search(r"Tagged: +yes", said)
    assert "PRISMA 2020 flow diagram" in said


def test_a_flow_fits_one_column_of_a_journal_in_latex(pdflatex, tmp_path):
    draw_flow(FINISHED, [tmp_path / "flow.pdf"], width=85)
    document = r"""\documentclass[twocolumn,a4paper]{article}\usepackage{graphicx}
\usepackage[margin=18mm]{geometry}\begin{document}
\begin{figure}\centering\includegraphics{flow.pdf}\caption{Flow.}\end{figure}A sentence.\end{document}
"""
    (tmp_path / "paper.tex").write_text(document)
    log = pdflatex(tmp_path / "paper.tex")
    assert not re.search(r"Overfull|Float too large", log)


def test_pandoc_takes_a_flow_into_word(pandoc, tmp_path):
    draw_flow(FINISHED, [tmp_path / "flow.png"])
    (tmp_path / "paper.md").write_text("# Results\n\n![The flow.](flow.png)\n")
    pandoc(tmp_path / "paper.md", tmp_path / "paper.docx")
    listed = subprocess.run(
        ["unzip", "-l", tmp_path / "paper.docx"], check=True, capture_output=True, text=True
    )
    assert "word/media/" in listed.stdout
