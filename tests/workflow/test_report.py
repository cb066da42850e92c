"""The report shows what a run found, and nothing that stands in a record can act in it."""

import pytest

from cireview.report import render_report
from cireview.review import load_review
from cireview.tables import RECORD, read_table, write_table

pytestmark = pytest.mark.workflow
SCREEN = "results/4_practical_screen"


def report_of(folder):
    return render_report(load_review(folder.path), folder.path / "results")


def change_first(path, **cells):
    table = read_table(path)
    for column, text in cells.items():
        table.loc[0, column] = text
    write_table(table, path)


def test_labels_to_look_at_again_stand_with_title_and_address(finished):
    page = report_of(finished)
    audit = read_table(finished.path / SCREEN / "audit.csv")["record_id"].head(3)
    reports = read_table(finished.path / "results/3_search/unique.parquet", RECORD)
    for row in reports[reports["record_id"].isin(audit)].itertuples():
        assert (
            f'<a href="https://doi.org/{row.doi.lower()}">{row.record_id}</a></td><td>{row.title}</td>'
            in page
        )


@pytest.mark.parametrize("table", ["words", "drift", "reliability"])
def test_what_the_ranking_learnt_and_how_labels_drift_is_shown(finished, table):
    first = read_table(finished.path / SCREEN / f"{table}.csv").iloc[0]
    cells = [f"{float(one):.3g}" if "." in one and one[-1].isdigit() else one for one in first]
    assert "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) in report_of(finished)


def test_text_of_records_does_nothing_in_the_report(rerunnable):
    spell = "<script>alert(1)</script>"
    change_first(rerunnable.path / SCREEN / "words.csv", word=spell)
    change_first(rerunnable.path / SCREEN / "drift.csv", batch=spell)
    path = rerunnable.path / "results/3_search/unique.parquet"
    reports = read_table(path, RECORD)
    write_table(reports.assign(title=spell, doi="", url="javascript:alert(1)"), path, RECORD)
    page = report_of(rerunnable)
    assert page.count("&lt;script&gt;alert(1)") > 2
    assert spell not in page
    assert "javascript:" not in page


def test_texts_with_something_amiss_are_counted_and_named(rerunnable):
    reports = read_table(rerunnable.path / "results/3_search/unique.parquet", RECORD)
    notes = reports[["record_id"]].head(3).assign(note=["no title", "cut", "cut"])
    write_table(notes, rerunnable.path / SCREEN / "text_notes.csv")
    page = report_of(rerunnable)
    assert "<tr><td>cut</td><td>2</td></tr>" in page
    assert page.count(f"{reports['record_id'][2]}</a>") == 1


def test_a_column_in_which_nothing_stands_is_not_shown(finished):
    sources = read_table(finished.path / "results/2_sources/sources.csv")
    assert set(sources["how"]) == {""}
    head = report_of(finished).split('id="s2"')[1].split("</thead>")[0]
    assert "<th" in head
    assert ">how<" not in head
