"""The services that the local server plays: each answers by its contract, over works invented here."""

from __future__ import annotations

import json
import re

from sources.plays_of_registers import (
    play_clinicaltrials,
    play_datacite,
    play_europe_pmc,
    play_europe_pmc_preprints,
    play_lens,
)
from sources.world import Asked, Play, Reply, Work, World, as_json, window

__all__ = ["PLAYS", "Asked", "Play", "Reply", "World", "as_json", "openalex_work", "window"]


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
            return Reply(
                400, b"<eFetchResult><ERROR>Cannot retrieve history data</ERROR></eFetchResult>", "text/xml"
            )
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


def play_crossref(world: World, asked: Asked) -> Reply:
    rows, offset = int(asked.params["rows"]), int(asked.params["offset"])
    if rows > 1000 or offset + rows > 10000:
        return Reply(400, b'{"status":"failed","message":[{"message":"Integer must be less"}]}')
    found = world.find(asked.params["query.bibliographic"])
    items = [{"DOI": w.doi, "title": [w.title]} for w in window(found, offset, rows)]
    return as_json({"status": "ok", "message": {"total-results": len(found), "items": items}})


def play_semantic_scholar(world: World, asked: Asked) -> Reply:
    found, start = world.find(asked.params["query"]), int(asked.params.get("token", 0))
    page = [{"paperId": f"p{w.number}", "title": w.title} for w in window(found, start, 1000)]
    if not found:
        return as_json({"total": 0, "offset": 0})
    more = {"token": str(start + 1000)} if start + 1000 < len(found) else {}
    return as_json({"total": len(found), "data": page} | more)


def play_doaj(world: World, asked: Asked) -> Reply:
    size, page = int(asked.params["pageSize"]), int(asked.params["page"])
    if page * size > 1000:
        return Reply(400, b'{"status":"bad_request","error":"You cannot access results beyond 1000 records"}')
    found = world.find(asked.path)
    results = [
        {"id": f"d{w.number}", "bibjson": {"title": w.title}} for w in window(found, (page - 1) * size, size)
    ]
    return as_json({"total": len(found), "page": page, "results": results})


def play_eric(world: World, asked: Asked) -> Reply:
    """Gives 20 rows whatever is asked for, as the real one may."""
    found, start = world.find(asked.params["search"]), int(asked.params["start"])
    docs = [
        {"id": f"EJ{w.number}", "title": w.title.replace("on", "&quot;on&quot;")}
        for w in window(found, start, 20)
    ]
    return as_json({"response": {"numFound": len(found), "start": start, "docs": docs}})


def play_arxiv(world: World, asked: Asked) -> Reply:
    span = re.search(r"submittedDate:\[(\d{4})01010000 TO (\d{4})12312359\]", asked.params["search_query"])
    found = world.find("", *((f"{span[1]}-01-01", f"{span[2]}-12-31") if span else ()))
    start = int(asked.params["start"])
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{w.number}v1</id><title>{w.title}</title></entry>"
        for w in window(found, start, min(int(asked.params["max_results"]), 2000))
    )
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:o="http://a9.com/-/spec/opensearch/1.1/">'
        f"<o:totalResults>{len(found)}</o:totalResults>{entries}</feed>"
    )
    return Reply(200, body.encode(), "application/atom+xml")


def play_core(world: World, asked: Asked) -> Reply:
    if asked.headers.get("authorization", "") == "":
        return Reply(429, b'{"message":"Too many requests"}')
    found, offset = world.find(asked.params["q"]), int(asked.params["offset"])
    results = [{"id": w.number, "title": w.title} for w in window(found, offset, int(asked.params["limit"]))]
    return as_json({"totalHits": len(found), "results": results})


