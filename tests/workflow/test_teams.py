"""A team that changes, as the workflow sees it: no included study changes unless a decision did."""

import random
import shutil

import pytest
from workflow.test_certification import Gardens, article

from cireview.errors import ReviewError
from cireview.tables import read_table
from cireview.tables.spreadsheets import read_sheet

pytestmark = pytest.mark.workflow

PROTOCOL = """
title: Gardens
question: {main: Do gardens change what children eat}
sources: [{name: Scopus, export: scopus.ris}]
search: {query: garden* AND child*, date: 2020-01}
practical_screen:
  criteria: [{id: garden, text: About gardens, terms: [garden]}]
  reviewers: [anna, ben]  # students
methodological_screen:
  criteria: [{id: method, text: Compares groups}]
  reviewers: [anna, ben]
review:
  coders: [anna, ben]
"""
CODEBOOK = """
dimensions:
  - id: country
    label: Country
    question: Where
    kind: single
    values: [{id: FI, label: Finland}, {id: SE, label: Sweden}]
"""
LABELS = "data/labels"


class Team(Gardens):
    """A review of 30 abstracts, of which the first six are relevant."""

    def say(self, stage, name, head, *rows):
        file = self.path / LABELS / stage / f"{name}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join([head, *rows]))

    def decide(self, name, person, ids, included, stage="screening"):
        rows = [f"{one},{'include' if one in included else 'exclude'},{person}" for one in ids]
        self.say(stage, name, "record_id,decision,reviewer", *rows)

    def awaited(self):
        table = self.table("awaiting")
        return {who: set(rows["record_id"]) for who, rows in table.groupby("awaits")}

    def included(self):
        table = self.table("decisions")
        return table.loc[table["decision"] == "include", "record_id"].tolist()


@pytest.fixture(scope="module")
def half_read(make_once):
    """Return a folder, to be left as it is, in which two reviewers have read twenty of thirty abstracts."""
    return Team(make_once("a team of two", begin) / "review")


def begin(home):
    folder = Team(home / "review")
    folder.do("init")
    (folder.path / "config/protocol.yaml").write_text(PROTOCOL)
    (folder.path / "config/codebook.yaml").write_text(CODEBOOK)
    texts = [article(one, random.Random(one)) for one in range(30)]
    (folder.path / "data/exports/scopus.ris").write_text("".join(texts))
    folder.screen()
    ids = folder.ids()
    folder.decide("anna", "anna", ids[:20], ids[:6])
    folder.decide("ben", "ben", ids[:19], ids[:5])
    folder.screen()


@pytest.fixture
def team(half_read, tmp_path):
    shutil.copytree(half_read.path, tmp_path / "review")
    return Team(tmp_path / "review")


def test_a_third_reviewer_takes_a_share_of_what_is_left(team):
    before, ids = team.table("decisions"), team.ids()
    said = team.do("add-reviewer", "carla")
    assert "carla was added for abstracts" in said
    assert "reviewers: [anna, ben, carla]  # students" in (team.path / "config/protocol.yaml").read_text()
    team.screen()
    assert team.table("decisions").equals(before)
    awaited = team.awaited()
    assert not awaited["carla"] & set(ids[:19])
    assert set(team.sheet("carla")["record_id"]) == awaited["carla"]
    two = [sum(one in awaited[who] for who in ("anna", "ben", "carla")) for one in ids[20:]]
    assert two == [2] * 10


def test_who_leaves_hands_over_and_what_was_done_counts(team):
    before, ids = team.table("decisions"), team.ids()
    said = team.do("hand-over", "ben", "dora")
    assert "articles that ben answered: 19; these count. Articles handed over: 11" in said
    team.screen()
    assert team.table("decisions").equals(before)
    awaited = team.awaited()
    assert awaited == {"anna": set(ids[20:]), "dora": set(ids[19:]), "anna; dora": {ids[5]}}
    assert not list((team.path / "results/4_practical_screen/sheets").glob("screening_ben*"))
    team.decide("dora", "dora", ids[19:], [])
    team.decide("anna 2", "anna", ids[20:], [])
    team.screen()
    assert team.awaited() == {"anna; dora": {ids[5]}}
    assert team.included() == ids[:5]


def test_a_conflict_closes_on_a_sheet_of_its_own(team):
    ids = team.ids()
    team.screen("all")
    told = team.do("status")
    assert "conflicts to settle on abstracts by anna; ben: 1" in told
    assert "sheets/screening_conflicts.xlsx" in told
    sheet = team.sheet("conflicts")
    assert sheet[["record_id", "said", "reviewer"]].to_numpy().tolist() == [
        [ids[5], "anna: include; ben: exclude", "anna; ben"]
    ]
    assert ids[5] not in team.sheet("anna")["record_id"].tolist()
    head = "record_id,decision,reviewer,decided_on"
    team.say("screening", "talked over", head, f"{ids[5]},include,anna and ben,")
    with pytest.raises(ReviewError, match="anna; ben decided together, but the date is missing"):
        team.do("check")
    team.say("screening", "talked over", head, f"{ids[5]},include,anna and ben,2020-03-01")
    team.screen()
    row = team.table("decisions").set_index("record_id").loc[ids[5]]
    assert row[["decision", "decided_by", "decided_on"]].tolist() == ["include", "anna; ben", "2020-03-01"]
    assert team.table("agreement")["conflicts"].tolist()[0] == "1"


def test_conflicts_of_codes_close_and_agreement_stays_of_first_answers(team):
    ids = team.ids()
    for person in ("anna", "ben"):
        team.decide(f"{person} reads", person, ids[:1], ids[:1], stage="eligibility")
    head = "record_id,dimension,value,coder,decided_on"
    team.say("coding", "anna", head, f"{ids[0]},country,FI,anna,")
    team.say("coding", "ben", head, f"{ids[0]},country,SE,ben,")
    step = "results/6_review"
    team.screen(f"{step}/sheets/digests.csv", f"{step}/agreement.csv")
    sheet = read_sheet(team.path / step / "sheets/coding_conflicts.csv")
    assert sheet[["said", "coder"]].to_numpy().tolist() == [["anna: FI; ben: SE", "anna; ben"]]
    assert read_sheet(team.path / step / "sheets/coding_anna.csv").empty
    team.say("coding", "talked over", head, f"{ids[0]},country,SE,anna; ben,2020-05-01")
    team.screen(f"{step}/sheets/digests.csv", f"{step}/agreement.csv")
    assert read_table(team.path / step / "coded.csv")[["value", "coder"]].to_numpy().tolist() == [
        ["SE", "anna; ben"]
    ]
    assert read_sheet(team.path / step / "sheets/coding_conflicts.csv").empty
    assert read_table(team.path / step / "agreement.csv")["agreement"].tolist()[0] == "0.000"


def test_a_name_that_was_replaced_in_the_protocol_is_one_line_that_says_what_to_do(team):
    file = team.path / "config/protocol.yaml"
    file.write_text(file.read_text().replace("reviewers: [anna, ben]  # students", "reviewers: [anna, dora]"))
    with pytest.raises(ReviewError) as caught:
        team.do("check")
    lines = [str(problem) for problem in caught.value.problems]
    assert len(lines) == 1
    assert "'ben' is not a reviewer in the protocol" in lines[0]
    assert "18 more" in lines[0] or "19" in lines[0]
    assert "'cireview hand-over' names them under former_reviewers" in lines[0]
