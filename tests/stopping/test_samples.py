"""Samples: simple and random, the same again, and refused once they are not as they were drawn."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from cireview.errors import LabelError
from cireview.stopping.plan import Plan
from cireview.stopping.rules import bound_missed
from cireview.stopping.sample_tables import find_lost_samples, read_samples
from cireview.stopping.samples import draw_lots, draw_sample, next_name
from cireview.tables import read_table, write_table
from cireview.tables.spreadsheets import write_sheet

PLAN = Plan(looks=2, recall=0.95, confidence=0.9)
UNREAD = [f"r{number:03}" for number in range(200)]


def draw(name="certification_1", unread=UNREAD, size=20):
    return draw_sample(unread, size, name=name, drawn_on="2020-04-02", seed=1, plan=PLAN)


def kept(folder, *tables, **planned):
    """Return what is read of samples that were drawn, by name, and written to `folder`."""
    for name, table in tables:
        write_table(table, folder / f"{name}.csv")
    return read_samples(sorted(folder.iterdir()), root=folder, plan=replace(PLAN, **planned))


def test_a_sample_is_read_back_as_it_was_drawn(tmp_path):
    table = draw()
    (sample,) = kept(tmp_path, ("certification_1", table))
    assert sample.population == set(UNREAD)
    assert list(sample.members) == table["record_id"].tolist()[:20]
    assert sample.plan == PLAN
    assert (sample.kind, sample.drawn_on) == ("certification", "2020-04-02")


def test_the_draw_depends_on_seed_and_name_and_not_on_the_order_of_records():
    assert draw().equals(draw(unread=UNREAD[::-1]))
    members = [
        set(draw(name)["record_id"][:20]) for name in ("certification_1", "certification_2", "pilot_1")
    ]
    assert len(members[0] & members[1]) < 15 > len(members[0] & members[2])


def test_every_record_is_drawn_equally_often():
    drawn = np.zeros(40)
    for seed in range(2000):
        drawn[[int(one) for one in draw_lots(map(str, range(40)), salt=f"{seed}:x")[:10]]] += 1
    # 500 each, standard deviation √(2000 · ¼ · ¾) = 19; five of them are never passed by chance.
    assert np.abs(drawn - 500).max() < 97


def test_no_more_are_drawn_than_there_are():
    assert draw(size=999)["place"].tolist() == list(range(1, 201))


def test_samples_are_read_after_excel_made_commas_of_the_points(tmp_path):
    table = draw().astype(str)
    table = table.assign(recall=table["recall"].str.replace(".", ","), confidence="0,9")
    write_sheet(table.sort_values("record_id"), tmp_path / "certification_1.xlsx")
    (sample,) = kept(tmp_path)
    assert sample.plan.recall == 0.95
    assert list(sample.members) == draw()["record_id"].tolist()[:20]


def swap(table):
    return table.assign(place=table["place"].tolist()[::-1])


SPOILT = {
    "a row of the sample deleted": (lambda table: table.iloc[1:], "was changed after the draw: rows differ"),
    "a row of the rest deleted": (lambda table: table.iloc[:-1], "was changed after the draw: rows differ"),
    "others put in the sample": (swap, "was changed after the draw: rows differ"),
    "the sample cut short": (
        lambda table: table.assign(place=table["place"].where(table["place"] <= 10, 0)),
        "was changed after the draw: rows differ",
    ),
    "the sample made longer": (
        lambda table: table.assign(place=table["place"].where(table["place"] > 0, range(1, 201))),
        "was changed after the draw: rows differ",
    ),
    "a day that is none": (
        lambda table: table.assign(drawn_on="2020-02-31"),
        "was changed after the draw: cells differ",
    ),
    "a place deleted": (
        lambda table: table.astype(str).assign(place=""),
        "was changed after the draw: cells differ",
    ),
    "two dates": (
        lambda table: table.assign(drawn_on=["2020-04-02"] * 199 + ["2020-04-03"]),
        "was changed after the draw: cells differ",
    ),
    "a column deleted": (lambda table: table.drop(columns="looks"), r"lacks the column\(s\) looks"),
}


@pytest.mark.parametrize(("spoil", "message"), SPOILT.values(), ids=SPOILT)
def test_a_sample_that_is_not_as_it_was_drawn_is_refused(tmp_path, spoil, message):
    with pytest.raises(LabelError, match=f"certification_1.csv.*{message}"):
        kept(tmp_path, ("certification_1", spoil(draw())))


CHANGED = {
    "fewer looks": ({"looks": 1}, "drawn for looks 2, but config/ now has 1"),
    "a lower recall": ({"recall": 0.9}, "drawn for recall 0.95, but config/ now has 0.9"),
    "less confidence": ({"confidence": 0.8}, "drawn for confidence 0.9, but config/ now has 0.8"),
}


@pytest.mark.parametrize(("planned", "message"), CHANGED.values(), ids=CHANGED)
def test_what_was_planned_is_not_changed_once_a_certification_sample_was_drawn(tmp_path, planned, message):
    with pytest.raises(LabelError, match=message):
        kept(tmp_path, ("certification_1", draw()), **planned)
    pilot = tmp_path / "pilots"
    assert kept(pilot, ("pilot_1", draw("pilot_1")), **planned)


def test_more_samples_than_looks_are_refused(tmp_path):
    tables = [(name, draw(name)) for name in ("certification_1", "certification_2", "certification_3")]
    with pytest.raises(LabelError, match=r"certification_3.csv: the protocol plans 2 certification"):
        kept(tmp_path, *tables)


def test_a_file_of_another_name_and_one_that_is_there_twice_are_refused(tmp_path):
    write_sheet(draw("pilot_1"), tmp_path / "pilot_1.xlsx")
    with pytest.raises(LabelError) as caught:
        kept(tmp_path, ("mine", draw()), ("pilot_1", draw("pilot_1")))
    told = [problem.message for problem in caught.value.problems]
    assert told == ["this is not the name of a sample", "pilot_1 is there twice"]


def test_samples_are_counted_by_kind(tmp_path):
    names = ["pilot_1", "pilot_2", "certification_1"]
    samples = kept(tmp_path, *((name, draw(name)) for name in names))
    assert [one.name for one in samples] == ["certification_1", "pilot_1", "pilot_2"]
    assert [next_name(kind, samples) for kind in ("pilot", "sample", "certification")] == [
        "pilot_3",
        "sample_1",
        "certification_2",
    ]


def test_a_sample_that_is_gone_is_missed(tmp_path):
    with pytest.raises(LabelError, match=r"data/samples/certification_1.csv: certification_1 is missing"):
        kept(tmp_path, ("certification_2", draw("certification_2")))


def test_the_next_number_is_above_the_highest(tmp_path):
    samples = kept(tmp_path, *((name, draw(name)) for name in ("pilot_1", "pilot_2")))
    assert next_name("pilot", samples[1:]) == "pilot_3"


def test_labels_of_a_sample_that_is_gone_miss_it():
    chosen = ["ranking", "certification_1", "certification_2", "certification_2", ""]
    labels = pd.DataFrame({"chosen": chosen, "file": "anna.csv", "row": range(2, 7)})
    assert [(one.message, one.row) for one in find_lost_samples(labels, ["certification_1"])] == [
        ("these labels belong to the sample certification_2, whose file is gone", 4)
    ]


def test_the_day_of_a_draw_is_read_as_spreadsheets_save_it(tmp_path):
    (sample,) = kept(tmp_path, ("pilot_1", draw("pilot_1").assign(drawn_on="2.4.2020")))
    assert sample.drawn_on == "2020-04-02"


def test_the_table_of_a_sample_holds_all_that_was_unread(tmp_path):
    write_table(draw(), tmp_path / "certification_1.csv")
    table = read_table(tmp_path / "certification_1.csv")
    assert sorted(table["record_id"]) == UNREAD
    assert (table["place"] != "0").sum() == 20
    assert isinstance(table, pd.DataFrame)


def test_the_interval_of_a_sample_holds_the_truth_as_often_as_it_says():
    relevant, missed = set(UNREAD[:30]), 0
    for seed in range(400):
        hits = len(relevant & set(draw_lots(UNREAD, salt=str(seed))[:50]))
        high = bound_missed(200, 50, hits, error=0.025)
        low = 200 - bound_missed(200, 50, 50 - hits, error=0.025)
        missed += not low <= 30 <= high
    assert missed <= 400 * 0.05
