"""The words of the PRISMA flow: its boxes, notes and footnotes."""

import pytest
from flow.flows import BY_OTHER_METHODS, FINISHED, words

from cireview.errors import TableError
from cireview.flow.entries import TEMPLATES, Shown, choose_template
from cireview.flow.layout import layout_flow

DATABASES = [
    ("identified", "Records identified from: Databases (n = 221) Registers (n = 4)"),
    (
        "removed",
        "Records removed before screening: Duplicate records removed (n = 128) "
        "Records marked as ineligible by automation tools (n = 3) Records removed for other reasons (n = 1)",
    ),
    ("screened", "Records screened (n = 93)"),
    ("excluded", "Records excluded (n = 42)"),
    ("sought", "Reports sought for retrieval (n = 51)"),
    ("not_retrieved", "Reports not retrieved (n = 0)"),
    ("assessed", "Reports assessed for eligibility (n = 50)"),
    ("reports_excluded", "Reports excluded (n = 19): No children (n = 12) No method (n = 7)"),
]
FIRST = [
    ("databases_header", "Identification of studies via databases and registers"),
    ("included", "Studies included in review (n = 32) Reports of included studies (n = 33)"),
]
OTHER = [
    (
        "other_identified",
        "Records identified from: Websites (n = 11) Organisations (n = 12) Citation searching (n = 13)",
    ),
    ("other_sought", "Reports sought for retrieval (n = 36)"),
    ("other_not_retrieved", "Reports not retrieved (n = 14)"),
    ("other_assessed", "Reports assessed for eligibility (n = 22)"),
    ("other_reports_excluded", "Reports excluded (n = 15): Not in English (n = 15)"),
]
UPDATED = [
    ("databases_header", "Identification of new studies via databases and registers"),
    ("included", "New studies included in review (n = 32) Reports of new included studies (n = 33)"),
    ("previous_header", "Previous studies"),
    (
        "previous",
        "Studies included in previous version of review (n = 60) "
        "Reports of studies included in previous version of review (n = 61)",
    ),
    ("total", "Total studies included in review (n = 92) Reports of total included studies (n = 94)"),
]
OFFICIAL = {
    "new_databases": DATABASES + FIRST,
    "new_other": DATABASES
    + FIRST
    + OTHER
    + [("other_header", "Identification of studies via other methods")],
    "updated_databases": DATABASES + UPDATED,
    "updated_other": DATABASES
    + UPDATED
    + OTHER
    + [("other_header", "Identification of new studies via other methods")],
}


@pytest.mark.parametrize(
    ("template", "box", "text"), [(template, *row) for template, rows in OFFICIAL.items() for row in rows]
)
def test_every_box_says_what_the_official_template_says(template, box, text):
    assert words(layout_flow(FINISHED, shown=Shown(template=template)).boxes[box]) == text


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_finished_review_has_the_official_boxes_and_stages_and_no_other(template):
    boxes = set(layout_flow(FINISHED, shown=Shown(template=template)).boxes)
    assert boxes == {name for name, _ in OFFICIAL[template]} | {
        "stage_identification",
        "stage_screening",
        "stage_included",
    }


def test_an_unfinished_review_says_so_beside_each_stage_and_below():
    counts = FINISHED | {"awaiting_screening": 1, "awaiting_retrieval": 2, "awaiting_assessment": 3}
    flow = layout_flow(counts)
    assert words(flow.boxes["awaiting_screening"]) == "Records awaiting screening (n = 1)"
    assert words(flow.boxes["awaiting_retrieval"]) == "Reports awaiting retrieval (n = 2)"
    assert words(flow.boxes["awaiting_assessment"]) == "Reports awaiting assessment (n = 3)"
    assert words(flow.boxes["screened"]) == "Records screened (n = 93)"
    assert words(flow.boxes["note"]) == (
        "Unfinished review: 1 record awaits screening; 2 reports await retrieval; 3 reports await assessment."
    )
    assert {arrow.target for arrow in flow.arrows if arrow.dashed} == {
        "awaiting_screening",
        "awaiting_retrieval",
        "awaiting_assessment",
    }


def test_footnotes_split_the_exclusions_and_mark_what_is_listed():
    split = {"records_excluded_human": 1040, "records_excluded_automation": 2}
    flow = layout_flow(
        FINISHED | split | {"database_specific_results": {"Scopus": 221}},
        shown=Shown(template="new_databases", notes=("A note.",)),
    )
    assert flow.boxes["identified"].lines[0].text == "Records identified from*:"
    assert flow.boxes["excluded"].lines[0].text == "Records excluded**"
    assert [line.text for line in flow.boxes["note"].lines] == [
        "* The number of records from each source is listed in the box.",
        "** 1,040 excluded by a human and 2 by automation tools.",
        "A note.",
    ]


