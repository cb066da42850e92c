"""The 61 invented articles: hits of the search, hard to tell apart, told from real ones by their numbers."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

CORPUS = Path(__file__).parents[2] / "data/corpus"
INVENTED = yaml.safe_load((CORPUS / "invented.yaml").read_text(encoding="utf-8"))
INCLUDED = yaml.safe_load((CORPUS / "included.yaml").read_text(encoding="utf-8"))


def test_sixty_one_articles_have_the_published_fates():
    fates = Counter(article["fate"] for article in INVENTED)
    assert fates == {"excluded_abstract": 42, "excluded_full_text": 19}


@pytest.mark.parametrize("article", INVENTED, ids=lambda article: article["id"])
def test_an_article_is_a_hit_of_the_search_and_cannot_be_real(article):
    text = " ".join([article["title"], article["abstract"], *article["keywords"]]).lower()
    assert re.search(r"\bchild", text)
    assert re.search(r"\bwell-?being\b", text)
    assert "collective impact" in text
    assert 2000 <= article["year"] <= 2020
    assert article["doi"].startswith("10.99999/")
    assert 80 <= len(article["abstract"].split()) <= 200


def test_titles_that_two_articles_share():
    titles = Counter(article["title"] for article in INVENTED)
    assert {title for title, number in titles.items() if number > 1} == {
        "All hands for every child",
        "Commentary",
        "Cumulative adversity in childhood: its collective impact on adolescent well-being",
        "Editorial",
        "Growing up together: a collective impact partnership for the well-being of refugee children",
    }


@pytest.mark.parametrize(
    ("pair", "same"),
    [
        (("halvorsen2016_a", "halvorsen2016_b"), ("authors", "year", "journal", "volume")),
        (("tolvanen2017_part1", "tolvanen2017_part2"), ("authors", "year", "journal", "volume")),
        (("okonkwo2013", "okonkwo2014"), ("authors", "journal")),
        (("pemberton2014", "okonkwo2014"), ("year", "journal", "volume", "issue")),
        (("fairchild2014", "fairchild2015"), ("authors", "journal", "issue")),
        (("brannigan2014", "brannigan2018"), ("authors", "journal")),
        (("abara2015_abstract", "abara2016"), ("title", "authors", "journal")),
        (("greer2015_abstract", "greer2016"), ("title", "journal")),
        (("castellano2015", "castellano2016"), ("title",)),
        (("kowalczyk2017_rural", "kowalczyk2017_urban"), ("authors", "year", "journal", "volume")),
        (("mwangi2013", "mwangi2014"), ("authors", "journal")),
        (("editorial_lind2012", "editorial_bauer2014"), ("title",)),
        (("commentary_nair2016", "commentary_stone2018"), ("title", "journal", "issue")),
    ],
)
def test_pairs_are_hard_to_tell_apart_and_are_two_articles(pair, same):
    one, other = (next(article for article in INVENTED if article["id"] == name) for name in pair)
    assert {key: one[key] for key in same} == {key: other[key] for key in same}
    assert one["doi"] != other["doi"]
    assert one["pages"] != other["pages"]
    assert "none" not in (one["hard_case"], other["hard_case"])


def test_no_id_doi_or_journal_is_both_invented_and_real():
    for key in ("id", "doi", "journal"):
        assert not {article[key] for article in INVENTED} & {article[key] for article in INCLUDED}
