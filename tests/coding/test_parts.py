"""The texts of a report: fields of the record, and a full text without references and addresses."""

import pandas as pd
import pytest

from cireview.coding import SUGGESTED, add_pages, compose_texts, suggest_codes
from cireview.full_texts.clean import clean_text
from cireview.tables import RECORD

CELLS = {"record_id": "a", "title": "T", "abstract": "Schools met.", "affiliations": "Library, Oulu, Finland"}
ARTICLE = clean_text(
    """Towns and their schools
Jane Doe, Department of Police Studies, University of Oulu, jane@uni.test
1. Introduction
Hospitals met.
Acknowledgements
We thank the church.
References
1. Doe J. Trust among kindergartens. Radio J. 2011.
2. Roe R. Trust in charities. 2012.
Appendix A
Residents met."""
)
WORDS = (
    "school",
    "hospital",
    "church",
    "trust",
    "kindergarten",
    "charity",
    "radio",
    "police",
    "library",
    "resident",
)
TERMS = {"partners": {word: [word] for word in WORDS}}


def reports(**cells):
    return pd.DataFrame([{name: (CELLS | cells).get(name, "") for name in RECORD.columns}])


def test_a_record_gives_a_text_for_each_of_its_fields():
    texts = compose_texts(reports())
    assert texts["field"].tolist() == ["title", "abstract", "affiliations"]
    assert texts["text"].tolist() == ["T", "Schools met.", "Library, Oulu, Finland"]


def test_a_full_text_stands_beside_the_record_and_its_references_do_not():
    texts = compose_texts(reports(), full_texts={"a": ARTICLE})
    assert texts["field"].tolist()[:3] == ["title", "abstract", "affiliations"]
    assert texts["section"].tolist()[3:] == ["introduction", "appendix"]
    codes = suggest_codes(texts, TERMS).set_index("value")
    assert codes.index.tolist() == ["school", "hospital", "resident"]
    assert codes["section"].to_dict() == {"school": "", "hospital": "introduction", "resident": "appendix"}


def test_a_full_text_takes_nothing_that_the_record_gave():
    alone = suggest_codes(compose_texts(reports()), TERMS)
    both = suggest_codes(compose_texts(reports(), full_texts={"a": ARTICLE}), TERMS)
    assert set(alone["value"]) <= set(both["value"])


def test_offsets_are_those_of_the_full_text():
    codes = suggest_codes(compose_texts(reports(), full_texts={"a": ARTICLE}), TERMS)
    for row in codes[codes["field"] == "text"].itertuples():
        assert " ".join(ARTICLE[row.start : row.end].split()) == row.evidence


@pytest.mark.parametrize(
    ("field", "start", "page"),
    [("text", 0, "1"), ("text", 9, "1"), ("text", 10, "3"), ("text", 99, "3"), ("abstract", 99, "")],
)
def test_a_sentence_of_a_full_text_has_its_page(field, start, page):
    row = ("a", "d", "v", "e", start, start + 5, "suggestion", field, "", "", "")
    codes = SUGGESTED.conform(pd.DataFrame([row], columns=list(SUGGESTED.columns)))
    # The second page is empty: it begins where the third does.
    assert add_pages(codes, {"a": [0, 10, 10]})["page"].tolist() == [page]
    assert add_pages(codes, {"b": [0, 10]})["page"].tolist() == [""]
