"""Trials, preprints, DOIs and the Lens: how each is asked, what is read, and what each cannot do."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sources.playing import search
from sources.plays import Asked, Reply, World
from sources.server import Server, change, status

from cireview.protocol.source import Source
from cireview.sources import find_api


def ask(key: str, folder: Path, size: int = 3, **options: Any) -> list[Asked]:
    with Server(World(size)) as server:
        assert search(server, key, folder, **options).is_complete
    return server.asked


def read(key: str, item: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in find_api(key).record(item).items() if value}


def test_clinicaltrials_is_asked_by_areas_of_a_study_and_by_the_years_of_registration(tmp_path: Path) -> None:
    asked = ask("clinicaltrials", tmp_path, years=(2001, 2003))[0]
    assert asked.path == "studies"
    assert asked.params == {
        "query.term": "AREA[TitleSearch](word0) OR AREA[BriefSummary](word0) OR AREA[Keyword](word0) OR "
        "AREA[Condition](word0) OR AREA[InterventionName](word0)",
        "filter.advanced": "AREA[StudyFirstPostDate]RANGE[2001-01-01,2003-12-31]",
        "fields": "protocolSection",
        "countTotal": "true",
        "pageSize": "500",
    }


def test_the_total_that_only_the_first_page_of_trials_tells_holds_for_all(tmp_path: Path) -> None:
    with Server(World(1200)) as server:
        log = search(server, "clinicaltrials", tmp_path).log.iloc[0]
        assert [asked.params.get("pageToken") for asked in server.asked] == [None, "500", "1000"]
    assert (log["found"], log["imported"], log["complete"]) == (1200, 1200, "yes")
    assert "changed on the way" not in log["warnings"]


def test_fewer_trials_than_announced_are_no_complete_search(tmp_path: Path) -> None:
    with Server(World(3), faults={1: change(totalCount=5)}) as server:
        log = search(server, "clinicaltrials", tmp_path).log.iloc[0]
    assert log["complete"] == "no: 3 of 5 records received"


def test_a_trial_is_a_record_of_a_register_with_its_sponsor_as_author() -> None:
    modules = {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": "Air", "officialTitle": "On air"},
        "statusModule": {"studyFirstPostDateStruct": {"date": "2015-03-02"}},
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "A University"}},
        "descriptionModule": {"briefSummary": "We test air."},
        "conditionsModule": {"conditions": ["Asthma"], "keywords": ["breath"]},
        "armsInterventionsModule": {"interventions": [{"name": "Air"}]},
        "designModule": {"studyType": "INTERVENTIONAL"},
    }
    assert read("clinicaltrials", {"protocolSection": modules}) == {
        "source": "ClinicalTrials.gov",
        "accession": "NCT00000001",
        "title": "Air",
        "abstract": "We test air.",
        "authors": "A University",
        "year": "2015-03-02",
        "keywords": "Asthma; Air; breath",
        "document_type": "INTERVENTIONAL",
        "url": "https://clinicaltrials.gov/study/NCT00000001",
    }


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ({"name": "ClinicalTrials.gov", "api": "clinicaltrials"}, "register"),
        ({"name": "Trials of asthma", "api": "clinicaltrials"}, "register"),
        ({"name": "Trials of asthma", "api": "ClinicalTrials.gov"}, "register"),
        ({"name": "Trials of asthma", "api": "clinicaltrials", "kind": "database"}, "database"),
        ({"name": "Preprints", "api": "europe_pmc_preprints"}, "database"),
        ({"name": "DataCite", "api": "datacite"}, "database"),
    ],
)
def test_a_register_is_one_by_its_name_or_its_api(source: dict[str, str], kind: str) -> None:
    assert Source.model_validate(source).kind == kind


def test_preprints_are_asked_for_by_their_source_and_the_log_says_so(tmp_path: Path) -> None:
    with Server(World(3)) as server:
        outcome = search(server, "europe_pmc_preprints", tmp_path, years=(2001, 2001))
        asked = server.asked[0].params["query"]
    assert asked.endswith(" AND SRC:PPR AND PUB_YEAR:[2001 TO 2001]")
    assert outcome.log["query"].iloc[0] == asked
    assert outcome.records["accession"].str.startswith("PPR:").all()
    item = {"id": "PPR1", "source": "PPR", "title": "T", "bookOrReportDetails": {"publisher": "medRxiv"}}
    assert read("europe_pmc_preprints", item)["journal"] == "medRxiv"


def test_datacite_is_asked_by_cursors_which_have_no_ceiling(tmp_path: Path) -> None:
    asked = ask("datacite", tmp_path, 1200)
    assert [one.params["page[cursor]"] for one in asked] == ["1", "at500", "at1000"]
    assert all(one.params["mailto"] == "secret-of-CIREVIEW_EMAIL" for one in asked)


def test_of_datacite_the_title_proper_the_abstract_and_people_are_read() -> None:
    attributes = {
        "doi": "10.5555/1",
        "titles": [{"title": "Vertrauen", "titleType": "TranslatedTitle"}, {"title": "<i>Trust</i>"}],
        "descriptions": [
            {"description": "By hand.", "descriptionType": "Methods"},
            {"description": "We <b>trust</b>.", "descriptionType": "Abstract"},
        ],
        "creators": [
            {"name": "Lovelace, Ada", "familyName": "Lovelace", "givenName": "Ada", "affiliation": ["A"]},
            {"name": "Blaise Pascal", "nameType": "Personal", "affiliation": [{"name": "B"}]},
            {"name": "A Group", "nameType": "Organizational"},
        ],
        "publisher": "A Repository",
        "publicationYear": 2015,
        "types": {"resourceTypeGeneral": "Dissertation", "resourceType": "PhD"},
        "subjects": [{"subject": "trust"}],
    }
    row = read("datacite", {"id": "10.5555/1", "attributes": attributes})
    assert (row["title"], row["abstract"], row["document_type"]) == ("Trust", "We trust.", "Dissertation")
    assert row["authors"] == "Lovelace, Ada; Pascal, Blaise; A Group"
    assert (row["affiliations"], row["journal"], row["year"]) == ("A; B", "A Repository", "2015")


def test_the_lens_is_asked_by_offset_and_divided_by_years_at_a_thousand(tmp_path: Path) -> None:
    with Server(World(1500, days_apart=2)) as server:
        outcome = search(server, "lens", tmp_path, years=(2001, 2009))
        posted = [json.loads(asked.posted) for asked in server.asked]
    assert (outcome.is_complete, len(outcome.records)) == (True, 1500)
    assert outcome.log["parts"].iloc[0] == 2
    assert (posted[0]["size"], posted[0]["from"], posted[0]["stemming"]) == (1, 0, False)
    assert max(one["from"] + one["size"] for one in posted) <= 1000


def test_the_lens_waits_as_long_as_its_own_header_asks(tmp_path: Path) -> None:
    from sources.playing import Clock

    clock = Clock()
    slow = status(429, b'{"message":"Too many requests"}', x_rate_limit_retry_after_seconds="42")
    with Server(World(3), faults={1: slow}) as server:
        assert search(server, "lens", tmp_path, clock=clock).is_complete
    assert max(clock.waits) == 42.0


def test_of_the_lens_people_groups_and_identifiers_are_read() -> None:
    work = {
        "lens_id": "000-1",
        "title": "Trust",
        "authors": [{"last_name": "Lovelace", "first_name": "Ada"}, {"collective_name": "A Group"}],
        "external_ids": [{"type": "pmid", "value": "1"}, {"type": "doi", "value": "10.5555/1"}],
        "source": {"title": "Journal", "issn": [{"value": "12345678", "type": "print"}]},
    }
    row = read("lens", work)
    assert (row["authors"], row["doi"], row["pmid"]) == ("Lovelace, Ada; A Group", "10.5555/1", "1")
    assert (row["journal"], row["issn"]) == ("Journal", "12345678")
    assert row["url"] == "https://www.lens.org/lens/scholar/article/000-1"


LEFT = {
    "clinicaltrials": ("languages, document types", "years"),
    "europe_pmc_preprints": ("languages, document types", "years"),
    "datacite": ("languages, document types", "years"),
    "lens": ("languages, document types", "years"),
}


@pytest.mark.parametrize("key", LEFT)
def test_limits_that_would_lose_records_without_a_value_are_left_to_the_screen(
    key: str, tmp_path: Path
) -> None:
    limits = {"years": (2001, 2003), "languages": ["english"], "document_types": ["journal article"]}
    with Server(World(3)) as server:
        log = search(server, key, tmp_path, **limits).log.iloc[0]
    assert (log["left_to_screen"], log["limited_by"]) == LEFT[key]


FAULTS = {
    "clinicaltrials": change(nextPageToken="500"),
    "datacite": change(links__next="https://api.datacite.org/dois?page%5Bcursor%5D=1"),
    "europe_pmc_preprints": change(nextCursorMark="*"),
    "lens": lambda reply: replace(reply, body=b'{"data": []}'),
}


@pytest.mark.parametrize("key", FAULTS)
def test_a_page_that_leads_nowhere_is_asked_for_again(key: str, tmp_path: Path) -> None:
    number = 3 if key == "lens" else 2  # the first request of the Lens asks for the total
    size = 2500 if key == "europe_pmc_preprints" else 250 if key == "lens" else 1200
    with Server(World(size), faults={number: FAULTS[key]}) as server:
        outcome = search(server, key, tmp_path)
    assert (outcome.is_complete, len(outcome.records)) == (True, size)


def test_a_refused_query_is_told_in_the_words_of_the_register(tmp_path: Path) -> None:
    def refuse(_: Reply) -> Reply:
        return Reply(400, b"Error on line 1: unexpected ]", "text/plain")

    with Server(faults={1: refuse}) as server:
        problem = search(server, "clinicaltrials", tmp_path).problems[0]
    assert problem.message == "ClinicalTrials.gov refused the request (400): Error on line 1: unexpected ]"
