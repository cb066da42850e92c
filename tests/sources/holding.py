"""Services that hold some of four known works, each answering a look-up by its contract."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
from sources.playing import KEYS, Clock
from sources.plays import Asked, Play, Reply, World, as_json
from sources.server import Fault, Server

from cireview import web
from cireview.sources import APIS
from cireview.sources.lookup import Library
from cireview.web import Access, Session

ITEMS = pd.DataFrame(
    [
        ("known:both", "Held by both", "10.5555/One", "101"),
        ("known:doi", "Held by its DOI", "https://doi.org/10.5555/two", ""),
        ("known:absent", "Held by nobody", "10.5555/three", "103"),
        ("known:bare", "Without identifiers", "", ""),
    ],
    columns=["record_id", "title", "doi", "pmid"],
)
HELD = {"101": "10.5555/one", "102": "10.5555/two"}
"""PubMed id and DOI of what every service holds."""
FOUND = {"101"}
"""What the query finds, wherever it is asked together with identifiers."""


def _named(text: str) -> list[str]:
    """Return the PubMed ids of what is held and named in a request, of what the query finds if it has one."""
    text = text.casefold()
    held = [pmid for pmid, doi in HELD.items() if re.search(rf"\b{pmid}\b", text) or doi in text]
    return [pmid for pmid in held if "gardens" not in text or pmid in FOUND]


def play_pubmed(_: World, asked: Asked) -> Reply:
    if asked.path == "esearch.fcgi":
        ids = _named(asked.params["term"]) or (["101"] if asked.params["term"].startswith("gardens") else [])
        return as_json({"esearchresult": {"count": str(len(ids)), "idlist": ids}})
    articles = "".join(
        f"<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article><ArticleTitle>T</ArticleTitle></Article>"
        f"</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType='doi'>{HELD[pmid]}</ArticleId>"
        "</ArticleIdList></PubmedData></PubmedArticle>"
        for pmid in asked.params["id"].split(",")
        if pmid in HELD
    )
    return Reply(200, f"<PubmedArticleSet>{articles}</PubmedArticleSet>".encode(), "text/xml")


def play_europe_pmc(_: World, asked: Asked) -> Reply:
    items = [{"id": pmid, "pmid": pmid, "doi": HELD[pmid]} for pmid in _named(asked.params["query"])]
    return as_json({"hitCount": len(items), "resultList": {"result": items}})


def play_openalex(_: World, asked: Asked) -> Reply:
    items = [
        {"id": f"https://openalex.org/W{pmid}", "doi": f"https://doi.org/{HELD[pmid]}", "ids": {"pmid": pmid}}
        for pmid in _named(asked.params["filter"])
    ]
    return as_json({"meta": {"count": len(items), "next_cursor": None}, "results": items})


def play_crossref(_: World, asked: Asked) -> Reply:
    items = [{"DOI": HELD[pmid].upper()} for pmid in _named(asked.params["filter"])]
    return as_json({"status": "ok", "message": {"total-results": len(items), "items": items}})


def play_semantic_scholar(_: World, asked: Asked) -> Reply:
    ids = json.loads(asked.posted)["ids"]
    papers = [
        {"paperId": f"p{pmid[0]}", "externalIds": {"DOI": HELD[pmid[0]], "PubMed": pmid[0]}} if pmid else None
        for pmid in map(_named, ids)
    ]
    if not any(papers):
        return Reply(400, b'{"error":"No valid paper ids given"}')
    return as_json(papers)


def play_lens(_: World, asked: Asked) -> Reply:
    ((_, values),) = json.loads(asked.posted)["query"]["terms"].items()
    items = [
        {
            "lens_id": pmid,
            "external_ids": [{"type": "doi", "value": HELD[pmid]}, {"type": "pmid", "value": pmid}],
        }
        for pmid in _named(" ".join(values))
    ]
    return as_json({"total": len(items), "data": items})


def play_scopus(_: World, asked: Asked) -> Reply:
    entries = [{"prism:doi": HELD[pmid], "pubmed-id": pmid} for pmid in _named(asked.params["query"])]
    return as_json({"search-results": {"opensearch:totalResults": str(len(entries)), "entry": entries}})


def play_wos_starter(_: World, asked: Asked) -> Reply:
    hits = [{"identifiers": {"doi": HELD[pmid], "pmid": pmid}} for pmid in _named(asked.params["q"])]
    return as_json({"metadata": {"total": len(hits)}, "hits": hits})


def play_doaj(_: World, asked: Asked) -> Reply:
    found = [
        {"id": pmid, "bibjson": {"identifier": [{"type": "doi", "id": HELD[pmid]}]}}
        for pmid in _named(asked.path)
    ]
    return as_json({"total": len(found), "results": found})


def play_core(_: World, asked: Asked) -> Reply:
    found = [{"id": pmid, "doi": HELD[pmid]} for pmid in _named(asked.params["q"])]
    return as_json({"totalHits": len(found), "results": found})


HOLDING: dict[str, Play] = {
    "pubmed": play_pubmed,
    "europe_pmc": play_europe_pmc,
    "openalex": play_openalex,
    "crossref": play_crossref,
    "semantic_scholar": play_semantic_scholar,
    "lens": play_lens,
    "scopus_api": play_scopus,
    "wos_starter": play_wos_starter,
    "doaj": play_doaj,
    "core": play_core,
}


@contextmanager
def holding(folder: Path, *, faults: dict[int, Fault] | None = None) -> Iterator[tuple[Library, Server]]:
    """Give a library that asks the played services, and their server."""
    clock = Clock()
    with (
        Server(plays=HOLDING, faults=faults or {}) as server,
        Session(environment=KEYS, clock=web.Clock(clock, clock.sleep), tries=2) as session,
    ):
        addresses = {source.key: f"{server.address}/{source.key}" for source in APIS}
        yield Library(Access(folder, "2026-11-29", session, addresses), purpose="known_items"), server
