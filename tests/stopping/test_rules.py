import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cireview.stopping.assess import Progress, SampleEvidence, assess, trace_stopping
from cireview.stopping.plan import Plan
from cireview.stopping.progress import find_reached
from cireview.stopping.rules import (
    bound_missed,
    certify,
    count_consecutive,
    find_quantile_target,
    knee_threshold,
    measure_knee,
    plan_certification,
    tail_p_value,
)


def chance_of_at_most(found, population, relevant, sampled):
    """P(X ≤ found) by drawing every sample there is."""
    draws = list(itertools.combinations(range(population), sampled))
    return sum(sum(i < relevant for i in draw) <= found for draw in draws) / len(draws)


@pytest.mark.parametrize(
    ("left", "sampled", "found"), [(8, 3, 0), (8, 5, 0), (8, 5, 1), (6, 6, 2), (5, 0, 0)]
)
def test_bound_is_the_largest_number_that_the_sample_does_not_contradict(left, sampled, found):
    possible = [
        m
        for m in range(found, left - sampled + found + 1)
        if chance_of_at_most(found, left, m, sampled) > 0.2
    ]
    assert bound_missed(left, sampled, found, error=0.2) == max(possible)


@given(st.integers(20, 300), st.integers(0, 20), st.floats(0.05, 0.9), st.sampled_from([0.05, 0.1]))
def test_certificate_is_wrong_no_more_often_than_its_error(left, missed, share, error):
    """Exact: add up the chances of all samples after which a missed target would be certified."""
    found, recall = 50, 0.95
    sampled = max(1, int(share * left))
    wrong = 0.0
    for hits in range(min(missed, sampled) + 1):
        final = (found + hits) / (found + missed)
        if final >= recall or sampled - hits > left - missed:
            continue
        ways = math.comb(missed, hits) * math.comb(left - missed, sampled - hits) / math.comb(left, sampled)
        plan = Plan(looks=1, recall=recall, confidence=1 - error)
        wrong += ways * certify(left=left, sampled=sampled, sample_found=hits, found=found, plan=plan)
    assert wrong <= error + 1e-9


@settings(max_examples=40)
@given(st.integers(1, 3000), st.integers(0, 300), st.integers(1, 3), st.integers(0, 2))
def test_planned_sample_is_the_smallest_that_certifies(left, found, looks, expected):
    target = {"left": left, "found": found, "plan": Plan(looks, 0.95, 0.95)}
    size = plan_certification(**target, expected=expected)
    assert certify(sampled=size, sample_found=min(expected, size), **target) or size == left
    if size > expected:
        assert not certify(sampled=size - 1, sample_found=min(expected, size - 1), **target)


def test_more_looks_need_a_larger_sample():
    sizes = [plan_certification(left=2000, found=100, plan=Plan(looks=looks)) for looks in (1, 2, 4)]
    assert sizes == sorted(set(sizes))


def test_with_93_records_a_certificate_saves_almost_nothing():
    order = [f"r{i}" for i in range(50)]
    labels = pd.Series([i < 20 for i in range(50)], index=order)
    table = assess(order, labels, progress=Progress(93, unread=43, found=20)).set_index("rule")
    assert plan_certification(left=43, found=20, plan=Plan()) >= 0.75 * 43
    assert "saves almost nothing" in table.loc["read_all", "advice"]


def test_of_what_is_read_whole_no_sample_is_advised():
    labels = pd.Series([True, False], index=["a", "b"])
    table = assess(["a", "b"], labels, progress=Progress(2, unread=0, found=1)).set_index("rule")
    assert table.loc["certified", "advice"] == "Nothing is left to certify"


def test_tail_test_by_hand():
    # Six of ten read: 1 1 0 0 0 0. The tail of four: r = 2, k = 0, K = ⌊2/0.5 − 2 + 1⌋ = 3 of 8 unread,
    # p = C(5,4)/C(8,4) = 5/70; the tails from the start and from the second record are weaker.
    assert tail_p_value([1, 1, 0, 0, 0, 0], 10, recall=0.5) == pytest.approx(5 / 70)


def test_tail_test_is_the_smallest_of_all_tails():
    labels, total, recall = [1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0], 60, 0.8
    chances = []
    for start in range(len(labels)):
        k, size, left = sum(labels[start:]), len(labels) - start, total - start
        least = math.floor(sum(labels) / recall - (sum(labels) - k) + 1 + 1e-9)
        ways = sum(math.comb(least, x) * math.comb(left - least, size - x) for x in range(k + 1))
        chances.append(ways / math.comb(left, size))
    assert tail_p_value(labels, total, recall=recall) == pytest.approx(min(chances), rel=1e-9)


