"""The rendered protocol says what each question takes, when it is asked, and how an appraisal is judged."""

import pytest
from docs.pages import ROOT
from protocol.test_mistakes import read_model
from protocol.test_protocol import GOOD

from cireview.protocol import Codebook, Protocol, render_protocol

CODEBOOK = """
dimensions:
  - {id: trial, label: Trial, question: Was it, values: [{id: yes, label: Yes}]}
  - {id: km, label: Far, question: How far, kind: number, unit: km, min: 0, only_if: {trial: yes}}
  - {id: aim, label: Aim, question: Why, kind: text}
  - {id: rows, label: Rows, question: Which, kind: table, design: binary}
"""


def render(codebook):
    protocol = read_model(GOOD, Protocol, name="p")
    return render_protocol(protocol, read_model(codebook, Codebook, name="c"))


@pytest.mark.parametrize(
    "row",
    [
        "| Far | How far Only if trial is yes. | a number at least 0 (km) |",
        "| Aim | Why | a text |",
        "| Rows | Which | rows of outcome, people with the event, intervention, people, intervention, "
        "people with the event, comparison, people, comparison |",
    ],
)
def test_what_a_question_takes(row):
    assert row in render(CODEBOOK)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("rob_2", "The overall judgement is the first that fits: High, if 1 or more domains are High; "),
        ("robins_i", "The overall judgement is the worst of the domains."),
        ("amstar_2", "Critically low, if 2 or more critical domains are No; "),
        ("casp_like", "People judge each article as a whole."),
        ("mmat", "There is no overall judgement."),
    ],
)
def test_an_appraisal_says_its_rule(file, told):
    text = (ROOT / f"docs/examples/appraisals/{file}.yaml").read_text()
    assert told in render(text if "\ndimensions:" in text else CODEBOOK + text)
