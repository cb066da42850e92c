"""The flow diagram: official words, text within boxes, nothing overlapping, the same bytes every time."""

import os
import re
import subprocess
import sys
from itertools import combinations, pairwise

import matplotlib
import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg

from cireview.errors import TableError
from cireview.flow_diagram import LOOKS, draw_flow, flow_figure, layout_flow
from cireview.flow_texts import TEMPLATES, choose_template
from cireview.prisma import OTHER_KINDS
from cireview.typesetting import MM_PER_POINT, measure_text

FINISHED = {
    "database_results": 221,
    "register_results": 4,
    "duplicates": 128,
    "excluded_automatic": 3,
    "excluded_other": 1,
    "records_screened": 93,
    "records_excluded": 42,
    "dbr_sought_reports": 51,
    "dbr_notretrieved_reports": 0,
    "dbr_assessed": 50,
    "dbr_excluded": {"No children": 12, "No method": 7},
    "new_studies": 32,
    "new_reports": 33,
    "website_results": 11,
    "organisation_results": 12,
    "citations_results": 13,
    "other_sought_reports": 36,
    "other_notretrieved_reports": 14,
    "other_assessed": 22,
    "other_excluded": {"Not in English": 15},
    "previous_studies": 60,
    "previous_reports": 61,
    "total_studies": 92,
    "total_reports": 94,
}
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

BY_OTHER_METHODS = {
    "other_already_found": 20,
    "other_ineligible": 3,
    "other_screened_out": 40,
    "other_awaiting_screen": 5,
    "other_screened_out_automation": 2,
}
numbers = st.one_of(st.just(0), st.integers(0, 100), st.integers(1_000_000, 9_999_999))
# Letters that DejaVu Sans has, and what breaks XML, mathematics or wrapping.
letters = st.sampled_from("aeiounrtslßåÖéñøŁžışΩλДж&<>\"'$\\_^{}%#@;,.-/()") | st.sampled_from("     WM")
texts = st.text(letters, min_size=1, max_size=120).filter(str.strip)


@st.composite
def flows(draw):
    """Return counts that need not add up, for any template, finished or not."""
    counts = {key: draw(numbers) for key, value in FINISHED.items() if isinstance(value, int)}
    for key, most in (("database_specific_results", 15), ("dbr_excluded", 12), ("other_excluded", 12)):
        counts[key] = draw(st.dictionaries(texts, numbers, max_size=most))
    awaiting = ("awaiting_screening", "awaiting_retrieval", "awaiting_assessment", "other_awaiting")
    for key in awaiting:
        counts[key] = draw(numbers)
    if draw(st.booleans()):
        for key in BY_OTHER_METHODS:
            counts[key] = draw(numbers)
        for kind in OTHER_KINDS:
            counts[f"{kind}_results"] = draw(numbers)
            counts[f"{kind}_specific_results"] = draw(st.dictionaries(texts, numbers, max_size=4))
    for key in ("register_results", "excluded_automatic", "duplicates", "new_reports", "total_reports"):
        if draw(st.booleans()):
            del counts[key]
    if draw(st.booleans()):
        counts["records_excluded_human"] = draw(numbers)
    return counts


templates = st.sampled_from(TEMPLATES)


def words(box):
    return " ".join(line.text for line in box.lines).replace("*", "")


def extent(line, size):
    """Return left, top, right and bottom of a line of text that is read from the left, in mm."""
    em = size * MM_PER_POINT
    width = measure_text(line.text, size, bold=line.bold)
    return line.x, line.y - 0.76 * em, line.x + width, line.y + 0.24 * em


@pytest.mark.parametrize(
    ("template", "box", "text"), [(template, *row) for template, rows in OFFICIAL.items() for row in rows]
)
def test_every_box_says_what_the_official_template_says(template, box, text):
    assert words(layout_flow(FINISHED, template=template).boxes[box]) == text


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_finished_review_has_the_official_boxes_and_stages_and_no_other(template):
    boxes = set(layout_flow(FINISHED, template=template).boxes)
    assert boxes == {name for name, _ in OFFICIAL[template]} | {"Identification", "Screening", "Included"}


