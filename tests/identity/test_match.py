"""A record keeps the id that it had when it was first seen, and no id ever changes its owner."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.formats import read_export
from cireview.identity import REGISTERED, keep_ids
from cireview.tables import RECORD
from cireview.tables.ids import identify_records

CASES = Path(__file__).parents[3] / "shared/cases/identity"

PAPER = {
    "title": "Gardens at twelve schools: a trial of shared plots",
    "authors": "Alder, Ann; Birch, Bob",
    "year": "2019",
    "journal": "Journal of Cases",
    "volume": "7",
    "issue": "2",
    "pages": "101-112",
    "abstract": "We compared plots that were shared with plots that were not, at twelve schools of one town.",
}


def table_of(*rows, source="A", key="a"):
    empty = dict.fromkeys(RECORD.columns, "") | {"source": source, "search_id": key}
    frame = RECORD.conform(pd.DataFrame([empty | row for row in rows], columns=list(empty)))
    return frame.assign(record_id=identify_records(frame)) if len(frame) else frame


def run(*exports):
    """Return the ids of each export, read one after the other."""
    entries, ids = REGISTERED.empty(), []
    for export in exports:
        kept = keep_ids(export, entries)
        entries = pd.concat([entries, kept.versions], ignore_index=True)
        ids.append(kept.records["record_id"].tolist())
    return ids


CHANGES = {
    "pages come with the issue": {"pages": "98-109"},
    "pages go": {"pages": ""},
    "a DOI is added": {"doi": "10.5555/garden.1"},
    "the abstract is corrected": {"abstract": "We compared shared plots with others."},
    "the abstract goes": {"abstract": ""},
    "authors in another format": {"authors": "Alder A; Birch B"},
    "title in capitals": {"title": PAPER["title"].upper()},
    "a typing error in the title": {"title": "Gardens at twelve schools: a trail of shared plots"},
    "the journal is abbreviated": {"journal": "J Cases"},
    "the year of print": {"year": "2020"},
    "the subtitle goes": {"title": "Gardens at twelve schools"},
}


EARLY = {"volume": "", "issue": "", "pages": ""}


@pytest.mark.parametrize("year", ["2019", "2020"])
def test_an_early_view_keeps_its_id_in_print(year):
    [first], [second] = run(table_of(PAPER | EARLY), table_of(PAPER | {"year": year}))
    assert first == second


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_corrected_record_keeps_its_id(change):
    [first], [second] = run(table_of(PAPER), table_of(PAPER | change))
    assert first == second


def test_a_first_export_has_the_ids_that_records_have_by_themselves():
    export = table_of(PAPER, PAPER, PAPER | {"accession": "7"}, PAPER | {"abstract": "Other."})
    assert run(export) == [identify_records(export).tolist()]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"accession": "L9"}, {"accession": "L9", "title": "Gardens at 12 schools: a trial"}),
        (
            {"doi": "10.5555/g"},
            {"doi": "https://doi.org/10.5555/G", "title": "Gardens at 12 schools", "pages": ""},
        ),
        ({"pmid": "123456"}, {"pmid": "123456", "title": "Twelve schools with gardens: shared plots tried"}),
        ({"accession": "L9"}, {"accession": "L9", "title": "[Gärten an zwölf Schulen]"}),
        (
            {"accession": "zotero:ABCD2345"},
            {"accession": "zotero:ABCD2345", "title": "School gardens: a trial", "doi": ""},
        ),
    ],
    ids=["accession", "DOI", "PubMed id", "a translated title", "Zotero's key"],
)
def test_a_number_finds_a_record_whose_words_changed(before, after):
    [first], [second] = run(table_of(PAPER | before), table_of(PAPER | after))
    assert first == second


def test_a_number_that_was_given_to_another_record_brings_no_id():
    stranger = {"title": "On the price of tin", "authors": "Cedar, Cy", "year": "1990", "accession": "1"}
    [first], [second] = run(table_of(PAPER | {"accession": "1"}), table_of(stranger))
    assert (first, second) == ("a:1", "a:1~2")


EDITORIAL = {"title": "Editorial", "year": "2019", "journal": "Journal of Cases"}
ON_GARDENS = EDITORIAL | {"authors": "Alder, Ann", "abstract": "On gardens for children."}
ON_TIN = EDITORIAL | {"authors": "Birch, Bob", "abstract": "On the price of tin."}
ON_TIN_LATER = ON_TIN | {"abstract": "On the price of tin 1"}
ON_ROADS = EDITORIAL | {"authors": "Cedar, Cy", "abstract": "On roads to school."}


@pytest.mark.parametrize("order", [1, -1])
def test_two_records_with_one_hash_never_change_places(order):
    first, second = run(table_of(ON_GARDENS, ON_TIN), table_of(*[ON_GARDENS, ON_TIN_LATER][::order]))
    assert first == second[::order]


@pytest.mark.parametrize(("left", "place"), [(ON_GARDENS, 0), (ON_TIN_LATER, 1)])
def test_taking_one_of_two_away_hands_its_id_to_nobody(left, place):
    first, [second] = run(table_of(ON_GARDENS, ON_TIN), table_of(left))
    assert second == first[place]


def test_a_new_record_with_the_hash_of_gone_ones_gets_an_id_of_its_own():
    first, [second], third = run(
        table_of(ON_GARDENS, ON_TIN), table_of(ON_ROADS), table_of(ON_GARDENS, ON_TIN, ON_ROADS)
    )
    assert second not in first
    assert third == [*first, second]


def test_an_export_that_was_removed_and_put_back_has_its_ids():
    first, _, third = run(
        table_of(ON_GARDENS, PAPER, ON_TIN), table_of(), table_of(PAPER, ON_TIN, ON_GARDENS)
    )
    assert third == [first[1], first[2], first[0]]


def test_ids_of_one_source_are_not_given_to_another():
    [first], [second] = run(table_of(PAPER), table_of(PAPER, source="B", key="b"))
    assert (first.split(":")[0], second.split(":")[0]) == ("a", "b")


def test_a_source_keeps_its_ids_under_another_name():
    [first], [second] = run(table_of(PAPER), table_of(PAPER, source="Alpha, 2nd interface"))
    assert first == second


@pytest.mark.parametrize("later", ["A later abstract.", "Zoo."])
def test_of_two_versions_the_latest_keeps_the_id(later):
    newer = PAPER | {"abstract": later}
    first, second, third = run(table_of(PAPER), table_of(newer), table_of(PAPER, newer))
    assert first == second == third[1:]


def test_copies_of_a_record_keep_their_number_of_ids():
    first, second, third = run(table_of(PAPER, PAPER, PAPER), table_of(PAPER, PAPER), table_of(*[PAPER] * 4))
    assert len(set(first)) == 3
    assert set(second) < set(first) < set(third)


COMPANIONS = [
    ("Gardens at schools. Part I", "Gardens at schools. Part II"),
    ("Gardens for boys: a trial", "Gardens for girls: a trial"),
    ("Gardens at schools in 2018", "Gardens at schools in 2019"),
    ("Effect of shade on beans", "Effect of water on beans"),
    ("Effect of hypotension on gardeners", "Effect of hypertension on gardeners"),
    ("Gardens at schools. Part A", "Gardens at schools. Part B"),
    ("A trial of shared plots in Malmö", "A trial of shared plots in Lund"),
]


@pytest.mark.parametrize(("gone", "new"), COMPANIONS)
def test_a_companion_does_not_take_the_id_of_one_that_is_gone(gone, new):
    place = {"volume": "", "issue": "", "pages": "", "abstract": ""}
    [first], [second] = run(
        table_of(PAPER | place | {"title": gone}), table_of(PAPER | place | {"title": new})
    )
    assert first != second


OTHER_PLACE = {"volume": "8", "issue": "1", "pages": "1-12"}
GIRLS = {"abstract": PAPER["abstract"].replace("shared with plots", "tended by girls with plots")}
SUCCESSORS = {
    "a conference paper and its article": (
        {"journal": "Proceedings of Plots", "pages": "101-103", "document_type": "Conference Paper"},
        {"year": "2020", "doi": "10.5555/a", "document_type": "Journal Article"},
    ),
    "abstracts of two congresses": ({"pages": "A11"} | EARLY, {"journal": "Plots", "pages": "P22"}),
    "two years of one report": (
        {"title": "Report on gardens", "year": "2019", "volume": "3"},
        {"title": "Report on gardens", "year": "2020", "volume": "4"},
    ),
    "an update with its number": (
        {"volume": "", "issue": "3", "pages": "CD01"},
        {"volume": "", "issue": "8", "pages": "CD01", "year": "2020"},
    ),
    "a preprint and its article": (
        EARLY | {"journal": "medRxiv", "document_type": "preprint"},
        {"doi": "10.5555/a", "document_type": "article"},
    ),
    "two abstracts of one title that differ in a word": (EARLY, EARLY | GIRLS),
    "two numbers": ({"doi": "10.5555/a"}, {"doi": "10.5555/b"} | GIRLS),
    "another place, volume and all": ({}, OTHER_PLACE),
    "another paper of the issue by the same authors": (
        {"title": "Editorial", "abstract": "", "pages": "1-9"},
        {"title": "Editorial", "abstract": "", "pages": "10-19"},
    ),
    "one accession of two yearly reports": (
        {"title": "Annual report 2018", "accession": "7"},
        {"title": "Annual report 2019", "accession": "7", "year": "2020"},
    ),
    "a correction with the DOI of its article": (
        {"doi": "10.5555/a"},
        {"title": f"Correction to: {PAPER['title']}", "doi": "10.5555/a", "abstract": ""},
    ),
    "chapters with the DOI of their book": (
        {"title": "Introduction to wetlands", "doi": "10.5555/a"},
        {"title": "Introduction", "authors": "Cedar, Cy", "doi": "10.5555/a"},
    ),
    "one accession of two papers": (
        {"title": "Sleep in children", "accession": "7"},
        {
            "title": "Sleep of older children: a survey",
            "authors": "Cedar, Cy; Dorn, Di",
            "accession": "7",
            "year": "2011",
        },
    ),
}


@pytest.mark.parametrize(("gone", "new"), SUCCESSORS.values(), ids=SUCCESSORS)
def test_what_comes_when_a_like_record_goes_gets_an_id_of_its_own(gone, new):
    [first], [second] = run(table_of(PAPER | gone), table_of(PAPER | new))
    assert first != second


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")
def test_the_two_exports_of_two_editorials():
    exports = [
        read_export(CASES / f"swap_{year}.ris", source="A", search_id="a").records for year in (2026, 2027)
    ]
    first, second = run(*exports)
    assert first == second


ROW = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["Gardens at schools", "The price of tin", "Roads"]),
        "authors": st.sampled_from(["Alder, Ann", "Birch, Bob"]),
        "accession": st.sampled_from(["", "", "1", "2"]),
        "doi": st.sampled_from(["", "10.5555/a", "10.5555/b"]),
        "abstract": st.sampled_from(["", "On this.", "On that."]),
    }
)


# Without exact copies in one export: nothing tells them apart, and their ids may change places.
@given(st.lists(st.lists(ROW, max_size=5, unique_by=lambda row: tuple(row.items())), min_size=1, max_size=4))
def test_ids_are_unique_in_an_export_and_belong_to_the_same_content_for_ever(exports):
    tables = [table_of(*rows) for rows in exports]
    again = run(*tables, tables[0])
    assert all(len(set(ids)) == len(ids) for ids in again)
    assert sorted(again[0]) == sorted(again[-1])
