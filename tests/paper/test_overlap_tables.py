"""The tables of the paper on sources: printed short where there are many, and then with a rest."""

import pandas as pd

from cireview.paper.latex import latex_table
from cireview.paper.overlap import overlap_of, tabulate_overlap


def fates(*rows):
    return pd.DataFrame(rows, columns=["report_id", "source", "fate"], dtype="str")


FEW = fates(
    ("r1", "Scopus", "included"),
    ("r1", "ERIC", "duplicate"),
    ("r2", "Scopus", "excluded_screening"),
    ("r3", "ERIC", "included"),
    ("r4", "Scopus", "awaiting_screening"),
)


def printed(table, names=()):
    return {name: page.printed for name, page in tabulate_overlap(overlap_of(table, names)).items()}


def test_a_report_is_included_whichever_of_its_records_stands_for_it():
    table = printed(FEW)["overlap"].set_index("Source")
    assert table.loc["ERIC"].tolist() == [2, 2, 1, 2, 1]
    assert table.loc["Scopus"].tolist() == [3, 3, 2, 1, 0]


def test_sources_of_the_protocol_that_found_nothing_are_listed():
    assert printed(FEW, ["Lens"])["overlap"]["Source"].tolist() == ["Scopus", "ERIC", "Lens"]


def test_pairs_are_printed_as_a_triangle_whose_columns_are_the_numbers_of_the_rows():
    table = printed(FEW)["overlap_pairs"]
    assert [list(table.columns), *table.to_numpy().tolist()] == [
        ["Source", "1", "2"],
        ["1 Scopus", "3", ""],
        ["2 ERIC", "1", "2"],
    ]


MANY = fates(*((f"r{place}-{n}", f"S{place:02}", "") for place in range(30) for n in range(30 - place)))


def test_intersections_beyond_25_are_one_row_with_their_reports():
    table = printed(MANY)["overlap_intersections"]
    assert table.iloc[-1].tolist() == ["5 more intersections", 1 + 2 + 3 + 4 + 5, 0]
    assert table["Reports"].sum() == len(MANY)
    assert len(table) == 26


def test_pairs_of_more_than_12_sources_are_cut_and_the_caption_says_so():
    page = tabulate_overlap(overlap_of(MANY, []))["overlap_pairs"]
    assert page.printed.shape == (12, 13)
    assert page.caption.endswith("the 12 largest of 30 sources")
    assert len(page.table) == 30 * 29 / 2


def test_few_sources_are_printed_whole():
    page = tabulate_overlap(overlap_of(FEW, []))["overlap_pairs"]
    assert "largest" not in page.caption


def test_hostile_names_are_printed_and_nothing_of_them_runs():
    table = fates(("r1", r"\input{x} & 100 %", ""), ("r1", "$_ERIC", ""))
    text = "".join(latex_table(frame, caption="c", label="l") for frame in printed(table).values())
    assert r"\input{" not in text
    assert r"\textbackslash{}input\{x\} \& 100 \%" in text


def test_no_records_are_printed_as_tables_without_rows():
    for table in printed(fates()).values():
        assert table.empty
        assert r"\end{longtable}" in latex_table(table, caption="c", label="l")
