"""What is odd about texts, and the words they are made of."""

import pandas as pd
import pytest
from screening.nudging import BAD_TEXTS, RECORDS

from cireview.screening import (
    note_texts,
)
from cireview.screening.texts import LONGEST_TEXT, clean_text, split_words


def test_what_is_odd_about_texts_is_told():
    bad = pd.DataFrame([(name, *texts) for name, texts in BAD_TEXTS.items()], columns=RECORDS.columns)
    notes = note_texts(bad).groupby("record_id")["note"].agg("; ".join)
    assert notes["nothing"].startswith("neither title nor abstract")
    assert notes["no abstract"] == "no abstract: ranked by its title"
    assert str(LONGEST_TEXT) in notes["long"]
    assert all("not English" in notes[name] for name in ("chinese", "arabic"))
    assert note_texts(RECORDS).empty
    english = "The effects of a nudge on the habits of nurses were small in this trial of the four wards"
    finnish = (
        "hoitajien toimintaa ohjattiin sairaalassa vuoden ajan ja tulokset olivat hyviä kaikilla osastoilla "
        * 3
    )
    for text, odd in ((english, 0), (finnish, 1)):
        record = pd.DataFrame({"record_id": ["a"], "title": ["Nudge"], "abstract": [text]})
        assert len(note_texts(record)) == odd


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<b>Sleep</b> &amp; REM", ["sleep", "rem"]),
        ("p < 0.05 and n > 3", ["05", "and"]),
        ("助推", ["助", "推"]),
        ("Tönäisy ﬁnal", ["tönäisy", "final"]),
        (None, []),
    ],
)
def test_words_of_a_text(text, words):
    assert split_words(clean_text(text)) == words
