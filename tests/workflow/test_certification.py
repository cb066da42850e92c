"""A stop from its sample to its certificate, in folders that the workflow runs in."""

import random
import shutil

import pandas as pd
import pytest
from typer.testing import CliRunner
from workflow.conftest import Folder

from cireview.cli import app
from cireview.errors import ReviewError
from cireview.tables import read_table
from cireview.tables.spreadsheets import read_sheet

pytestmark = pytest.mark.workflow

STEP = "results/4_practical_screen"
FILES = [f"{STEP}/stopping.csv", f"{STEP}/sheets/digests.csv"]
PEOPLE = ("anna", "ben")
RELEVANT = range(20)
PROTOCOL = """
title: Gardens
question: {main: Do gardens change what children eat}
sources: [{name: Scopus, export: scopus.ris}]
search: {query: garden* AND child*, date: 2020-01}
practical_screen:
  criteria: [{id: garden, text: About gardens, terms: [garden]}]
  reviewers: [anna, ben]
  looks: 2
methodological_screen:
  criteria: [{id: method, text: Compares groups}]
  reviewers: [anna, ben]
review: {coders: [anna]}
"""


class Gardens(Folder):
    """A review of 160 abstracts, of which the first twenty are relevant."""

    def do(self, *words):
        done = CliRunner().invoke(app, [*map(str, words), str(self.path)])
        if done.exception:
            raise done.exception
        return done.stdout

    def draw(self, kind, *words):
        return self.do("draw", kind, "--on", "2020-04-02", *words)

    def screen(self, *files):
        status, said = self.run(*(files or FILES))
        assert status == 0, said

    def table(self, name):
        return read_table(self.path / STEP / f"{name}.csv")

    def sheet(self, name):
        return read_sheet(self.path / STEP / f"sheets/screening_{name}.csv")

    def drawn(self, name):
        table = read_table(self.path / f"data/samples/{name}.csv")
        return table.loc[pd.to_numeric(table["place"]) > 0, "record_id"].tolist()

    def stopping(self):
        return self.table("stopping").set_index("rule").loc["certified"]

    def label(self, name, ids, relevant=RELEVANT):
        """Save what both reviewers say of records, in one file without any other column."""
        said = {True: "include", False: "exclude"}
        lines = [f"{one},{said[number_of(one) in relevant]},{who}" for one in ids for who in PEOPLE]
        file = self.path / f"data/labels/screening/{name}.csv"
        file.write_text("\n".join(["record_id,decision,reviewer", *lines]))

    def ids(self):
        return sorted(self.table("rules")["record_id"], key=number_of)


def number_of(record):
    return int(record.rpartition("-")[2])


def article(number, chance):
    words = " ".join("".join(chance.choices("abcdefghiklmnoprstuvy", k=8)) for _ in range(12))
    return f"TY  - JOUR\nID  - a-{number}\nAN  - a-{number}\nTI  - {words}\nAB  - {words} {number}\nER  - \n"


@pytest.fixture(scope="module")
def begun(make_once):
    """Return a folder, to be left as it is, in which all relevant abstracts and 40 others were read."""
    return Gardens(make_once("gardens", begin) / "review")


def begin(home):
    path = home / "review"
    folder = Gardens(path)
    folder.do("init")
    (path / "config/protocol.yaml").write_text(PROTOCOL)
    config = (path / "config/config.yaml").read_text()
    (path / "config/config.yaml").write_text(config.replace("target_recall: 0.95", "target_recall: 0.75"))
    chance = random.Random(1)
    (path / "data/exports/scopus.ris").write_text("".join(article(one, chance) for one in range(160)))
    folder.screen()
    folder.label("begun", folder.ids()[:60])
    folder.screen()


@pytest.fixture
def gardens(begun, tmp_path):
    shutil.copytree(begun.path, tmp_path / "review")
    return Gardens(tmp_path / "review")