@settings(deadline=None, max_examples=60)
@given(flows(), templates)
def test_nothing_overlaps_and_all_lies_in_the_figure(counts, template):
    flow = layout_flow(counts, template=template)
    for one, other in combinations(flow.boxes.values(), 2):
        beside = one.right <= other.x or other.right <= one.x
        assert beside or one.bottom <= other.y or other.bottom <= one.y, (one.name, other.name)
    for box in flow.boxes.values():
        assert 0 <= box.x < box.right <= flow.width
        assert 0 <= box.y < box.bottom <= flow.height


@settings(deadline=None, max_examples=60)
@given(flows(), templates)
def test_text_lies_in_its_box_and_lines_do_not_touch(counts, template):
    flow = layout_flow(counts, template=template)
    assert flow.size >= 7
    for box in flow.boxes.values():
        if box.kind == "stage":
            assert measure_text(box.name, flow.size, bold=True) < box.height
            continue
        extents = [extent(line, flow.size) for line in box.lines]
        for left, top, right, bottom in extents:
            assert box.x <= left < right <= box.right + 1e-6
            assert box.y <= top < bottom <= box.bottom
        for one, other in combinations(extents, 2):
            assert one[2] < other[0] or one[3] <= other[1] + 1e-6, box.name


@settings(deadline=None, max_examples=60)
@given(flows(), templates)
def test_arrows_join_the_edges_of_their_boxes_and_cross_no_other(counts, template):
    flow = layout_flow(counts, template=template)

    def on_edge(point, box):
        x, y = point
        return (x in (box.x, box.right) and box.y < y < box.bottom) or (
            y in (box.y, box.bottom) and box.x < x < box.right
        )

    for arrow in flow.arrows:
        assert on_edge(arrow.points[0], flow.boxes[arrow.source])
        assert on_edge(arrow.points[-1], flow.boxes[arrow.target])
        for (x0, y0), (x1, y1) in pairwise(arrow.points):
            assert (x0 == x1) != (y0 == y1)
            for box in flow.boxes.values():
                apart = max(x0, x1) <= box.x or min(x0, x1) >= box.right
                assert apart or max(y0, y1) <= box.y or min(y0, y1) >= box.bottom, (arrow.source, box.name)


@settings(deadline=None, max_examples=60)
@given(flows(), templates)
def test_every_number_stands_unbroken_in_a_line(counts, template):
    flow = layout_flow(counts, template=template)
    shown = [
        n
        for box in flow.boxes.values()
        for line in box.lines
        for n in re.findall(r"\(n = [\d,]+\)", line.text)
    ]
    wanted = [*counts["database_specific_results"].values(), *counts["dbr_excluded"].values()]
    wanted += [counts["database_results"], counts["records_screened"], counts["new_studies"]]
    assert not [n for n in wanted if f"(n = {n:,})" not in shown]


@pytest.mark.parametrize("template", TEMPLATES)
def test_indentation_gives_way_to_a_number_of_seven_digits(template):
    counts = FINISHED | {"database_specific_results": {"Web of Science": 9_999_999}}
    flow = layout_flow(counts, template=template)
    assert "(n = 9,999,999)" in words(flow.boxes["identified"])
    assert flow.size == 8


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_box_but_the_first_and_last_is_reached_and_left(template):
    arrows = {(arrow.source, arrow.target) for arrow in layout_flow(FINISHED, template=template).arrows}
    expected = {
        ("identified", "removed"),
        ("identified", "screened"),
        ("screened", "excluded"),
        ("screened", "sought"),
        ("sought", "not_retrieved"),
        ("sought", "assessed"),
        ("assessed", "reports_excluded"),
        ("assessed", "included"),
    }
    if "updated" in template:
        expected |= {("previous", "total"), ("included", "total")}
    if "other" in template:
        expected |= {
            ("other_identified", "other_sought"),
            ("other_sought", "other_not_retrieved"),
            ("other_sought", "other_assessed"),
            ("other_assessed", "other_reports_excluded"),
            ("other_assessed", "included"),
        }
    assert arrows == expected


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
    flow = layout_flow(FINISHED | split | {"database_specific_results": {"Scopus": 221}}, notes=["A note."])
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
    flow = layout_flow(FINISHED | BY_OTHER_METHODS | named, template="new_other")
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
    flow = layout_flow({key: value for key, value in FINISHED.items() if key not in optional})
    assert words(flow.boxes["identified"]) == "Records identified from: Databases (n = 221)"
    assert words(flow.boxes["removed"]) == "Records removed before screening: (n = 0)"
    assert words(flow.boxes["included"]) == "Studies included in review (n = 32)"


