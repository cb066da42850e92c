"""The other figures of a review: every number is written, every row is named, all text lies in the figure."""

from io import BytesIO

import numpy as np
import pandas as pd
import pypdf
import pytest
from fontTools.subset import Options
from fontTools.ttLib import TTFont
from matplotlib.backends.backend_agg import FigureCanvasAgg

from cireview.figures.charts import bars, columns, curve, matrix
from cireview.figures.saving import save_figure

SOURCES = pd.DataFrame(
    {
        "source": [
            "ProQuest",
            "A source with a long name & <signs> $that$ has to be wrapped to fit in the figure",
            "JSTOR",
        ],
        "Unique": [3, 1_000_000, 0],
        "Duplicate": [2, 234_567, 0],
    }
)
YEARS = pd.DataFrame({"year": range(1990, 2021), "articles": [0] * 29 + [3, 12]})
LEVELS = pd.DataFrame([[3, 0], [12, 1]], index=["Nutrition", "Health"], columns=["International", "National"])
RELEVANCE = pd.DataFrame([list("SMW")], index=["1 A key finding"], columns=["SDG1", "SDG2", "SDG3"])
RECALL = pd.DataFrame({"read": [0, 10, 100], "Ranked": [0.0, 0.9, 1.0], "Random order": [0.0, 0.1, 1.0]})

FIGURES = {
    "bars": lambda rows: bars(SOURCES[rows], label="source", values=["Unique", "Duplicate"], axis="Records"),
    "narrow bars": lambda rows: bars(
        SOURCES[rows], label="source", values=["Unique"], axis="Records", width=85
    ),
    "columns": lambda rows: columns(YEARS[rows], label="year", value="articles", axis="Articles"),
    "numbers": lambda rows: matrix(LEVELS[rows]),
    "words": lambda rows: matrix(RELEVANCE[rows], shades={"S": 0.9, "M": 0.4, "W": 0.05}),
    "curve": lambda rows: curve(
        RECALL[rows],
        x="read",
        lines=["Ranked", "Random order"],
        axes_labels=("Records screened", "Recall"),
        diagonal=True,
        marks={"stopped": 90, "begun": 5},
    ),
}


def written(figure):
    FigureCanvasAgg(figure).draw()
    (axes,) = figure.axes
    across, up = sorted(axes.get_xlim()), sorted(axes.get_ylim())
    ticks = [text for text in axes.get_xticklabels() if across[0] <= text.get_position()[0] <= across[1]]
    ticks += [text for text in axes.get_yticklabels() if up[0] <= text.get_position()[1] <= up[1]]
    legend = axes.get_legend().get_texts() if axes.get_legend() else []
    return [
        text for text in [*axes.texts, *ticks, *legend, axes.xaxis.label, axes.yaxis.label] if text.get_text()
    ]


@pytest.mark.parametrize("name", FIGURES)
def test_all_text_lies_in_the_figure(name):
    figure = FIGURES[name](slice(None))
    width, height = figure.bbox.width, figure.bbox.height
    for text in written(figure):
        box = text.get_window_extent()
        assert -1 <= box.x0 <= box.x1 <= width + 1, text.get_text()
        assert -1 <= box.y0 <= box.y1 <= height + 1, text.get_text()


@pytest.mark.parametrize("name", FIGURES)
def test_a_table_without_rows_is_drawn_too(tmp_path, name):
    save_figure(FIGURES[name](slice(0)), [tmp_path / "empty.svg"], title=name)
    assert (tmp_path / "empty.svg").exists()


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("ending", ["svg", "pdf", "png"])
def test_the_same_table_gives_the_same_bytes(tmp_path, name, ending):
    paths = [tmp_path / f"{i}.{ending}" for i in "ab"]
    for path in paths:
        save_figure(FIGURES[name](slice(None)), [path], title=name)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("bars", {"5", "1,234,567", "0", "Unique", "Duplicate", "Records", "ProQuest"}),
        ("columns", {"3", "12", "1990", "Articles"}),
        ("numbers", {"3", "0", "12", "1", "Nutrition", "Health", "International", "National"}),
        ("words", {"S", "M", "W", "1 A key finding", "SDG1"}),
        ("curve", {"Ranked", "Random order", "stopped", "begun", "Recall", "Records screened", "100%"}),
    ],
)
def test_what_is_drawn_is_also_written(name, texts):
    assert texts <= {text.get_text() for text in written(FIGURES[name](slice(None)))}


def test_bars_are_as_long_as_their_numbers():
    (axes,) = FIGURES["bars"](slice(None)).axes
    assert [bar.get_width() for bar in axes.patches] == [3, 1_000_000, 0, 2, 234_567, 0]
    assert [bar.get_x() for bar in axes.patches] == [0, 0, 0, 3, 1_000_000, 0]


def test_rows_are_drawn_from_above():
    (axes,) = FIGURES["bars"](slice(None)).axes
    first, *_, last = axes.get_yticklabels()
    assert first.get_text() == "ProQuest"
    assert (
        axes.transData.transform(first.get_position())[1] > axes.transData.transform(last.get_position())[1]
    )


@pytest.mark.parametrize(("name", "darkest"), [("numbers", "12"), ("words", "S")])
def test_cells_can_be_told_apart_and_read_in_grey(name, darkest):
    (axes,) = FIGURES[name](slice(None)).axes

    def grey(color):
        return float(np.dot(color[:3], (0.2126, 0.7152, 0.0722)))

    greys = {
        text.get_text(): grey(cell.get_facecolor())
        for text, cell in zip(axes.texts, axes.patches, strict=True)
    }
    assert min(greys, key=greys.get) == darkest
    assert len(set(greys.values())) == len(greys)
    for text in axes.texts:
        ink = 1.0 if text.get_color() == "white" else 0.0
        assert abs(ink - greys[text.get_text()]) > 0.45


def test_lines_and_bars_are_told_apart_without_colour():
    (axes,) = FIGURES["curve"](slice(None)).axes
    assert len({line.get_linestyle() for line in axes.lines[:2]}) == 2
    (axes,) = FIGURES["bars"](slice(None)).axes
    assert len({bar.get_hatch() for bar in axes.patches}) == 2


def test_more_series_than_can_be_told_apart_are_refused():
    many = SOURCES.assign(a=1, b=2, c=3)
    with pytest.raises(ValueError, match="shorter"):
        bars(many, label="source", values=["Unique", "Duplicate", "a", "b", "c"], axis="Records")


@pytest.mark.parametrize(("rows", "marked"), [(5, True), (200, False)])
def test_the_rows_of_a_short_curve_are_marked(rows, marked):
    frame = pd.DataFrame({"x": np.linspace(0, 1, rows), "y": np.linspace(0, 1, rows)})
    (axes,) = curve(frame, x="x", lines=["y"], axes_labels=("Predicted", "Observed")).axes
    assert (axes.lines[0].get_marker() == "o") is marked


def test_a_pdf_embeds_glyphs_without_the_tables_that_place_them(tmp_path):
    save_figure(FIGURES["bars"](slice(None)), [tmp_path / "a.pdf"], title="Sources")
    (page,) = pypdf.PdfReader(tmp_path / "a.pdf").pages
    fonts = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in page["/Resources"]["/Font"].values()]
    tables = [set(TTFont(BytesIO(font["/FontFile2"].get_data())).keys()) for font in fonts]
    assert tables
    assert all("glyf" in held and not held & {"BASE", "GDEF", "GPOS", "GSUB", "kern"} for held in tables)
    assert "JSTOR" in page.extract_text()
    assert "GPOS" not in Options().drop_tables  # other users of fontTools are left alone
