"""What journals ask of figures: only what a page says that is cited, and a file of one's own is checked."""

import pytest
from matplotlib.text import Text

from cireview.errors import TableError
from cireview.figures.flow_diagram import flow_figure
from cireview.figures.fonts import use_font
from cireview.figures.journals import Journal, find_font, list_journals, load_journal
from cireview.flow.entries import Shown
from cireview.flow.layout import layout_flow


@pytest.mark.parametrize("name", list_journals())
def test_each_journal_cites_what_says_so_and_names_what_is_ours(name):
    journal = load_journal(name)
    assert journal.sources
    assert all(source.startswith("http") for source in journal.sources)
    assert 80 <= journal.column < journal.page <= 180
    assert ("fonts" in journal.own) == (not journal.fonts)


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("plos", "formats", ("tiff", "eps")),
        ("plos", "highest", 222.3),
        ("elsevier", "dpi", 1000),
        ("springer", "dpi", 1200),
        ("bmc", "page", 176),
        ("bmj", "own", ("widths", "highest", "fonts")),
        ("", "page", 174),
    ],
)
def test_what_a_journal_asks(name, key, value):
    assert getattr(load_journal(name), key) == value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("width: 5", "a journal's file has no key width"),
        ("dpi: many", "dpi is 'many'"),
        ("page: -5", "page is -5"),
        ("page: true", "page is True"),
        ("formats: tiff", "formats is 'tiff'"),
        ("formats: [bmp]", "cireview cannot write figures as bmp"),
        ("fonts: [5]", "fonts is [5]"),
        ("[1]", "contains no keys"),
        ("a: [", "cannot be read"),
        ("", "contains no keys"),
    ],
)
def test_a_file_of_ones_own_is_checked(tmp_path, text, told):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(TableError, match=told.replace("[", r"\[")):
        load_journal(str(path))


def test_a_journal_that_nobody_wrote_is_refused_with_those_that_there_are():
    with pytest.raises(TableError, match="plos"):
        load_journal("lancet")


def test_a_width_is_brought_between_those_that_can_be_drawn(tmp_path):
    (tmp_path / "wide.yaml").write_text("page: 300\ncolumn: 20\n")
    journal = load_journal(str(tmp_path / "wide.yaml"))
    assert (journal.column, journal.page) == (80, 180)


def test_the_first_font_that_the_machine_has_is_taken():
    assert find_font(Journal(fonts=("No Such Font", "DejaVu Serif"))) == "DejaVu Serif"
    assert find_font(Journal(fonts=("No Such Font",))) == ""


def test_a_figure_is_set_in_another_font_with_its_own_behind():
    counts = {"database_results": 2, "duplicates": 0, "records_screened": 2, "records_excluded": 0,
              "dbr_sought_reports": 2, "dbr_notretrieved_reports": 0, "dbr_assessed": 2, "dbr_excluded": {},
              "new_studies": 2, "new_reports": 2}  # fmt: skip
    figure = flow_figure(layout_flow(counts, width=174, shown=Shown()))
    use_font(figure, "DejaVu Serif")
    families = {next(iter(text.get_fontfamily())) for text in figure.findobj(Text) if text.get_text()}
    assert families == {"DejaVu Serif"}
