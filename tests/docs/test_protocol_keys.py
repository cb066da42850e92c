"""docs/protocol.md holds every key of the models, and no other."""

import re

import pytest
from docs.protocol_keys import FILES, PAGE, list_keys, render_page

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_models():
    assert render_page(TEXT) == TEXT, "run: python tests/docs/protocol_keys.py"


@pytest.mark.parametrize("name", FILES)
def test_every_key_stands_in_its_table_with_a_meaning(name):
    table = TEXT.split(f"<!-- {name} -->")[1].split(f"<!-- end of {name} -->")[0]
    told = re.findall(r"^\| `([^`]+)` \| [^|]+ \| ([^|]+) \| [^|]+ \|$", table, re.MULTILINE)
    keys = [key for key, *_ in list_keys(FILES[name])]
    assert [key for key, _ in told] == keys
    assert [key for key, meaning in told if len(meaning.split()) < 2] == []


def test_keys_that_the_prose_names_exist():
    known = {key.replace("[]", "") for model in FILES.values() for key, *_ in list_keys(model)}
    ends = {part for key in known for part in key.split(".")} | known
    prose = re.sub(r"(?s)<!-- (\w+) -->.*?<!-- end of \1 -->", "", TEXT)
    named = re.findall(r"^- \*\*`([^`]+)`", prose, re.MULTILINE)
    assert len(named) >= 5
    assert [key for key in named if key not in ends] == []
