"""Each offset of a text leads to the page that it stands on."""

import pytest
from full_texts.tiny_pdf import ARTICLE, pdf
from hypothesis import given
from hypothesis import strategies as st

from cireview.full_texts import describe_extracted, extract_text
from cireview.full_texts.clean import clean_pages, clean_text

PAGES = {
    "sentences": (["One.", "Two."], "One.\nTwo.", (0, 5)),
    "a sentence over two pages": (["One goes", "on here."], "One goes on here.", (0, 9)),
    "a word over two pages": (["neigh-", "bours came."], "neighbours came.", (0, 10)),
    "an empty page": (["One.", " \n", "Two."], "One.\nTwo.", (0, 5, 5)),
    "an empty page first": (["", "One."], "One.", (0, 0)),
    "an empty page last": (["One.", ""], "One.", (0, 4)),
    "a heading at the top": (["One.", "Methods\nTwo."], "One.\nMethods\nTwo.", (0, 5)),
    "blanks at the top": (["One", "\n\n  two."], "One two.", (0, 4)),
    "signs that nobody sees": (["O\ue000ne.", "\ue000Two."], "One.\nTwo.", (0, 5)),
    "nothing": (["", ""], "", (0, 0)),
}


@pytest.mark.parametrize(("pages", "text", "starts"), PAGES.values(), ids=PAGES)
def test_the_start_of_each_page_is_known(pages, text, starts):
    assert clean_pages(pages) == (text, starts)


@given(st.lists(st.text(alphabet="ab. \n-Z", max_size=12), min_size=1, max_size=5))
def test_starts_are_in_order_and_no_mark_is_left(pages):
    text, starts = clean_pages(pages)
    assert list(starts) == sorted(starts)
    assert len(starts) == len(pages)
    assert "\ue000" not in text
    assert text == clean_text("\n".join(body for page in pages if (body := page.strip())))


def test_a_pdf_and_a_text_with_form_feeds_give_pages(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf(ARTICLE, [b"Second page here."]))
    (tmp_path / "b.txt").write_text("First page.\fSecond page.\f")
    (tmp_path / "c.txt").write_text("One page.")
    read = {path.name: extract_text(path) for path in sorted(tmp_path.iterdir())}
    assert [len(one.starts) for one in read.values()] == [2, 2, 1]
    assert read["a.pdf"].text[read["a.pdf"].starts[1] :] == "Second page here."
    assert describe_extracted("b.txt", read["b.txt"])["starts"].tolist() == ["0 12"]
