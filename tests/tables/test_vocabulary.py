"""One vocabulary: what databases and people call languages and document types."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.cli.limits import check_types, read_languages
from cireview.query import databases, parse_query, write_query
from cireview.query.limits import LANGUAGES as LIMIT_OF_LANGUAGES
from cireview.tables.vocabulary import (
    DOCUMENT_TYPES,
    LANGUAGES,
    document_type_named,
    document_type_of,
    languages_named,
    languages_of,
)

WORDS = {word: language.name for language in LANGUAGES for word in (*language[:4], *language.others) if word}
TYPE_WORDS = {word: kind.name for kind in DOCUMENT_TYPES for word in (kind.name, *kind.aliases)}
CASES = st.sampled_from([str.lower, str.upper, str.title])


@pytest.mark.parametrize(
    ("value", "languages"),
    [
        ("eng", "english"),
        ("EN", "english"),
        ("en-US", "english"),
        ("French; English", "english french"),
        ("Nynorsk", "norwegian"),
        ("Bahasa Indonesia", "indonesian"),
        ("xx", ""),
        ("", ""),
    ],
)
def test_a_language_is_known_by_name_and_code(value, languages):
    assert sorted(languages_of(value)) == languages.split()


KINDS = {
    "JOUR": "journal article",
    "J": "journal article",
    "Article; Proceedings Paper": "journal article",
    "Journal Article; Review": "journal article",
    "Erratum": "journal article",
    "CPAPER": "conference paper",
    "Book Chapter": "book chapter",
    "THES": "thesis",
    "Dissertation/Thesis": "thesis",
    "": "",
}


@pytest.mark.parametrize(("value", "kind"), KINDS.items())
def test_a_document_type_is_known_in_the_words_of_databases(value, kind):
    assert document_type_of(value) == kind


def test_no_word_means_two_languages_and_no_word_two_types():
    words = [(word, language.name) for language in LANGUAGES for word in {*language[:4], *language.others}]
    assert len({word for word, _ in words if word}) == len([word for word, _ in words if word])
    types = [word for kind in DOCUMENT_TYPES for word in (kind.name, *kind.aliases)]
    assert len(set(types)) == len(types)


def test_codes_are_codes():
    for language in LANGUAGES:
        codes = "-".join((language.iso_639_1, language.iso_639_2b, language.iso_639_2t))
        assert re.fullmatch("[a-z]{2}-[a-z]{3}-[a-z]{3}", codes), language


@given(word=st.sampled_from(sorted(WORDS)), case=CASES)
def test_every_language_is_understood_on_records_and_from_people(word, case):
    written = case(word)
    assert languages_of(written) == {WORDS[word]}
    assert languages_named(written) == [WORDS[word]]
    assert [name.lower() for name in read_languages([written])] == [WORDS[word]]


@given(
    word=st.sampled_from(sorted(WORDS)),
    case=CASES,
    database=st.sampled_from([database.key for database in databases() if database.boolean]),
)
def test_every_language_is_understood_in_queries_or_left_to_the_practical_screen(word, case, database):
    query = parse_query("a")
    by_word = write_query(query, database=database, languages=[case(word)])
    by_name = write_query(query, database=database, languages=[WORDS[word]])
    assert (by_word.text, by_word.limits) == (by_name.text, by_name.limits)
    nothing = write_query(query, database=database)
    limits = (by_word.text, by_word.limits) != (nothing.text, nothing.limits)
    assert limits == (by_word.applied == (LIMIT_OF_LANGUAGES,)) == (not by_word.left)


@given(word=st.sampled_from(sorted(TYPE_WORDS)), case=CASES, plural=st.booleans())
def test_every_document_type_is_understood_from_people(word, case, plural):
    written = case(word) + ("s" if plural and not word.endswith("s") else "")
    assert document_type_named(written) == TYPE_WORDS[word]
    assert check_types([written]) == [written]
    kind = next(kind for kind in DOCUMENT_TYPES if kind.name == TYPE_WORDS[word])
    assert document_type_of(kind.name) == (kind.name if kind.pattern else "journal article")


@pytest.mark.parametrize("word", ["thesis", "Theses", "dissertation", "Dissertations"])
def test_a_thesis_is_asked_for_under_each_of_its_names(word):
    native = write_query(parse_query("a"), database="openalex", document_types=[word])
    assert native.text.endswith(",type:dissertation")


def test_a_language_that_is_not_known_stays_beside_one_that_is():
    assert languages_named("English; Klingon") == ["english", "klingon"]


def test_the_page_of_the_protocol_names_every_language_and_document_type():
    page = (Path(__file__).parents[2] / "docs/protocol.md").read_text(encoding="utf-8")
    paragraph = page.split("- **Languages**:")[1].split("- **Criteria**")[0]
    named = paragraph.split("The rules know ")[1].split(". A record")[0]
    assert re.findall(r"[A-Z]\w+", named) == sorted(language.name.capitalize() for language in LANGUAGES)
    types = set(re.findall("`(.*?)`", paragraph.split("- **Document types**")[1]))
    assert types == set(TYPE_WORDS) - {"theses"}
