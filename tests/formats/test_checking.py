"""What is told of a file before it is read, by its first and last pages alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cireview.errors import ExportError
from cireview.formats import check_export, read_export, sniff_format

RIS = "TY  - JOUR\nTI  - {}\nER  - \n"
NBIB = "PMID- {}\nTI  - A\nSO  - J. 2000.\n\n"
XML = "<xml><records><record></record></records></xml>"
XLSX_START = b"PK\x03\x04" + b"\0" * 26 + b"xl/workbook.xml"

# Content of a file, and what is told of it; nothing for a sound one.
CASES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "white space alone": (b" \n\r\n\t", "empty"),
    "web page": (b"<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
    "PDF": (b"%PDF-1.7\n", "PDF"),
    "image": (b"\x89PNG\r\n\x1a\n", "image"),
    "ZIP": (b"PK\x03\x04" + b"\0" * 60, "ZIP archive"),
    "gzip": (b"\x1f\x8b\x08", "compressed"),
    "other XML": (b"<?xml version='1.0'?><eSearchResult/>", "of no program"),
    "JSON": (b'{"results": []}', "JSON"),
    "a program": (bytes(range(32)) * 20, "not text"),
    "text without tags": (b"Dear colleague, please find below nothing.\n", "neither tags"),
    "PubMed's abstracts": (b"1. J Bio. 2016;1(3):2.\n\nTitle.\n\nPMID: 27233 [x]\n", "'Abstract (text)'"),
    "RIS": (RIS.format("A").encode() * 2, ""),
    "RIS cut in its last record": ((RIS.format("A") * 3 + "TY  - JOUR\nTI  - B").encode(), "no end tag"),
    "RIS without any end tag": (b"TY  - JOUR\nTI  - A\nTY  - JOUR\nTI  - B\n", ""),
    "RIS of UTF-16, cut": ((RIS.format("A") + "TY  - JOUR\nTI  - B").encode("utf-16"), "no end tag"),
    "long RIS": (RIS.format("x" * 500).encode() * 500, ""),
    "long RIS, cut": (RIS.format("x" * 500).encode() * 300 + b"TY  - JOUR\nAB  - x", "no end tag"),
    "Web of Science, cut": (b"FN Clarivate\nPT J\nTI A\nER\n\nPT J\nTI B\n", "no end tag"),
    "BibTeX": (b"@article{k,\n title = {A},\n}\n", ""),
    "BibTeX, cut": (b"@article{a, title = {A}}\n@article{k,\n title = {B", "braces"),
    "MEDLINE": ("".join(NBIB.format(n) for n in range(5)).encode(), ""),
    "MEDLINE, cut": (("".join(NBIB.format(n) for n in range(5)) + "PMID- 9\nTI  - A ti").encode(), "no SO"),
    "XML": (XML.encode(), ""),
    "XML, cut": (XML[:40].encode(), "XML is not closed"),
    "table": (b'title,abstract\n"A","b ""c"" d"\n', ""),
    "table, cut in a cell": (b'title,abstract\n"A","b\n', "not closed"),
    "spreadsheet, cut": (XLSX_START, "no end"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_with_a_file_is_told(case: str, tmp_path: Path) -> None:
    content, told = CASES[case]
    path = tmp_path / "export.ris"
    path.write_bytes(content)
    problems = check_export(path)
    assert len(problems) == bool(told)
    for problem in problems:
        assert told in problem.message
        assert problem.remedy
        assert problem.file == str(path)


@pytest.mark.parametrize("case", [case for case, (_, told) in CASES.items() if told])
def test_a_file_that_is_told_of_never_makes_a_traceback(case: str, tmp_path: Path) -> None:
    path = tmp_path / "export"
    path.write_bytes(CASES[case][0])
    try:
        reading = read_export(path, source="x")
    except ExportError:
        return
    assert len(reading.records) + len(reading.rejected) > 0


def test_a_missing_file_and_an_encoding_that_does_not_exist(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    assert "does not exist" in check_export(path)[0].message
    path.write_text(RIS.format("A"))
    assert "there is no encoding 'utf-9'" in check_export(path, encoding="utf-9")[0].message
    path.write_bytes(RIS.format("Größe").encode("cp1252"))
    assert check_export(path) == []
    assert "is not utf-8" in check_export(path, encoding="utf-8")[0].message


def test_only_the_ends_of_a_file_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "big.ris"
    with path.open("wb") as file:
        file.write(RIS.format("A").encode())
        file.seek(3_000_000_000)
        file.write(b"\n" + RIS.format("B").encode())
    assert check_export(path) == []


def test_checking_imports_no_table_library() -> None:
    script = (
        "import sys; from cireview.formats import check_export, sniff_format; check_export('no.ris');"
        "sys.exit('pandas' in sys.modules or 'pyarrow' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (RIS.format("A"), "ris"),
        ("TY - JOUR\nTI - A\n", "ris"),
        ("\n\n1.\nTY  - JOUR\n", "ris"),
        ("\nPMID- 1\n", "nbib"),
        ("OWN - ERIC\n", "nbib"),
        ("PT J\nAU X\n", "wos"),
        ("FN Clarivate Analytics Web of Science\n", "wos"),
        ("Scopus\nEXPORT DATE: 1\n\n@ARTICLE{a,\n", "bibtex"),
        ("% Encoding: UTF-8\n@article{a,\n", "bibtex"),
        ("%0 Journal Article\n%T A\n", "enw"),
        ("RT Journal Article\n", "refworks"),
        ("<1. >\nVN  - Ovid Technologies\n", "ovid"),
        ("<8>\nAuthor\n  X\n", "ovid_text"),
        ("____\nReport Information from ProQuest\n", "proquest_text"),
        (XML, "endnote_xml"),
        ("title;abstract\n", "csv"),
        ("title\n", "csv"),
        (XLSX_START, "xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        (RIS.format("A").encode("utf-16"), "ris"),
    ],
)
def test_a_format_is_told_by_what_a_file_holds(head: str | bytes, name: str) -> None:
    assert sniff_format(head) == name
