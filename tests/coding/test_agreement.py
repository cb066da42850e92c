"""Agreement of coders by dimension and by value, on what each gave first."""

import pandas as pd
import pytest

from cireview.coding import CODING, Codable, measure_coding
from cireview.labels import Team
from cireview.tables.questions import Question

VALUES = {"a": "A", "b": "B", "c": "C"}
REPORTS = [f"r{number}" for number in range(8)]
ANNA, BEN = "aabbccab", "aabbcaab"


def measure(question, *columns, coders=("anna", "ben", "eve")):
    rows = [
        (report, question.id, value, "", -1, -1, coder, "", "", "s.csv", number, "", "value")
        for coder, answers in zip(coders, columns, strict=False)
        for number, (report, answer) in enumerate(zip(REPORTS, answers, strict=True), 2)
        for value in answer.split("+")
        if answer not in ("", ".")
    ]
    coding = CODING.conform(pd.DataFrame(rows, columns=list(CODING.columns)))
    team = Team(list(coders[: len(columns)]))
    return measure_coding(coding, Codable({one: one for one in REPORTS}, REPORTS, [question], team))


def whole(table):
    (row,) = table[table["value"] == ""].to_dict("records")
    return row


def test_a_single_dimension_has_all_measures_with_intervals():
    row = whole(measure(Question("d", values=VALUES), ANNA, BEN))
    assert (row["n"], row["conflicts"], row["agreement"]) == (8, 1, "0.875")
    # po = 7/8, pe = (3·4 + 3·3 + 2·1)/64; alpha: Do = 2/16, De = 1 - (7·6 + 6·5 + 3·2)/(16·15)
    assert row["kappa"] == f"{(7 / 8 - 23 / 64) / (1 - 23 / 64):.3f}"
    assert row["alpha"] == f"{1 - (2 / 16) / (1 - (7 * 6 + 6 * 5 + 3 * 2) / 240):.3f}"
    for measure_ in ("agreement", "kappa", "alpha"):
        assert float(row[f"{measure_}_low"]) < float(row[measure_]) <= float(row[f"{measure_}_high"])
    # Wilson's interval of 7 in 8.
    assert (row["agreement_low"], row["agreement_high"]) == ("0.529", "0.978")


def test_each_value_that_anybody_gave_is_measured_as_given_or_not():
    table = measure(Question("d", values=VALUES | {"never": "N"}), ANNA, BEN).set_index("value")
    assert list(table.index) == ["", "a", "b", "c"]
    assert table["conflicts"].tolist() == [1, 1, 0, 1]
    assert table.loc["b", ["agreement", "kappa", "alpha"]].tolist() == ["1.000"] * 3


def masi_by_hand():
    """Return alpha where one of eight sets is {a, b} to one coder and {a} to the other, 2/3 apart."""
    counts, apart = {"ab": 1, "a": 7, "b": 4, "c": 4}, {("ab", "a"): 2 / 3, ("ab", "b"): 2 / 3}
    pairs = [(one, other) for one in counts for other in counts if one != other]
    far = [apart.get((one, other), apart.get((other, one), 1)) for one, other in pairs]
    expected = sum(counts[a] * counts[b] * distance for (a, b), distance in zip(pairs, far, strict=True))
    return 1 - (2 * 2 / 3) / (expected / 15)


def test_sets_are_compared_by_masi_and_have_kappa_for_each_value():
    sets = ["a+b", "a", "b", "c", "a", "b", "c", "a"]
    table = measure(Question("d", "multiple", values=VALUES), sets, ["a", *sets[1:]])
    row = whole(table)
    assert (row["conflicts"], row["kappa"]) == (1, "")
    assert float(row["alpha"]) == pytest.approx(masi_by_hand(), abs=5e-4)
    assert row["note"] == "sets of values: alpha by MASI; each value has its own kappa"
    by_value = table.set_index("value")["kappa"]
    assert by_value["c"] == "1.000"
    assert 0 < float(by_value["b"]) < 1


def test_numbers_near_each_other_agree_more_than_far_ones():
    question = Question("d", "number", values={"none": "None"})
    ours = ["1", "2", "3", "4", "5", "6", "7", "none"]
    near, far = (whole(measure(question, ours, [other, *ours[1:]])) for other in ("2", "60"))
    assert near["agreement"] == far["agreement"] == "0.875"
    assert float(near["alpha"]) > 0.9 > float(far["alpha"])
    assert near["kappa"] == ""


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_one_answer_throughout_has_no_kappa_and_says_so(kind):
    row = whole(measure(Question("d", kind, values=VALUES), "aaaaaaaa", "aaaaaaaa"))
    assert (row["agreement"], row["kappa"], row["alpha"], row["alpha_low"]) == ("1.000", "", "", "")
    assert row["note"] == "all answers are the same: kappa and alpha are not defined"


def test_texts_are_not_compared():
    assert measure(Question("d", "text"), ANNA, BEN).empty


def test_three_coders_have_a_row_for_each_pair_that_met_and_one_for_all():
    table = measure(Question("d", values=VALUES), "aabb....", "aabbccaa", "....ccab")
    pairs = table.loc[table["value"] == "", ["coder_1", "coder_2", "n"]].to_numpy().tolist()
    assert pairs == [["anna", "ben", 4], ["ben", "eve", 4], ["all", "", 8]]
    assert table.loc[table["coder_1"] == "all", "kappa"].eq("").all()
