"""The interchange file: the R package opens it, and nothing is lost on the way back."""

import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.errors import TableError
from cireview.flow.interchange import COLUMNS, NAMED
from cireview.prisma.table import flow_table, read_flow, read_notes
from cireview.tables import read_table, write_table

TEMPLATE = Path(__file__).parents[3] / "shared" / "data" / "prisma" / "PRISMA.csv"

FINISHED = {
    "database_results": 221,
    "database_specific_results": {"ProQuest": 121, "Scopus": 100},
    "duplicates": 128,
    "records_screened": 93,
    "records_excluded": 42,
    "records_excluded_human": 40,
    "records_excluded_automation": 2,
    "dbr_sought_reports": 51,
    "dbr_notretrieved_reports": 0,
    "dbr_assessed": 51,
    "dbr_excluded": {"No children": 12, "No method, no data": 7},
    "new_studies": 32,
    "new_reports": 32,
    "awaiting_screening": 1,
    "awaiting_retrieval": 2,
    "awaiting_assessment": 3,
}
# The patterns by which the package searches the columns data and box; each must find one row.
DATA_PATTERNS = """
previous_studies previous_reports register_results database_results website_results organisation_results
citations_results duplicates excluded_automatic excluded_other records_screened records_excluded
dbr_sought_reports dbr_notretrieved_reports other_sought_reports other_notretrieved_reports dbr_assessed
dbr_excluded other_assessed other_excluded new_studies new_reports total_studies$ total_reports$
total_studies_ma total_reports_ma identification screening included database_specific_results
register_specific_results
""".split()  # noqa: SIM905

names = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.sampled_from(" ,;'\"\\"), max_size=60
)
named = st.dictionaries(names.map(lambda name: f"a{name}"), st.integers(0, 9_999_999), max_size=12)


def cell(table: pd.DataFrame, key: str) -> str:
    (value,) = table.loc[table["data"] == key, "n"]
    return value


def split_as_the_package_does(text: str) -> list[tuple[str, str]]:
    """Return reasons and numbers as PRISMA_parse_reasons_ of the package finds them."""
    entries = [part for part in re.split("; ?", text) if part]
    return [(re.sub(",.*$", "", one), re.sub(r".*?,([ 0-9,]*)|.*()", r"\1", one).strip()) for one in entries]


@pytest.mark.skipif(not TEMPLATE.exists(), reason="the package's template is not on this machine")
def test_columns_and_rows_are_those_of_the_template():
    template = pd.read_csv(TEMPLATE, dtype=str, keep_default_na=False).replace("", "NA")
    ours = flow_table(FINISHED).head(len(template))
    pd.testing.assert_frame_equal(ours[["data", "node", "box"]], template[["data", "node", "box"]])
    assert list(ours) == list(template) == COLUMNS


@pytest.mark.parametrize("pattern", DATA_PATTERNS)
def test_each_pattern_of_the_package_finds_one_row(pattern):
    assert flow_table(FINISHED)["data"].str.contains(pattern).sum() == 1


@pytest.mark.parametrize("pattern", ["prevstud", "newstud", "othstud"])
def test_each_header_of_the_package_is_found_once(pattern):
    assert flow_table(FINISHED)["box"].str.contains(pattern).sum() == 1


def test_published_numbers_stand_under_the_keys_of_the_template():
    table = flow_table(FINISHED)
    keys = [
        "database_results",
        "duplicates",
        "records_screened",
        "records_excluded",
        "dbr_assessed",
        "new_studies",
    ]
    assert [cell(table, key) for key in keys] == ["221", "128", "93", "42", "51", "32"]


@pytest.mark.parametrize(
    "key", ["previous_studies", "website_results", "organisation_results", "citations_results"]
)
def test_columns_that_a_review_does_not_have_are_na_so_that_the_package_leaves_them_out(key):
    assert cell(flow_table(FINISHED), key) == "NA"


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (FINISHED, {"newstud": "Identification of studies via databases and registers"}),
        (FINISHED, {"othstud": "Identification of studies via other methods"}),
        (FINISHED, {"box10": "Studies included in review"}),
        (
            FINISHED | {"previous_studies": 9},
            {"newstud": "Identification of new studies via databases and registers"},
        ),
        (FINISHED | {"previous_studies": 9}, {"box10": "New studies included in review"}),
    ],
)
def test_only_an_update_speaks_of_new_studies(counts, words):
    table = flow_table(counts).drop_duplicates("box").set_index("box")
    assert {box: table.loc[box, "boxtext"] for box in words} == words


