"""The example of docs/synthesis.md is read as it stands, and shows every kind of entry."""

import re

from docs.pages import ROOT

from cireview.protocol import Config
from cireview.protocol.load import read_model
from cireview.protocol.synthesis import KINDS

PAGE = (ROOT / "docs/synthesis.md").read_text(encoding="utf-8")


def test_the_example_is_read_and_shows_every_kind():
    (block,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    chosen = read_model(block, Config, name="config.yaml").synthesis
    assert {one.kind for one in chosen} == set(KINDS)
    assert all(f"`{kind}" in PAGE.split("| format |")[0] for kind in KINDS)
