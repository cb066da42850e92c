"""The report shows what a run found, and nothing that stands in a record can act in it."""

import re

import pandas as pd
import pytest

from cireview.full_texts import FULL_TEXT
from cireview.labels.criteria import CRITERION_NOTE
from cireview.paper.report import render_report
from cireview.places import REPORTED, SHEET_KINDS, STANDING, find_made
from cireview.review import load_review
from cireview.sources.open_access import OPEN_ACCESS
from cireview.stopping.tally import TALLY
from cireview.tables import RECORD, read_table, write_table

pytestmark = pytest.mark.workflow
SCREEN = "results/4_practical_screen"
ELIGIBILITY = "results/5_methodological_screen"
OVERLAP = ("overlap", "overlap_pairs", "overlap_intersections")
SPELL = "<script>alert(1)</script>"


def report_of(folder):
    """Return the report on what lies in a folder now, from the files that the rule hands over."""
    review = load_review(folder.path)
    names = {*REPORTED, *STANDING, *review.optional_tables, "reports", "flow"}
    synthesis = folder.path / "results/7_synthesis"
    tables = [
        "included",
        "excluded_full_texts",
        "summary",
        *OVERLAP,
        *(["matrix"] if review.codebook.matrix else []),
    ]
    lists = {"tables": [synthesis / f"tables/{name}.csv" for name in tables]}
    lists["figures"] = synthesis.glob("figures/*.svg")
    lists |= {"pages": sorted(synthesis.glob("synthesis/*.html"))}
    lists |= {"drawings": sorted(synthesis.glob("synthesis/*.svg"))}
    lists["labels"] = review.label_files(*SHEET_KINDS)
    return render_report(review, {**find_made(folder.path, names), **lists})


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


def test_what_each_source_found_alone_is_shown_and_hostile_names_do_nothing(rerunnable):
    change_first(rerunnable.path / "results/7_synthesis/tables/overlap.csv", source=SPELL)
    page = report_of(rerunnable)
    first = read_table(rerunnable.path / "results/7_synthesis/tables/overlap.csv").iloc[0]
    cells = [first["source"].replace("<", "&lt;").replace(">", "&gt;"), *first.iloc[1:]]
    assert "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) in page
    assert "<title>Reports by the sources that found them</title>" in page


def test_text_of_records_does_nothing_in_the_report(rerunnable):
    change_first(rerunnable.path / SCREEN / "words.csv", word=SPELL)
    change_first(rerunnable.path / SCREEN / "drift.csv", batch=SPELL)
    path = rerunnable.path / "results/3_search/unique.parquet"
    reports = read_table(path, RECORD)
    write_table(reports.assign(title=SPELL, doi="", url="javascript:alert(1)"), path, RECORD)
    page = report_of(rerunnable)
    assert page.count("&lt;script&gt;alert(1)") > 2
    assert SPELL not in page
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


def say_of_texts(folder, *rows):
    """Write what is known of the files in data/fulltext/, and the files."""
    (folder.path / "data/fulltext").mkdir()
    for file, *_ in rows:
        (folder.path / "data/fulltext" / file).write_text("A text.")
    table = pd.DataFrame(rows, columns=["file", "record_id", "used", "status", "note"])
    table = table.assign(report_id=table["record_id"], pages=1, pages_with_text=1, characters=7, starts="0")
    write_table(FULL_TEXT.conform(table), folder.path / ELIGIBILITY / "full_texts.csv", FULL_TEXT)


def test_files_of_texts_are_counted_and_those_with_a_note_shown(rerunnable):
    say_of_texts(
        rerunnable,
        ("a.txt", "one", "yes", "read", ""),
        ("b.txt", "two", "", "locked", f"give it without {SPELL}"),
    )
    page = report_of(rerunnable)
    assert "2 files; the text of 1 articles was read from them" in page
    assert "<td>b.txt</td><td>two</td><td>locked</td><td>give it without &lt;script&gt;" in page
    assert "<td>a.txt</td>" not in page
    for file in (rerunnable.path / "data/fulltext").iterdir():
        file.unlink()
    assert "data/fulltext" not in report_of(rerunnable)  # the table of an earlier run


