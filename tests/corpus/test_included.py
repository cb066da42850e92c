"""The 32 included articles: their bibliography, summaries, coding and Table 1 of the published review."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from cireview.protocol import Codebook, load_model
from cireview.tables.spreadsheets import read_sheet

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
ARTICLES: list[dict[str, Any]] = yaml.safe_load((ROOT / "data/corpus/included.yaml").read_text("utf-8"))
BY_ID = {article["id"]: article for article in ARTICLES}
CODEBOOK = load_model(ROOT / "config/codebook.yaml", Codebook, name="config/codebook.yaml")
DIMENSIONS = {dimension.id: dimension for dimension in CODEBOOK.dimensions}
CODING = read_sheet(ROOT / "data/labels/coding/coding.csv")
BIBLIOGRAPHY = {
    "title",
    "year",
    "authors",
    "journal",
    "journal_abbreviation",
    "volume",
    "issue",
    "pages",
    "doi",
}
OWN = {"id", "country", "keywords", "abstract", "corrections"}
NOT_TEXT = {"year", "authors", "keywords", "corrections"}
INFERRED = "barata_cavalcanti2020"
QUERY = (r"\bchild", r"\bwell-?being\b", r"\bcollective impact\b")
needs_seeds = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the published review is not beside the repository"
)


def coded(dimension: str) -> dict[str, list[str]]:
    rows = CODING[CODING["dimension"] == dimension]
    return {row.article: row.value.split("; ") for row in rows.itertuples()}


def printed_references() -> dict[str, dict[str, str]]:
    """Return the printed references by title."""
    text = next(SEEDS.glob("000_*.txt")).read_text("utf-8").split("## References")[1]
    pattern = r"^- (?P<authors>.+?) \((?P<year>\d{4})\) (?P<title>.+)\. \*(?P<journal>.+?)\* (?P<place>.+?)$"
    references = {}
    for found in re.finditer(pattern, text, re.MULTILINE):
        place, _, url = found["place"].partition("<")
        references[found["title"]] = {
            "authors": found["authors"],
            "year": found["year"],
            "journal": found["journal"],
            "place": re.sub(r"\s", "", place).replace("–", "-").strip("."),
            "doi": url.rstrip(">").removeprefix("https://doi.org/"),
        }
    return references


def as_printed(article: dict[str, Any]) -> dict[str, str]:
    """Return the reference as a list of references prints it."""
    issue = f"({article['issue']})" if article["issue"] else ""
    place = ":".join(part for part in (article["volume"] + issue, article["pages"]) if part)
    return {
        "authors": ", ".join(author.replace(", ", " ") for author in article["authors"]),
        "year": str(article["year"]),
        "journal": article["journal_abbreviation"],
        "place": place,
        "doi": article["doi"],
    }


def test_there_are_32_articles() -> None:
    assert len(ARTICLES) == len(BY_ID) == 32
    assert len({(article["title"], article["year"]) for article in ARTICLES}) == 32


def test_first_authors_come_from_the_published_countries() -> None:
    published = {"USA": 20, "Canada": 5, "Australia": 5, "New Zealand": 1, "Finland": 1}
    assert Counter(article["country"] for article in ARTICLES) == published


def test_country_is_coded_as_the_bibliography_has_it() -> None:
    countries = {article["id"]: [article["country"].replace(" ", "_")] for article in ARTICLES}
    assert coded("country") == countries


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["id"])
class TestArticle:
    def test_has_every_key(self, article: dict[str, Any]) -> None:
        assert set(article) == BIBLIOGRAPHY | OWN
        assert all(isinstance(article[key], str) for key in set(article) - NOT_TEXT)
        assert isinstance(article["year"], int)

    def test_authors_are_family_and_initials(self, article: dict[str, Any]) -> None:
        assert all(re.fullmatch(r"[^,]+, [A-Z]{1,3}", author) for author in article["authors"])

    def test_doi_is_bare(self, article: dict[str, Any]) -> None:
        assert re.fullmatch(r"(10\.\d{4,}/\S+)?", article["doi"])

    def test_abstract_is_a_short_summary(self, article: dict[str, Any]) -> None:
        assert 60 <= len(article["abstract"].split()) <= 140

    def test_search_finds_it(self, article: dict[str, Any]) -> None:
        fields = " ".join([article["title"], article["abstract"], *article["keywords"]]).lower()
        assert [term for term in QUERY if not re.search(term, fields)] == []

    def test_keywords_are_few_and_distinct(self, article: dict[str, Any]) -> None:
        assert 4 <= len(set(article["keywords"])) == len(article["keywords"]) <= 6

    @needs_seeds
    def test_is_the_printed_reference_but_for_the_corrections(self, article: dict[str, Any]) -> None:
        printed, ours = printed_references()[article["title"]], as_printed(article)
        corrected = {one.partition(":")[0].replace("pages", "place") for one in article["corrections"]}
        assert {key for key in printed if printed[key] != ours[key]} == corrected


@needs_seeds
def test_no_run_of_words_is_carried_over_from_the_seeds() -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[\w'’-]+", text.lower())
        return {tuple(words[start : start + 8]) for start in range(len(words) - 7)}

    seeds = set().union(*(runs(path.read_text("utf-8")) for path in SEEDS.glob("00*.txt")))
    values = [value for dimension in DIMENSIONS.values() for value in dimension.values]
    words = [text for value in values for text in (value.definition, value.example)]
    ours = [*(article["abstract"] for article in ARTICLES), *CODING["evidence"], *words]
    assert [text for text in ours if runs(text) & seeds] == []


def test_every_article_has_country_scope_and_theme() -> None:
    for dimension in ("country", "initiative_scope", "theme"):
        assert set(coded(dimension)) == set(BY_ID), dimension


def test_an_article_is_coded_once_in_each_dimension() -> None:
    assert not CODING.duplicated(["article", "dimension"]).any()
    assert set(CODING["article"]) == set(BY_ID)


def test_every_code_is_in_the_codebook() -> None:
    unknown = []
    for row in CODING.itertuples():
        dimension = DIMENSIONS[row.dimension]
        values = row.value.split("; ")
        known = [value.id for value in dimension.values if value.id in values]
        if known != values or (dimension.kind == "single" and len(values) > 1):
            unknown.append((row.article, row.dimension, row.value))
    assert unknown == []


def test_every_code_says_where_it_comes_from() -> None:
    assert (CODING["evidence"] != "").all()
    assert set(CODING["coder"]) == {"published_review"}
    assert set(CODING["note"]) == {"published", "inferred"}


def test_the_thirty_second_article_is_the_one_that_is_inferred() -> None:
    assert set(CODING.loc[CODING["article"] == INFERRED, "note"]) == {"inferred"}
    for dimension in ("country", "initiative_scope", "theme"):
        rows = CODING[(CODING["dimension"] == dimension) & (CODING["note"] == "inferred")]
        assert list(rows["article"]) == [INFERRED]


@pytest.mark.parametrize("dimension", ["initiative_scope", "partnership_level", "theme"])
def test_two_initiatives_are_international(dimension: str) -> None:
    international = {article for article, values in coded(dimension).items() if "international" in values}
    assert international == {"michaud_letourneau2019", "ritte2016"}


def test_one_article_is_on_education() -> None:
    assert [article for article, values in coded("theme").items() if "education" in values] == ["demant2018"]


def test_a_backbone_is_described_in_about_a_third() -> None:
    described = {
        article for article, values in coded("backbone_described").items() if values == ["described"]
    }
    assert described == set(coded("backbone_structure"))
    assert len(described) / len(ARTICLES) == pytest.approx(1 / 3, abs=0.05)


def test_matrix_is_table_1() -> None:
    table = read_sheet(ROOT / "data/labels/synthesis/sdg_relevance.csv")
    goals = ["SDG1", "SDG2", "SDG3", "SDG4", "SDG5", "SDG10", "SDG11", "SDG16"]
    published = {"stakeholders": "SSSSSSMM", "focus_areas": "SSSSMMWW", "systems_thinking": "SSSSMMMW"}
    assert CODEBOOK.matrix is not None
    letters = {value.id: value.letter for value in CODEBOOK.matrix.values}
    assert [row.id for row in CODEBOOK.matrix.rows] == list(published)
    assert [column.id for column in CODEBOOK.matrix.columns] == goals
    cells = {(row.row, row.column): letters[row.value] for row in table.itertuples()}
    assert len(table) == len(cells) == 24
    assert cells == {
        (row, goal): letter
        for row, given in published.items()
        for goal, letter in zip(goals, given, strict=True)
    }
    assert set(table["decided_by"]) == {"published_review"}