def test_a_stop_is_certified_by_a_sample_that_no_lost_result_changes(gardens):
    assert "'cireview draw certification' draws it" in gardens.stopping()["advice"]
    gardens.draw("certification")
    kept = (gardens.path / "data/samples/certification_1.csv").read_bytes()
    gardens.screen()
    sheet = gardens.sheet("anna_certification_1")
    members = sheet["record_id"].tolist()
    assert 10 < len(members) < 60
    assert set(sheet["chosen"]) == {"certification_1"}
    assert "all rows are labelled" in sheet["purpose"][0]
    assert gardens.sheet("ben_certification_1")["record_id"].tolist() == members
    assert len(read_table(gardens.path / STEP / "sheets/screening_anna.csv")) == 0

    half = len(members) // 2
    gardens.label("first half", members[:half])
    shutil.rmtree(gardens.path / "results")
    gardens.screen()
    assert gardens.sheet("anna_certification_1")["record_id"].tolist() == members[half:]
    assert (gardens.path / "data/samples/certification_1.csv").read_bytes() == kept
    assert gardens.stopping()[["met", "value"]].tolist() == ["no", f"{half} of {len(members)} decided"]
    with pytest.raises(ReviewError, match="lack a label"):
        gardens.draw("certification")

    gardens.label("second half", members[half:])
    gardens.screen()
    assert gardens.stopping()[["met", "advice"]].tolist() == ["yes", "Reading may stop"]
    assert gardens.table("samples")["certifies"].tolist() == ["yes"]
    assert len(gardens.sheet("anna")) == 100 - len(members)


def test_a_sample_that_holds_too_many_does_not_certify_and_a_second_look_may(gardens):
    gardens.draw("certification")
    members = gardens.drawn("certification_1")
    relevant = [*RELEVANT, *map(number_of, members[:6])]
    gardens.label("sample", members, relevant)
    gardens.screen()
    assert gardens.stopping()[["met", "value"]].tolist() == ["no", f"6 relevant in {len(members)}"]
    assert "Continue reading" in gardens.stopping()["advice"]
    sheet = gardens.sheet("anna")["record_id"].tolist()  # the ranking has learnt from the sample
    assert not set(sheet) & set(members)
    assert set(gardens.table("ranking")["record_id"]) == set(sheet)
    gardens.label("ranked", sheet[:8], relevant)
    gardens.draw("certification")
    again = gardens.drawn("certification_2")
    assert not set(again) & {*members, *sheet[:8]}
    gardens.label("second sample", again)
    gardens.screen()
    assert gardens.stopping()["met"] == "yes"
    with pytest.raises(ReviewError, match=r"all planned certification samples \(2\) have been drawn"):
        gardens.draw("certification")
    file = gardens.path / "config/protocol.yaml"
    file.write_text(file.read_text().replace("looks: 2", "looks: 1"))
    status, said = gardens.run("-n")
    assert status != 0
    assert "the protocol plans 1 certification sample(s), and this is one more" in said
    assert "the sample was drawn for looks 2, but config/ now has 1" in said


def test_a_stop_that_no_sample_certifies_is_never_shown_as_certified(gardens):
    file = gardens.path / "config/protocol.yaml"
    stop = "  looks: 2\n  stop: {on: 2020-05-01, rule: certified}"
    file.write_text(file.read_text().replace("  looks: 2", stop))
    gardens.screen("all")
    told = "Reading was stopped on 2020-05-01 by the rule certified, which does not hold"
    assert told in gardens.do("status")
    assert told in (gardens.path / "results/7_synthesis/report.html").read_text()
    by = gardens.table("decisions").set_index("record_id").loc[gardens.ids()[60:], "decided_by"]
    assert set(by) == {"model: certified, which does not hold"}


def test_a_pilot_and_a_random_sample_stand_apart(gardens):
    assert "'cireview draw sample'" in gardens.table("stopping").set_index("rule").loc["quantile", "advice"]
    gardens.draw("pilot", "--size", 10)
    gardens.screen()
    pilot = gardens.sheet("anna_pilot_1")["record_id"].tolist()
    assert len(pilot) == 10
    gardens.label("pilot", pilot)
    gardens.draw("sample", "--size", 40)
    gardens.screen()
    agreement = gardens.table("agreement")
    assert agreement.loc[agreement["reviewer_1"] == "all", ["round", "n"]].to_numpy().tolist() == [
        ["pilot_1", "10"],
        ["main", "60"],
    ]
    sample = gardens.sheet("ben_sample_1")["record_id"].tolist()
    gardens.label("sample", sample, range(200))
    gardens.screen()
    # All 40 relevant: with 83 of 90 relevant that has a chance of less than 2.5 %, C(50, 7) / C(90, 7).
    row = gardens.table("samples").set_index("sample").loc["sample_1"]
    assert row[["population", "relevant", "estimate", "low", "high"]].tolist() == [
        "90",
        "40",
        "90.0",
        "84",
        "90",
    ]
    assert set(sample) <= set(gardens.table("ranking")["record_id"])
    assert gardens.table("stopping_curve")["read"].tolist()[-1] == "60"
