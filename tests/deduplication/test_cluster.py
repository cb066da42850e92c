"""Groups that grow link by link: what must differ stays apart, whichever links came before."""

import numpy as np
import pandas as pd
import pytest

from cireview.deduplication.answers import NEW, Known
from cireview.deduplication.cluster import _link_in_order, cluster


def link(links, conflicts, *, standing=None, size=6):
    """Return the links that are made, of (one, other, score), and of pairs that must differ."""
    table = pd.DataFrame(links, columns=["left", "right", "score"])
    apart = pd.DataFrame(conflicts, columns=["left", "right"], dtype="int64")
    reports = np.full(size, NEW, dtype=np.int64)
    for record, report in (standing or {}).items():
        reports[record] = report
    made = _link_in_order(table, apart, reports, np.arange(size))
    return list(made[["left", "right"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("links", "conflicts", "made"),
    [
        pytest.param([(0, 1, 0.9)], [(0, 1)], [], id="a pair that must differ"),
        pytest.param([(0, 1, 0.9), (1, 2, 0.8)], [(0, 2)], [(0, 1)], id="over a third record"),
        pytest.param([(1, 2, 0.9), (0, 1, 0.8)], [(0, 2)], [(1, 2)], id="the surest link first"),
        # The group of 1 takes over the foe of 0 when the two join, and hands it on when it joins 2.
        pytest.param(
            [(0, 1, 0.9), (1, 2, 0.8), (2, 3, 0.7)], [(0, 3)], [(0, 1), (1, 2)], id="over a chain of three"
        ),
        pytest.param(
            [(0, 1, 0.9), (2, 3, 0.8), (1, 2, 0.7)], [(0, 3)], [(0, 1), (2, 3)], id="when two groups join"
        ),
        # Both have a foe of their own; the one with fewer foes joins the other, and no foe is forgotten.
        pytest.param(
            [(0, 1, 0.9), (1, 4, 0.8), (0, 5, 0.7)], [(0, 4), (1, 5)], [(0, 1)], id="foes on both sides"
        ),
        pytest.param(
            [(0, 1, 0.9), (1, 3, 0.8), (1, 4, 0.7), (1, 5, 0.6)],
            [(0, 3), (0, 4), (1, 5)],
            [(0, 1)],
            id="the side with more foes",
        ),
        # The foe has to learn of the new root as well: here it stands on the left of the link.
        pytest.param([(2, 3, 0.9), (0, 3, 0.8)], [(0, 2), (1, 3)], [(2, 3)], id="seen from the foe"),
        # 4 must differ from a record that has moved on under another root twice.
        pytest.param(
            [(0, 1, 0.9), (2, 3, 0.9), (0, 2, 0.8), (3, 4, 0.7)],
            [(1, 4)],
            [(0, 1), (2, 3), (0, 2)],
            id="after two unions",
        ),
    ],
)
def test_no_link_brings_two_together_that_must_differ(links, conflicts, made):
    assert link(links, conflicts) == made


def test_two_earlier_reports_never_become_one():
    links = [(0, 1, 0.9), (2, 3, 0.8), (1, 2, 0.7)]
    assert link(links, [], standing={0: 0, 3: 1}) == [(0, 1), (2, 3)]
    assert link(links, [], standing={0: 0, 3: 0}) == links_of(links)


def links_of(links):
    return [(left, right) for left, right, _ in links]


def test_an_earlier_report_is_remembered_when_its_group_joins_another():
    links = [(0, 1, 0.9), (1, 2, 0.8), (2, 3, 0.7)]
    assert link(links, [], standing={0: 0, 3: 1}) == [(0, 1), (1, 2)]


def test_links_of_one_score_are_taken_in_the_order_of_content():
    assert link([(1, 2, 0.9), (0, 1, 0.9)], [(0, 2)]) == [(0, 1)]


@pytest.mark.parametrize("rule", ["same long title and year", "same identifier"])
def test_a_new_record_joins_one_earlier_report_by_a_weak_rule_too(rule):
    standing = np.array([0, 0, NEW], dtype=np.int64)
    none = pd.DataFrame({"left": [], "right": []}, dtype="int64")
    links = pd.DataFrame({"left": [1], "right": [2], "score": [0.9], "rule": [rule]})
    groups, _ = cluster(
        links,
        Known(none, none.assign(leaving=False), standing, ("r0",)),
        decide_pairs=lambda left, right: none.assign(apart=pd.Series(dtype="bool")),
        rank=np.arange(3),
        originals=np.arange(3),
    )
    assert groups.tolist() == [0, 0, 0]
