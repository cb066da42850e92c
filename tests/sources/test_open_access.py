"""Free versions: found in OpenAlex, then in Unpaywall; each record has a place or a reason, none blocks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sources.looking_up import LOOKING_UP, look_up, record, table
from sources.playing import KEYS
from sources.plays import Asked, Reply, World, as_json
from sources.server import Server, status, web_page

from cireview.sources.open_access import (
    OpenAccess,
    find_open_access,
    read_openalex_place,
    read_unpaywall_place,
)

DATA = Path(__file__).parents[3] / "shared" / "data" / "api"
RECORDS = table(
    record("a:1", doi="10.5555/w1"),
    record("a:2", pmid="1002"),
    record("a:7", doi="https://doi.org/10.5555/W7"),
    record("a:8", title="Neither DOI nor PubMed id"),
    record("a:9", doi="10.5555/w9"),
)


def locate(folder: Path, server: Server | None, records: pd.DataFrame = RECORDS, **more: Any) -> OpenAccess:
    result: OpenAccess = look_up(find_open_access, records, folder, server, **more)
    return result


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(plays=LOOKING_UP) as server:
        yield server


def test_free_versions_are_found_in_openalex_then_in_unpaywall(server: Server, tmp_path: Path) -> None:
    found = locate(tmp_path, server)
    assert (found.problems, found.has_ended) == ((), True)
    assert found.places["status"].tolist() == ["green", "closed", "gold", "unknown", "unknown"]
    urls = ["https://repository.test/1", "", "https://repository.test/7", "", ""]
    assert found.places["url"].tolist() == urls
    assert found.places["source"].tolist() == ["OpenAlex", "OpenAlex", "Unpaywall", "", ""]
    assert found.places["reason"].tolist() == [
        "",
        "OpenAlex knows no free version",
        "",
        "it has neither DOI nor PubMed id to look it up by",
        "no service knows the work",
    ]
    place = found.places.set_index("record_id").loc["a:7"]
    assert (place["pdf_url"], place["license"]) == ("https://repository.test/7.pdf", "cc-by")


def test_records_that_are_added_are_asked_for_alone_and_all_is_replayed(
    server: Server, tmp_path: Path
) -> None:
    first = locate(tmp_path, server, RECORDS.iloc[:3])
    asked = len(server.asked)
    whole = locate(tmp_path, server)
    new = [f"{one.path} {one.params}" for one in server.asked[asked:]]
    assert len(new) == 2  # OpenAlex by DOI, and Unpaywall
    assert not [one for one in new if any(known in one for known in ("w1", "w7", "1002"))]
    assert whole.places.iloc[:3].equals(first.places)
    server.asked.clear()
    assert locate(tmp_path, server).places.equals(whole.places)
    assert server.asked == []
    for some in (RECORDS, RECORDS.iloc[1:], RECORDS.iloc[[4]]):
        offline = locate(tmp_path, None, some)
        assert offline.problems == ()
        assert offline.places.to_dict("list") == whole.places.loc[some.index].to_dict("list")


def test_without_an_address_unpaywall_is_not_asked_and_the_variable_is_named(
    server: Server, tmp_path: Path
) -> None:
    found = locate(tmp_path, server, environment={})
    assert [str(problem) for problem in found.problems] == [
        "Unpaywall needs your own e-mail address and the environment variable CIREVIEW_EMAIL is not set. "
        "Set it to your own e-mail address"
    ]
    assert not [one for one in server.asked if one.service == "unpaywall"]
    assert found.has_ended  # asking again without the address would change nothing
    assert "CIREVIEW_EMAIL" in found.places.set_index("record_id").loc["a:7", "reason"]
    later = locate(tmp_path, server)
    assert later.places["status"].tolist() == ["green", "closed", "gold", "unknown", "unknown"]
    assert locate(tmp_path, server, environment={}).problems == ()


def test_the_address_goes_to_unpaywall_and_into_no_file(server: Server, tmp_path: Path) -> None:
    found = locate(tmp_path, server)
    address = KEYS["CIREVIEW_EMAIL"]
    assert {one.params["email"] for one in server.asked if one.service == "unpaywall"} == {address}
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert address.encode() not in written
    assert address not in found.places.to_csv()


FAULTS = {
    "wrong address": status(422, b'{"error":true,"message":"Please use your own email address"}'),
    "server error": status(500),
    "a web page": web_page,
    "another answer": lambda _: as_json({"results": []}),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_failure_of_unpaywall_is_told_and_asked_again(fault: Any, tmp_path: Path) -> None:
    def play(world: World, asked: Asked) -> Reply:
        reply: Reply = fault(LOOKING_UP["unpaywall"](world, asked))
        return reply

    with Server(plays=LOOKING_UP | {"unpaywall": play}) as server:
        found = locate(tmp_path, server)
    assert not found.has_ended
    assert found.problems
    reasons = found.places.set_index("record_id")["reason"]
    assert reasons["a:7"].startswith("some services did not answer: Unpaywall")
    assert reasons["a:1"] == ""
    with Server(plays=LOOKING_UP) as server:
        assert locate(tmp_path, server).has_ended


def test_only_addresses_that_a_browser_may_open_are_passed_on() -> None:
    bad = {"landing_page_url": "javascript:alert(1)", "pdf_url": "file:///etc/passwd"}
    place = read_openalex_place({"best_oa_location": bad, "open_access": {"oa_status": "gold"}})
    assert (place["url"], place["pdf_url"]) == ("", "")


RECORDED = [
    ("doi_oa.json", "bronze", "https://doi.org/10.1038/nature12373", "publishedVersion"),
    ("doi_oa_2026.json", "bronze", "https://doi.org/10.1038/nature12373", "publishedVersion"),
    ("doi_closed_2026.json", "closed", "", ""),
]


@pytest.mark.skipif(not DATA.exists(), reason="the recorded answers are not here")
@pytest.mark.parametrize(("name", "oa_status", "url", "version"), RECORDED)
def test_recorded_answers_of_unpaywall_are_read(name: str, oa_status: str, url: str, version: str) -> None:
    answer = json.loads((DATA / "unpaywall" / name).read_text(encoding="utf-8"))
    if "interactions" in answer:
        answer = json.loads(answer["interactions"][0]["response"]["body"])
    place = read_unpaywall_place(answer)
    assert (place["status"], place["url"], place["version"]) == (oa_status, url, version)


@pytest.mark.skipif(not DATA.exists(), reason="the recorded answers are not here")
def test_every_recording_of_unpaywall_is_tested() -> None:
    assert sorted(path.name for path in (DATA / "unpaywall").iterdir()) == sorted(one[0] for one in RECORDED)
