"""The services that the local server plays: each answers by its contract, over works invented here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Work:
    """One invented work; it is found by every query that holds its word, and by those that hold no word."""

    number: int
    published: date
    word: str

    @property
    def title(self) -> str:
        return f"Work {self.number} on {self.word}"

    @property
    def doi(self) -> str:
        return f"10.5555/{self.number}"


@dataclass(frozen=True)
class Asked:
    service: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    posted: bytes = b""
    line: str = ""


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    announced: int = 0


@dataclass
class World:
    """What exists, and what the history server remembers."""

    size: int = 250
    words: tuple[str, ...] = ("word0",)
    first_day: date = date(2001, 1, 1)
    days_apart: int = 1
    histories: dict[str, list[Work]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        step = timedelta(days=self.days_apart)
        self.works = [
            Work(n + 1, self.first_day + n * step, self.words[n % len(self.words)]) for n in range(self.size)
        ]

    def find(self, query: str, first: str = "0001-01-01", last: str = "9999-12-31") -> list[Work]:
        asked = set(re.findall(r"word\d+", query))
        span = re.search(r"\b(\d{4})\s*(?:-|:| TO )\s*(\d{4})\b", query)
        first, last = (f"{span[1]}-01-01", f"{span[2]}-12-31") if span else (first, last)
        found = (work for work in self.works if not asked or work.word in asked)
        return [work for work in found if first <= work.published.isoformat() <= last]


def as_json(value: object, **headers: str) -> Reply:
    return Reply(200, json.dumps(value).encode(), headers=headers)


def window(works: Sequence[Work], start: int, size: int) -> list[Work]:
    return list(works[start : start + size])


def play_openalex(world: World, asked: Asked) -> Reply:
    size = int(asked.params.get("per_page", 25))
    if len(asked.line) > 4094 or size > 100:
        return Reply(400, json.dumps({"error": "Request URL too long", "message": "Split it"}).encode())
    found = world.find(asked.params["filter"])
    start = 0 if asked.params["cursor"] == "*" else int(asked.params["cursor"].removeprefix("at"))
    page = window(found, start, size)
    cursor = f"at{start + len(page)}" if page else None
    results = [openalex_work(work) for work in page]
    return as_json({"meta": {"count": len(found), "next_cursor": cursor}, "results": results})


def openalex_work(work: Work) -> dict[str, object]:
    return {
        "id": f"https://openalex.org/W{work.number}",
        "doi": f"https://doi.org/{work.doi}",
        "title": work.title,
        "publication_year": work.published.year,
        "abstract_inverted_index": {"of": [1], "Abstract": [0], str(work.number): [2]},
        "authorships": [{"author": {"display_name": "Ada B. Lovelace"}}],
    }


def play_pubmed(world: World, asked: Asked) -> Reply:
    if asked.path == "esearch.fcgi":
        return _esearch(world, asked.params)
    if "WebEnv" in asked.params:
        works = world.histories.get(asked.params["WebEnv"])
        if works is None:
            return Reply(400, b"<eFetchResult><ERROR>Cannot retrieve history data</ERROR></eFetchResult>", "text/xml")
        works = window(works, int(asked.params["retstart"]), int(asked.params["retmax"]))
    else:
        numbers = {int(one) for one in asked.params["id"].split(",")}
        works = [work for work in world.works if work.number in numbers]
    articles = "".join(map(pubmed_article, works))
    return Reply(200, f"<PubmedArticleSet>{articles}</PubmedArticleSet>".encode(), "text/xml")


def _esearch(world: World, params: dict[str, str]) -> Reply:
    first, last = (params.get(name, "").replace("/", "-") for name in ("mindate", "maxdate"))
    found = world.find("" if first else params["term"], first or "0001-01-01", last or "9999-12-31")
    environment = f"env{len(world.histories) + 1}"
    world.histories[environment] = found
    ids = [str(work.number) for work in found[: min(int(params["retmax"]), 10000)]]
    result = {"count": str(len(found)), "idlist": ids, "querykey": "1", "webenv": environment}
    remarks = {"errorlist": {"phrasesnotfound": ["zzz"], "fieldsnotfound": []}}
    return as_json({"esearchresult": result | (remarks if "zzz" in params["term"] else {})})


def pubmed_article(work: Work) -> str:
    day = work.published
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{work.number}</PMID><Article><Journal><JournalIssue><PubDate>"
        f"<Year>{day.year}</Year><Month>{day:%b}</Month></PubDate></JournalIssue><Title>Journal</Title></Journal>"
        f"<ArticleTitle>{work.title}</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
    )


PLAYS: dict[str, Callable[[World, Asked], Reply]] = {
    "openalex": play_openalex,
    "pubmed": play_pubmed,
}
