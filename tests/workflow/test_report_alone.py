"""The report asked for alone is the report of a whole run: it waits for the sheets that it names."""

import re
import shutil

import pytest

pytestmark = pytest.mark.workflow
REPORT = "results/7_synthesis/report.html"


def test_a_report_made_alone_names_the_batches_and_is_made_again_when_a_sheet_comes_home(review):
    shutil.rmtree(review.path / "data/labels/screening")
    file = review.path / "config/config.yaml"
    file.write_text(re.sub(r"batch: null\s.*", "batch: {size: 10, random_share: 0.2}", file.read_text()))
    status, printed = review.run(REPORT)
    assert status == 0, printed
    page = (review.path / REPORT).read_text()
    named = set(re.findall(r"results/4_practical_screen/sheets/\w+\.xlsx", page))
    assert {name.rpartition("/")[2] for name in named} == {
        "screening_reviewer_1_001.xlsx",
        "screening_reviewer_2_001.xlsx",
    }
    assert all((review.path / name).is_file() for name in named)

    status, printed = review.run()
    assert status == 0, printed
    assert (review.path / REPORT).read_text() == page

    # Saved as it is, nothing decided: the next answers belong into the copy that lies at home.
    home = review.path / "data/labels/screening"
    home.mkdir(parents=True)
    batch = "screening_reviewer_1_001.xlsx"
    shutil.copy(review.path / "results/4_practical_screen/sheets" / batch, home / batch)
    status, printed = review.run()
    assert status == 0, printed
    assert f"data/labels/screening/{batch}" in (review.path / REPORT).read_text()