def test_a_tall_figure_is_set_smaller():
    reasons = {
        f"A reason that is rather long and takes more than one line of the box, {i}": 1 for i in range(25)
    }
    assert layout_flow(FINISHED).size == 8
    assert layout_flow(FINISHED | {"dbr_excluded": reasons}, template="updated_other").size == 7


def test_missing_counts_and_unknown_templates_are_named():
    with pytest.raises(TableError, match=r"records_screened(.|\n)*previous_studies"):
        layout_flow(
            {**FINISHED, "previous_studies": 0} and {"database_results": 1}, template="updated_databases"
        )
    with pytest.raises(TableError, match="v1"):
        layout_flow(FINISHED, template="v1")


@settings(deadline=None, max_examples=8)
@given(flows(), templates)
def test_the_renderer_finds_every_text_in_its_box(counts, template):
    flow = layout_flow(counts, template=template)
    figure = flow_figure(flow)
    figure.set_dpi(300)
    renderer = FigureCanvasAgg(figure).get_renderer()
    (axes,) = figure.axes
    drawn = iter(axes.texts)
    for box in flow.boxes.values():
        (left, top), (right, bottom) = axes.transData.transform([(box.x, box.y), (box.right, box.bottom)])
        for line in box.lines:
            text = next(drawn)
            assert text.get_text() == line.text
            found = text.get_window_extent(renderer)
            assert left <= found.x0 < found.x1 <= right + 1, line.text
            assert bottom - 1 <= found.y0 < found.y1 <= top + 1, line.text


@pytest.mark.parametrize("ending", ["svg", "pdf", "png"])
def test_the_same_counts_give_the_same_bytes(tmp_path, ending):
    code = (
        "import sys; from cireview.flow_diagram import draw_flow; draw_flow(eval(sys.argv[2]), [sys.argv[1]])"
    )
    other, here = tmp_path / f"other.{ending}", tmp_path / f"here.{ending}"
    env = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", code, other, repr(FINISHED)], check=True, env=env, cwd=tmp_path)
    with matplotlib.rc_context({"text.color": "red", "svg.fonttype": "path", "pdf.fonttype": 3}):
        draw_flow(FINISHED, [here])
    assert here.read_bytes() == other.read_bytes()
    assert not re.search(rb"CreationDate|<dc:date>|tIME", here.read_bytes())


def test_the_svg_is_an_image_with_a_title_a_description_and_text(tmp_path):
    draw_flow(
        FINISHED | {"dbr_excluded": {"<b> & $x$": 19}}, [tmp_path / "flow.svg"], title="Flow of 'A & B'"
    )
    root = ElementTree.parse(tmp_path / "flow.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.findtext(f"{space}title") == "Flow of 'A & B'"
    assert "Records screened (n = 93). Records excluded (n = 42)." in root.findtext(f"{space}desc")
    texts = {"".join(text.itertext()): text.get("style") for text in root.iter(f"{space}text")}
    assert "<b> & $x$ (n = 19)" in texts
    assert "700" in texts["Screening"]
    assert "700" not in texts["Records screened"]


def test_the_pdf_embeds_its_fonts_as_truetype(tmp_path):
    draw_flow(FINISHED, [tmp_path / "flow.pdf"])
    content = (tmp_path / "flow.pdf").read_bytes()
    assert b"/FontFile2" in content
    assert b"/Type3" not in content


def test_the_png_has_the_width_asked_for_at_300_dpi(tmp_path):
    draw_flow(FINISHED, [tmp_path / "flow.png"], width=150)
    content = (tmp_path / "flow.png").read_bytes()
    assert int.from_bytes(content[16:20]) == pytest.approx(150 / 25.4 * 300, abs=1)
    assert b"pHYs" + (11811).to_bytes(4) in content


def test_a_width_that_would_cut_numbers_is_refused():
    assert layout_flow(FINISHED, width=85).width == 85
    with pytest.raises(ValueError, match="85 mm is too narrow"):
        layout_flow(FINISHED, template="new_other", width=85)


def test_an_unknown_ending_is_refused(tmp_path):
    with pytest.raises(ValueError, match="written as"):
        draw_flow(FINISHED, [tmp_path / "flow.gif"])


@pytest.mark.parametrize("kind", LOOKS)
def test_black_text_can_be_read_on_every_fill_in_grey(kind):
    red, green, blue = matplotlib.colors.to_rgb(LOOKS[kind]["facecolor"])
    assert 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.8
