"""`cireview prisma`: numbers into figures; what does not add up is refused, or drawn and marked."""

import pytest
from cli.conftest import run
from flow.test_files import COUNTS, write_table

from cireview.errors import TableError


@pytest.fixture
def table(tmp_path):
    """Return a file with the counts of a flow that adds up."""
    path = tmp_path / "flow.csv"
    path.write_text(write_table())
    return path


@pytest.mark.parametrize(
    ("ending", "start"),
    [
        ("svg", b"<?xml"),
        ("html", b"<!DOCTYPE html>"),
        ("pdf", b"%PDF"),
        ("eps", b"%!PS-Adobe"),
        ("png", b"\x89PNG"),
        ("tiff", b"II*\0"),
        ("tif", b"II*\0"),
    ],
)
def test_the_ending_of_a_file_says_its_format(table, tmp_path, ending, start):
    done = run("prisma", table, "-o", tmp_path / f"out/flow.{ending}", "--dpi", 72)
    assert done.exit_code == 0, done.exception
    assert (tmp_path / f"out/flow.{ending}").read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--lang", "de"], "Treffer in der Vorauswahl"),
        (["--lang", "ar"], 'direction="rtl"'),
        (["--style", "journal"], 'fill="none"'),
        (["--width", "85"], 'width="85mm"'),
        (["--notes", "A note & more."], "A note &amp; more."),
        (["--title", "Flow of a review"], '<title id="flow-title">Flow of a review</title>'),
        (["--order", "given"], "PubMed"),
        (["--no-zeros"], "Records screened"),
    ],
)
def test_options_change_the_figure(table, tmp_path, options, words):
    assert run("prisma", table, "-o", tmp_path / "plain.svg").exit_code == 0
    assert run("prisma", table, "-o", tmp_path / "flow.svg", *options).exit_code == 0
    svg = (tmp_path / "flow.svg").read_text(encoding="utf-8")
    assert words in svg
    assert options[0] in ("--order", "--no-zeros") or svg != (tmp_path / "plain.svg").read_text()


def test_numbers_that_do_not_add_up_are_refused_and_drawn_only_with_a_mark(table, tmp_path):
    table.write_text(write_table(COUNTS | {"records_screened": 999}))
    done = run("prisma", table, "-o", tmp_path / "flow.svg")
    assert isinstance(done.exception, TableError)
    assert "100 is not 1,019" in str(done.exception)
    assert not (tmp_path / "flow.svg").exists()
    assert run("prisma", table, "-o", tmp_path / "flow.svg", "--force").exit_code == 0
    assert "These numbers do not add up" in (tmp_path / "flow.svg").read_text()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-o", "flow.docx"], "the ending of the file stands for no format"),
        (["-o", "flow.svg", "--order", "size"], "--order is 'size'"),
        (["-o", "flow.svg", "--lang", "xx"], "no words for the language 'xx'"),
        (["-o", "flow.svg", "--style", "pink"], "there is no style 'pink'"),
        (["-o", "flow.svg", "--layout", "v1"], "'v1' is not a flow template"),
        (["-o", "flow.svg", "--layout", "new_other"], "needs the count other_sought_reports"),
        (["-o", "flow.svg", "--width", "20"], "80 to 180 mm"),
    ],
)
def test_what_is_wrong_with_an_option_is_named(table, tmp_path, options, message):
    given = [tmp_path / one if one.startswith("flow.") else one for one in options]
    done = run("prisma", table, *given)
    assert isinstance(done.exception, TableError)
    assert message in str(done.exception)


def test_what_is_folded_is_announced(table, tmp_path):
    reasons = {f"A reason of some length that takes a line or two, {i}": 1 for i in range(150)}
    counts = COUNTS | {"dbr_excluded": reasons, "dbr_assessed": 160, "dbr_notretrieved_reports": 0}
    counts |= {"dbr_sought_reports": 160, "records_screened": 210, "database_results": 230}
    del counts["database_specific_results"]
    table.write_text(write_table(counts))
    done = run("prisma", table, "-o", tmp_path / "flow.svg")
    assert done.exit_code == 0, done.exception
    assert "the figure fits a page; flow.csv has all entries" in done.output
    assert "listed in flow.csv" in (tmp_path / "flow.svg").read_text().replace("</text>\n<text", "")


def test_sentences_of_the_file_stand_below_the_figure(table, tmp_path):
    table.write_text(f"{write_table().rstrip()}\nremark,NA,box10,x,Counts are invented.,NA,NA,NA\n")
    assert run("prisma", table, "-o", tmp_path / "flow.svg").exit_code == 0
    assert "Counts are invented." in (tmp_path / "flow.svg").read_text()