def test_free_versions_are_counted_and_stand_with_their_address(rerunnable):
    url = "https://repository.test/a?b=1&c=2"
    rows = [("one", "green", url, "A place", ""), ("two", "green", "javascript:alert(1)", SPELL, "")]
    rows += [("three", "closed", "", "", "OpenAlex knows no free version")]
    table = pd.DataFrame(rows, columns=["record_id", "status", "url", "host", "reason"])
    table = table.reindex(columns=list(OPEN_ACCESS.columns))
    write_table(OPEN_ACCESS.conform(table), rerunnable.path / ELIGIBILITY / "open_access.csv", OPEN_ACCESS)
    assert "repository.test" not in report_of(rerunnable)  # the protocol does not ask for it
    protocol = rerunnable.path / "config/protocol.yaml"
    key = "methodological_screen:\n"
    protocol.write_text(protocol.read_text().replace(key, f"{key}  open_access: 2020-03\n"))
    page = report_of(rerunnable)
    assert "Looked up under the date 2020-03: 2 of 3 have one." in page
    escaped = url.replace("&", "&amp;")
    assert f'<td><a href="{escaped}">{escaped}</a></td>' in page
    assert 'href="javascript' not in page
    assert SPELL not in page
    assert "<tr><td>OpenAlex knows no free version</td><td>1</td></tr>" in page


def test_values_that_were_filled_are_counted_and_services_that_did_not_answer_are_told(rerunnable):
    search = rerunnable.path / "results/3_search"
    filled = pd.DataFrame({"column": ["doi", "abstract", "doi"], "source": ["OpenAlex", "PubMed", "PubMed"]})
    write_table(filled, search / "completion.csv")
    missing = pd.DataFrame({"column": ["year"], "reason": ["Crossref: gave no answer"]})
    write_table(missing, search / "not_completed.csv")
    assert "Gaps in records" not in report_of(rerunnable)  # the protocol does not ask for it
    protocol = rerunnable.path / "config/protocol.yaml"
    protocol.write_text(re.sub(r"(?m)^search:\n", "search:\n  complete: true\n", protocol.read_text()))
    page = report_of(rerunnable)
    assert "Filled: 3 (doi 2, abstract 1), from PubMed 2, OpenAlex 1;" in page
    assert "Still missing: 1 (year 1)" in page
    assert page.count("Crossref gave no answer about 1 of the 1 missing values") == 2


