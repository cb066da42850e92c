"""One PDF takes no more time and memory than it may; what was read before stays."""

import sys
import zlib
from pathlib import Path

import pytest
from full_texts.tiny_pdf import ARTICLE, TEXT, pdf

from cireview.full_texts import extract, extract_text, pdf_pages

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the system has no such limits")


@pytest.fixture
def strange(tmp_path, monkeypatch):
    """Return a function that reads a PDF of two pages by a reader that does `work` at the second."""

    def read(work):
        script = tmp_path / "pages.py"
        text = Path(pdf_pages.__file__).read_text(encoding="utf-8")
        call = "text = reader.pages[place].extract_text()"
        assert call in text
        script.write_text(text.replace(call, f"{call}\n            if place: {work}"))
        monkeypatch.setattr(extract.pdf_pages, "__file__", str(script))
        (tmp_path / "a.pdf").write_bytes(pdf(ARTICLE, [b"Second"]))
        return extract_text(tmp_path / "a.pdf")

    return read


@LINUX
def test_a_page_that_never_ends_is_given_up_and_the_others_are_read(strange, monkeypatch):
    monkeypatch.setattr(extract, "PDF_SECONDS", 2.0)
    found = strange("\n                while True: pass")
    assert (found.status, found.text, found.pages) == ("read", TEXT, 2)
    assert found.note == "1 of 2 pages were read: reading took more than 2 seconds of CPU time"


def test_a_reader_that_waits_is_given_up(strange, monkeypatch):
    monkeypatch.setattr(extract, "PDF_WAIT", 3.0)
    found = strange("import time; time.sleep(60)")
    assert (found.text, found.note) == (TEXT, "1 of 2 pages were read: reading took more than 3 seconds")


@LINUX
def test_memory_beyond_the_limit_is_refused(strange):
    found = strange("text = 'x' * 1_500_000_000")
    assert (found.text, found.note) == (TEXT, "page 2 cannot be read (MemoryError)")


def test_a_reader_that_dies_is_no_end_of_the_run(strange):
    found = strange("import os; os._exit(9)")
    assert (found.text, found.note) == (
        TEXT,
        "1 of 2 pages were read: the PDF reader failed or ran out of memory",
    )


def test_a_text_without_end_is_cut(strange):
    found = strange("text = 'x' * (MOST_CHARACTERS + 1)")
    assert found.note == "1 of 2 pages were read: it contains too many characters"


@LINUX
def test_a_stream_that_unfolds_to_gigabytes_stops_nothing(tmp_path):
    bomb = zlib.compress(b" " * 300_000_000, 9)
    content = pdf([], [b"x"])
    head, tail = content.split(b"<< /Length ", 1)
    place = tail.index(b"endstream")
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(bomb) + bomb + b"\n"
    (tmp_path / "a.pdf").write_bytes(head + stream + tail[place:])
    found = extract_text(tmp_path / "a.pdf")
    assert (found.text, found.status in ("no text", "broken")) == ("", True)
