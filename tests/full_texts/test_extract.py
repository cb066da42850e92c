"""Text comes out of PDF and text files as running text; what cannot be read is told."""

import io

import pytest
from full_texts.tiny_pdf import ARTICLE, TEXT, pdf
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from cireview.full_texts import extract_text
from cireview.full_texts.clean import clean_text
from cireview.full_texts.pdf_pages import read_pages


def extract(tmp_path, content, name="a.pdf"):
    (tmp_path / name).write_bytes(content)
    return extract_text(tmp_path / name)


def locked(password, algorithm):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(ARTICLE))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm=algorithm)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_the_text_of_a_pdf_is_running_text(tmp_path):
    found = extract(tmp_path, pdf(ARTICLE, [b"The end."]))
    assert (found.status, found.pages, found.pages_with_text, found.note) == ("read", 2, 2, "")
    assert found.text == f"{TEXT}\nThe end."


def test_a_pdf_is_known_by_its_content(tmp_path):
    assert extract(tmp_path, pdf(ARTICLE), "a.txt").text == TEXT
    assert extract(tmp_path, b"junk\n" + pdf(ARTICLE), "b.PDF").text == TEXT


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_that_only_forbids_copying_is_read_and_one_with_a_password_is_locked(tmp_path, algorithm):
    assert extract(tmp_path, locked("", algorithm)).text == TEXT
    found = extract(tmp_path, locked("secret", algorithm))
    assert (found.status, found.text) == ("locked", "")
    assert "password" in found.note


UNREADABLE = {
    "cut off": (pdf(ARTICLE)[:300], "broken", "download the article again"),
    "nothing": (b"", "broken", "not a PDF"),
    "a web page": (b"<!DOCTYPE html><html><title>Log in</title>", "broken", "a web page"),
    "junk": (b"%PDF-1.4\n" + bytes(range(256)) * 9, "broken", "download the article again"),
    "pictures": (pdf([], [b"Page 2"]), "no text", "pictures of pages"),
}


@pytest.mark.parametrize(("content", "status", "note"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_pdf_without_text_is_told_and_stops_nothing(tmp_path, content, status, note):
    found = extract(tmp_path, content)
    assert (found.status, found.text) == (status, "")
    assert note in found.note


def test_pages_without_text_are_told_when_most_have_none(tmp_path):
    assert extract(tmp_path, pdf(ARTICLE, [], [])).note == "no text on 2 of 3 pages"
    assert extract(tmp_path, pdf(ARTICLE, [])).note == ""


def test_a_page_that_cannot_be_read_is_told_and_the_others_are(tmp_path, monkeypatch):
    from pypdf import PageObject

    whole = PageObject.extract_text
    monkeypatch.setattr(PageObject, "extract_text", lambda page: _fail_if_short(whole(page)))
    monkeypatch.setattr(
        "cireview.full_texts.extract._ask_reader", lambda path: (list(read_pages(str(path))), "")
    )
    found = extract(tmp_path, pdf(ARTICLE, [b"Odd"]))
    assert (found.status, found.text) == ("read", TEXT)
    assert found.note == "page 2 cannot be read (KeyError: '/Font')"


def _fail_if_short(text):
    if len(text) < 10:
        raise KeyError("/Font")
    return text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_file_is_read_in_its_encoding(tmp_path, encoding):
    found = extract(tmp_path, "Räksmörgås and\r\nwell-being".encode(encoding), "a.txt")
    assert (found.status, found.text) == ("read", "Räksmörgås and well-being")


def test_an_empty_text_file_is_told(tmp_path):
    assert extract(tmp_path, b" \n", "a.txt").status == "broken"


RUNNING = {
    "lines of a sentence": ("one\ntwo\nthree.", "one two three."),
    "sentences": ("One.\nTwo (2)?\nThree", "One.\nTwo (2)?\nThree"),
    "an empty line": ("Heading\n\nText", "Heading\nText"),
    "a divided word": ("neigh-\nbourhood", "neighbourhood"),
    "soft hyphens": ("neigh\u00ad\nbour\u00adhood", "neighbourhood"),
    "a compound known elsewhere": ("well-being and well-\nbeing", "well-being and well-being"),
    "both spellings elsewhere": ("well-being wellbeing well-\nbeing", "well-being wellbeing wellbeing"),
    "a capital follows": ("Anna-\nMaria", "Anna-Maria"),
    "a number stands before": ("12-\nyear-old", "12-year-old"),
    "ligatures": ("ﬁnally, eﬃcient ﬂow", "finally, efficient flow"),
    "ligatures of TeX": ("e\x1ecient \x1cnally", "efficient finally"),
    "controls and directions": ("a\x00b\x07 \u202ec\u200bd\ufeff\ud800", "ab cd"),
    "blanks and pages": (" a\u00a0 \tb \f c.\fd", "a b c.\nd"),
    "accents apart": ("Ja\u0308rvi", "Järvi"),
}


@pytest.mark.parametrize(("text", "clean"), RUNNING.values(), ids=RUNNING)
def test_text_is_made_running(text, clean):
    assert clean_text(text) == clean


@given(st.text())
def test_clean_text_holds_no_control_character_and_no_empty_line(text):
    clean = clean_text(text)
    assert all(line and line == line.strip() and line.isprintable() for line in clean.split("\n") if clean)
    clean.encode("utf-8")
