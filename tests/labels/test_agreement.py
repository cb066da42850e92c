import math

import pandas as pd
import pytest

from cireview.labels import cohen_kappa, measure_agreement, pabak, percent_agreement
from cireview.labels.agreement import count_unsure

COLUMNS = ["record_id", "decided_by", "decision"]


def expand(table):
    """Decisions of two reviewers from counts of their pairs."""
    pairs = [pair for pair, count in table.items() for _ in range(count)]
    return [a for a, _ in pairs], [b for _, b in pairs]


I, E, U = "include", "exclude", "unsure"  # noqa: E741
GRANTS = expand({(I, I): 20, (I, E): 5, (E, I): 10, (E, E): 15})


def test_agreement_kappa_and_pabak_by_hand():
    # po = 35/50; pe = (25·30 + 25·20)/50² = 0.5; kappa = 0.4; PABAK = 2·0.7 − 1
    assert percent_agreement(*GRANTS) == pytest.approx(0.7)
    assert cohen_kappa(*GRANTS)[0] == pytest.approx(0.4)
    assert pabak(*GRANTS) == pytest.approx(0.4)


def test_interval_of_kappa_by_hand():
    # Fleiss, Cohen & Everitt's large-sample variance, term by term.
    k, n = 0.4, 50
    p = {(0, 0): 0.4, (0, 1): 0.1, (1, 0): 0.2, (1, 1): 0.3}
    row, column = (0.5, 0.5), (0.6, 0.4)
    a = sum(p[i, i] * (1 - (row[i] + column[i]) * (1 - k)) ** 2 for i in (0, 1))
    b = (1 - k) ** 2 * sum(p[i, j] * (column[i] + row[j]) ** 2 for i, j in ((0, 1), (1, 0)))
    width = 1.959964 * math.sqrt((a + b - (k - 0.5 * (1 - k)) ** 2) / (n * 0.25))
    assert cohen_kappa(*GRANTS) == pytest.approx((k, k - width, k + width))


@pytest.mark.parametrize(
    ("first", "second", "kappa"),
    [([I, E], [I, E], 1.0), ([I, E], [E, I], -1.0), ([I, I], [I, E], 0.0)],
)
def test_extremes_of_kappa(first, second, kappa):
    value, low, high = cohen_kappa(first, second)
    assert value == pytest.approx(kappa)
    assert -1 <= low <= value <= high <= 1


def decide(*rows):
    return pd.DataFrame(rows, columns=["record_id", "decided_by", "decision"])


THREE = decide(
    ("r1", "ann", I), ("r1", "bob", I), ("r1", "eve", I),
    ("r2", "ann", I), ("r2", "bob", E),
    ("r3", "ann", E), ("r3", "bob", E), ("r3", "eve", U),
    ("r4", "ann", E),
)  # fmt: skip


def test_one_row_per_pair_and_one_for_all():
    table = measure_agreement(THREE)
    assert table[["reviewer_1", "reviewer_2", "n", "conflicts"]].to_numpy().tolist() == [
        ["ann", "bob", 3, 1],
        ["ann", "eve", 2, 1],
        ["bob", "eve", 2, 1],
        ["all", "", 3, 2],
    ]
    assert table.loc[0, "agreement"] == "0.667"
    assert table.loc[0, ["both_include", "both_exclude"]].tolist() == [1, 1]
    assert table.loc[3, "kappa"] == ""
    assert table.loc[3, "alpha"] != ""


@pytest.mark.parametrize(
    ("unsure", "pairs", "conflicts"), [("include", 2, 1), ("exclude", 2, 0), ("missing", 1, 0), ("own", 2, 1)]
)
def test_unsure_counts_as_told(unsure, pairs, conflicts):
    row = measure_agreement(THREE, unsure=unsure).loc[1]
    assert (row["n"], row["conflicts"]) == (pairs, conflicts)


def test_unknown_way_to_count_unsure():
    with pytest.raises(ValueError, match="include, exclude, own or missing"):
        count_unsure(THREE, unsure="maybe")


@pytest.mark.parametrize("unsure", ["include", "missing"])
def test_the_first_decision_of_a_reviewer_counts(unsure):
    changed = pd.concat([THREE, decide(("r2", "bob", I), ("r3", "eve", E))])
    pd.testing.assert_frame_equal(
        measure_agreement(changed, unsure=unsure), measure_agreement(THREE, unsure=unsure)
    )


@pytest.mark.parametrize("decisions", [decide(), decide(("r1", "ann", I))])
def test_no_pair_no_row(decisions):
    assert measure_agreement(decisions).empty


def test_reviewers_without_a_common_record_have_no_figure():
    row = measure_agreement(decide(("r1", "ann", I), ("r2", "bob", I))).loc[0]
    assert row[["n", "agreement", "kappa", "pabak", "alpha"]].tolist() == [0, "", "", "", ""]


def test_one_answer_throughout_has_no_kappa_and_says_so():
    table = pd.DataFrame([(one, who, I) for one in "abc" for who in ("anna", "ben")], columns=COLUMNS)
    pair = measure_agreement(table).iloc[0]
    assert pair[["agreement", "kappa", "alpha"]].tolist() == ["1.000", "", ""]
    assert pair["note"] == "all answers are the same: kappa and alpha are not defined"


def test_pairs_that_never_met_are_left_out():
    pairs = {"a": ("anna", "ben"), "b": ("ben", "carla")}
    table = pd.DataFrame([(one, who, I) for one in pairs for who in pairs[one]], columns=COLUMNS)
    measured = measure_agreement(table)
    assert measured["reviewer_1"].tolist() == ["anna", "ben", "all"]
