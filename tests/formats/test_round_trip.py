"""A record that goes out and comes back is the same, in all five formats."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cireview.errors import ExportError
from cireview.formats import read_export, sniff_format, write_export
from cireview.formats.names import arrange_name
from cireview.tables import RECORD
from cireview.tables.ids import identify_records

FORMATS = ("ris", "bibtex", "nbib", "csv", "endnote_xml")

# Signs that a format uses for itself, accents, other scripts and marks; no control characters, no surrogates.
signs = st.sampled_from(
    [*"{}\\$&%#_^~\"'<>|@=-–,.:*[]()/!?+`", "ER", " - ", "&amp;", "<i>x</i>", "é", "ß", "日本", "𝒳"]
)
words = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters=";"), max_size=8
)
texts = st.lists(st.one_of(words, signs), max_size=6).map(lambda parts: " ".join(" ".join(parts).split()))
parts = texts.map(lambda text: text.replace(";", ","))
lists = st.lists(parts.filter(bool), max_size=4).map("; ".join)
letters = st.text("abcdefgßéñ", min_size=2, max_size=6).map(str.capitalize)
people = st.tuples(letters, st.sampled_from(["J", "Jo", "J. K.", "Mary Ann", "Ørjan", "M.-L."])).map(
    ", ".join
)
institutions = st.lists(letters, min_size=1, max_size=3).map(" ".join)
names = st.lists(people | institutions, max_size=4).map("; ".join)
numbers = st.integers(1, 99_999).map(str)


def _records(**columns: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({"record_id": st.just(""), "source": st.just("Some base"), **columns})


records = _records(
    search_id=st.just("s1"),
    accession=st.from_regex(r"(WOS:[0-9]{15}|[A-Z]{2}[0-9]{6}|[0-9]{8})", fullmatch=True),
    title=texts,
    abstract=texts,
    authors=names,
    affiliations=lists,
    year=st.sampled_from(["", "2014", "2014//", "2014 May-Jun", "in press"]),
    journal=texts,
    volume=numbers | st.just(""),
    issue=st.sampled_from(["", "3", "3-4", "Suppl 1"]),
    pages=st.sampled_from(["", "12", "12-15", "e12", "S1-S9", "5-5", "12, 17-18", "1-2-3"]),
    doi=st.sampled_from(
        ["10.1000/x_1(2)", "10.1002/(SICI)1097<1::AID>3.0.CO;2-#", "https://doi.org/10.1/a%20b"]
    ),
    pmid=numbers | st.just(""),
    issn=st.sampled_from(["", "1234-567X", "1234-567X; 7654-3210"]),
    language=st.sampled_from(["", "English", "English; Spanish"]),
    document_type=st.sampled_from(
        ["", "Article", "Book chapter", "JOUR", "article", "Review; Early Access", "Thesis"]
    ),
    keywords=lists,
    url=st.sampled_from(["", "https://example.org/a?b=c&d=%7e_~#e", "http://example.org/ü"]),
    notes=lists,
)


@pytest.mark.parametrize("format_", FORMATS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(records, min_size=1, max_size=4))
def test_what_goes_out_comes_back(format_: str, rows: list[dict[str, str]], tmp_path: Path) -> None:
    before = RECORD.conform(pd.DataFrame(rows))
    before["record_id"] = identify_records(before).astype("str")
    path = tmp_path / "records"
    write_export(before, path, format=format_)
    reading = read_export(path, source="Some base", search_id="s1")
    assert reading.format == format_
    assert reading.warnings == ()
    pd.testing.assert_frame_equal(reading.records, before)


@given(name=names.filter(bool))
def test_names_of_the_round_trip_are_arranged(name: str) -> None:
    assert all(arrange_name(part) == part for part in name.split("; "))


@pytest.mark.parametrize("format_", FORMATS)
def test_line_breaks_become_blanks_and_control_characters_go(format_: str, tmp_path: Path) -> None:
    row = dict.fromkeys(RECORD.columns, "") | {
        "title": "One\r\n two\x00\x1b",
        "accession": "A1",
        "doi": "10.1/x",
    }
    write_export(RECORD.conform(pd.DataFrame([row])), tmp_path / "out", format=format_)
    assert read_export(tmp_path / "out", source="x").records["title"].tolist() == ["One two"]


@pytest.mark.parametrize("format_", FORMATS)
def test_same_records_same_bytes_without_carriage_returns(format_: str, tmp_path: Path) -> None:
    row = dict.fromkeys(RECORD.columns, "") | {"title": "Ein Titel", "authors": "Müller, Jo; UNESCO"}
    for name in ("a", "b"):
        write_export(RECORD.conform(pd.DataFrame([row])), tmp_path / name, format=format_)
    written = (tmp_path / "a").read_bytes()
    assert written == (tmp_path / "b").read_bytes()
    assert b"\r" not in written
    assert sniff_format(written) == format_


def test_no_other_format_is_written(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="endnote_xml"):
        write_export(RECORD.empty(), tmp_path / "x", format="docx")


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_is_written_whole_or_not_at_all(format_: str, tmp_path: Path) -> None:
    rows = pd.concat([RECORD.conform(pd.DataFrame([dict.fromkeys(RECORD.columns, "A")]))] * 2)
    rows["title"] = ["A", None]
    (tmp_path / "out").write_text("old")
    with pytest.raises(TypeError):
        write_export(rows, tmp_path / "out", format=format_)
    assert {one.name: one.read_text() for one in tmp_path.iterdir()} == {"out": "old"}
