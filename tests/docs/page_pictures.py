"""Draw docs/images/page*.png: `python tests/docs/page_pictures.py`. Needs Chromium and playwright."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import fill

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from matplotlib.figure import Figure
from playwright.sync_api import sync_playwright
from reading.conftest import serving
from reading.reviews import SCREEN, TEXTS, write_review

IMAGES = Path(__file__).parents[2] / "docs/images"
SIZE = {"width": 1200, "height": 760}
ABSTRACT = (
    "Background: School gardens are said to change what children eat. Methods: Twelve schools in Finland "
    "were drawn by lot; in six of them pupils grew vegetables for a year. We asked 412 pupils about the "
    "fruit and vegetables of the day before. Results: Children with a garden ate 0.4 portions more "
    "vegetables (95 % interval 0.1 to 0.7). Fruit did not differ. Conclusions: A school garden changes what "
    "children taste, and somewhat what they eat."
)
TITLE = "School gardens and the vegetables that children eat: a randomised trial"


def draw(folder: Path) -> None:
    """Make a review, and take both pictures of its page."""
    review = write_review(folder / "review", records=20)
    export = review.path / "data/exports/scopus.ris"
    first, _, rest = export.read_text().partition("ER  - \n")
    lines = [line for line in first.splitlines() if line[:2] not in ("TI", "AB", "AU", "JO")]
    lines += [
        f"TI  - {TITLE}",
        f"AB  - {ABSTRACT}",
        "AU  - Aho, Anna",
        "AU  - Berg, Bo",
        "JO  - Journal of Gardens",
    ]
    export.write_text("\n".join([*lines, "ER  - \n"]) + rest)
    review.make(*SCREEN)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with serving(review.path, "screening", "anna", relearns=False) as served:
            _take(browser, served.links["anna"], "/screening?key=scopus:a-0", IMAGES / "page.png")
        _hand_out_text(review)
        with serving(review.path, "eligibility", "anna") as served:
            _take(browser, served.links["anna"], "/eligibility", IMAGES / "page_full_text.png")
        browser.close()


def _hand_out_text(review) -> None:
    rows = [
        f"scopus:a-{number},{'exclude' if number else 'include'},{who}"
        for number in range(20)
        for who in ("anna", "ben")
    ]
    review.label("screening", "all", "record_id,decision,reviewer", rows)
    review.make(TEXTS)
    sheet = pd.read_csv(review.path / "results/5_methodological_screen/sheets/eligibility_anna.csv")
    figure = Figure(figsize=(6.2, 8.7))
    figure.text(
        0.12, 0.88, "School gardens and the vegetables\nthat children eat: a randomised trial", size=15
    )
    figure.text(0.12, 0.84, "Anna Aho and Bo Berg", size=10)
    figure.text(0.12, 0.8, "\n\n".join(map(fill, ABSTRACT.split(". "))), size=9.5, va="top", linespacing=1.5)
    figure.savefig(review.path / "data/fulltext" / sheet["save_as"][0])
    review.make(TEXTS)


def _take(browser, link: str, path: str, target: Path) -> None:
    page = browser.new_context(viewport=SIZE).new_page()
    page.goto(link)
    page.goto(link.partition("/enter")[0] + path)
    page.wait_for_timeout(1500)  # until the viewer of PDFs has drawn
    page.screenshot(path=target)
    page.context.close()


if __name__ == "__main__":
    with TemporaryDirectory() as workshop:
        draw(Path(workshop))