def test_records_of_other_methods_that_go_no_further_are_shown_and_named_sources_listed():
    named = {
        "website_specific_results": {"WHO": 7, "UNICEF": 4},
        "citations_specific_results": {"Citation searching": 13},
        "contact_results": 2,
    }
    flow = layout_flow(FINISHED | BY_OTHER_METHODS | named, shown=Shown(template="new_other", order="given"))
    assert words(flow.boxes["other_identified"]) == (
        "Records identified from: Websites (n = 11) WHO (n = 7) UNICEF (n = 4) Organisations (n = 12) "
        "Citation searching (n = 13) Contacts (n = 2)"
    )
    assert words(flow.boxes["other_removed"]) == (
        "Records removed before retrieval: Already found (n = 20) Marked as ineligible by automation tools "
        "(n = 3) Excluded on title and abstract (n = 40)"
    )
    assert words(flow.boxes["other_awaiting_screening"]) == "Records awaiting screening (n = 5)"
    assert [line.text for line in flow.boxes["note"].lines] == [
        "* The number of records from each source is listed in the box.",
        "Of the records found by other methods, automation tools excluded 2.",
        "Unfinished review: 5 records await screening (other methods).",
    ]
    arrows = {(arrow.source, arrow.target): arrow.dashed for arrow in flow.arrows}
    assert not arrows["other_identified", "other_removed"]
    assert arrows["other_identified", "other_awaiting_screening"]


def test_the_column_of_other_methods_is_drawn_where_it_is_counted():
    counts = {"database_results": 1}
    assert choose_template(counts) == "new_databases"
    assert choose_template(counts | {"other_sought_reports": 0}) == "new_other"
    assert choose_template(counts | {"previous_studies": 1}) == "updated_databases"


def test_what_is_not_given_is_left_out():
    optional = ("register_results", "excluded_automatic", "excluded_other", "duplicates", "new_reports")
    flow = layout_flow(
        {key: value for key, value in FINISHED.items() if key not in optional},
        shown=Shown(template="new_databases"),
    )
    assert words(flow.boxes["identified"]) == "Records identified from: Databases (n = 221)"
    assert words(flow.boxes["removed"]) == "Records removed before screening: (n = 0)"
    assert words(flow.boxes["included"]) == "Studies included in review (n = 32)"


def test_missing_counts_and_unknown_templates_are_named():
    with pytest.raises(TableError, match=r"records_screened(.|\n)*previous_studies"):
        layout_flow({"database_results": 1}, shown=Shown(template="updated_databases"))
    with pytest.raises(TableError, match="v1"):
        layout_flow(FINISHED, shown=Shown(template="v1"))


def test_reasons_and_sources_stand_by_their_number_unless_as_given():
    counts = FINISHED | {"dbr_excluded": {"Few": 2, "Many": 17}}
    assert "Many (n = 17) Few (n = 2)" in words(layout_flow(counts).boxes["reports_excluded"])
    given = layout_flow(counts, shown=Shown(order="given"))
    assert "Few (n = 2) Many (n = 17)" in words(given.boxes["reports_excluded"])


def test_optional_lines_of_zero_are_left_out_if_so_wanted():
    counts = FINISHED | {"register_results": 0, "excluded_automatic": 0, "excluded_other": 0}
    flow = layout_flow(counts, shown=Shown(template="new_databases", zeros=False))
    assert words(flow.boxes["identified"]) == "Records identified from: Databases (n = 221)"
    assert (
        words(flow.boxes["removed"])
        == "Records removed before screening: Duplicate records removed (n = 128)"
    )
    assert words(flow.boxes["not_retrieved"]) == "Reports not retrieved (n = 0)"


def test_boxes_of_synthesis_and_meta_analysis_are_drawn_where_they_are_counted():
    counts = FINISHED | {"synthesis_studies": 30, "total_studies_ma": 20, "total_reports_ma": 21}
    flow = layout_flow(counts)
    assert words(flow.boxes["synthesis"]) == (
        "Studies included in synthesis (n = 30) Total studies included in meta-analysis (n = 20) "
        "Reports of total included studies in meta-analysis (n = 21)"
    )
    assert ("total", "synthesis") in {(arrow.source, arrow.target) for arrow in flow.arrows}


def test_reasons_of_title_and_abstract_are_listed_if_so_wanted():
    counts = FINISHED | {"abstract_reasons": {"No children": 40}}
    assert words(layout_flow(counts).boxes["excluded"]) == "Records excluded (n = 42)"
    shown = layout_flow(counts, shown=Shown(abstract_reasons=True))
    assert words(shown.boxes["excluded"]) == "Records excluded (n = 42) No children (n = 40)"


def test_other_methods_have_a_box_of_records_screened_if_so_wanted():
    flow = layout_flow(FINISHED | BY_OTHER_METHODS, shown=Shown(other_screening=True))
    assert words(flow.boxes["other_screened"]) == "Records screened (n = 76)"
    assert words(flow.boxes["other_excluded"]) == "Records excluded (n = 40)"
    assert "Excluded on title" not in words(flow.boxes["other_removed"])
