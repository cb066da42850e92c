"""The SVG of a flow: a group for each box, words escaped, links only to where a reader may go."""

import subprocess
import sys

import pytest
from defusedxml import ElementTree
from flow.flows import FINISHED

from cireview.errors import TableError
from cireview.flow.entries import Shown
from cireview.flow.layout import layout_flow
from cireview.flow.page import write_page
from cireview.flow.styles import load_style
from cireview.flow.svg import safe_link, write_svg
from cireview.flow.words import list_languages, load_words

SPACE = "{http://www.w3.org/2000/svg}"


def draw(counts=FINISHED, **options):
    return ElementTree.fromstring(write_svg(layout_flow(counts), **options))


def test_each_box_is_a_group_with_an_id():
    ids = [group.get("id") for group in draw().iter(f"{SPACE}g")]
    assert {"flow-screened", "flow-included", "flow-stage_screening"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_number_opens_its_link_and_shows_its_tip():
    root = draw(links={"records_screened": "screened.html"}, tips={"records_screened": "All <of> them"})
    link = next(root.iter(f"{SPACE}a"))
    assert link.get("href") == "screened.html"
    tips = [title.text for group in root.iter(f"{SPACE}g") for title in group.findall(f"{SPACE}title")]
    assert tips == ["All <of> them"]


def test_a_reason_opens_the_list_of_its_box_unless_it_has_one():
    counts = FINISHED | {"dbr_excluded": {"Few": 2, "Many": 17}}
    root = draw(counts, links={"dbr_excluded": "all.html", "dbr_excluded/Few": "few.html"})
    links = {"".join(link.itertext()): link.get("href") for link in root.iter(f"{SPACE}a")}
    assert links["Few (n = 2)"] == "few.html"
    assert links["Many (n = 17)"] == "all.html"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"],
)
def test_a_link_to_a_script_or_a_file_of_the_machine_is_left_out(address):
    assert not safe_link(address)
    assert "href" not in write_svg(layout_flow(FINISHED), links={"records_screened": address})


@pytest.mark.parametrize("address", ["https://doi.org/10.1/x", "#screened", "lists/screened.html"])
def test_a_link_to_the_web_or_beside_the_file_is_kept(address):
    assert safe_link(address) == address


@pytest.mark.parametrize("language", list_languages())
def test_every_language_says_all_that_english_says(language):
    words = load_words(language)
    english = load_words("en")
    assert set(words.words) == set(english.words)
    for key, said in english.words.items():
        assert [part in said for part in ("{k}", "{where}", "{star}")] == [
            part in words.words[key] for part in ("{k}", "{where}", "{star}")
        ]


def test_text_that_is_read_from_the_right_says_so():
    shown = Shown(words=load_words("ar"))
    svg = write_svg(layout_flow(FINISHED, shown=shown), language="ar")
    assert 'direction="rtl"' in svg
    assert 'lang="ar"' in svg


def test_a_page_holds_the_figure_and_its_words_escaped():
    counts = FINISHED | {"dbr_excluded": {"<script>alert(1)</script>": 19}}
    flow = layout_flow(counts)
    page = write_page(flow, write_svg(flow), title="A & B", language="en")
    assert "<title>A &amp; B</title>" in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fill: 3", "a style has no key"),
        ("fills: {heading: '#ffffff'}", "no kind of box"),
        ("line: red", "the colour of line is 'red'"),
        ("radius: wide", "radius is 'wide'"),
        ("fills: blue", "the colour of fills|no kind of box"),
        ("[1, 2]", "contains no keys"),
        ("a: [", "cannot be read"),
    ],
)
def test_what_is_wrong_with_a_style_is_named(tmp_path, text, message):
    path = tmp_path / "style.yaml"
    path.write_text(text)
    with pytest.raises(TableError, match=message):
        load_style(str(path))


def test_a_style_and_a_language_of_ones_own(tmp_path):
    style = tmp_path / "style.yaml"
    style.write_text('fills: {header: "#abcdef"}')
    words = tmp_path / "fi.yaml"
    words.write_text("language: suomi\nwords: {records_screened: Seulotut viitteet}", encoding="utf-8")
    shown = Shown(words=load_words(str(words)))
    svg = write_svg(layout_flow(FINISHED, shown=shown), style=load_style(str(style)))
    assert "#abcdef" in svg
    assert "Seulotut viitteet" in svg
    words.write_text("words: {records_screned: x}")
    load_words.cache_clear()
    with pytest.raises(TableError, match=r"no key words\.records_screned"):
        load_words(str(words))


def test_an_svg_needs_neither_pandas_nor_matplotlib(tmp_path):
    code = (
        "import sys; from cireview.flow.svg import write_svg; from cireview.flow.layout import layout_flow\n"
    )
    code += "write_svg(layout_flow(eval(sys.argv[1])))\n"
    code += "print([name for name in ('pandas', 'matplotlib', 'numpy') if name in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code, repr(FINISHED)], check=True, capture_output=True, text=True
    )
    assert run.stdout.strip() == "[]"


def test_a_number_of_several_lines_is_one_link_and_no_screen_reader_passes_over_it():
    root = draw(links={"dbr_notretrieved_reports": "#list"})
    (link,) = root.iter(f"{SPACE}a")
    assert len(link) > 1
    assert (root.get("role"), draw().get("role")) == ("group", "img")
