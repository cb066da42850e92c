"""The UpSet plot of the sources: every number is written, and what is not drawn is counted."""

import warnings

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from cireview.figures.overlap import describe_overlap, draw_overlap
from cireview.figures.saving import save_figure
from cireview.prisma.overlap import MOST_INTERSECTIONS, MOST_SOURCES, count_overlap

LONG = "A source with a very long name & <signs> $that$ has to be wrapped and then cut to fit its row " * 3
CONTROL = "Web\x00of\x1bScience"


def overlap_of(sets, **how):
    """Return the overlap of sets of sources, each with the number of its reports."""
    rows = [
        (f"{place}-{report}", source)
        for place, (sources, reports) in enumerate(sets)
        for report in range(reports)
        for source in sources
    ]
    return count_overlap(pd.DataFrame(rows, columns=["report_id", "source"], dtype="str"), **how)


PLAIN = overlap_of([(("Scopus", "PubMed"), 5), (("Scopus",), 3), (("ERIC",), 1)], included=["0-0", "1-0"])
# 15 sources, and each set of two neighbours: 15 + 14 intersections.
NAMES = [f"Source {number:02}" for number in range(15)]
MANY = overlap_of([((name,), 30) for name in NAMES] + [(NAMES[i : i + 2], 2) for i in range(14)])
HOSTILE = overlap_of([((LONG, CONTROL), 1_234), ((LONG,), 12), ((CONTROL,), 3)])
ONE, NONE = overlap_of([(("Scopus",), 1_200)], names=["ERIC"]), overlap_of([])
OVERLAPS = {"plain": PLAIN, "many": MANY, "hostile": HOSTILE, "one source": ONE, "no records": NONE}
WIDTHS = (85, 174, 180)


def words_of(figure):
    (axes,) = figure.axes
    return [text.get_text() for text in axes.texts]


def lie_over_each_other(box, other):
    """Return whether two boxes share more than an edge of a pixel."""
    across = min(box.x1, other.x1) - max(box.x0, other.x0)
    return across > 1 and min(box.y1, other.y1) - max(box.y0, other.y0) > 1


def number_of_intersections(figure):
    """Return how many columns of dots a figure has, by their places from left to right."""
    (axes,) = figure.axes
    return len({patch.center[0] for patch in axes.patches if hasattr(patch, "center")})


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("overlap", OVERLAPS.values(), ids=OVERLAPS)
def test_all_text_lies_in_the_figure_and_none_over_another(overlap, width):
    figure = draw_overlap(overlap, width=width)
    assert figure.get_size_inches()[0] == pytest.approx(width / 25.4)
    FigureCanvasAgg(figure).draw()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    for place, box in enumerate(boxes):
        assert -1 <= box.x0 <= box.x1 <= figure.bbox.width + 1
        assert -1 <= box.y0 <= box.y1 <= figure.bbox.height + 1
        assert not any(lie_over_each_other(box, other) for other in boxes[place + 1 :])


def test_every_number_and_every_name_is_written():
    assert words_of(draw_overlap(PLAIN)) == [
        *("8", "Scopus", "5", "PubMed", "1", "ERIC"),
        *("5", "3", "1"),
        *("Reports found by exactly the sources marked below", "Reports by source", "Included", "Others"),
    ]


def test_bars_are_as_long_as_their_numbers_and_included_ones_lie_in_them():
    (axes,) = draw_overlap(PLAIN).axes
    outlined = [patch for patch in axes.patches if patch.get_linewidth() > 0]
    lying, upright = outlined[:5], outlined[5:10]
    lengths = [bar.get_width() for bar in lying]
    heights = [bar.get_height() for bar in upright]
    assert [length / lengths[0] * 8 for length in lengths] == pytest.approx([8, 2, 5, 1, 1])
    assert [height / heights[0] * 5 for height in heights] == pytest.approx([5, 1, 3, 1, 1])
    # Bars of sources grow to the left from one edge, those of intersections upwards from one foot.
    assert len({round(bar.get_x() + bar.get_width(), 6) for bar in lying}) == 1
    assert len({bar.get_y() for bar in upright}) == 1


def test_dots_mark_the_sources_of_each_intersection():
    (axes,) = draw_overlap(PLAIN).axes
    dots = [patch for patch in axes.patches if hasattr(patch, "center")]
    black = [tuple(dot.get_facecolor()[:3]) == (0, 0, 0) for dot in dots]
    assert black == [*(True, True, False), *(True, False, False), *(False, False, True)]
    # Members are told apart without colour too.
    assert {dot.width for dot, member in zip(dots, black, strict=True) if member}.isdisjoint(
        {dot.width for dot, member in zip(dots, black, strict=True) if not member}
    )


def test_without_included_reports_there_is_no_legend():
    assert "Included" not in words_of(draw_overlap(MANY))


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_not_drawn_is_counted(width):
    figure = draw_overlap(MANY, width=width)
    drawn = number_of_intersections(figure)
    assert 8 <= drawn <= MOST_INTERSECTIONS
    numbers = [int(word) for word in words_of(figure)[2 * MOST_SOURCES :][:drawn]]
    more, reports = len(MANY.intersections) - drawn, MANY.reports - sum(numbers)
    told = " ".join(words_of(figure)[-2:])
    assert f"and {more} more intersections of {reports} reports; 3 smaller sources not drawn" in told


def test_what_is_drawn_whole_has_no_rest():
    assert not any("more" in word for word in words_of(draw_overlap(PLAIN)))


def test_no_source_that_is_not_drawn_hides_in_an_intersection():
    shown = set(MANY.sources["source"].head(MOST_SOURCES))
    drawable = [part for part in MANY.intersections if shown.issuperset(part.sources)]
    assert number_of_intersections(draw_overlap(MANY)) == min(MOST_INTERSECTIONS, len(drawable)) < 25


@pytest.mark.parametrize(
    ("overlap", "told"),
    [
        (ONE, "Only Scopus found reports (1,200): there is nothing to compare."),
        (NONE, "No source found a report yet: there is nothing to compare."),
    ],
)
def test_with_less_than_two_sources_the_figure_says_that_there_is_nothing_to_compare(overlap, told):
    (words,) = words_of(draw_overlap(overlap))
    assert words.replace("\n", " ") == told == describe_overlap(overlap)


def test_who_does_not_see_the_figure_can_read_it():
    assert describe_overlap(PLAIN) == (
        "9 reports. By source: Scopus: 8, 3 of them found by no other source; "
        "PubMed: 5, 0 of them found by no other source; ERIC: 1, 1 of them found by no other source."
    )


@pytest.mark.parametrize("ending", ["svg", "pdf", "png"])
@pytest.mark.parametrize("overlap", OVERLAPS.values(), ids=OVERLAPS)
def test_the_same_overlap_gives_the_same_bytes(tmp_path, overlap, ending):
    paths = [tmp_path / f"{name}.{ending}" for name in "ab"]
    for path in paths:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            save_figure(draw_overlap(overlap), [path], title="x", description=describe_overlap(overlap))
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_hostile_names_leave_the_svg_well_formed(tmp_path):
    from defusedxml.ElementTree import parse

    file = tmp_path / "a.svg"
    save_figure(draw_overlap(HOSTILE), [file], title="x", description=describe_overlap(HOSTILE))
    words = "".join(parse(file).getroot().itertext())
    assert "& <signs> $that$" in words
    assert "…" in words