def play_scopus(world: World, asked: Asked) -> Reply:
    if "x-els-apikey" not in asked.headers:
        return Reply(401, b'{"service-error":{"status":{"statusText":"APIKey missing"}}}')
    if asked.params.get("view") == "COMPLETE" and "x-els-insttoken" not in asked.headers:
        return Reply(401, b'{"service-error":{"status":{"statusText":"not authorized to access the view"}}}')
    span = re.search(r"PUBYEAR > (\d+) AND PUBYEAR < (\d+)", asked.params["query"])
    days = (
        (f"{int(span[1]) + 1}-01-01", f"{int(span[2]) - 1}-12-31") if span else ("0001-01-01", "9999-12-31")
    )
    found, start, count = world.find("", *days), int(asked.params["start"]), int(asked.params["count"])
    if count > 25 or start >= 5000:
        return Reply(400, b'{"service-error":{"status":{"statusText":"Exceeds the maximum number"}}}')
    entries = [{"eid": f"2-s2.0-{w.number}", "dc:title": w.title} for w in window(found, start, count)]
    if asked.params.get("view") == "COMPLETE":
        entries = [{**entry, "dc:description": "Abstract"} for entry in entries]
    empty = [{"@_fa": "true", "error": "Result set was empty"}]
    results = {"opensearch:totalResults": str(len(found)), "entry": entries or empty}
    return as_json({"search-results": results})


def play_wos_starter(world: World, asked: Asked) -> Reply:
    found, page, limit = world.find(asked.params["q"]), int(asked.params["page"]), int(asked.params["limit"])
    hits = [{"uid": f"WOS:{w.number}", "title": w.title} for w in window(found, (page - 1) * limit, limit)]
    return as_json({"metadata": {"total": len(found), "page": page, "limit": limit}, "hits": hits})


def play_wos_expanded(world: World, asked: Asked) -> Reply:
    found, first = world.find(asked.params["usrQuery"]), int(asked.params["firstRecord"])
    records = [
        {
            "UID": f"WOS:{w.number}",
            "static_data": {"summary": {"titles": {"title": {"type": "item", "content": w.title}}}},
        }
        for w in window(found, first - 1, int(asked.params["count"]))
    ]
    data = {"Records": {"records": {"REC": records} if records else ""}}
    return as_json({"Data": data, "QueryResult": {"RecordsFound": len(found)}})


def play_springer_nature(world: World, asked: Asked) -> Reply:
    """Repeats the key in its answer, as the real one does."""
    key, start = asked.params.get("api_key", ""), int(asked.params["s"])
    found = world.find(asked.params["q"])
    records = [
        {"identifier": f"doi:{w.doi}", "title": w.title}
        for w in window(found, start - 1, int(asked.params["p"]))
    ]
    answer = {
        "apiKey": key,
        "nextPage": f"/meta/v2/json?api_key={key}",
        "result": [{"total": str(len(found))}],
    }
    return as_json(answer | {"records": records})


def play_ieee(world: World, asked: Asked) -> Reply:
    found, start = world.find(asked.params["querytext"]), int(asked.params["start_record"])
    page = window(found, start - 1, min(int(asked.params["max_records"]), 200))
    articles = [{"article_number": str(w.number), "title": w.title} for w in page]
    return as_json({"total_records": len(found)} | ({"articles": articles} if articles else {}))


PLAYS: dict[str, Play] = {
    "openalex": play_openalex,
    "pubmed": play_pubmed,
    "europe_pmc": play_europe_pmc,
    "crossref": play_crossref,
    "semantic_scholar": play_semantic_scholar,
    "doaj": play_doaj,
    "eric": play_eric,
    "arxiv": play_arxiv,
    "core": play_core,
    "scopus_api": play_scopus,
    "wos_starter": play_wos_starter,
    "wos_expanded": play_wos_expanded,
    "springer_nature": play_springer_nature,
    "ieee": play_ieee,
    "clinicaltrials": play_clinicaltrials,
    "europe_pmc_preprints": play_europe_pmc_preprints,
    "datacite": play_datacite,
    "lens": play_lens,
}
