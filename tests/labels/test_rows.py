"""An answer stands by its record: a row with the title or first author of another one is not used."""

import pandas as pd
import pytest

from cireview.errors import LabelError
from cireview.labels import check_rows, read_rows

TITLES = {
    "a:1": ("Gardens at twelve schools: a trial", "Alder, Ann; Birch, Bob"),
    "a:2": ("On the price of tin", "Cedar, Cy"),
    "a:3": ("Roads to school", "Dorn, Di"),
    "a:4": ("Editorial", "Elm, Eve"),
    "a:5": ("Editorial", "Fir, Fay"),
    "a:6": ("Gardens for boys: Part I", "Gorse, Guy"),
    "a:7": ("Gardens for boys: Part II", "Gorse, Guy"),
}
RECORDS = pd.DataFrame(
    [{"record_id": name, "title": title, "authors": authors} for name, (title, authors) in TITLES.items()]
)


def rows_of(*rows):
    shown = ["record_id", "title", "authors"]
    table = pd.DataFrame([dict(zip(shown, row, strict=True)) for row in rows])
    return table.assign(file="data/labels/screening/s.xlsx", row=range(2, len(rows) + 2))


def check(*rows, report_of=None, parted=()):
    alone = {name: name for name in TITLES}
    report_of = alone if report_of is None else report_of
    return check_rows(rows_of(*rows), RECORDS, report_of=report_of, parted=parted)


@pytest.mark.parametrize(
    ("title", "authors"),
    [
        TITLES["a:1"],
        ("GARDENS AT TWELVE SCHOOLS – A TRIAL", ""),
        ("Gardens at twelve schools", ""),
        ("Gardens at twelve schools: a trail", ""),
        ("<i>Gardens</i> at twelve schools: a trial.", "Birch B., Alder A."),
        ("", "Ann Alder; Bob Birch"),
        ("", ""),
        ("", "ALDER A"),
    ],
)
def test_other_spellings_of_a_record_are_the_record(title, authors):
    assert check(("a:1", title, authors))["answered"].tolist() == [1]


@pytest.mark.parametrize(
    ("record", "title", "authors"),
    [
        ("a:1", "On the price of tin", ""),
        ("a:1", "A thing that no record says", ""),
        ("a:4", "Editorial", "Fir, Fay"),
        ("a:6", "Gardens for boys: Part II", "Gorse, Guy"),
        ("a:1", "", "Cedar, Cy"),
    ],
    ids=["another's title", "nobody's title", "another's author", "a companion's title", "author alone"],
)
def test_a_row_of_another_record_is_named_with_both_titles(record, title, authors):
    with pytest.raises(LabelError) as refused:
        check((record, title, authors))
    [problem] = refused.value.problems
    assert (problem.file, problem.row, problem.column) == ("data/labels/screening/s.xlsx", 2, "record_id")
    assert TITLES[record][0] in problem.message
    assert title in problem.message


def test_one_column_sorted_alone_is_one_problem_with_all_rows_and_the_cause():
    ids = sorted(TITLES, reverse=True)
    moved = [(name, *TITLES[other]) for name, other in zip(ids, TITLES, strict=True)]
    with pytest.raises(LabelError) as refused:
        check(*moved)
    [problem] = refused.value.problems
    # The middle one has stayed where it was, and the two editorials differ in their author.
    assert "rows 2, 3, 4, 6, 7, 8" in problem.message
    assert "one column was sorted alone" in problem.remedy


def test_a_row_with_the_title_of_a_record_that_was_merged_with_it_says_so():
    """The report was labelled under the title of the other record before the two were parted."""
    with pytest.raises(LabelError) as refused:
        check(("a:1", *TITLES["a:2"]), parted={frozenset(("a:1", "a:2"))})
    [problem] = refused.value.problems
    assert "merged with this one, until somebody answered different" in problem.remedy
    with pytest.raises(LabelError) as refused:
        check(("a:1", *TITLES["a:3"]), parted={frozenset(("a:1", "a:2"))})
    assert "merged with this one" not in refused.value.problems[0].remedy


def test_the_title_of_another_record_of_the_report_is_fine():
    row = ("a:1", "On the price of tin", "Cedar, Cy")
    assert check(row, report_of={"a:1": "a:2", "a:2": "a:2"})["compared"].tolist() == [1]


def test_a_longer_title_of_a_record_that_is_gone_may_have_been_that_of_the_report():
    longer = pd.DataFrame([{"record_id": "b:9", "title": "Roads to school: a map", "authors": "Dorn, Di"}])
    rows = rows_of(("a:3", "Roads to school: a map", ""))
    checked = check_rows(rows, pd.concat([RECORDS, longer]), report_of={"a:3": "a:3"})
    assert checked["compared"].tolist() == [1]


def test_the_title_of_another_record_that_is_gone_is_not_that_of_the_row():
    with pytest.raises(LabelError, match="On the price of tin"):
        check(("a:1", "On the price of tin", ""), report_of={"a:1": "a:1"})


def test_another_number_is_another_title():
    records = pd.DataFrame(
        [{"record_id": "a:9", "title": "Annual report of the society 2019", "authors": ""}]
    )
    with pytest.raises(LabelError, match="2021"):
        check_rows(
            rows_of(("a:9", "Annual report of the society 2021", "")), records, report_of={"a:9": "a:9"}
        )


def test_every_version_of_a_record_is_its_own():
    later = pd.DataFrame([{"record_id": "a:2", "title": "Tin: what it costs", "authors": ""}])
    records = pd.concat([RECORDS, later])
    rows = rows_of(("a:2", "Tin: what it costs", ""), ("a:2", "On the price of tin", ""))
    assert check_rows(rows, records, report_of={})["compared"].tolist() == [2]


def test_an_id_that_nobody_knows_is_not_compared():
    assert check(("b:1", "On the price of tin", ""))["compared"].tolist() == [0]


SHEETS = {
    "screening": ("record_id,title,decision\na:1,T,include\na:2,U,\n", [("a:1", "T")]),
    "an other name of the id": ("id,title,label\na:1,T,1\n", [("a:1", "T")]),
    "criteria": ("record_id,title,decision,meets_x\na:1,T,,yes\n", [("a:1", "T")]),
    "coding": ("record_id,title,dimension,value\na:1,T,country,x\na:1,T,year,\n", [("a:1", "T")]),
    "duplicates": (
        "record_id_1,record_id_2,decision,title_1,title_2\na:1,a:2,same,T,U\na:1,a:3,,T,V\n",
        [("a:1", "T"), ("a:2", "U")],
    ),
    "no ids": ("row,column,value\nx,y,z\n", []),
}


@pytest.mark.parametrize(("content", "expected"), SHEETS.values(), ids=SHEETS)
def test_answered_rows_are_read_from_every_kind_of_sheet(tmp_path, content, expected):
    (tmp_path / "s.csv").write_text(content)
    rows = read_rows([tmp_path / "s.csv"], root=tmp_path)
    assert list(zip(rows["record_id"], rows["title"], strict=True)) == expected
    assert set(rows["row"]) <= {2}
