"""`cireview validate included`: the review's own included articles are what its query has to find."""

import pytest
from cli.conftest import run
from sources.looking_up import record, table

from cireview.places import place
from cireview.prisma import FATE
from cireview.tables import RECORD, write_table


@pytest.fixture
def decided(folder):
    """Return the folder of a review in which one of two articles is included."""
    rows = [record(f"a:{n}", title=title, search_id="a") for n, title in enumerate(["Gardens", "Towns"])]
    fates = (
        FATE.empty()
        .reindex(range(2))
        .fillna("")
        .assign(record_id=["a:0", "a:1"], report_id=["a:0", "a:1"], fate=["included", "excluded_screening"])
    )
    (folder / place("records")).parent.mkdir(parents=True, exist_ok=True)
    write_table(table(*rows), folder / place("records"), RECORD)
    write_table(FATE.conform(fates), folder / place("fates"), FATE)
    return folder


def test_the_included_articles_are_the_known_records(decided):
    lines = run("validate", "included", decided, "--query", "garden*").stdout.splitlines()
    assert lines[0].startswith("The query finds 1 of 1 known records")


def test_without_an_included_article_it_is_said_what_to_do(folder):
    told = str(run("validate", "included", folder, "--query", "garden*").exception)
    assert "try again once articles are included" in told


def test_a_file_of_that_name_is_read_as_a_file(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "included").write_text("TY  - JOUR\nTI  - Gardens\nER  - \n")
    assert run("validate", "included", tmp_path, "--query", "garden*").exit_code == 0
