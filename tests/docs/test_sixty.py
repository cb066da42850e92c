"""The second part of the tutorial, done step by step as it stands, and the example that it goes through."""

import runpy
import shutil

import pytest
from docs.pages import ROOT, do_steps, read_steps

from cireview.prisma.table import read_flow
from cireview.tables import read_table

EXAMPLE = ROOT / "docs/examples/sixty"


@pytest.mark.workflow
def test_the_page_comes_to_what_it_says(tmp_path):
    do_steps(read_steps(ROOT / "docs/sixty.md"), tmp_path)
    review = tmp_path / "sixty"
    flow = read_flow(read_table(review / "results/7_synthesis/prisma/flow.csv"))
    wanted = {"previous_studies": 7, "database_results": 15, "duplicates": 5, "awaiting_screening": 10}
    assert {key: flow[key] for key in wanted} == wanted
    made = (review / "results/7_synthesis/prisma/flow.svg").read_bytes()
    assert made == (ROOT / "docs/images/sixty_flow.svg").read_bytes()


def test_the_export_files_of_the_example_are_those_that_its_script_makes(tmp_path):
    folder = shutil.copytree(EXAMPLE, tmp_path / "sixty")
    made = [*folder.glob("review/data/exports/*"), *folder.glob("review/later/*")]
    assert len(made) == 3
    for file in made:
        file.unlink()
    runpy.run_path(str(folder / "make.py"), run_name="made")["write_exports"](folder / "review")
    for file in made:
        assert file.read_bytes() == (EXAMPLE / file.relative_to(folder)).read_bytes()
