"""BibTeX, well made and broken; all entries are invented."""

# ruff: noqa: E501 a line of a file is one line here
from __future__ import annotations

from collections.abc import Callable

import pytest

from cireview.formats import Imported
from cireview.formats.latex import decode_latex
from cireview.formats.names import invert_name

Read = Callable[..., Imported]

CASES: dict[str, tuple[str, dict[str, str]]] = {
    "the usual": (
        "@article{key, author = {Novak, Jana and Ben Okafor}, title = {A {DNA} Title}, year = 2014,\n"
        " journal = {J}, volume = 3, number = {4}, pages = {426--446}, doi = {10.5555/x}, note = {n}}",
        {
            "authors": "Novak, Jana; Okafor, Ben",
            "title": "A DNA Title",
            "year": "2014",
            "pages": "426-446",
            "document_type": "article",
            "notes": "n",
            "accession": "",
        },
    ),
    "abbreviations and parts that are joined": (
        '@string{acm = "ACM"}\n@article{k, journal = acm # { Press}, title = "A"}',
        {"journal": "ACM Press"},
    ),
    "round brackets": ('@article(k, title = "A")', {"title": "A"}),
    "line breaks": ("@article{k,\n title = {One\n     two},\n}", {"title": "One two"}),
    "no key": ("@article{,\n title = {A},\n}", {"title": "A"}),
    "no key and no comma": ('@book{\n author = "An Author"\n}', {"authors": "Author, An"}),
    "a key with commas": ("@ARTICLE{Kenny20103,17,\n title = {A},\n}", {"title": "A"}),
    "a key that is an address": (
        "@article{https://doi.org/10.5555/x,\ntitle = {A}}",
        {"title": "A", "doi": "10.5555/x"},
    ),
    "no comma between fields": (
        "@book{k,\n author = {A, B}\n title = {C}\n}",
        {"authors": "A, B", "title": "C"},
    ),
    "a field twice, a field with a blank and a no-break space in its name": (
        "@article{k,\nfunding_details={a},\nfunding_details={b},\nfunding_text\xa01={c},\nEarly Access Date = {x},\n"
        "issn={1},\ntitle={A},\n}",
        {"title": "A", "issn": "1"},
    ),
    "a brace too few in a value": ("@article{k,\n keywords = {a, {b, c},\n title = {A},\n}", {"title": "A"}),
    "a brace too many in a value (EBSCO: code in the keywords)": (
        "@article{k,\nKeywords = {a, @type:Person}, b, author:{name},\nTitle = {A},\n}",
        {"title": "A"},
    ),
    "quotation marks in quotation marks": (
        '@article{k,\n abstract = "so "called" words",\n title = "A",\n}',
        {"abstract": 'so "called" words', "title": "A"},
    ),
    "no brace at the end": ("@article{k,\n title = {A},\n year = {2014}\n", {"title": "A", "year": "2014"}),
    "Web of Science: two braces": (
        "@article{ WOS:000000000000001,\nTitle = {{A \\& B}},\nUnique-ID = {{WOS:000000000000001}},\n"
        "Type = {{Review}},\nISSN = {{1}},\nEISSN = {{2}},\n}",
        {"title": "A & B", "accession": "WOS:000000000000001", "document_type": "Review", "issn": "1; 2"},
    ),
    "Scopus: EID in the address, article number": (
        "@ARTICLE{Kim2022,\nart_number={796200},\nurl={https://www.scopus.com/x?eid=2-s2.0-851&doi=10.5555%2fx},\n}",
        {"accession": "2-s2.0-851", "pages": "796200"},
    ),
    "EBSCO: number and date as a key": (
        "@article{16066178920221122,\n year = {2022},\n}",
        {"accession": "160661789"},
    ),
    "a number as a key is no id": ("@article{12345678,\n title = {A}, year = {2022},\n}", {"accession": ""}),
    "a key is no id": ("@article{smith2020,\n title = {A}, year = {2020},\n}", {"accession": ""}),
    "SAGE: a letter after the year, an en dash": (
        "@article{doi:10.5555/x,\nyear = {2021a},\npages = {10–13},\n}",
        {"year": "2021a", "pages": "10–13", "doi": "10.5555/x"},
    ),
    "institutions in braces": (
        "@article{k, author = {{World Bank and Partners} and {V. Kulkarni} and Smith, A.}}",
        {"authors": "World Bank and Partners; Kulkarni, V.; Smith, A."},
    ),
    "an address keeps its signs": (
        "@misc{k, url = {https://example.org/~a/b\\_c%7e}}",
        {"url": "https://example.org/~a/b_c%7e", "document_type": ""},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_entry_is_understood(case: str, read: Read) -> None:
    content, expected = CASES[case]
    reading = read(content)
    assert len(reading.records) == reading.expected == 1
    record = reading.records.iloc[0].to_dict()
    assert {column: record[column] for column in expected} == expected


def test_a_broken_entry_costs_itself_alone(read: Read) -> None:
    text = "@article{a,\n title = {A},\n}\n\n@article{b,\n title = {B\n\n@article{c,\n title = {C},\n}\n"
    reading = read(text)
    assert reading.records["title"].tolist() == ["A", "C"]
    (row,) = reading.rejected.to_dict("records")
    assert (row["line"], row["reason"]) == (5, "a brace or a quotation mark is not closed")
    assert row["text"].startswith("@article{b,")
    assert reading.warnings == ()


def test_duplicate_keys_are_two_records(read: Read) -> None:
    assert read("@book{k, title={A}}\n@book{k, title={B}}").records["title"].tolist() == ["A", "B"]


def test_comments_preambles_and_text_between_are_no_records(read: Read) -> None:
    text = (
        'Scopus\n@comment{jabref: @article}\n@preamble{ "x"\n\n@string{ foo = "foo }\n@book{k, title={A}}\n'
    )
    assert read(text).records["title"].tolist() == ["A"]


def test_a_file_of_comments_alone_is_an_empty_search(read: Read) -> None:
    reading = read("@comment{nothing was found}\n")
    assert (len(reading.records), reading.expected, reading.warnings) == (0, 0, ())


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"{\'e}\'{e}\'e {\`{E}} \^o \~{n} {\"u} \=a \.z", "ééé È ô ñ ü ā ż"),
        (r"\u{g} \v{s} \H{o} \c{c} {\c c} \k{a} {\r a} \d{h}", "ğ š ő ç ç ą å ḥ"),
        (r"{\'{\i}}\'\i", "íí"),
        (r"{\ss} {\ae}{\O} {\l}odz \o{} \AA ngstrom", "ß æØ łodz ø Ångstrom"),
        (r"\& \% \$5 \# \_ \{x\}", "& % $5 # _ {x}"),
        (r"\textit{Natrix} \emph{is} {\em here}", "Natrix is here"),
        (r"$x_{2}$ and {DNA}", "$x_{2}$ and DNA"),
        (r"Donald~Knuth, ~ 10 and ~5", "Donald\xa0Knuth, ~ 10 and ~5"),
        (r"D\textquotesingle Arc \textendash{} \unknown{x}", "D'Arc – \\unknownx"),
        ("no LaTeX, 100 % plain", "no LaTeX, 100 % plain"),
    ],
)
def test_latex_is_decoded(latex: str, plain: str) -> None:
    assert decode_latex(latex) == plain


@pytest.mark.parametrize(
    ("name", "arranged"),
    [
        ("Joe Torre", "Torre, Joe"),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("von Hicks, III, Michael", "von Hicks, III, Michael"),
        ("Plato", "Plato"),
        ("van Gogh", "Gogh, van"),
    ],
)
def test_names_of_bibtex_are_arranged(name: str, arranged: str) -> None:
    assert invert_name(name) == arranged
