"""The Lens as a fall-back of citation search: asked last, and only about what no other service knows."""

from __future__ import annotations

import json
from pathlib import Path

from sources.looking_up import LOOKING_UP, look_up, record, table
from sources.plays import Asked, Reply, World, as_json
from sources.server import Server, status

from cireview.citations import FALL_BACK, SERVICES, CitationOutcome, search_citations

SEEDS = table(
    record("a:1", title="Partnerships", doi="10.5555/w1"), record("a:8", title="X", doi="10.5555/w8")
)
IDS = ("000-000-000-000-02X", "000-000-000-000-03X", "000-000-000-000-04X")
HELD: dict[str, dict[str, object]] = {
    "000-000-000-000-08X": {
        "references": [{"lens_id": IDS[0]}, {"lens_id": IDS[1]}],
        "references_count": 4,
        "scholarly_citations": [IDS[2]],
        "scholarly_citations_count": 1,
        "external_ids": [{"type": "doi", "value": "10.5555/w8"}],
    },
    IDS[0]: {"external_ids": []},
    IDS[2]: {"external_ids": []},
}


def play_lens(_: World, asked: Asked) -> Reply:
    ((field, values),) = json.loads(asked.posted)["query"]["terms"].items()
    found = {lens_id for lens_id in HELD if lens_id in values}
    found |= {"000-000-000-000-08X"} if field == "ids.doi" and "10.5555/w8" in values else set()
    items = [{"lens_id": one, "title": f"Work {one}", **HELD[one]} for one in sorted(found)]
    return as_json({"total": len(items), "data": items})


PLAYS = LOOKING_UP | {"lens": play_lens}


def search(folder: Path, server: Server | None, **more: object) -> CitationOutcome:
    outcome: CitationOutcome = look_up(search_citations, SEEDS, folder, server, **more)
    return outcome


def rows_of(outcome: CitationOutcome) -> dict[tuple[str, str], tuple[int, int, int]]:
    own = outcome.log[outcome.log["source"] == "The Lens"]
    return {
        (row.seed_id, row.direction): (row.announced, row.received, row.shortfall) for row in own.itertuples()
    }


def test_it_is_asked_only_about_what_the_others_do_not_know(tmp_path: Path) -> None:
    with Server(plays=PLAYS) as server:
        outcome = search(tmp_path, server, sources=(FALL_BACK, *SERVICES))
        asked = [one.posted.decode() for one in server.asked if one.service == "lens"]
    assert rows_of(outcome) == {("a:8", "backward"): (4, 1, 3), ("a:8", "forward"): (1, 1, 0)}
    assert not any("10.5555/w1" in text for text in asked)
    links = outcome.citations[outcome.citations["source"] == "The Lens"]
    assert set(links["record_id"].str.rpartition(":")[2]) == {IDS[0], IDS[2]}


def test_without_being_named_it_is_not_asked(tmp_path: Path) -> None:
    with Server(plays=PLAYS) as server:
        search(tmp_path, server)
        assert not [one for one in server.asked if one.service == "lens"]


def test_alone_it_is_asked_about_everything(tmp_path: Path) -> None:
    with Server(plays=PLAYS) as server:
        outcome = search(tmp_path, server, sources=(FALL_BACK,))
    assert len(outcome.log) == 4
    reason = outcome.log.set_index("seed_id")["reason"]["a:1"].iloc[0]
    assert reason == "The Lens does not know the article"


def test_where_another_service_did_not_answer_it_is_not_asked_in_its_place(tmp_path: Path) -> None:
    with Server(plays=PLAYS, faults={place: status(500) for place in range(1, 5)}) as server:
        outcome = search(tmp_path, server, sources=(*SERVICES, FALL_BACK))
    assert rows_of(outcome) == {}
    assert "a:8" in outcome.unanswered


def test_it_is_replayed_without_network_and_without_a_token(tmp_path: Path) -> None:
    with Server(plays=PLAYS) as server:
        outcome = search(tmp_path, server, sources=(*SERVICES, FALL_BACK))
    again = search(tmp_path, None, sources=(*SERVICES, FALL_BACK), environment={})
    assert again.log.equals(outcome.log)
    assert again.problems == ()


def test_without_a_token_the_log_stays_open_and_says_where_to_get_one(tmp_path: Path) -> None:
    with Server(plays=PLAYS) as server:
        outcome = search(tmp_path, server, sources=(*SERVICES, FALL_BACK), environment={})
    assert "a:8" in outcome.unanswered
    assert any("LENS_API_TOKEN" in str(problem) for problem in outcome.problems)
