"""The examples of a codebook in docs/coding.md are read as they stand there."""

import re
import textwrap

import pytest
from docs.pages import ROOT
from protocol.test_mistakes import read_model

from cireview.protocol import Codebook
from cireview.review.asking import list_asked

BLOCKS = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/coding.md").read_text(encoding="utf-8"), re.DOTALL)
ANY = "dimensions:\n  - {id: any, label: A, question: Q, values: [{id: a, label: A}]}\n"


# One shows a key of the protocol.
@pytest.mark.parametrize("block", [block for block in BLOCKS if not block.startswith("review:")])
def test_an_example_is_read(block):
    text = ANY + (textwrap.indent(block, "  ") if block.startswith("- ") else block)
    assert len(list_asked(read_model(text, Codebook, name="c.yaml"))) >= 1


def test_the_examples_show_every_kind_that_is_no_list_but_dates():
    asked = [one for block in BLOCKS if block.startswith("- {id: trial") for one in
             list_asked(read_model(ANY + textwrap.indent(block, "  "), Codebook, name="c.yaml"))]  # fmt: skip
    assert {one["kind"] for one in asked} == {"single", "number", "text", "table"}
