"""A record that holds nothing to know it by is rejected in every format alike, with its line."""

from __future__ import annotations

import pytest

HOLLOW = {
    "ris": ("TY  - JOUR\nTI  - A\nER  - \nTY  - GEN\nPY  - 2014\nER  - \n", 4),
    "nbib": ("OWN - NLM\nTI  - A\n\nOWN - NLM\nDP  - 2014\n", 4),
    "wos": ("PT J\nTI A\nER\n\nPT J\nPY 2014\nER\nEF\n", 5),
    "bibtex": ("@article{a, title = {A}}\n@article{b, year = {2014}}\n", 2),
    "enw": ("%0 Journal Article\n%T A\n\n%0 Journal Article\n%D 2014\n", 4),
    "refworks": ("RT Journal Article\nT1 A\n\nRT Journal Article\nYR 2014\n", 4),
    "endnote_xml": (
        "<xml><records><record><titles><title>A</title></titles></record>\n"
        "<record><dates><year>2014</year></dates></record></records></xml>",
        2,
    ),
    "csv": ("title,year\nA,2013\n,2014\n", 3),
}


@pytest.mark.parametrize("name", HOLLOW)
def test_a_record_of_nothing_but_a_year_is_rejected(name, read):
    content, line = HOLLOW[name]
    reading = read(content)
    assert reading.format == name
    assert reading.records["title"].tolist() == ["A"]
    (row,) = reading.rejected.to_dict("records")
    assert row["line"] == line
    assert "no title" in row["reason"]
    assert "2014" in row["text"]
    assert (reading.expected, reading.warnings) == (2, ())


@pytest.mark.parametrize(
    "field",
    [
        "TI  - A",
        "AU  - B, C",
        "AB  - D",
        "T2  - E",
        "DO  - 10.5555/x",
        "AN  - 7",
        "UR  - https://example.org",
    ],
)
def test_one_field_that_tells_which_record_it_is_suffices(field, read):
    assert len(read(f"TY  - JOUR\n{field}\nER  - \n").records) == 1
