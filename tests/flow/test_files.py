"""Files with the numbers of a flow, as programs and people save them."""

import csv
import json
from io import StringIO

import pytest

from cireview.errors import TableError
from cireview.flow.files import read_flow_file
from cireview.flow.identities import find_contradictions
from cireview.flow.interchange import COLUMNS, flow_rows

COUNTS = {
    "database_results": 100,
    "database_specific_results": {"PubMed": 60, "Scopus": 40},
    "duplicates": 20,
    "records_screened": 80,
    "records_excluded": 50,
    "dbr_sought_reports": 30,
    "dbr_notretrieved_reports": 5,
    "dbr_assessed": 25,
    "dbr_excluded": {"Wrong age": 9, "Wrong design": 6},
    "new_studies": 9,
    "new_reports": 10,
}


def write_table(counts=COUNTS, *, delimiter=",", **cells):
    """Return a table as text; `cells` are those of column n, by key."""
    stream = StringIO()
    writer = csv.DictWriter(stream, COLUMNS, delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(row | {"n": cells.get(row["data"], row["n"])} for row in flow_rows(counts))
    return stream.getvalue()


def read(folder, content, name="flow.csv"):
    path = folder / name
    path.write_bytes(content)
    return read_flow_file(path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_however_a_program_saved_it(tmp_path, delimiter, encoding):
    counts = COUNTS | {"dbr_excluded": {"Größe, zu groß": 9, "Wrong design": 6}}
    text = write_table(counts, delimiter=delimiter)
    assert read(tmp_path, text.replace("\u201a", "").encode(encoding)).counts["dbr_excluded"] == {
        "Größe zu groß": 9,
        "Wrong design": 6,
    }


def test_the_line_that_excel_puts_first_is_passed_over(tmp_path):
    text = "sep=;\r\n" + write_table(delimiter=";")
    assert read(tmp_path, text.encode()).counts["records_screened"] == 80


def test_columns_and_boxes_that_are_zero_throughout_are_those_of_another_layout(tmp_path):
    zero = dict.fromkeys(["previous_studies", "total_studies", "website_results", "other_assessed"], "0")
    assert read(tmp_path, write_table(**zero).encode()).counts == COUNTS


def test_words_tips_and_links_of_a_file_are_kept(tmp_path):
    rows = "data,n,boxtext,tooltips,url\nrecords_screened,8,Seulotut viitteet,A tip,screened.html\n"
    rows += "NA,0,Aiemmat,,\n"
    found = read(tmp_path, rows.replace("data,n,", "data,n,").encode())
    assert found.words["records_screened"] == "Seulotut viitteet"
    assert found.tips == {"records_screened": "A tip"}
    assert found.links == {"records_screened": "screened.html"}


def test_numbers_in_yaml_need_no_totals(tmp_path):
    text = "database_results: {PubMed: 60, Scopus: 40}\nduplicates: 20\ndbr_excluded: {Wrong age: 9}\n"
    counts = read(tmp_path, text.encode(), "flow.yaml").counts
    assert counts["database_results"] == 100
    assert counts["database_specific_results"] == {"PubMed": 60, "Scopus": 40}
    assert counts["dbr_excluded"] == {"Wrong age": 9}


@pytest.mark.parametrize(
    "name",
    [
        "3ie",
        "2020 export",
        "A, B and C",
        "Web: of Science",
        "Größe",
        "'quoted'",
        "1,234",
        "xxx",
        "NA",
        "a; b",
    ],
)
def test_a_database_in_yaml_may_have_any_name(tmp_path, name):
    text = f"database_results: {{{json.dumps(name)}: 60, Scopus: 40}}\n"
    counts = read(tmp_path, text.encode(), "flow.yaml").counts
    assert counts["database_results"] == 100
    assert counts["database_specific_results"] == {name.replace(";", ","): 60, "Scopus": 40}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("flow.csv", "", "the file is empty"),
        ("flow.csv", "\ufeff\n\n", "the file is empty"),
        ("flow.csv", "box,n\nbox1,2\n", "lacks the column"),
        ("flow.csv", "data,n\nrecords_screend,5\n", "row 2, column data.*Did you mean records_screened"),
        ("flow.csv", "data,n\nduplicates,5\nduplicates,6\n", "row 3.*appears twice"),
        ("flow.csv", "data,n\nduplicates,-5\nnew_studies,2.5\n", "less than zero(.|\n)*fraction"),
        ("flow.csv", "PK\x03\x04", "a workbook"),
        ("flow.yaml", "duplicates: [1", "cannot be read"),
        ("flow.yaml", "- 1", "contains no keys"),
        ("flow.yaml", "new_studies: 3\nduplicates: {a: 1}", "row 2.*takes names with numbers"),
        ("flow.yaml", "new_studies: 3\nduplicats: 1", "row 2.*Did you mean duplicates"),
        ("flow.yaml", "new_studies: 3\nduplicates: -1", "row 2.*less than zero"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path, name, text, message):
    with pytest.raises(TableError, match=message):
        read(tmp_path, text.encode(), name)


def test_a_folder_is_that_of_a_review_that_has_run(tmp_path):
    with pytest.raises(TableError, match="cireview run"):
        read_flow_file(tmp_path)
    flow = tmp_path / "results/7_synthesis/prisma/flow.csv"
    flow.parent.mkdir(parents=True)
    flow.write_text(write_table())
    assert read_flow_file(tmp_path).counts == COUNTS


@pytest.mark.parametrize(
    ("changed", "both"),
    [
        ({"records_screened": 999}, ["100 is not 1,019", "999 is not 80"]),
        ({"database_results": 90}, ["90 is not 100", "90 is not 100"]),
        ({"dbr_assessed": 20}, ["30 is not 25", "5 is not 10"]),
        ({"dbr_excluded": {"Wrong age": 9}}, ["16 is not 10"]),
        ({"new_studies": 11}, ["11 is more than 10"]),
        ({"total_studies_ma": 12}, ["12 is more than 9"]),
        ({"records_excluded_human": 30, "records_excluded_automation": 10}, ["50 is not 40"]),
        ({"abstract_reasons": {"Wrong age": 51}}, ["51 is more than 50"]),
        ({"previous_studies": 4, "total_studies": 14}, ["14 is not 13"]),
        ({"previous_reports": 4, "previous_studies": 5, "total_studies": 14}, ["5 is more than 4"]),
        (
            {"website_results": 3, "other_sought_reports": 5, "other_assessed": 5},
            ["5 is more than 3", "15 is not 10"],
        ),
    ],
)
def test_each_identity_that_does_not_hold_is_named_with_both_numbers(changed, both):
    messages = [problem.message for problem in find_contradictions(COUNTS | changed)]
    found = [message.split("but ")[1] for message in messages]
    assert found == both


def test_a_flow_that_adds_up_has_no_contradiction():
    assert not find_contradictions(COUNTS)