@pytest.mark.parametrize(
    ("labels", "total", "expected"),
    [
        ([], 10, 1.0),
        ([0, 0, 0], 10, 1.0),  # nothing found: nothing to miss 5 % of
        ([1] * 90, 91, 0.0),  # more would have to be unread than there are
    ],
)
def test_ends_of_the_tail_test(labels, total, expected):
    assert tail_p_value(labels, total, recall=0.95) == expected


def test_tail_test_falls_while_nothing_is_found():
    values = [tail_p_value([1] * 20 + [0] * n, 500, recall=0.95) for n in (10, 50, 150, 300)]
    assert values == sorted(values, reverse=True)
    assert values[0] > values[-1]


@pytest.mark.parametrize(("relevant", "expected"), [(0, None), (58, None), (59, 59), (100, 99)])
def test_quantile_target(relevant, expected):
    assert find_quantile_target(relevant, recall=0.95, confidence=0.95) == expected


@given(st.integers(1, 200))
def test_quantile_target_holds_its_confidence_and_one_less_does_not(relevant):
    target = find_quantile_target(relevant, recall=0.8, confidence=0.9)

    def below(j):
        return sum(math.comb(relevant, i) * 0.8**i * 0.2 ** (relevant - i) for i in range(j))

    if target is None:
        assert below(relevant) < 0.9
    else:
        assert below(target) >= 0.9 > below(target - 1)


def test_knee_by_hand():
    # Four found in the first four of forty, nothing after: 4/4 before, (0 + 1)/36 after.
    assert measure_knee([1] * 4 + [0] * 36) == pytest.approx(36)
    assert measure_knee([]) == measure_knee([0, 0]) == 0
    assert [knee_threshold(n) for n in (0, 100, 500)] == [156, 56, 6]


@pytest.mark.parametrize(("labels", "expected"), [([], 0), ([0, 0], 2), ([1, 0, 0, 0], 3), ([0, 1], 0)])
def test_consecutive(labels, expected):
    assert count_consecutive(labels) == expected


READ = [f"r{i}" for i in range(1000)]
LABELS = pd.Series([i < 100 for i in range(1000)], index=READ)
PROGRESS = Progress(total=2000, unread=1000, found=100)


def test_every_rule_is_assessed_with_its_guarantee():
    table = assess(READ, LABELS, progress=PROGRESS).set_index("rule")
    assert table["met"].to_dict() == {
        "read_all": "no",
        "certified": "no",
        "quantile": "no",
        "hypergeometric": "yes",
        "knee": "yes",
        "consecutive": "yes",
    }
    assert table.loc["hypergeometric", "guarantee"].startswith("None")


def drawn(name, **cells):
    row = {"sample": name, "size": "400", "decided": "400", "relevant": "0", "uncovered": "0"}
    return pd.DataFrame([{**row, "recall_95": "0.9", "current": "yes", "certifies": "", **cells}])


LOOK = "certification_1"
CERTIFICATES = {
    "it certifies": (drawn(LOOK, certifies="yes"), "yes", "Reading may stop"),
    "it holds too many": (drawn(LOOK, certifies="no", relevant="3"), "no", "Continue reading by the ranking"),
    "an answer is older than it": (
        drawn(LOOK, certifies="no", early="2", drawn_on="2020-04-02"),
        "no",
        "dated before 2020-04-02, when certification_1 was drawn",
    ),
    "it is half labelled": (drawn(LOOK, certifies="no", decided="9"), "no", f"Label all of {LOOK}"),
    "abstracts came later": (drawn(LOOK, certifies="no", recall_95="", uncovered="2"), "no", f"after {LOOK}"),
    "and are not of it": (
        drawn(LOOK, certifies="yes", uncovered="2"),
        "yes",
        "except for the 2 that came after",
    ),
    "a sample that is no certification": (drawn("sample_1"), "no", "'cireview draw certification'"),
}


@pytest.mark.parametrize(("samples", "met", "advice"), CERTIFICATES.values(), ids=CERTIFICATES)
def test_a_certificate_counts_and_what_is_missing_is_said(samples, met, advice):
    row = (
        assess(READ, LABELS, progress=PROGRESS, evidence=SampleEvidence(samples))
        .set_index("rule")
        .loc["certified"]
    )
    assert row["met"] == met
    assert advice in row["advice"]


def test_one_look_that_certifies_is_enough():
    looks = [drawn("certification_1", certifies="yes"), drawn("certification_2", certifies="no")]
    evidence = SampleEvidence(pd.concat(looks))
    table = assess(READ, LABELS, progress=PROGRESS, evidence=evidence).set_index("rule")
    assert table.loc["certified", "met"] == "yes"


