"""Draw docs/images/coding_sheet.png from a sheet as it is handed out: `python tests/docs/sheet_picture.py`.

Needs LibreOffice and pdftoppm (poppler-utils), which no test needs for it.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import yaml

from cireview.coding import compose_texts, suggest_codes
from cireview.protocol import Codebook
from cireview.review.wording import Wording
from cireview.sheets.content import Recipients, coding_sheets
from cireview.tables import RECORD
from cireview.tables.spreadsheets import write_sheet

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")
ARTICLE = {
    "record_id": "pubmed:99000001",
    "title": "School gardens and the vegetables that children eat: a controlled study",
    "abstract": "Children of four schools worked in school gardens for a year. They ate more carrots and "
    "spinach than children of four other schools. No kindergarten took part.",
    "authors": "Aho, Anna; Berg, Bo",
    "year": "2015",
}
SHOWN = ["title", "dimension", "question", "values", "value", "suggestion"]
SHOWN += ["suggestion_evidence", "struck_suggestion"]


def make_sheet() -> pd.DataFrame:
    """Return the coding sheet of the tutorial's codebook for one article."""
    words = Wording()
    block = re.search(r"```yaml\n(dimensions:\n.*?)```", TUTORIAL, re.DOTALL)
    assert block is not None
    words.codebook = Codebook.model_validate(yaml.safe_load(block[1]))
    reports = RECORD.conform(pd.DataFrame([dict.fromkeys(RECORD.columns, "") | ARTICLE]))
    dimensions = words.codebook.dimensions
    awaited = [(ARTICLE["record_id"], one.id, "anna", "") for one in dimensions]
    awaiting = pd.DataFrame(awaited, columns=["record_id", "dimension", "awaits", "conflict"])
    conflicts = pd.DataFrame(columns=["record_id", "dimension", "kind", "codes", "awaits"], dtype="str")
    sheets = coding_sheets(
        reports,
        suggestions=suggest_codes(compose_texts(reports), words.terms),
        recipients=Recipients(["anna"], None, awaiting, conflicts),
        questions={one.id: one.question for one in dimensions},
        values=words.values,
    )
    return sheets["coding_anna"][SHOWN]


def draw(path: Path) -> None:
    """Write the sheet as a spreadsheet prints it, without the empty rest of the page."""
    with TemporaryDirectory() as folder:
        write_sheet(make_sheet(), Path(folder, "sheet.xlsx"))
        subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "sheet.xlsx"], cwd=folder, check=True)
        subprocess.run(
            ["pdftoppm", "-png", "-r", "200", "-singlefile", "sheet.pdf", "sheet"], cwd=folder, check=True
        )
        trim(Path(folder, "sheet.png"), path)


def trim(whole: Path, path: Path) -> None:
    """Write a picture without the white round it."""
    from matplotlib.image import imread, imsave

    picture = imread(whole)[..., :3]
    inked = (picture < 0.99).any(axis=2)
    rows, columns = inked.any(axis=1).nonzero()[0], inked.any(axis=0).nonzero()[0]
    imsave(path, picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])


if __name__ == "__main__":
    draw(ROOT / "docs/images/coding_sheet.png")
