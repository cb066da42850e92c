"""docs/sources.md says what the sources are, and its example of a new source works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest
from sources.playing import search
from sources.plays import Asked, Reply, World, as_json, window
from sources.server import Server

import cireview.query.catalogue
import cireview.sources
from cireview.sources import APIS

PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
CODE = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("source", APIS, ids=[source.key for source in APIS])
def test_the_table_tells_key_variables_and_ceiling(source: cireview.sources.Api) -> None:
    row = next(line for line in PAGE.splitlines() if f"| `{source.key}` |" in line)
    name, _, variables, _, ceiling, _ = [cell.strip() for cell in row.strip("|").split("|")]
    assert name == source.name
    told = re.findall(r"(\*\*)?`(\w+)`", variables)
    assert [variable for _, variable in told] == [key.variable for key in source.service.keys]
    assert [bool(bold) for bold, _ in told] == [key.required for key in source.service.keys]
    if source.ceiling:
        assert ceiling.startswith(f"{source.ceiling:,}")
        assert f"divided by {source.divides_by}" in ceiling


def play_example_library(world: World, asked: Asked) -> Reply:
    found, start = world.find(asked.params["q"]), int(asked.params["from"])
    page = window(found, start, int(asked.params["size"]))
    items = [{"key": f"X{w.number}", "name": w.title, "people": [{"name": "Ada Lovelace"}]} for w in page]
    return as_json({"hits": len(found), "items": items})


def test_the_example_of_a_new_source_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("example_library")
    for block in CODE[-2:]:
        exec(block, module.__dict__)
    monkeypatch.setattr(cireview.sources, "APIS", (*APIS, module.API))
    catalogue = cireview.query.catalogue
    monkeypatch.setattr(catalogue, "API_SYNTAXES", (*catalogue.API_SYNTAXES, module.EXAMPLE_LIBRARY))
    with Server(World(120), plays={"example_library": play_example_library}) as server:
        outcome = search(server, "example_library", tmp_path)
        assert len(server.asked) == 3
    assert (outcome.is_complete, len(outcome.records)) == (True, 120)
    assert outcome.records.loc[0, ["accession", "authors"]].tolist() == ["X1", "Lovelace, Ada"]
    assert "Example Library gives no abstracts." in outcome.log["losses"].iloc[0]
