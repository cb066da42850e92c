"""Fields, years, languages, types and ceilings of a search, and the names of databases."""

import pytest

from cireview.errors import QueryError
from cireview.query import databases, find_database, parse_query, write_query


@pytest.mark.parametrize("fields", [(), ("titel",)])
def test_fields_are_checked(fields):
    with pytest.raises(QueryError, match="Known are title, abstract, keywords"):
        write_query(parse_query("a"), database="pubmed", fields=fields)


def test_fields_of_the_whole_query():
    assert write_query(parse_query("a AND b"), database="scopus", fields=["title"]).text == "TITLE(a AND b)"


@pytest.mark.parametrize(
    ("database", "limits", "text", "beside"),
    [
        ("pubmed", {"languages": ["english", "French"]}, "a[tiab] AND (english[la] OR french[la])", {}),
        (
            "web_of_science",
            {"document_types": ["article", "Reviews"]},
            "TS=(a) AND DT=(Article OR Review)",
            {},
        ),
        (
            "openalex",
            {"languages": ["English", "Finnish"]},
            "title_and_abstract.search.exact:a,language:en|fi",
            {},
        ),
        ("semantic_scholar", {"years": (2000, 2020)}, "a", {"year": "2000-2020"}),
        ("doaj", {"document_types": ["journal article"]}, None, {}),
        ("springer_nature", {"years": (2000, 2001)}, "a datefrom:2000-01-01 dateto:2001-12-31", {}),
    ],
)
def test_limits_are_written(database, limits, text, beside):
    native = write_query(parse_query("a"), database=database, **limits)
    assert text is None or native.text == text
    assert dict(native.limits) == beside
    assert not any("practical screen" in loss for loss in native.losses)


@pytest.mark.parametrize(
    ("database", "language", "text"),
    [
        ("pubmed", "Ukrainian", "a[tiab] AND ukrainian[la]"),
        ("pubmed", "el", "a[tiab] AND gre[la]"),
        ("europe_pmc", "Slovak", "LANG:slo"),
        ("openalex", "Vietnamese", "language:vi"),
        ("web_of_science", "Persian", "TS=(a) AND LA=(Persian)"),
    ],
)
def test_languages_are_asked_for_in_the_words_of_the_database(database, language, text):
    native = write_query(parse_query("a"), database=database, languages=[language])
    assert text in native.text
    assert native.applied == ("languages",)


@pytest.mark.parametrize(
    ("database", "language"),
    [("openalex", "Icelandic"), ("web_of_science", "Romanian"), ("scopus", "Hindi")],
)
def test_a_language_whose_word_there_is_not_certain_is_left_to_the_practical_screen(database, language):
    native = write_query(parse_query("a"), database=database, languages=["English", language])
    assert native.left == ("languages",)
    assert any(f"cannot limit by language (English, {language})" in loss for loss in native.losses)


def test_a_language_given_twice_stands_once():
    native = write_query(parse_query("a"), database="pubmed", languages=["German", "de", "ger"])
    assert native.text == "a[tiab] AND german[la]"


def test_a_limit_known_in_part_is_left_to_the_practical_screen():
    native = write_query(parse_query("a"), database="pubmed", languages=["English", "Klingon"])
    assert native.text == "a[tiab]"
    assert "PubMed cannot limit by language (English, Klingon)" in native.losses[0]


def test_ceilings_are_told():
    letters = " OR ".join(f"word{number}" for number in range(10))
    losses = write_query(parse_query(letters), database="sciencedirect").losses
    assert any("at most 8 Boolean operators and this query has 9" in loss for loss in losses)
    losses = write_query(parse_query(f"({letters}) AND ({letters})"), database="jstor").losses
    assert any("at most 200 characters" in loss for loss in losses)
    losses = write_query(parse_query(letters.replace(" OR word9", "")), database="sciencedirect").losses
    assert not any("at most" in loss for loss in losses)


@pytest.mark.parametrize("name", ["Web of Science", "web_of_science", "WoS", "SAGE", "Wiley", "EBSCOhost"])
def test_a_database_is_found_by_any_of_its_names(name):
    assert find_database(name) in databases()


def test_every_database_tells_how_to_get_its_records():
    for database in databases():
        assert database.address.startswith("https://")
        assert (database.kind == "api") == (database.how == "") == (database.export_format == "")


def test_names_of_databases_are_unique():
    names = [name.lower() for one in databases() for name in (one.name, *one.also_as)]
    assert len(set(names)) == len(names)
