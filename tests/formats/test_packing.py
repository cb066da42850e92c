"""Compressed exports are read as what they hold; an archive of several files is refused in words."""

import gzip
import io
import zipfile

import pytest

from cireview.errors import ExportError
from cireview.formats import check_export, read_export

RIS = "".join(f"TY  - JOUR\nTI  - Title {number}\nAN  - {number}\nER  - \n" for number in range(300))
CSV = "Title,EID\nÄ,2-s2.0-1\n"


def zipped(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


WHOLE = {
    "gzip": (gzip.compress(RIS.encode()), 300),
    "gzip of UTF-16": (gzip.compress(CSV.encode("utf-16")), 1),
    "zip": (zipped({"a.ris": RIS}), 300),
    "zip with a folder": (zipped({"exports/scopus.ris": RIS}), 300),
    "zip from macOS": (zipped({"scopus.csv": CSV, "__MACOSX/._scopus.csv": "x", ".DS_Store": "x"}), 1),
}
REFUSED = {
    "two files": (zipped({"a.ris": RIS, "b.ris": RIS}), "2 files"),
    "no file": (zipped({"exports/": ""}), "ZIP archive"),
    "gzip, cut": (gzip.compress(RIS.encode())[:-20], "cut off"),
    "gzip, spoilt": (gzip.compress(RIS.encode())[:30] + b"spoilt" * 9, "broken"),
    "zip, cut": (zipped({"a.ris": RIS})[:-40], "broken"),
    "gzip twice": (gzip.compress(gzip.compress(RIS.encode())), "compressed twice"),
    "a page in gzip": (gzip.compress(b"<html><body>Log in</body></html>"), "web page"),
}


@pytest.mark.parametrize("case", WHOLE)
def test_a_compressed_export_is_read_as_what_it_holds(case, tmp_path):
    content, number = WHOLE[case]
    path = tmp_path / "scopus.dat"
    path.write_bytes(content)
    assert check_export(path) == []
    reading = read_export(path, source="Scopus")
    assert (len(reading.records), reading.expected, reading.warnings) == (number, number, ())


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_unpacked_is_told_with_what_to_do(case, tmp_path):
    content, told = REFUSED[case]
    path = tmp_path / "scopus.dat"
    path.write_bytes(content)
    (problem,) = check_export(path)
    assert told in problem.message
    assert problem.remedy
    with pytest.raises(ExportError, match=told):
        read_export(path, source="Scopus")


def test_a_cut_export_is_told_also_when_it_is_compressed(tmp_path):
    path = tmp_path / "scopus.ris.gz"
    path.write_bytes(gzip.compress(RIS[:-20].encode()))
    assert "no end tag" in check_export(path)[0].message
