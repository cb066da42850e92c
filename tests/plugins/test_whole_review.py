"""A review uses a format, a source and a model of another package, through the workflow."""

import pytest
from plugins.test_plugins import FILE, WORK, answer
from sources.server import Server
from workflow.conftest import copy_review

from cireview.tables import read_table

pytestmark = pytest.mark.workflow
SOURCES = """sources:
  - {name: Tiny files, export: records.tny}
  - {name: Tiny, api: tiny}
"""
SEARCHES, RANKING = "results/3_search/searches.csv", "results/4_practical_screen/ranking.csv"


@pytest.fixture
def review(tmp_path, package):
    copied = copy_review(tmp_path / "review")
    (copied.path / "data/exports/records.tny").write_text(FILE)
    for name, old, new in (
        ("protocol", "sources:\n", SOURCES),
        ("config", "model: default", "model: nearest"),
    ):
        file = copied.path / f"config/{name}.yaml"
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new, 1))
    return copied


def test_a_review_uses_them_and_its_log_names_the_package(review, package, monkeypatch):
    with Server(plays={"find": lambda *_: answer(1, WORK)}) as server:
        monkeypatch.setenv("TINY_ADDRESS", server.address)
        status, said = review.run(
            SEARCHES, RANKING, customize=f"import sys; sys.path.append({str(package)!r})"
        )
    assert status == 0, said
    log = read_table(review.path / SEARCHES).set_index("source")["format"]
    assert log.loc[["Tiny files", "Tiny"]].tolist() == [
        "tiny (cireview-tiny 0.3.1)",
        "API of cireview-tiny 0.3.1",
    ]
    assert len(read_table(review.path / RANKING))


def test_without_the_package_nothing_is_run_and_all_is_named(review):
    status, said = review.run(RANKING)
    assert status == 1
    for words in (
        "unknown API 'tiny'",
        "there is no model 'nearest'",
        "records.tny: cireview recognises neither tags",
    ):
        assert words in said