def test_labels_of_criteria_show_agreement_and_what_to_look_at_again(rerunnable):
    page = report_of(rerunnable)
    assert "Agreement on each criterion" not in page
    assert "Answers on criteria" not in page
    said = ("one", "decision and criteria", f"anna: include, but garden {SPELL}", "")
    note = pd.DataFrame([said], columns=list(CRITERION_NOTE.columns))
    write_table(note, rerunnable.path / SCREEN / "criteria_notes.csv", CRITERION_NOTE)
    agreement = read_table(rerunnable.path / SCREEN / "criteria_agreement.csv")
    agreement.loc[0] = ["garden", "anna", "ben", *map(str, range(len(agreement.columns) - 3))]
    write_table(agreement, rerunnable.path / SCREEN / "criteria_agreement.csv")
    page = report_of(rerunnable)
    assert "<tr><td>garden</td><td>anna</td><td>ben</td><td>0</td><td>1</td>" in page
    assert "anna: include, but garden &lt;script&gt;" in page
    models = read_table(rerunnable.path / SCREEN / "criteria_models.csv")
    assert all("".join(f"<td>{cell}</td>" for cell in row) in page for row in models.to_numpy())


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (
            {"certifies": "yes"},
            "certification_1 certifies that reading may stop</strong>: 0 relevant in 20 of 90",
        ),
        (
            {"certifies": "yes", "uncovered": "4"},
            "4 unread abstracts came after it was drawn and are not covered",
        ),
        (
            {"relevant": "3"},
            "does not certify a stop</strong>: with 3 relevant in 20 of 90 unread, a recall of",
        ),
        ({"decided": "19"}, "does not certify a stop</strong>: 19 of 20 are decided"),
        (
            {"uncovered": "4", "recall_95": ""},
            "does not certify a stop</strong>: 4 unread abstracts came after it was drawn",
        ),
        (
            {},
            "a recall of at least 0.871 with 95 % confidence, and of at least 0.912 with 80 %",
        ),
    ],
)
def test_a_certificate_and_one_that_failed_are_told_in_words(rerunnable, cells, told):
    whole = {"sample": "certification_1", "drawn_on": "2020-04-02", "population": "90", "relevant": "0"}
    whole |= dict.fromkeys(("size", "labelled", "decided", "answered"), "20") | {
        "found": "9",
        "uncovered": "0",
    }
    whole |= {"recall_95": "0.871", "recall_80": "0.912", "certifies": "no"}
    row = dict.fromkeys(TALLY, "") | whole | cells
    write_table(pd.DataFrame([row], columns=TALLY), rerunnable.path / SCREEN / "samples.csv")
    page = report_of(rerunnable)
    assert told in page
    assert ("certifies that" in page) == (row["certifies"] == "yes")


def test_a_matrix_that_the_codebook_no_longer_has_is_not_shown(rerunnable):
    assert (rerunnable.path / "results/7_synthesis/tables/matrix.csv").is_file()
    file = rerunnable.path / "config/codebook.yaml"
    label = load_review(rerunnable.path).codebook.matrix.label
    file.write_text(re.sub(r"(?m)^matrix:\n(?:[ #].*\n|\n)*", "", file.read_text()))
    assert f"<h3>{label}</h3>" not in report_of(rerunnable)


def test_a_stop_on_no_rule_is_told_at_the_top(rerunnable):
    assert "No rule supports the stop" not in report_of(rerunnable)
    protocol = rerunnable.path / "config/protocol.yaml"
    key = "practical_screen:\n"
    stop = f"{key}  stop: {{on: 2020-05-01, rule: none}}\n"
    protocol.write_text(protocol.read_text().replace(key, stop))
    top = report_of(rerunnable).split("<nav>")[0]
    assert (
        "No rule supports the stop of the practical screen.</strong> Reading was stopped on 2020-05-01" in top
    )


def test_where_nothing_is_included_no_figure_of_it_is_shown(rerunnable):
    path = rerunnable.path / "results/7_synthesis/tables/included.csv"
    assert "What was coded" in report_of(rerunnable)
    write_table(read_table(path).iloc[:0], path)
    assert "What was coded" not in report_of(rerunnable)


def test_the_overview_stands_first_and_has_the_numbers_of_the_flow(finished):
    page = report_of(finished)
    assert page.index('id="overview"') < page.index("<figure><svg") < page.index('id="s1"')
    assert "<td>records found</td><td>221</td>" in page
    assert "<td>reports included</td><td>32</td>" in page
    assert '<a class="skip" href="#overview">' in page


def test_without_its_script_everything_is_open_and_every_wide_table_can_be_reached_by_its_name(finished):
    page = report_of(finished)
    assert "<details>" not in page
    names = re.findall(r'<div class="scroll" tabindex="0" role="region" aria-label="([^"]+)">', page)
    assert len(names) == len(set(names)) == page.count('class="scroll"') > 20


def test_a_cell_with_several_addresses_has_a_link_for_each(rerunnable):
    path = rerunnable.path / "results/3_search/unique.parquet"
    reports = read_table(path, RECORD)
    write_table(reports.assign(doi="", url="https://a.org/x;y=1; http://b.org"), path, RECORD)
    page = report_of(rerunnable)
    assert '<a href="https://a.org/x;y=1">' in page
    assert "http://b.org" not in page