def test_records_drawn_at_random_are_read_but_stand_in_no_order():
    apart = pd.Series([i < 30 for i in range(300)], index=[f"s{i}" for i in range(300)])
    labels = pd.concat([LABELS, apart])
    table = assess(READ, labels, progress=Progress(2000, unread=690, found=125)).set_index("rule")
    assert table.loc["read_all", "value"] == "1310"
    size = plan_certification(left=690, found=125, plan=Plan())
    assert table.loc["certified", "threshold"] == str(size)
    alone = assess(READ, LABELS, progress=Progress(1700, unread=700, found=100)).set_index("rule")
    heuristics = ["hypergeometric", "knee", "consecutive"]
    assert table.loc[heuristics, "value"].tolist() == alone.loc[heuristics, "value"].tolist()


@pytest.mark.parametrize(("rule", "dated"), [("certified", ["2026-05-01"]), ("none", [])])
def test_the_rule_that_a_person_stopped_by_is_dated(rule, dated):
    table = assess(READ, LABELS, progress=PROGRESS, stop={"rule": rule, "on": "2026-05-01"})
    assert table.loc[table["rule"] == rule, "stopped_on"].tolist() == dated


@pytest.mark.parametrize(
    ("reached", "cells", "met", "value"),
    [
        (60, {}, "yes", "60"),
        (59, {}, "no", "59"),
        (60, {"decided": "399"}, "no", "399 of 400 decided"),
        (60, {"uncovered": "5"}, "no", "5 not covered"),
    ],
)
def test_quantile_rule_counts_relevant_records_of_the_sample_that_were_reached(reached, cells, met, value):
    evidence = SampleEvidence(drawn("sample_1", **cells), READ[:60], READ[:reached])
    table = assess(READ, LABELS, progress=PROGRESS, evidence=evidence).set_index("rule")
    assert table.loc["quantile", ["met", "value"]].tolist() == [met, value]


def test_without_a_sample_the_quantile_rule_says_that_none_was_drawn():
    row = assess(READ, LABELS, progress=PROGRESS).set_index("rule").loc["quantile"]
    assert row[["met", "value"]].tolist() == ["no", "no sample"]


REACHED = {
    "those before the first unread one": (["s1", "a", "s2", "b", "s3"], ["b"], ["s1", "s2"]),
    "none behind an unread one": (["b", "s1", "s2"], ["a", "b"], []),
    "all once all is read": (["s1", "s2", "s3"], [], ["s1", "s2", "s3"]),
}


@pytest.mark.parametrize(("ranking", "unread", "reached"), REACHED.values(), ids=REACHED)
def test_a_record_of_the_sample_is_reached_when_nothing_unread_stands_before_it(ranking, unread, reached):
    assert find_reached(ranking, unread=unread, sample=["s1", "s2", "s3"]) == reached


def test_curve_ends_with_what_was_read():
    every = np.full(1000, True)
    curve = trace_stopping(LABELS.to_numpy(), every, progress=PROGRESS, points=5)
    assert curve["read"].tolist() == sorted(set(curve["read"]))
    assert curve.iloc[-1][["read", "found", "consecutive"]].tolist() == [1000, 100, 900]
    none = np.zeros(0, dtype=bool)
    assert trace_stopping(none, none, progress=Progress(total=10, unread=10, found=0)).empty


def test_what_was_drawn_counts_in_the_curve_once_it_was_read_and_the_last_point_is_what_the_table_says():
    relevant = pd.Series([True] * 60 + [True, False] * 30 + [False] * 80, index=map(str, range(200)))
    by_ranking = np.arange(200) % 120 < 60  # sixty by the ranking, a sample of sixty, the rest by the ranking
    by_ranking[-20:] = False  # and another sample at the end
    progress = Progress(total=1010, unread=800, found=90)  # ten are read and not settled
    curve = trace_stopping(relevant.to_numpy(), by_ranking, points=1000, progress=progress).set_index("read")
    assert curve["left"].loc[[1, 59, 60, 61, 119]].tolist() == [999, 941, 880, 879, 821]
    assert curve.index[-1] == 120
    assert curve["left"].iloc[-1] == 800
    for read, left, found in ((59, 941, 59), (60, 880, 90), (120, 800, 90)):
        assert curve.loc[read, "sample"] == plan_certification(left=left, found=found, plan=Plan())
    table = assess(relevant.index[by_ranking], relevant, progress=progress).set_index("rule")
    assert table.loc["certified", "threshold"] == str(curve["sample"].iloc[-1])
    assert table.loc["hypergeometric", "value"] == f"{curve['p_value'].iloc[-1]:.3g}"
