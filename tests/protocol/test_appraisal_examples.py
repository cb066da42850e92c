"""Each structure of an appraisal in the manual can be copied into a codebook and judges as it says."""

import pytest
from docs.pages import ROOT
from protocol.test_mistakes import read_model

from cireview.coding.appraisal import Appraised, judge_overall
from cireview.protocol import Codebook
from cireview.review.asking import list_appraisals, list_asked

FILES = sorted((ROOT / "docs/examples/appraisals").glob("*.yaml"))
DIMENSION = "dimensions: [{id: theme, label: T, question: Q, values: [{id: a, label: A}]}]\n"


def load(file):
    text = file.read_text(encoding="utf-8")
    return read_model(text if "\ndimensions:" in text else DIMENSION + text, Codebook, name=file.name)


def test_there_is_one_for_each_kind_of_study():
    assert [file.stem for file in FILES] == ["amstar_2", "casp_like", "jbi_like", "mmat", "rob_2", "robins_i"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_is_read_and_asked(file):
    codebook = load(file)
    (tool,) = codebook.appraisals
    assert {one["id"] for one in list_asked(codebook)} >= set(tool.codes())
    assert len(tool.domains) >= 5


JUDGED = {
    "rob_2": [({}, "low"), ({"missing": "some"}, "some"), ({"missing": "high"}, "high"),
              (dict.fromkeys(("missing", "departures", "selection"), "some"), "high")],
    "robins_i": [({}, "low"), ({"missing": "no_information"}, "low"), ({"missing": "serious"}, "serious")],
    "amstar_2": [({}, "high"), ({"funding": "no"}, "high"), ({"search": "no"}, "low"),
                 ({"funding": "no", "interests": "no"}, "moderate"),
                 ({"search": "no", "risk": "no"}, "critically_low")],
    "jbi_like": [({}, "good"), ({"setting": "unclear"}, "fair"), ({"setting": "no"}, "fair")],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "changed", "overall"),
    [(name, changed, overall) for name, cases in JUDGED.items() for changed, overall in cases],
)
def test_the_rule_gives_the_overall_judgement(name, changed, overall):
    codebook = load(next(file for file in FILES if file.stem == name))
    (tool,) = (Appraised(**keys) for keys in list_appraisals(codebook))
    best = next(iter(tool.judgements))
    given = dict.fromkeys(tool.domains, best) | {
        f"{tool.id}_{one}": judged for one, judged in changed.items()
    }
    assert judge_overall(given, tool) == overall