@given(named)
def test_the_package_finds_every_reason_with_its_number(reasons):
    found = split_as_the_package_does(cell(flow_table({"dbr_excluded": reasons}), "dbr_excluded"))
    assert [int(n) for _, n in found][: len(reasons)] == list(reasons.values())
    assert len(found) >= 2, "the package fails on a single reason"
    assert not any(set(name) & set("'\"\\") for name, _ in found), "a quote would end the package's label"


@given(
    st.fixed_dictionaries({}, optional={key: named.filter(bool) for key in NAMED}), st.integers(0, 9_999_999)
)
def test_what_is_written_is_read_back(counts, n):
    def plain(name):
        # A low quotation mark stands for a comma in the table.
        return " ".join(name.split()).translate(str.maketrans(";'\"\\\u201a", ",’”/,"))

    expected = {}
    for key, values in counts.items():
        expected[key] = {}
        for name, number in values.items():
            expected[key][plain(name)] = expected[key].get(plain(name), 0) + number
    assert read_flow(flow_table({**counts, "records_excluded_human": n})) == {
        **expected,
        "records_excluded_human": n,
    }


def test_the_file_round_trips(tmp_path):
    write_table(flow_table(FINISHED), tmp_path / "flow.csv")
    assert read_flow(read_table(tmp_path / "flow.csv")) == FINISHED


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("dbr_excluded", "Wrong age, under 5, 10; Other, 4", {"Wrong age, under 5": 10, "Other": 4}),
        ("dbr_excluded", "Only one, 19", {"Only one": 19}),
        ("dbr_excluded", "Many, 1,234;Few,2; ", {"Many": 1234, "Few": 2}),
        ("dbr_excluded", "19", {"Reason not given": 19}),
        ("dbr_excluded", "Twice, 1; Twice, 2", {"Twice": 3}),
        ("duplicates", "1,234", 1234),
        ("duplicates", "12.0", 12),
    ],
)
def test_cells_that_people_write(key, text, value):
    assert read_flow(pd.DataFrame({"data": [key], "n": [text]})) == {key: value}


@pytest.mark.parametrize("text", ["", "NA", None, "Reason1, xxx; Reason2, xxx"])
def test_cells_without_a_number_are_not_counts(text):
    assert read_flow(pd.DataFrame({"data": ["dbr_excluded"], "n": [text]})) == {}


def test_every_unreadable_cell_is_named_at_once():
    frame = pd.DataFrame(
        {"data": ["duplicates", "dbr_excluded", "new_studies"], "n": ["many", "A, few", "3"]}
    )
    with pytest.raises(TableError) as error:
        read_flow(frame)
    assert [(problem.row, problem.column) for problem in error.value.problems] == [(2, "n"), (3, "n")]


@pytest.mark.parametrize(
    ("counts", "message"),
    [({"duplicate": 1}, "'duplicate' is not a count"), ({"dbr_excluded": {"A": -1}}, "less than zero")],
)
def test_wrong_counts_are_refused(counts, message):
    with pytest.raises(TableError, match=message):
        flow_table(counts)


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(TableError, match="data, n"):
        read_flow(pd.DataFrame({"box": ["box1"]}))


NOTES = ["Counts per database, and reasons, are invented; see data.", 'It\'s "5, 6" & <b>']


def test_sentences_on_the_numbers_come_back_and_change_no_number(tmp_path):
    write_table(flow_table(FINISHED, NOTES), tmp_path / "flow.csv", bom=False)
    table = read_table(tmp_path / "flow.csv")
    assert read_notes(table) == NOTES
    assert read_flow(table) == read_flow(flow_table(FINISHED))


@pytest.mark.parametrize("pattern", DATA_PATTERNS)
def test_the_package_finds_each_count_once_beside_sentences(pattern):
    table = flow_table(FINISHED, NOTES)
    assert (
        table["data"].str.contains(pattern).sum() == flow_table(FINISHED)["data"].str.contains(pattern).sum()
    )
    # It takes what is not NA of these columns, in their order, for its boxes.
    assert set(table.loc[table["data"] == "remark", ["node", "tooltips", "url", "n"]].to_numpy().ravel()) == {
        "NA"
    }
