"""EndNote XML; all records are invented."""

# ruff: noqa: E501 a line of a file is one line here
from __future__ import annotations

from collections.abc import Callable

import pytest

from cireview.formats import Imported

Read = Callable[..., Imported]

# Elements: test/data/endnote-2.xml of IEBH/SRA2.
RECORD = (
    '<record><ref-type name="Journal Article">17</ref-type><contributors><authors><author><style face="normal">'
    "Blich, M.</style></author><author>Ders, J.</author></authors></contributors>"
    "<auth-address>Here&#xD;There</auth-address>"
    '<titles><title><style>In </style><style face="italic">situ</style><style> growth</style></title></titles>'
    "<periodical><full-title>Acta</full-title></periodical><keywords><keyword>one</keyword><keyword>two</keyword>"
    "</keywords><dates><year>1990</year></dates><isbn>1234-5678&#xD;8765-4321</isbn><accession-num>2158737"
    "</accession-num><urls><related-urls><url>http://x</url></related-urls></urls></record>"
)
FILE = '<?xml version="1.0" encoding="{}"?><xml><records>{}</records></xml>'


def test_a_record_is_understood(read: Read) -> None:
    record = read(FILE.format("UTF-8", RECORD)).records.iloc[0].to_dict()
    expected = {
        "title": "In situ growth",
        "authors": "Blich, M.; Ders, J.",
        "affiliations": "Here; There",
        "keywords": "one; two",
        "issn": "1234-5678; 8765-4321",
        "accession": "2158737",
        "document_type": "Journal Article",
        "journal": "Acta",
        "year": "1990",
        "url": "http://x",
    }
    assert {column: record[column] for column in expected} == expected


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("<title>a &amp; b &lt;i&gt;c&lt;/i&gt;</title>", "a & b <i>c</i>"),
        ("<title>a &#x1F; b \x0b c &#0; d</title>", "a  b  c  d"),
        ("<title>a & b &nbsp; c</title>", "a & b &nbsp; c"),
    ],
)
def test_entities_are_decoded_and_forbidden_characters_left_out(text: str, title: str, read: Read) -> None:
    record = f"<record><titles>{text}</titles></record>"
    assert read(FILE.format("UTF-8", record)).records["title"].tolist() == [title]


def test_a_wrong_declaration_is_not_believed(read: Read) -> None:
    record = "<record><titles><title>Ünïcode</title></titles></record>"
    assert read(FILE.format("UTF-16", record)).records["title"].tolist() == ["Ünïcode"]


def test_what_follows_a_broken_place_is_rejected_record_by_record(read: Read) -> None:
    broken = FILE.format("UTF-8", f"{RECORD}\n<record><titles><title>B</titles></record>\n{RECORD}")
    reading = read(broken)
    assert len(reading.records) == 1
    assert reading.rejected["line"].tolist() == [2, 3]
    assert reading.rejected["reason"].str.contains("mismatched tag").all()
    assert reading.warnings == ()


def test_entities_that_expand_are_refused_without_a_traceback(read: Read) -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        + FILE.format("UTF-8", RECORD)[38:]
    )
    reading = read(bomb)
    assert len(reading.records) == 0
    assert reading.rejected["line"].tolist() == [1]
