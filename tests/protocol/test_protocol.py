"""config/: every problem is named with its line, and a misspelt key with the likely right one."""

import re
from pathlib import Path

import pytest
import yaml

from cireview.errors import ProtocolError
from cireview.protocol import Codebook, Config, Protocol, load_model, render_protocol

ROOT = Path(__file__).parents[2]
GOOD = (ROOT / "src/cireview/templates/review/config/protocol.yaml").read_text()


def problems(tmp_path, text, model=Protocol):
    (tmp_path / "p.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ProtocolError) as caught:
        load_model(tmp_path / "p.yaml", model, name="config/protocol.yaml")
    return [str(problem) for problem in caught.value.problems]


def line_of(text, part):
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("languages:", "langauges:"), ("reviewers:", "reviewer:"), ("query:", "qery:"), ("title:", "Title:")],
)
def test_a_misspelt_key_is_named_with_its_line_and_the_right_one(tmp_path, right, wrong):
    text = GOOD.replace(right, wrong, 1)
    told = "\n".join(problems(tmp_path, text))
    assert f"row {line_of(text, wrong)}" in told
    assert f"unknown key '{wrong[:-1]}'. Did you mean '{right[:-1]}'?" in told


BAD = {
    "years in the wrong order": (("first: 2000", "first: 2050"), "after the last year"),
    "a year that is no number": (("first: 2000", "first: soon"), "first"),
    "no criterion": (("criteria:\n    - id: topic", "criteria: []\n  x:\n    - id: topic"), "criteria"),
    "an id with a blank": (("id: topic", "id: my topic"), "an id starts with a letter .*'my topic'"),
    "a name with a blank": (("[reviewer_1, ", "[Anna Aho, "), "a name has only letters .*'Anna Aho'"),
    "an export that is a path": (
        ("export: scopus.csv", "export: ../scopus.csv"), "a file name contains no folder .*'../scopus.csv'"),
    "a source twice": (("name: PubMed", "name: Scopus"), "2 times: .* needs its own id and searched_on"),
    "two searches on one day": (
        ("name: PubMed", "name: Scopus, id: later"),
        "Scopus appears 2 times: .*'cireview new-search'",
    ),
    "a source of two kinds": (
        ("name: PubMed", "name: Scopus, id: later, kind: register, searched_on: 2021"),
        "all searches of Scopus must have the same kind",
    ),
    "two sources of one key": (("name: PubMed", "name: Scopus!"), "ids of sources given twice: scopus"),
    "a reviewer twice": (("[reviewer_1, ", "[reviewer_1, Reviewer_1, "), "one spelling, .*eviewer_1"),
    "a judge who reads": (("adjudicator: ", "adjudicator: reviewer_1 # "), "one spelling, .*eviewer_1"),
    "shares that do not add": (
        ("  adjudicator: ", "  shares: {reviewer_1: 0.5, reviewer_2: 0.4}\n  adjudicator: "),
        r"the sum of the shares must be 1, not 0\.9",
    ),
    "a share above what one can read": (
        ("  adjudicator: ", "  shares: {reviewer_1: 0.6, reviewer_2: 0.4}\n  adjudicator: "),
        r"no share can exceed 0\.50 \(reviewer_1\)",
    ),
    "a share of nobody": (
        ("  adjudicator: ", "  shares: {reviewer_1: 0.5, carla: 0.5}\n  adjudicator: "),
        "nobody else; correct reviewer_2, carla",
    ),
    "a hand-over from who reads": (
        ("  adjudicator: ", "  hand_over: {reviewer_1: reviewer_2}\n  adjudicator: "),
        "reviewer_1 hands over, but is not under paused_reviewers or former_reviewers",
    ),
    "a hand-over to nobody": (
        ("  adjudicator: ", "  former_reviewers: [dora]\n  hand_over: {dora: carla}\n  adjudicator: "),
        "dora hands over to carla, who is not under reviewers",
    ),
    "a former reviewer who reads": (
        ("  adjudicator: ", "  former_reviewers: [Reviewer_1]\n  adjudicator: "),
        "one spelling, .*eviewer_1",
    ),
    "more readers than people": (
        ("  adjudicator: ", "  readers_per_abstract: 4\n  adjudicator: "), "is 4, but only 3 people are named"
    ),
    "a third reader of two": (
        ("  adjudicator: ", "  conflicts_go_to: third_reader\n  adjudicator: "), "there is nobody besides"
    ),
    "somebody called conflicts": (("[reviewer_1, ", "[Conflicts, "), "a person cannot be called conflicts"),
    "an unknown field": (("[title, abstract, keywords]", "[title, body]"), "fields"),
    "a bracket that nothing closes": (("title:", "title: [\n"), r"a bracket is opened but not closed"),
    "a key twice": (("query:", "query: x\n  query:"), "given twice"),
    "a bad date": (("date: 2026-01", "date: January"), "a date is written 2020, .*'January'"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "message"), BAD.values(), ids=BAD)
