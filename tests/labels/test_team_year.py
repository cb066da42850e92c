"""A team of five over a year: people join, leave, are replaced, pause and adjudicate; some are careless."""

import itertools
import random
from dataclasses import replace

import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score

from cireview.labels import LABEL, Team
from cireview.labels.team import VACANT
from cireview.stopping import settle_screening
from cireview.tables import DECISION, MATCH

REPORTS = [f"r{number:03}" for number in range(400)]
RELEVANT = set(REPORTS[::8])
START = Team(["anna", "ben"], "judge")
#: What the team is from each month on.
YEAR = {
    1: START,
    3: replace(START, reviewers=["anna", "ben", "carla"]),
    5: replace(START, reviewers=["anna", "dora", "carla"], former=["ben"], hand_over={"ben": "dora"}),
    7: replace(START, reviewers=["anna", "dora", "carla", "eve"], former=["ben"], hand_over={"ben": "dora"}),
    8: replace(START, reviewers=["anna", "dora", "eve"], former=["ben", "carla"], hand_over={"ben": "dora"}),
    10: replace(START, reviewers=["anna", "dora", "eve", "carla"], former=["ben"], hand_over={"ben": "dora"}),
    11: Team(["anna", "dora", "eve", "carla"], "mia", former=["ben"], former_adjudicators=["judge"]),
}


class Review:
    """What was labelled so far, by whom and when."""

    def __init__(self, resolver):
        self.rows, self.chance, self.resolver = [], random.Random(1), resolver

    def settle(self, team):
        labels = LABEL.conform(pd.DataFrame(self.rows, columns=list(LABEL.columns)))
        pairs = [(one, one, "", 1.0) for one in REPORTS]
        rules = [(one, "rules", "include", "", "rules", "", "") for one in REPORTS]
        return settle_screening(
            labels,
            matches=MATCH.conform(pd.DataFrame(pairs, columns=list(MATCH.columns))),
            rules=DECISION.conform(pd.DataFrame(rules, columns=list(DECISION.columns))),
            team=replace(team, conflicts=self.resolver),
        )

    def label(self, report, person, day, *, careless=0.05):
        right = report in RELEVANT
        said = right if self.chance.random() >= careless else not right
        row = {
            **dict.fromkeys(LABEL.columns, ""),
            "stage": "screening",
            "decision": "include" if said else "exclude",
        }
        row |= {"record_id": report, "decided_by": person, "decided_on": day, "file": f"{person}.csv"}
        self.rows.append({**row, "row": len(self.rows) + 2})

    def work(self, team, month):
        """Let everybody decide on some of what awaits them, and whoever settles conflicts on all of those."""
        awaiting = self.settle(team)["awaiting"]
        for person in team.reviewers:
            mine = awaiting.loc[(awaiting["awaits"] == person) & (awaiting["conflict"] == ""), "record_id"]
            for report in mine.head(45):
                self.label(report, person, f"2026-{month:02}-10")
        conflicts = self.settle(team)["awaiting"].query("conflict != ''")
        for report, person in zip(conflicts["record_id"], conflicts["awaits"], strict=True):
            if person != VACANT:
                self.label(report, person, f"2026-{month:02}-20", careless=0)


@pytest.fixture(scope="module", params=["adjudicator", "readers", "third_reader"])
def year(request):
    """Return a review after a year, its last tables, and how decisions stood before and after each change."""
    review, changes, team = Review(request.param), [], START
    for month in range(1, 13):
        if month in YEAR:
            changes.append((review.settle(team)["decisions"], review.settle(YEAR[month])["decisions"]))
            team = YEAR[month]
        review.work(team, month)
    for _ in range(4):
        review.work(team, 12)
    return review, review.settle(team), changes


def test_no_decision_changes_because_people_come_and_go(year):
    for before, after in year[2]:
        columns = ["record_id", "decision", "decided_by"]
        kept = after[after["record_id"].isin(before["record_id"])]
        assert kept[columns].to_numpy().tolist() == before[columns].to_numpy().tolist()


def test_every_record_is_decided_in_the_end_by_two_people_or_more(year):
    review, tables, _ = year
    people = pd.DataFrame(review.rows).groupby("record_id")["decided_by"].agg(set)
    assert tables["awaiting"].empty
    assert set(tables["decisions"]["record_id"]) == set(REPORTS)
    readers = people.map(
        lambda names: {name for name in names if ";" not in name and name not in ("judge", "mia")}
    )
    assert readers.map(len).min() == 2


def test_nobody_reads_what_two_have_read_unless_they_differ(year):
    review, _, _ = year
    rows = pd.DataFrame(review.rows)
    rows = rows[~rows["decided_by"].isin(["judge", "mia"]) & ~rows["decided_by"].str.contains(";")]
    for _, said in rows.groupby("record_id"):
        assert len(said) == 2 or (review.resolver == "third_reader" and said["decision"][:2].nunique() == 2)


def test_kappa_of_each_pair_is_right_and_of_first_answers(year):
    review, tables, _ = year
    rows = pd.DataFrame(review.rows).query("decided_by not in ['judge', 'mia']")
    first = rows[~rows["decided_by"].str.contains(";")].pivot(
        index="record_id", columns="decided_by", values="decision"
    )
    measured = tables["agreement"].set_index(["reviewer_1", "reviewer_2"])
    for pair in itertools.combinations(sorted(first.columns), 2):
        both = first[list(pair)].dropna()
        assert (pair in measured.index) == (len(both) > 0)
        if len(both) and both.to_numpy().ravel().tolist().count("include") not in (0, 2 * len(both)):
            kappa = cohen_kappa_score(both[pair[0]], both[pair[1]])
            assert float(measured.loc[pair, "kappa"]) == pytest.approx(kappa, abs=0.0006)


def test_most_careless_answers_were_caught(year):
    _, tables, _ = year
    included = set(tables["decisions"].query("decision == 'include'")["record_id"])
    assert len(included ^ RELEVANT) <= 6  # where both were careless
