"""Encodings: by mark, by the bytes, never by what a file says of itself."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cireview.errors import ExportError
from cireview.formats import Imported, check_export

Read = Callable[..., Imported]

TEXT = "TY  - JOUR\r\nTI  - Überprüfung der Café-Größe\r\nER  - \r\n"
TITLE = "Überprüfung der Café-Größe"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32"),
        (TEXT.replace("\r\n", "\r").encode(), "utf-8"),
        (TEXT.replace("\r\n", "\r\r\n").encode(), "utf-8"),
    ],
)
def test_an_encoding_is_told_from_the_bytes(content: bytes, name: str, read: Read) -> None:
    reading = read(content)
    assert reading.records["title"].tolist() == [TITLE]
    assert (reading.encoding, reading.warnings) == (name, ())


def test_windows_1252_is_read_with_a_warning_that_names_the_line(read: Read) -> None:
    reading = read(TEXT.encode("cp1252"))
    assert reading.records["title"].tolist() == [TITLE]
    assert reading.encoding == "cp1252"
    assert reading.warnings == ("line 2 is not UTF-8: such bytes were read as Windows-1252",)


def test_a_file_pasted_together_from_two_encodings_is_right_in_both_parts(read: Read) -> None:
    reading = read(TEXT.encode() + TEXT.encode("cp1252"))
    assert reading.records["title"].tolist() == [TITLE, TITLE]


def test_a_wrong_declaration_is_not_believed(read: Read) -> None:
    text = "% Encoding: windows-1252\n@article{k, title = {Größe}}\n"
    assert read(text.encode()).records["title"].tolist() == ["Größe"]


def test_gbk_is_read_on_request_only(read: Read) -> None:
    content = "TY  - JOUR\nTI  - 中文标题\nER  - \n".encode("gbk")
    assert read(content, encoding="gbk").records["title"].tolist() == ["中文标题"]
    assert read(content).warnings


def test_an_encoding_that_does_not_exist_is_refused(read: Read) -> None:
    with pytest.raises(ExportError, match="there is no encoding 'utf-9'"):
        read(TEXT.encode(), encoding="utf-9")


def test_an_encoding_asked_for_that_is_wrong_is_told(read: Read) -> None:
    reading = read(TEXT.encode("cp1252"), encoding="utf-8")
    assert reading.warnings == ("line 2 is not utf-8: such characters became \ufffd",)


@pytest.mark.parametrize(
    "content",
    [
        b"TY  - JOUR\nTI  - a\xed\xa0\x80b\0c\nER  - \n",
        "TY  - JOUR\nTI  - a\ud800b\nER  - \n".encode("utf-16-le", "surrogatepass"),
        b"TY  - JOUR\nTI  - \x81\x8d\x90\nER  - \n",
        b"@article{k, title = {a\0b}}",
        b"title,abstract\na\0b,\xed\xa0\x80\n",
        b"PMID- 1\nTI  - a\0\xff\n",
    ],
)
def test_zeros_and_halves_of_characters_survive(content: bytes, read: Read) -> None:
    assert len(read(content).records) == 1


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    middle=st.binary(max_size=60),
    start=st.sampled_from([b"TY  - X\n", b"@book{k,\n", b"PMID- 1\n", b"title,doi\n", b"%0 X\n"]),
)
def test_no_bytes_make_a_traceback_or_a_loss_that_is_not_told(
    middle: bytes, start: bytes, read: Read
) -> None:
    try:
        reading = read(start + middle)
    except ExportError:
        return
    accounted = len(reading.records) + len(reading.rejected)
    assert accounted == reading.expected or any("were counted" in warning for warning in reading.warnings)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "UTF-16LE", "utf-16-be", "cp1252"])
def test_an_encoding_that_is_asked_for_and_right_is_read_with_its_mark_and_without(
    encoding: str, read: Read
) -> None:
    marks = {"utf-16": [""], "cp1252": [""]}.get(encoding, ["", "\ufeff"])
    for mark in marks:
        reading = read((mark + TEXT).encode(encoding), encoding=encoding)
        assert (reading.records["title"].tolist(), reading.warnings) == ([TITLE], ())
    if encoding == "utf-16":
        assert read(TEXT.encode("utf-16-be"), encoding="utf-16").records["title"].tolist() == [TITLE]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32-le"])
def test_a_file_in_which_nothing_is_found_in_the_encoding_asked_for_is_refused(
    encoding: str, read: Read, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match=f"the file is not {encoding}"):
        read(TEXT.encode(), encoding=encoding)
    assert f"not {encoding}" in check_export(tmp_path / "export.dat", encoding=encoding)[0].message


@pytest.mark.parametrize("encoding", ["base64", "rot13", "utf-9"])
def test_what_is_no_encoding_of_texts_is_refused(encoding: str, read: Read) -> None:
    with pytest.raises(ExportError, match="there is no encoding"):
        read(TEXT.encode(), encoding=encoding)
