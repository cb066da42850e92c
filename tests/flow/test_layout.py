"""The geometry of the PRISMA flow: nothing overlaps, and arrows join their boxes."""

import re
from itertools import combinations, pairwise

import pytest
from flow.flows import BY_OTHER_METHODS, FINISHED, texts, words
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg

from cireview.errors import TableError
from cireview.figures.flow_diagram import flow_figure
from cireview.flow.entries import TEMPLATES, Shown, box_entries
from cireview.flow.kinds import OTHER_KINDS
from cireview.flow.layout import MAX_HEIGHT, layout_flow
from cireview.flow.typesetting import MM_PER_POINT, measure_text
from cireview.flow.words import list_languages, load_words

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


places = st.tuples(st.sampled_from(TEMPLATES), st.sampled_from([80, 85, 120, 174]) | st.integers(80, 180))
languages = st.sampled_from(["en"] * 4 + list_languages())


def lay(counts, place, language="en"):
    template, width = place
    try:
        return layout_flow(counts, width=width, shown=Shown(template=template, words=load_words(language)))
    except TableError:
        # All that an unfinished review, or an update, can show with other methods has no room in one narrow
        # column where every number has seven digits.
        assume("other" not in template or width > 110 or not (waits(counts) or template == "updated_other"))
        raise


def waits(counts):
    return any("awaiting" in key and number for key, number in counts.items())


def extent(line, size):
    """Return left, top, right and bottom of a line of text in mm."""
    em = size * MM_PER_POINT
    width = measure_text(line.text, size, bold=line.bold)
    left = line.x - width if line.rtl else line.x
    return left, line.y - 0.76 * em, left + width, line.y + 0.24 * em


@given(flows(), places, languages)
def test_nothing_overlaps_and_all_lies_in_the_figure(counts, place, language):
    flow = lay(counts, place, language)
    for one, other in combinations(flow.boxes.values(), 2):
        beside = one.right <= other.x or other.right <= one.x
        assert beside or one.bottom <= other.y or other.bottom <= one.y, (one.name, other.name)
    for box in flow.boxes.values():
        assert 0 <= box.x < box.right <= flow.width
        assert 0 <= box.y < box.bottom <= flow.height <= MAX_HEIGHT


@given(flows(), places, languages)
def test_text_lies_in_its_box_and_lines_do_not_touch(counts, place, language):
    flow = lay(counts, place, language)
    assert flow.size >= 6
    for box in flow.boxes.values():
        if box.kind == "stage":
            (line,) = box.lines
            assert measure_text(line.text, flow.size, bold=True) < box.height
            continue
        extents = [extent(line, flow.size) for line in box.lines]
        for left, top, right, bottom in extents:
            assert box.x - 1e-6 <= left < right <= box.right + 1e-6
            assert box.y <= top < bottom <= box.bottom + 1e-6
        for one, other in combinations(extents, 2):
            assert one[2] < other[0] or one[3] <= other[1] + 1e-6, box.name


@settings(max_examples=40)
@given(flows(), places, languages)
def test_arrows_join_the_edges_of_their_boxes_and_cross_no_other(counts, place, language):
    flow = lay(counts, place, language)

    def on_edge(point, box):
        x, y = point
        upright = min(abs(x - box.x), abs(x - box.right)) < 1e-6 and box.y < y < box.bottom
        level = min(abs(y - box.y), abs(y - box.bottom)) < 1e-6 and box.x < x < box.right
        return upright or level

    for arrow in flow.arrows:
        assert on_edge(arrow.points[0], flow.boxes[arrow.source])
        assert on_edge(arrow.points[-1], flow.boxes[arrow.target])
        for (x0, y0), (x1, y1) in pairwise(arrow.points):
            assert (abs(x0 - x1) < 1e-6) != (abs(y0 - y1) < 1e-6)
            for box in flow.boxes.values():
                apart = max(x0, x1) <= box.x + 1e-6 or min(x0, x1) >= box.right - 1e-6
                above = max(y0, y1) <= box.y + 1e-6 or min(y0, y1) >= box.bottom - 1e-6
                assert apart or above, (arrow.source, box.name)


@settings(max_examples=40)
@given(flows(), places, languages)
def test_every_number_stands_unbroken_in_a_line(counts, place, language):
    flow = lay(counts, place, language)
    said = {
        n
        for box in flow.boxes.values()
        for line in box.lines
        for n in re.findall(r"\(n = ([\d,.]+)\)", line.text)
    }
    wanted = [counts["database_results"], counts["records_screened"], counts["new_studies"]]
    if not flow.folded:
        wanted += [*counts["database_specific_results"].values(), *counts["dbr_excluded"].values()]
    assert not [n for n in wanted if load_words(language).number(n) not in said]


