"""Commands, headings without their sign and names of filters: they would be searched as words."""

import pytest

from cireview.errors import QueryError
from cireview.query import read_strategy, write_canonical, write_strategy
from cireview.query.normal import without_lines

OVID, FIRST = "ovid_medline", "1. asthma.mp.\n2. "


@pytest.mark.parametrize(
    ("database", "text", "message", "remedy"),
    [
        (OVID, FIRST + "from 1 keep 1-20", "records picked by hand", "End the strategy before it"),
        (OVID, FIRST + "from 1 keep 2,5,9", "records picked by hand", "End the strategy before it"),
        (OVID, FIRST + "1 use medall", "one of several databases", "one database at a time"),
        (OVID, FIRST + "(1 or child.mp.) use ppez", "one of several databases", "one database at a time"),
        (OVID, FIRST + "exp Asthma", "a heading without its slash", "exp Child/"),
        (OVID, FIRST + "1 and exp Child Health", "a heading without its slash", "exp Child/"),
        (OVID, FIRST + "(exp *Asthma or wheez*.ti.)", "a heading without its slash", "exp Child/"),
        (OVID, FIRST + "explode Asthma", "a heading without its slash", "exp Child/"),
        ("embase", "'asthma' exp", "a heading without its slash", "'child'/exp"),
        (
            "cochrane",
            "MeSH descriptor Asthma explode all trees",
            "a heading without its brackets",
            "[mh Child]",
        ),
    ],
)
def test_what_is_no_word_is_not_searched_as_one(database, text, message, remedy):
    with pytest.raises(QueryError) as caught:
        read_strategy(text, database=database)
    assert message in caught.value.problems[0].message
    assert remedy in caught.value.problems[0].remedy


def test_where_ovid_removes_duplicates_the_line_before_is_searched():
    text = "1. asthma.ti.\n2. child.ti.\n3. 1 and 2\n4. remove duplicates from 3"
    strategy = read_strategy(text, database=OVID)
    assert write_canonical(without_lines(strategy.query)) == "asthma[title] AND child[title]"
    assert strategy.notes == ("line 4: Ovid removed the duplicates of line 3, which is searched with them",)
    assert write_strategy(strategy, database="pubmed").text == "asthma[ti] AND child[ti]"


@pytest.mark.parametrize(
    ("database", "text"),
    [
        (OVID, FIRST + "1 and Cochrane RCT filter"),
        (OVID, FIRST + '1 and "Cochrane Highly Sensitive Search Strategy".af.'),
        ("pubmed", "asthma[tiab] AND SIGN RCT filter"),
        ("cinahl", "TI asthma AND CADTH systematic review filter"),
        ("scopus", 'TITLE(asthma) AND ALL("BMJ RCT strategy")'),
        ("cochrane", "asthma:ti and RCT filter"),
        ("embase", "asthma:ti AND 'rct filter'"),
    ],
)
def test_the_name_of_a_filter_is_told(database, text):
    notes = " ".join(read_strategy(text, database=database).notes)
    assert "is searched as words: if it names a filter, paste the lines of the filter" in notes


@pytest.mark.parametrize("words", ["vena cava filter", "coping strategy", "air filter", "review strategy"])
def test_a_filter_that_is_a_thing_is_not_told(words):
    assert "names a filter" not in " ".join(read_strategy(FIRST + words + ".ti.", database=OVID).notes)


def test_exact_signs_of_scopus_are_told():
    strategy = read_strategy("TITLE({heart attack})", database="scopus")
    assert "{heart attack} is exact; read as a phrase, which finds more" in " ".join(strategy.notes)


@pytest.mark.parametrize("heading", ["Asthma+/DT/TH", "Asthma+/DT", "Asthma/DT/TH/PC"])
def test_several_subheadings_of_ebsco_are_read(heading):
    name, *codes = heading.split("/")
    written = write_strategy(read_strategy(f'MH "{heading}"', database="cinahl"), database="cinahl").text
    assert written == " OR ".join(f'MH "{name}/{code}"' for code in codes)


def test_a_number_among_words_is_no_line_of_ovid():
    written = write_strategy(read_strategy("TI(type 2)", database="proquest"), database=OVID).text
    assert written == '(type).ti. and ("2").ti.'


def test_short_names_of_pubmed_are_read():
    strategy = read_strategy("asthma[tiab] AND english[lang]", database="pubmed")
    assert "english[language]" in write_canonical(strategy.query)
