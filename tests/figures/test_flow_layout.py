"""The geometry of the PRISMA flow: nothing overlaps, and arrows join their boxes."""

import re
from itertools import combinations, pairwise

import pytest
from figures.flows import BY_OTHER_METHODS, FINISHED, texts, words
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg

from cireview.figures.flow_diagram import flow_figure, layout_flow
from cireview.figures.flow_texts import TEMPLATES
from cireview.figures.typesetting import MM_PER_POINT, measure_text
from cireview.tables.kinds import OTHER_KINDS

numbers = st.one_of(st.just(0), st.integers(0, 100), st.integers(1_000_000, 9_999_999))


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


def extent(line, size):
    """Return left, top, right and bottom of a line of text that is read from the left, in mm."""
    em = size * MM_PER_POINT
    width = measure_text(line.text, size, bold=line.bold)
    return line.x, line.y - 0.76 * em, line.x + width, line.y + 0.24 * em


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


def test_a_tall_figure_is_set_smaller():
    reasons = {
        f"A reason that is rather long and takes more than one line of the box, {i}": 1 for i in range(25)
    }
    assert layout_flow(FINISHED).size == 8
    assert layout_flow(FINISHED | {"dbr_excluded": reasons}, template="updated_other").size == 7


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
