"""Batches: nothing twice, nothing changed once written, a share by chance."""

import pandas as pd
import pytest

from cireview.sheets.batches import BatchPlan, find_outstanding, next_batches
from cireview.tables.spreadsheets import write_sheet

SETTINGS = {"size": 10, "random_share": 0.2, "seed": 1}


def sheet(*numbers):
    return pd.DataFrame({"record_id": [f"r{number:03}" for number in numbers], "decision": ""}, dtype="str")


def hand_out(folder, awaiting, **settings):
    batches = next_batches(
        {"screening_anna": awaiting}, [folder, folder / "saved"], BatchPlan(**{**SETTINGS, **settings})
    )
    for name, batch in batches.items():
        write_sheet(batch, folder / f"{name}.csv")
    return batches


def test_a_batch_holds_the_first_of_the_ranking_and_a_share_drawn_by_chance(tmp_path):
    batch = hand_out(tmp_path, sheet(*range(100)))["screening_anna_001"]
    assert batch["chosen"].value_counts().to_dict() == {"ranking": 8, "random": 2}
    ranked = batch.loc[batch["chosen"] == "ranking", "record_id"].tolist()
    drawn = set(batch.loc[batch["chosen"] == "random", "record_id"])
    assert ranked == [one for one in sheet(*range(100))["record_id"] if one not in drawn][:8]


def test_no_new_batch_as_long_as_one_record_of_the_last_awaits(tmp_path):
    first = hand_out(tmp_path, sheet(*range(30)))["screening_anna_001"]
    left = [number for number in range(30) if f"r{number:03}" not in set(first["record_id"][1:])]
    assert hand_out(tmp_path, sheet(*left)) == {}


def test_a_record_is_never_handed_out_twice_and_all_are_handed_out(tmp_path):
    seen, awaiting = [], list(range(35))
    while awaiting:
        (batch,) = hand_out(tmp_path, sheet(*awaiting)).values()
        seen += batch["record_id"].tolist()
        awaiting = [number for number in awaiting if f"r{number:03}" not in seen]
    assert sorted(seen) == sheet(*range(35))["record_id"].tolist()
    assert [path.name for path in sorted(tmp_path.iterdir())] == [
        f"screening_anna_00{number}.csv" for number in range(1, 5)
    ]


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_all_or_nothing_may_be_drawn_by_chance(tmp_path, share):
    batch = hand_out(tmp_path, sheet(*range(40)), random_share=share)["screening_anna_001"]
    assert set(batch["chosen"]) == {"random" if share else "ranking"}
    assert len(batch) == 10


def test_the_same_seed_draws_the_same(tmp_path):
    one = next_batches({"s": sheet(*range(50))}, [tmp_path], BatchPlan(**SETTINGS))["s_001"]
    pd.testing.assert_frame_equal(
        one, next_batches({"s": sheet(*range(50))}, [tmp_path], BatchPlan(**SETTINGS))["s_001"]
    )
    other = next_batches({"s": sheet(*range(50))}, [tmp_path], BatchPlan(**{**SETTINGS, "seed": 2}))["s_001"]
    assert one["record_id"].tolist() != other["record_id"].tolist()


def test_people_whose_names_begin_alike_have_batches_of_their_own(tmp_path):
    both = {"screening_ann": sheet(1, 2), "screening_ann_2": sheet(1, 2)}
    for name, batch in next_batches(both, [tmp_path], BatchPlan(**SETTINGS)).items():
        write_sheet(batch, tmp_path / f"{name}.csv")
    assert next_batches({"screening_ann": sheet(3)}, [tmp_path], BatchPlan(**SETTINGS)).keys() == {
        "screening_ann_002"
    }


@pytest.mark.parametrize(
    "saved", ["screening_anna_001.xlsx", "Screening_Anna_007.csv", "mine/screening_anna_012.csv"]
)
def test_numbers_go_on_from_the_batches_that_people_saved(tmp_path, saved):
    file = tmp_path / "saved" / saved
    file.parent.mkdir(parents=True)
    write_sheet(sheet(1, 2, 3), file)
    number = int(file.stem[-3:])
    assert hand_out(tmp_path, sheet(3, 4, 5)) == {}  # 3 was handed out and awaits its decision
    assert hand_out(tmp_path, sheet(4, 5)).keys() == {f"screening_anna_{number + 1:03}"}


def test_a_saved_batch_whose_columns_were_renamed_still_counts(tmp_path):
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved/screening_anna_001.csv").write_text("ID,decision\nr001,include\nr002,\n")
    assert hand_out(tmp_path, sheet(2, 3)) == {}


def test_reviewers_of_the_same_abstracts_get_the_same_batch(tmp_path):
    both = {f"screening_{name}": sheet(*range(50)) for name in ("anna", "bert")}
    anna, bert = next_batches(both, [tmp_path], BatchPlan(**SETTINGS)).values()
    pd.testing.assert_frame_equal(anna, bert)


def test_a_batch_is_out_as_long_as_it_holds_what_nobody_labelled(tmp_path):
    for name in ("screening_anna_001.csv", "screening_bert_002.csv", "screening_anna_sample_1.csv"):
        write_sheet(sheet(1, 2), tmp_path / name)
    out = find_outstanding([tmp_path], ["anna"], ["r002", "r003"])
    assert out == {tmp_path / "screening_anna_001.csv": "anna"}
    assert find_outstanding([tmp_path], ["anna", "bert"], ["r003"]) == {}


def test_what_an_amendment_opened_again_comes_on_a_new_batch_once(tmp_path):
    answered = sheet(1, 2).assign(decision="include")
    write_sheet(answered, tmp_path / "screening_anna_001.csv")
    given = [tmp_path], BatchPlan(**SETTINGS)
    assert next_batches({"screening_anna": sheet(1, 2)}, *given) == {}
    (again,) = next_batches({"screening_anna": sheet(1, 2)}, *given, reopened={"r001", "r002"}).items()
    assert (again[0], again[1]["record_id"].tolist()) == ("screening_anna_002", ["r001", "r002"])
    write_sheet(again[1], tmp_path / "screening_anna_002.csv")
    assert next_batches({"screening_anna": sheet(1, 2)}, *given, reopened={"r001", "r002"}) == {}
