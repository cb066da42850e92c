"""Services that are asked for single works: five invented works that know and cite each other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
from sources.playing import KEYS, Clock
from sources.plays import Asked, Play, Reply, World, as_json
from sources.server import Server

from cireview import web
from cireview.tables import RECORD
from cireview.web import Access, Session

WORKS: dict[int, dict[str, object]] = {
    1: {"title": "Partnerships for well-being", "year": 2015, "author": "Ada Lovelace", "cites": [2, 3, 9]},
    2: {"title": "Trust in networks", "year": 2010, "author": "Blaise Pascal", "cites": []},
    3: {"title": "Backbones of coalitions", "year": 2012, "author": "Carl Gauss", "cites": [2]},
    4: {"title": "Schools and neighbourhoods", "year": 2019, "author": "Ada Lovelace", "cites": [1]},
    5: {"title": "Neighbourhoods after the storm", "year": 2020, "author": "Emmy Noether", "cites": [1, 3]},
}
"""Work 9, which work 1 cites, is known to no service."""


def doi(number: int) -> str:
    return f"10.5555/w{number}"


def openalex_work(number: int) -> dict[str, object]:
    work = WORKS[number]
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": f"https://doi.org/{doi(number)}",
        "ids": {"pmid": f"https://pubmed.ncbi.nlm.nih.gov/100{number}"},
        "title": work["title"],
        "publication_year": work["year"],
        "language": "en",
        "type": "article",
        "abstract_inverted_index": {"Abstract": [0], "of": [1], f"W{number}": [2]} if number != 2 else None,
        "authorships": [{"author": {"display_name": work["author"]}}],
        "referenced_works": [f"https://openalex.org/W{cited}" for cited in work["cites"]],  # type: ignore[attr-defined]
        "open_access": {"is_oa": number == 1, "oa_status": "green" if number == 1 else "closed"},
        "best_oa_location": {"landing_page_url": "https://repository.test/1", "version": "acceptedVersion"}
        if number == 1
        else None,
    }


def play_openalex(_: World, asked: Asked) -> Reply:
    name, _, values = asked.params["filter"].partition(":")
    found = []
    for number, work in WORKS.items():
        own = {
            "doi": doi(number),
            "ids.pmid": f"100{number}",
            "ids.openalex": f"w{number}",
            "title.search": str(work["title"]).replace("-", " "),
        }
        cited = {f"W{one}" for one in work["cites"]} | {f"w{one}" for one in work["cites"]}  # type: ignore[attr-defined]
        if own.get(name) in values.split("|") or (name == "cites" and values in cited):
            found.append(openalex_work(number))
    return as_json({"meta": {"count": len(found), "next_cursor": None}, "results": found})


def crossref_work(number: int) -> dict[str, object]:
    work = WORKS[number]
    given, family = str(work["author"]).split()
    references = [
        {"key": "r", "DOI": doi(one)} if one != 9 else {"key": "r", "unstructured": "Lost."}
        for one in work["cites"]
    ]  # type: ignore[attr-defined]
    return {
        "DOI": doi(number).upper(),
        "title": [work["title"]],
        "author": [{"given": given, "family": family}],
        "issued": {"date-parts": [[work["year"]]]},
        "type": "journal-article",
        "reference": references,
        "reference-count": len(references),
    }


def play_crossref(_: World, asked: Asked) -> Reply:
    if "query.bibliographic" in asked.params:
        numbers = list(WORKS)  # it ranks, and gives whatever it has
    else:
        asked_for = set(re.findall(r"doi:([^,]+)", asked.params["filter"]))
        numbers = [number for number in WORKS if doi(number) in asked_for]
    items = [crossref_work(number) for number in numbers]
    return as_json({"status": "ok", "message": {"total-results": len(items), "items": items}})


def play_pubmed(_: World, asked: Asked) -> Reply:
    found = [number for number in WORKS if f"100{number}" in asked.params["id"].split(",")]
    articles = "".join(
        f"<PubmedArticle><MedlineCitation><PMID>100{number}</PMID><Article><ArticleTitle>{WORKS[number]['title']}."
        f"</ArticleTitle><Language>eng</Language></Article></MedlineCitation></PubmedArticle>"
        for number in found
    )
    return Reply(200, f"<PubmedArticleSet>{articles}</PubmedArticleSet>".encode(), "text/xml")


def play_semantic_scholar(_: World, asked: Asked) -> Reply:
    """Pages of one paper each, and citations without a paper."""
    found = re.fullmatch(r"paper/(?:DOI:10\.5555/w|PMID:100)(\d)(?:/(\w+))?", asked.path)
    if not found or int(found[1]) not in WORKS:
        return Reply(404, b'{"error":"Paper not found"}')
    cited = list(WORKS[int(found[1])]["cites"])  # type: ignore[attr-defined]
    citing = [number for number, work in WORKS.items() if int(found[1]) in work["cites"]]  # type: ignore[operator]
    if found[2] is None:
        return as_json({"paperId": "p", "referenceCount": len(cited), "citationCount": len(citing)})
    numbers, name = (cited, "citedPaper") if found[2] == "references" else (citing, "citingPaper")
    start = int(asked.params["offset"])
    papers = [
        {name: {"paperId": f"p{n}" if n in WORKS else None, "title": f"Paper {n}"}}
        for n in numbers[start : start + 1]
    ]
    return as_json(
        {"offset": start, "data": papers} | ({"next": start + 1} if start + 1 < len(numbers) else {})
    )


def play_unpaywall(_: World, asked: Asked) -> Reply:
    if asked.path != "10.5555/w7":
        return Reply(404, b'{"error":true,"message":"not in Unpaywall"}')
    place = {
        "url": "https://repository.test/7",
        "url_for_pdf": "https://repository.test/7.pdf",
        "license": "cc-by",
    }
    return as_json({"doi": "10.5555/w7", "oa_status": "gold", "best_oa_location": place})


LOOKING_UP: dict[str, Play] = {
    "openalex": play_openalex,
    "crossref": play_crossref,
    "pubmed": play_pubmed,
    "semantic_scholar": play_semantic_scholar,
    "unpaywall": play_unpaywall,
}


def record(record_id: str, **values: str) -> dict[str, str]:
    return {column: values.get(column, "") for column in RECORD.columns} | {"record_id": record_id}


def table(*rows: dict[str, str]) -> pd.DataFrame:
    return RECORD.conform(pd.DataFrame(rows))


def look_up(function: Any, records: pd.DataFrame, folder: Path, server: Server | None, **more: Any) -> Any:
    """Call a function that looks works up, by default with all keys; without a server, with no network."""
    clock, environment = Clock(), more.pop("environment", KEYS)
    addresses = {key: f"{server.address}/{key}" for key in server.plays} if server else {}
    with Session(environment=environment, clock=web.Clock(clock, clock.sleep), tries=2) as session:
        access = Access(folder, "2020-03", session if server else None, addresses)
        return function(records, access, **more)
