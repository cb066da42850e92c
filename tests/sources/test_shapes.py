"""Any value of an answer may be of another kind: the page is refused or the entry rejected, both in words."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sources.looking_up import LOOKING_UP, look_up, record, table
from sources.playing import search
from sources.plays import PLAYS, Reply, World
from sources.server import Server

from cireview.citations import search_citations
from cireview.search.complete import find_missing_values
from cireview.sources import Api, find_api
from cireview.sources.open_access import find_open_access, read_openalex_place, read_unpaywall_place
from cireview.sources.outcome import read_record
from cireview.web import UnreadableError, understand

ODD: list[Any] = [
    None,
    3,
    -1,
    1.5,
    1e308,
    True,
    "",
    "odd",
    [],
    [None],
    [[1]],
    ["odd", 3],
    {},
    {"odd": {}},
    10**40,
]


def paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inner:
        yield (*at, name)
        yield from paths(part, (*at, name))


def put(answer: Any, path: tuple[Any, ...], value: Any) -> bytes:
    changed = copy.deepcopy(answer)
    below = changed
    for name in path[:-1]:
        below = below[name]
    below[path[-1]] = value
    return json.dumps(changed).encode()


def twist(body: bytes, most: int) -> Iterator[bytes]:
    """Yield an answer with one value of it changed, by chance but always in the same order."""
    answer = json.loads(body)
    changes = [(path, odd) for path in paths(answer) for odd in ODD]
    for path, odd in random.Random(1).sample(changes, min(most, len(changes))):
        yield put(answer, path, odd)


def pages_of(key: str, folder: Path) -> Iterator[bytes]:
    bodies: list[bytes] = []

    def keep(reply: Reply) -> Reply:
        bodies.append(reply.body)
        return reply

    with Server(World(3), faults=dict.fromkeys(range(1, 9), keep)) as server:
        search(server, key, folder)
    return (body for body in bodies if body.lstrip()[:1] == b"{")


def read_whole(source: Api, body: bytes) -> int:
    """Read an answer as a search does; return how many entries were no records."""
    try:
        page = understand(source.read, body)
    except UnreadableError:
        return 0
    rejected = 0
    for item in page.items:
        row, reason = read_record(source, item)
        assert all(isinstance(value, str) and value.encode() is not None for value in row.values())
        rejected += bool(reason)
    return rejected


@pytest.mark.parametrize("key", PLAYS)
def test_an_entry_of_another_shape_is_rejected_in_words(key: str, tmp_path: Path) -> None:
    for body in pages_of(key, tmp_path):
        assert read_whole(find_api(key), body) == 0
        for twisted in twist(body, 300):
            read_whole(find_api(key), twisted)


def test_an_entry_that_cannot_be_read_is_counted_and_the_others_are_kept(tmp_path: Path) -> None:
    def spoil(reply: Reply) -> Reply:
        answer = json.loads(reply.body)
        answer["results"][1]["authorships"] = 3
        answer["results"][1]["abstract_inverted_index"] = [3]
        return Reply(200, json.dumps(answer).encode())

    with Server(World(3), faults={1: spoil}) as server:
        outcome = search(server, "openalex", tmp_path)
    assert (len(outcome.records), len(outcome.rejected), outcome.has_ended) == (2, 1, True)
    assert (
        outcome.rejected["reason"]
        .iloc[0]
        .startswith("the entry cannot be read: it does not have the expected structure")
    )


@pytest.mark.parametrize("read", [read_openalex_place, read_unpaywall_place])
def test_a_place_is_made_of_texts_alone(read: Any) -> None:
    best = {"landing_page_url": "https://x.test", "version": "v", "source": {"display_name": "d"}, "url": "u"}
    whole = {"oa_status": "gold", "open_access": {"oa_status": "gold"}, "best_oa_location": best}
    for twisted in twist(json.dumps(whole).encode(), 999):
        assert all(isinstance(value, str) for value in read(json.loads(twisted)).values())


@pytest.mark.parametrize("key", LOOKING_UP)
def test_what_is_looked_up_may_be_of_any_shape(key: str, tmp_path: Path) -> None:
    chance = random.Random(1)

    def play(world: Any, asked: Any) -> Reply:
        reply = LOOKING_UP[key](world, asked)
        if reply.body[:1] != b"{":
            return reply
        return replace(reply, body=chance.choice(list(twist(reply.body, 40))))

    rows = table(*(record(f"a:{n}", doi=f"10.5555/w{n}", title=f"Work {n}") for n in range(1, 8)))
    with Server(plays={**LOOKING_UP, key: play}) as server:
        for number in range(6):
            folder = tmp_path / str(number)
            look_up(find_missing_values, rows, folder, server)
            look_up(find_open_access, rows, folder, server)
            look_up(search_citations, rows, folder, server)
