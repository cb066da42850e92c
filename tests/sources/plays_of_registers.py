"""Europe PMC, and registers of trials, preprints and DOIs, as the local server plays them."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from sources.world import Asked, Reply, Work, World, as_json, window


def play_europe_pmc(world: World, asked: Asked) -> Reply:
    found, mark = world.find(asked.params["query"]), asked.params["cursorMark"]
    start = 0 if mark == "*" else int(mark)
    page = window(found, start, min(int(asked.params["pageSize"]), 1000))
    results = [
        {"id": str(w.number), "source": "MED", "title": f"<i>{w.title}</i>", "pubYear": str(w.published.year)}
        for w in page
    ]
    answer = {"hitCount": len(found), "request": {"cursorMark": mark}, "resultList": {"result": results}}
    return as_json(answer | {"nextCursorMark": str(start + len(page))})


def play_clinicaltrials(world: World, asked: Asked) -> Reply:
    """Tells the total on the first page alone, as the real one does."""
    span = re.search(r"RANGE\[(\d{4})-01-01,(\d{4})-12-31\]", asked.params.get("filter.advanced", ""))
    days = (f"{span[1]}-01-01", f"{span[2]}-12-31") if span else ("0001-01-01", "9999-12-31")
    found, start = world.find(asked.params["query.term"], *days), int(asked.params.get("pageToken", 0))
    page = window(found, start, min(int(asked.params["pageSize"]), 1000))
    answer: dict[str, object] = {"studies": [ctgov_study(work) for work in page]}
    if "pageToken" not in asked.params and asked.params.get("countTotal") == "true":
        answer["totalCount"] = len(found)
    more = {"nextPageToken": str(start + len(page))} if start + len(page) < len(found) else {}
    return as_json(answer | more)


def ctgov_study(work: Work) -> dict[str, object]:
    modules = {
        "identificationModule": {"nctId": f"NCT{work.number:08}", "briefTitle": work.title},
        "statusModule": {"studyFirstPostDateStruct": {"date": work.published.isoformat(), "type": "ACTUAL"}},
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "A University"}},
        "conditionsModule": {"conditions": ["Asthma"], "keywords": ["breath"]},
        "designModule": {"studyType": "INTERVENTIONAL"},
    }
    return {"protocolSection": modules}


def play_europe_pmc_preprints(world: World, asked: Asked) -> Reply:
    """Holds nothing but what is asked for with SRC:PPR."""
    reply = play_europe_pmc(world if "SRC:PPR" in asked.params["query"] else World(0), asked)
    return replace(reply, body=reply.body.replace(b'"source": "MED"', b'"source": "PPR"'))


def play_datacite(world: World, asked: Asked) -> Reply:
    size, cursor = int(asked.params["page[size]"]), asked.params["page[cursor]"]
    if size > 1000:
        return Reply(400, b'{"errors":[{"status":"400","title":"Page size must be at most 1000"}]}')
    found, start = world.find(asked.params["query"]), 0 if cursor == "1" else int(cursor[2:])
    page = window(found, start, size)
    data = [{"id": w.doi, "attributes": {"doi": w.doi, "titles": [{"title": w.title}]}} for w in page]
    following = f"https://api.datacite.org/dois?page%5Bcursor%5D=at{start + size}&page%5Bsize%5D={size}"
    more = {"next": following} if start + size < len(found) else {}
    return as_json({"data": data, "meta": {"total": len(found), "totalPages": 1}, "links": more})


def play_lens(world: World, asked: Asked) -> Reply:
    if "authorization" not in asked.headers:
        return Reply(401, b'{"message":"Missing/Incorrect Authorization Header","code":401}')
    query = json.loads(asked.posted)
    start, size = query.get("from", 0), query["size"]
    if start + size > 1000:
        return Reply(400, b'{"message":"Use cursor based pagination for more than 1000 records","code":400}')
    found = world.find(query["query"])
    data = [{"lens_id": f"000-{w.number}", "title": w.title} for w in window(found, start, size)]
    return as_json({"total": len(found), "data": data, "results": len(data)})
