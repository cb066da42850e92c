"""What people type wrongly in a YAML file: each is named in their words, with the row as it should be."""

from pathlib import Path

import pytest

from cireview.errors import ProtocolError
from cireview.protocol import Codebook, Config, Protocol, load_model
from cireview.protocol.load import read_model
from cireview.protocol.syntax import find_mistakes

TEMPLATE = Path(__file__).parents[2] / "src/cireview/templates/review/config/protocol.yaml"
QUOTES = "a text that begins with {!r} needs quotation marks. Write: "
# What was typed, the wrong row, and the message; where it ends in "Write: …", that row mends the file.
MISTAKES = {
    "a colon in a text": (
        "title: Men: a review\n",
        (1, 'the colon in the text is read as the end of a key. Write: title: "Men: a review"'),
    ),
    "a colon and a quotation mark": (
        'title: "Men": a review\nb: c\n',
        (1, "the quotation mark \" inside the text ends it too early. Write: title: '\"Men\": a review'"),
    ),
    "a colon at the end, in an entry": (
        "a:\n  - b: c: d\n",
        (2, 'the colon in the text is read as the end of a key. Write: - b: "c: d"'),
    ),
    "a colon in braces": (
        "a:\n  - {name: Web: Core, export: x}\n",
        (2, "a text in braces that contains : ? or # needs quotation marks. "
            'Write: - {name: "Web: Core", export: x}'),
    ),
    "no space after a colon": (
        "title:Men\na: b\n", (1, "a space is missing after the colon. Write: title: Men")),
    "no space after a dash": (
        "a:\n  - b\n  -c\nd: e\n", (3, "a space is missing after the dash. Write: - c")),
    "no colon": ("title\na: b\n", (1, "a colon is missing after the key. Write: title:")),
    "a tab": (
        "a:\n\tb: c\n",
        (2, "this row begins with a tab, but only spaces are allowed there. Begin it with spaces: '  b: c'"),
    ),
    "tabs": (
        "a:\n\tb: c\n\td: e\n",
        (2, "this row and 1 more begin with a tab, but only spaces are allowed there. "
            "Begin it with spaces: '  b: c'"),
    ),
    "a row too far right": (
        "a:\n  b: c\n   d: e\n",
        (3, "the row begins with 3 spaces, which matches no row above it. Begin it with 2 spaces: '  d: e'"),
    ),
    "a row too far left": (
        "a:\n    b: c\n  d: e\n",
        (3, "the row begins with 2 spaces, which matches no row above it. Begin it with 4 spaces: '  "
        "  d: e'"),
    ),
    "a text that goes on at the left": (
        "a: b\ngoes on\nc: d\n",
        (2, "this row is not a key with a colon, and its spaces do not make it part of the text above. "
            "Begin it with 2 spaces: '  goes on'"),
    ),
    "a mark that is not closed": (
        'title: "Men\na: b\n', (1, 'the quotation mark " is opened but not closed. Write: title: "Men"')),
    "an apostrophe in marks": (
        "a: 'Men's health'\n",
        (1, "the quotation mark ' inside the text ends it too early. Write: a: \"Men's health\""),
    ),
    "a query that begins with a phrase": (
        'query: "well-being" OR wellbeing\n',
        (1, "the quotation mark \" inside the text ends it too early. "
            "Write: query: '\"well-being\" OR wellbeing'"),
    ),
    "curly marks": (
        "title: “Men: a review”\n",
        (1, "the quotation marks are curly, as Word makes them, and are read as text. "
            'Write: title: "Men: a review"'),
    ),
    "a mark opened straight and closed curly": (
        'title: "Men”\na: b\n', (1, 'the quotation mark " is opened but not closed. Write: title: "Men"')),
    "a backslash": (
        'a: "C:\\path"\n',
        (1, "a backslash is not allowed between double quotation marks. Write: a: 'C:\\path'"),
    ),
    "a bracket that is not closed": (
        "a: [b, c\nd: e\n", (1, "the bracket '[' is opened in this row but not closed. Write: a: [b, c]")),
    "a brace that is not closed": (
        "a:\n  - {b: c, d: e\n  - {b: c}\n",
        (2, "the bracket '{' is opened in this row but not closed. Write: - {b: c, d: e}"),
    ),
    "a bracket too many": (
        "a: [b]]\nc: d\n", (1, "there is one bracket ']' too many. Write: a: [b]")),
    "a text that begins with a bracket": (
        "a: [Review] of men\n",
        (1, "a text that begins with '[' is read as a list or as keys. Write: a: \"[Review] of men\""),
    ),
    **{
        f"{sign} at the start": (f"a: {sign}men\nb: c\n", (1, QUOTES.format(sign) + f'a: "{sign}men"'))
        for sign in "@`%*&!|>"
    },
    "a second document": (
        "a: b\n---\nc: d\n",
        (2, "'---' ends the file here, so that nothing below it would be read. Delete this row"),
    ),
    "spaces of a web page": (
        "a:\n\u00a0\u00a0b: c\n",
        (2, "this row contains special spaces, as Word and web pages make them. "
            "Replace them with plain spaces: '  b: c'"),
    ),
    "a sign that nobody sees": (
        "a: b\x07\n", (1, "this row contains a character that no editor shows (U+0007). Write: a: b")),
    "what no rule mends": (
        "a: b\n: c\n",
        (2, "this row cannot be read: : c. Compare its spaces, colons, quotation marks and brackets with the "
            "rows around it"),
    ),
    "a bracket that no rule closes": (
        "a: [b\n  c: [d\n",
        (1, "a bracket is opened but not closed correctly: a: [b. Compare its spaces, colons, "
        "quotation marks "
            "and brackets with the rows around it"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MISTAKES.values(), ids=MISTAKES)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_mistake_is_named_with_the_row_as_it_should_be(text, expected, end):
    text = text.replace("\n", end)
    problems = find_mistakes(text, name="p.yaml", judge=lambda _: 0)
    row, message = expected
    assert [str(problem) for problem in problems] == [f"p.yaml, row {row}: {message}"]
    _, written, mended = problems[0].remedy.partition("Write: ")
    if written:
        rows = text.splitlines()
        rows[row - 1] = rows[row - 1][: len(rows[row - 1]) - len(rows[row - 1].lstrip())] + mended
        assert find_mistakes("\n".join(rows), name="p.yaml", judge=lambda _: 0) == []


def test_all_mistakes_of_a_file_are_named_at_once():
    text = "title: Men: a review\nparts:\n\t- a\nlist: [b\nquery: *x\n"
    assert [problem.row for problem in find_mistakes(text, name="p", judge=lambda _: 0)] == [1, 3, 4, 5]


def test_of_two_mends_the_one_is_named_with_which_the_file_is_valid():
    text = "a:\n    b: c\n  d: e\n"
    problems = find_mistakes(text, name="p", judge=lambda mended: mended.count("\n    d"))
    assert problems[0].remedy == "Begin it with no space: d: e"


READ = {
    "a remark": "a: b # c: d\n",
    "an anchor that is used": "a: &x b\nc: *x\n",
    "a text in several rows": "a: |\n  b: c: d\n  'e\n",
    "marks around marks": 'a: \'"b" OR "c"\'\n',
    "nothing": "",
}


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_what_is_right_is_no_mistake(text):
    assert find_mistakes(text, name="p", judge=lambda _: 0) == []


GOOD = """\
dimensions:
  - id: country
    label: Country
    question: Where?
    values: [{id: no, label: 1.10}]
"""
VALUES = {
    "a text that a colon cuts": (
        ("question: Where?", "question: {Where}"),
        "row 4, key dimensions.1.question: a text that begins with a bracket is read as a list or as "
        'keys. Put the text in quotation marks: question: "{Where}"',
    ),
    "a text that begins with #": (
        ("question: Where?", "question: #1"),
        "row 4, key dimensions.1.question: this must be a text, but what begins with # is a comment and is "
        'not read. If this is the text, put it in quotation marks: question: "#1"',
    ),
    "nothing": (
        ("question: Where?", "question:"),
        "row 4, key dimensions.1.question: this must be a text, and it is empty. Write it",
    ),
    "an id with spaces": (
        ("id: country", "id: home countrý"),
        "row 2, key dimensions.1.id: an id starts with a letter and has only letters, digits and _ "
        "(given: 'home countrý'). Write home_country",
    ),
    "a word that is none": (
        ("question:", "kind: Singel\n    question:"),
        "row 4, key dimensions.1.kind: 'Singel' is not one of the allowed words. Did you mean 'single'? "
        "Write one of: single, multiple, number, text, date, table",
    ),
    "a key in capitals": (
        ("label: Country", "Label: Country"),
        "row 3, key dimensions.1.Label: unknown key 'Label'. Did you mean 'label'?",
    ),
    "a key with brackets": (
        ("label: 1.10}", "label: x, 'la[b]': y}"),
        "row 5, key dimensions.1.values.1.la[b]: unknown key 'la[b]'. Did you mean 'label'?",
    ),
    "a comma in braces": (
        ("label: 1.10", "label: A, or B"),
        "row 5, key dimensions.1.values.1.or B: unknown key 'or B'. If it belongs to the text before it, put "
        "the whole text in quotation marks",
    ),
    "words in the place of keys": (
        ("values: [{id: no, label: 1.10}]", "values: [Finland]"),
        "row 5, key dimensions.1.values.1: this must be a set of keys with values "
        "(given: 'Finland'). Write {id: …, label: …}, or each key on its own row",
    ),
    "no list": (
        ("label: 1.10", "label: x, terms: a"),
        "row 5, key dimensions.1.values.1.terms: this must be a list. Write each entry on its own row, "
        "after a dash and a space: '- …'",
    ),
    "curly marks": (
        ("label: Country", "label: “Country”"),
        "row 3, key dimensions.1.label: the quotation marks of “Country” are curly, as Word makes them, and "
        'are read as text. Write "Country"',
    ),
}


@pytest.mark.parametrize(("change", "message"), VALUES.values(), ids=VALUES)
def test_a_value_is_refused_in_a_person_s_words(change, message):
    with pytest.raises(ProtocolError) as caught:
        read_model(GOOD.replace(*change), Codebook, name="c.yaml")
    assert [str(problem) for problem in caught.value.problems] == [f"c.yaml, {message}"]


@pytest.mark.parametrize("typed", ["no", "1.10", "007", "12:30", "1e3", "2020-01-01", "1_000", "Yes", "true"])
def test_a_text_stays_as_it_was_typed(typed):
    read = read_model(GOOD.replace("1.10", typed), Codebook, name="c")
    assert read.dimensions[0].values[0].label == typed


def test_numbers_and_yes_or_no_are_read_where_a_key_takes_them():
    text = "seed: 7\ndeduplication: {caution: 4}\nscreening: {show_score: yes, confidence: 0.90}\n"
    read = read_model(text, Config, name="c")
    assert (read.seed, read.deduplication.caution) == (7, 4.0)
    assert (read.screening.show_score, read.screening.confidence) == (True, 0.9)


DATES = {
    "29/11/2026": "2026-11-29",
    "11/29/2026": "2026-11-29",
    "3/4/2026": "2026-04-03 or 2026-03-04",
    "29.11.2026": "2026-11-29",
    "29 November 2026": "2026-11-29",
    "November 2026": "2026-11",
    "2026/1/5": "2026-01-05",
}


@pytest.mark.parametrize(("typed", "meant"), DATES.items())
def test_a_date_written_otherwise_is_shown_as_it_has_to_be(typed, meant):
    with pytest.raises(ProtocolError) as caught:
        read_model(TEMPLATE.read_text().replace("date: 2026-01", f"date: {typed}"), Protocol, name="p.yaml")
    (problem,) = caught.value.problems
    assert str(problem).endswith(f"(given: '{typed}'). Write {meant}")


SAVED = {
    "UTF-16": (str.encode, "utf-16", "the file is saved as UTF-16, which Notepad calls Unicode. Save"),
    "Windows-1252": (
        str.encode, "cp1252",
        ", row 1: the file is not saved as UTF-8: the letters of 'spacy_model: ä' are stored differently"),
    "Word": (lambda *_: b"PK\x03\x04", "", "this is not plain text, but a file of Word, Excel or "
    "LibreOffice"),
    "RTF": (lambda *_: b"{\\rtf1 seed: 1}", "", "this is not plain text, but a file of Word or WordPad"),
}  # fmt: skip


@pytest.mark.parametrize(("save", "encoding", "message"), SAVED.values(), ids=SAVED)
def test_a_file_that_an_editor_saved_otherwise_is_named_with_the_way_back(tmp_path, save, encoding, message):
    (tmp_path / "c.yaml").write_bytes(save("spacy_model: ä\n", encoding))
    with pytest.raises(ProtocolError) as caught:
        load_model(tmp_path / "c.yaml", Config, name="c.yaml")
    assert message in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_ends_of_lines_and_the_mark_of_notepad_change_nothing(tmp_path, encoding):
    (tmp_path / "c.yaml").write_bytes("seed: 3\r\nspacy_model: ä\r\n".encode(encoding))
    assert load_model(tmp_path / "c.yaml", Config, name="c") == Config(seed=3, spacy_model="ä")


@pytest.mark.parametrize("there", ["protocol.yaml.txt", "protocol.yml", "Protocol (1).yaml", "protcol.yaml"])
def test_a_file_of_a_like_name_is_named_where_the_file_is_missing(tmp_path, there):
    (tmp_path / there).touch()
    with pytest.raises(ProtocolError) as caught:
        load_model(tmp_path / "protocol.yaml", Protocol, name="config/protocol.yaml")
    assert caught.value.problems[0].remedy == f"Rename {there!r}, which is in that folder"


def test_an_empty_protocol_is_one_problem_and_an_empty_configuration_none(tmp_path):
    (tmp_path / "p.yaml").touch()
    with pytest.raises(ProtocolError, match=r"^p: the file is empty. Copy one from a new review: 'cireview"):
        load_model(tmp_path / "p.yaml", Protocol, name="p")
    assert load_model(tmp_path / "p.yaml", Config, name="p") == Config()