def test_a_bad_value_is_refused_with_file_and_line(tmp_path, change, message):
    told = "\n".join(problems(tmp_path, GOOD.replace(*change, 1)))
    assert re.search(rf"config/protocol.yaml, row \d+.*{message}", told.replace("\n", " "))


def test_all_problems_are_told_at_once(tmp_path):
    text = (
        GOOD.replace("languages:", "langauges:")
        .replace("first: 2000", "first: soon")
        .replace("title:", "titel:", 1)
    )
    assert len(problems(tmp_path, text)) == 3  # a key that is misspelt is not missing too


def test_a_missing_file_says_what_makes_one(tmp_path):
    with pytest.raises(ProtocolError, match="cireview init"):
        load_model(tmp_path / "none.yaml", Protocol, name="config/protocol.yaml")


def test_a_date_and_a_yes_stay_the_texts_that_people_typed(tmp_path):
    text = GOOD.replace("date: 2026-01", "date: 2026-01-31").replace("id: topic", "id: no")
    (tmp_path / "p.yaml").write_text(text)
    protocol = load_model(tmp_path / "p.yaml", Protocol, name="p")
    assert protocol.search.date == "2026-01-31"
    assert protocol.practical_screen.criteria[0].id == "no"


@pytest.mark.parametrize("folder", ["config", "src/cireview/templates/review/config"])
def test_the_shipped_files_are_valid(folder):
    for name, model in {"protocol": Protocol, "codebook": Codebook, "config": Config}.items():
        assert isinstance(load_model(ROOT / folder / f"{name}.yaml", model, name=name), model)


def test_the_shipped_configuration_holds_every_key_and_the_defaults():
    shipped = yaml.safe_load((ROOT / "src/cireview/templates/review/config/config.yaml").read_text())
    assert shipped == Config().model_dump()


CODEBOOK = "dimensions:\n- {id: a, label: A, question: q, values: [{id: x, label: X}, {id: x, label: Y}]}\n"


TWICE = {
    "values": (CODEBOOK, "dimensions.1.values.2.id", "'x'", 2, 2),
    "dimensions": (
        "dimensions:\n- {id: a, label: A, question: q, values: [{id: x, label: X}]}\n"
        "- {id: A, label: A, question: q, values: [{id: x, label: X}]}\n",
        *("dimensions.2.id", "'A'", 2, 3),
    ),
}


@pytest.mark.parametrize(("text", "column", "which", "first", "row"), TWICE.values(), ids=TWICE)
def test_an_id_that_is_given_twice_is_named_with_both_rows(tmp_path, text, column, which, first, row):
    (told,) = problems(tmp_path, text, Codebook)
    assert f"row {row}, key {column}: the id {which} is given twice, first in row {first}. Give one" in told


def test_the_rendered_protocol_holds_its_criteria_and_no_live_markup(tmp_path):
    (tmp_path / "p.yaml").write_text(GOOD.replace("<the question>", "'<script>alert(1)</script> | *x*'"))
    protocol = load_model(tmp_path / "p.yaml", Protocol, name="p")
    codebook = load_model(ROOT / "config/codebook.yaml", Codebook, name="c")
    text = render_protocol(protocol, codebook)
    assert "<script>" not in text
    assert r"\| \*x\*" in text
    assert all(one.id.replace("_", r"\_") in text for one in protocol.methodological_screen.criteria)


def test_the_rendered_protocol_explains_the_values(tmp_path):
    (tmp_path / "p.yaml").write_text(GOOD)
    (tmp_path / "c.yaml").write_text(
        "dimensions:\n- {id: a, label: A, question: q, values:\n"
        "  [{id: x, label: X, definition: D|d, example: E}]}\n"
        "- {id: b, label: B, question: q, values: [{id: x, label: X}]}\n"
        "empty: [{id: not_stated, label: Nothing said}]\n"
    )
    protocol = load_model(tmp_path / "p.yaml", Protocol, name="p")
    text = render_protocol(protocol, load_model(tmp_path / "c.yaml", Codebook, name="c"))
    assert "### A\n\n| value | meaning | example |\n| --- | --- | --- |\n| X | D\\|d | E |" in text
    assert "Every dimension also allows: Nothing said." in text
    assert "### B" not in text