@settings(max_examples=40)
@given(flows(), places)
def test_what_is_folded_is_counted_and_its_place_named(counts, place):
    flow = lay(counts, place)
    listed = [line for line in flow.boxes["reports_excluded"].lines if line.key.startswith("dbr_excluded")]
    text = " ".join(line.text for line in listed)
    numbers = [int(n.replace(",", "")) for n in re.findall(r"\(n = ([\d,]+)\)", text)]
    reasons = counts["dbr_excluded"]
    if reasons:
        assert numbers[0] == sum(numbers[1:]) == sum(reasons.values())
    if len(numbers) - 1 < len(reasons):
        assert f"Other ({len(reasons) - len(numbers) + 2}), listed in flow.csv" in text


@settings(max_examples=40)
@given(flows(), places)
def test_the_indent_of_a_line_says_what_it_is(counts, place):
    flow = lay(counts, place)
    box = flow.boxes["identified"]
    if not any(key in counts for key in ("register_results",)) or box.width < 30:
        return
    entries = box_entries(counts, Shown(template=place[0]))["identified"]
    depths = {(entry.key, entry.depth) for entry in entries}
    starts = {}
    for key, depth in depths:
        lines = [line for line in box.lines if line.key == key]
        starts.setdefault(depth, set()).update(round(line.x - box.x, 3) for line in lines)
    for one, other in combinations(starts, 2):
        assert not starts[one] & starts[other], "a wrapped line stands where an entry of another depth does"


@pytest.mark.parametrize("template", TEMPLATES)
def test_indentation_gives_way_to_a_number_of_seven_digits(template):
    counts = FINISHED | {"database_specific_results": {"Web of Science": 9_999_999}}
    flow = lay(counts, (template, 174))
    assert "(n = 9,999,999)" in words(flow.boxes["identified"])
    assert flow.size == 8


@pytest.mark.parametrize("width", [80, 174])
@pytest.mark.parametrize("template", TEMPLATES)
def test_each_box_but_the_first_and_last_is_reached_and_left(template, width):
    arrows = {(arrow.source, arrow.target) for arrow in lay(FINISHED, (template, width)).arrows}
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


def test_a_tall_figure_is_set_smaller_and_then_folded():
    reason = "A reason that is rather long and takes more than one line of the box"

    def lay_with(n):
        return lay(
            FINISHED | {"dbr_excluded": {f"{reason}, {i}": 1 for i in range(n)}}, ("updated_other", 174)
        )

    assert (lay_with(0).size, lay_with(0).folded) == (8, False)
    assert (lay_with(9).size, lay_with(9).folded) == (7, False)
    assert (lay_with(300).size, lay_with(300).folded) == (7, True)


def test_ways_stand_side_by_side_where_there_is_room_and_else_below_each_other():
    wide, narrow = (lay(FINISHED, ("new_other", width)).boxes for width in (174, 85))
    assert wide["other_identified"].y == wide["identified"].y
    assert narrow["other_identified"].y > narrow["assessed"].bottom


@pytest.mark.parametrize(
    ("key", "wide", "narrow"),
    [("database_specific_results", "identified", "removed"), ("dbr_excluded", "removed", "identified")],
)
def test_columns_take_the_width_that_makes_the_figure_least_tall(key, wide, narrow):
    long = {
        f"A name of some length that wraps unless its column is given the room, {i}": 10 for i in range(24)
    }
    boxes = lay(FINISHED | {key: long}, ("new_databases", 174)).boxes
    assert boxes[wide].width > 1.2 * boxes[narrow].width


def test_a_flow_that_is_read_from_the_right_is_mirrored():
    left, right = (lay(FINISHED, ("new_databases", 174), language) for language in ("en", "ar"))
    assert left.boxes["removed"].x > left.boxes["identified"].x
    assert right.boxes["removed"].x < right.boxes["identified"].x
    assert right.boxes["stage_screening"].right > 173


@settings(max_examples=8)
@given(flows(), places, st.sampled_from(["en", "de", "ar"]))
def test_the_renderer_finds_every_text_in_its_box(counts, place, language):
    flow = lay(counts, place, language)
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
            assert left - 1 <= found.x0 < found.x1 <= right + 1, line.text
            assert bottom - 1 <= found.y0 < found.y1 <= top + 1, line.text


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"records_screened": -5}, "is -5, less than zero"),
        ({"records_screend": 5}, "Did you mean records_screened"),
    ],
)
def test_a_negative_number_and_an_unknown_key_are_not_drawn(changed, message):
    with pytest.raises(TableError, match=message):
        layout_flow(FINISHED | changed)
