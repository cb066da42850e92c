"""What a stop covers, whatever becomes of its date, its rule and the samples before it."""

import pytest
from stopping.test_rounds import BOTH, FOUND, LEFT, PLAN, READ, REPORTS, review, rows, sample, settled

from cireview.errors import LabelError, ReviewError
from cireview.stopping import Plan, Request, draw_next, read_abstracts, settle_screening
from cireview.stopping.samples import draw_lots
from cireview.stopping.stops import (
    Stop,
    check_stop,
    digest_stops,
    find_lost_stops,
    keep_stop,
    list_stop,
    read_stops,
)
from cireview.stopping.tally import tally_samples
from cireview.tables import read_table

KNEE = {"rule": "knee", "on": "2020-05-01"}
LATE = [f"late{number}" for number in range(10)]


@pytest.fixture
def kept(tmp_path):
    """Return the folder in which a stop by the rule knee was kept."""
    keep_stop(tmp_path, settled(FOUND, [], stop=KNEE)["stop"])
    return tmp_path


def decided(folder, stop, labels=FOUND, **more):
    stops = read_stops(folder, stop)
    tables = settle_screening(**review(labels, reports=[*REPORTS, *LATE]), stop=stop, stops=stops, **more)
    keep_stop(folder, tables["stop"])
    table = tables["decisions"]
    return set(table.loc[table["decided_by"].str.startswith("model"), "record_id"])


@pytest.mark.parametrize(
    "mended",
    [
        KNEE,
        KNEE | {"on": "2020-04-30"},
        KNEE | {"rule": "none"},
        KNEE | {"on": "2020-04"},
        KNEE | {"on": "2020"},
    ],
    ids=["not at all", "to an earlier day", "its rule", "to its month", "to its year"],
)
def test_a_stop_whose_line_is_mended_covers_what_it_covered(kept, mended):
    assert decided(kept, mended) == set(LEFT)


def test_a_later_stop_covers_what_came_between(kept):
    assert decided(kept, KNEE | {"on": "2021-05-01"}) == {*LEFT, *LATE}


def test_the_last_stop_is_that_of_the_protocol_though_its_month_sorts_after_its_day(tmp_path):
    for on in ("2020-05", "2020-05-20"):
        keep_stop(tmp_path, list_stop(Stop("none", on, frozenset(), frozenset({on}))))
    assert read_stops(tmp_path, {"rule": "none", "on": "2020-05-20"})[-1].unread == {"2020-05-20"}


def test_a_stop_is_kept_once(kept):
    (file,) = kept.iterdir()
    before = file.read_bytes()
    decided(kept, KNEE)
    assert file.read_bytes() == before
    assert set(read_table(file)["rule"]) == {"knee"}


def test_an_old_certificate_does_not_certify_a_later_stop(tmp_path):
    look = sample("certification_1", LEFT[:30], LEFT)
    labels = [*FOUND, *rows(LEFT[:30])]
    first = {"rule": "certified", "on": "2020-05-01"}
    assert decided(tmp_path, first, labels, samples=[look]) == set(LEFT[30:])
    bad = sample("certification_2", LATE[:5], LATE, recall=0.95)
    labels += rows(LATE[:5], "include")
    second = first | {"on": "2021-05-01"}
    stops = read_stops(tmp_path, second)
    arguments = review(labels, reports=[*REPORTS, *LATE])
    tables = settle_screening(**arguments, samples=[look, bad], stop=second, stops=stops)
    by = tables["decisions"].set_index("record_id")["decided_by"]
    assert set(by[LATE[5:]]) == {"model: certified, which does not hold"}
    assert set(by[LEFT[30:]]) == {"model: certified"}
    assert tables["samples"]["current"].tolist() == ["", "yes"]


def test_a_sample_that_a_stop_cut_short_holds_no_later_draw_back(kept):
    cut = sample("certification_1", LEFT[:30], LEFT)
    stops = read_stops(kept, KNEE)
    arguments = review([*FOUND, *rows(LEFT[:3])], reports=[*REPORTS, *LATE])
    reading = read_abstracts(**arguments, samples=[cut], stops=stops)
    request = Request("pilot", "2020-06-01", size=5)
    _, table = draw_next(reading, request, seed=1, plan=PLAN)
    assert set(table.loc[table["place"] >= 0, "record_id"]) == set(LATE)


def gap(lots, gone):
    """Return a reading of lots of which the third is undecided, or in no export any more."""
    first = sample("certification_1", lots[:20], LEFT, looks=0)
    vars(first).update(lots=lots, found=30)
    disputed = [*rows([lots[2]], people=BOTH[:1]), *rows([lots[2]], "include", people=BOTH[1:])]
    labels = [*FOUND, *rows(lots[:2]), *([] if gone else disputed), *rows(lots[3:20])]
    reports = [one for one in REPORTS if not gone or one != lots[2]]
    return first, read_abstracts(**review(labels, reports=reports), samples=[first])


def test_lots_with_a_gap_are_not_gone_on_with():
    first, reading = gap(tuple(draw_lots(LEFT, salt="1:certification_1")), gone=False)
    request = Request("certification", "2020-06-01", size=0)
    with pytest.raises(
        ReviewError, match="1 of the 20 abstracts of certification_1 have no settled decision"
    ):
        draw_next(reading, request, seed=1, plan=Plan(0, 0.8, 0.95), drawn=[first])


def test_what_is_gone_from_the_exports_counts_as_relevant_and_missed():
    lots = tuple(draw_lots(LEFT, salt="1:certification_1"))
    first, reading = gap(lots, gone=True)
    row = tally_samples(reading).iloc[0]
    assert row[["answered", "relevant", "gone", "certifies"]].tolist() == ["20", "0", "1", "no"]
    whole = [*FOUND, *rows(lots[:20])]
    kept = tally_samples(read_abstracts(**review(whole), samples=[first])).iloc[0]
    assert float(row["recall_95"]) < float(kept["recall_95"])
    name, _ = draw_next(
        reading,
        Request("certification", "2020-06-01", size=0),
        seed=1,
        plan=Plan(0, 0.8, 0.95),
        drawn=[first],
    )
    assert name == "certification_2"


def test_answers_after_the_day_of_a_stop_do_not_certify_it():
    lots = tuple(draw_lots(LEFT, salt="1:certification_1"))
    look = sample("certification_1", lots[:45], LEFT, looks=0)
    vars(look).update(lots=lots, found=30, begun=frozenset(READ))
    labels = [*FOUND, *rows(lots[:45], decided_on="2020-04-20")]
    for day, certifies in (("2020-04-20", "yes"), ("2020-04-10", "no"), ("2020-04", "yes")):
        stop = {"rule": "certified", "on": day}
        assert settled(labels, [look], stop=stop)["samples"]["certifies"].tolist() == [certifies]


SEARCHED = {
    "after the search": ("2020-05-01", ["2020-01"], False),
    "in its month": ("2020-05-01", ["2020-05"], False),
    "in its year": ("2020", ["2020-05-01"], False),
    "before it": ("2020-05-01", ["2020-01", "2020-06-01"], True),
    "before it by the year alone": ("2019", ["2020"], True),
}


@pytest.mark.parametrize(("day", "searched", "refused"), SEARCHED.values(), ids=SEARCHED)
def test_a_stop_is_refused_that_is_dated_before_a_search(tmp_path, day, searched, refused):
    problems = check_stop(tmp_path / "data/stops", KNEE | {"on": day}, searched_on=searched)
    assert bool(problems) == refused


def test_a_stop_that_was_kept_stays_whatever_is_searched_later(kept):
    assert check_stop(kept, KNEE, searched_on=["2021-01"]) == []
    (problem,) = check_stop(kept, KNEE | {"on": "2020-05-02"}, searched_on=["2021-01"])
    assert "or write 2020-05-01 again" in problem.remedy


def test_a_date_that_is_told_more_exactly_is_no_new_stop(tmp_path):
    keep_stop(tmp_path, settled(FOUND, [], stop=KNEE | {"on": "2020"})["stop"])
    assert decided(tmp_path, KNEE) == set(LEFT)


def test_a_table_of_a_stop_that_a_spreadsheet_saved_is_read(tmp_path):
    folder = tmp_path / "data/stops"
    keep_stop(folder, settled(FOUND, [], stop=KNEE)["stop"])
    (file,) = folder.iterdir()
    text = file.read_text()
    file.write_text(text.replace(",", ";").replace("2020-05-01", "1.5.2020"))
    assert read_stops(folder, KNEE)[-1].unread == set(LEFT)
    file.write_text(text.replace("record_id", "id"))
    with pytest.raises(LabelError, match=r"2020-05-01_knee\.csv.*lacks the column\(s\) record_id"):
        read_stops(folder, KNEE)


def test_looks_that_were_planned_stay_planned():
    failed = sample("certification_1", LEFT[:30], LEFT)
    labels = [*FOUND, *rows(LEFT[:20]), *rows(LEFT[20:30], "include")]
    reading = read_abstracts(**review(labels), samples=[failed])
    request = Request("certification", "2020-06-01", size=0)
    with pytest.raises(ReviewError, match=r"all planned certification samples \(1\) have been drawn"):
        draw_next(reading, request, seed=1, plan=Plan(0, 0.8, 0.95))


def test_a_second_stop_is_about_what_the_first_left_open(kept):
    later = KNEE | {"on": "2021-05-01"}
    decided(kept, later)
    table = read_table(kept / "2021-05-01_knee.csv").set_index("record_id")["read"]
    assert set(table.index[table == "no"]) == set(LATE)
    assert not set(LEFT) & set(table.index)


@pytest.mark.parametrize(
    ("spoil", "stop", "message"),
    [
        (lambda file: None, KNEE, []),
        (lambda file: file.unlink(), KNEE, ["is missing"]),
        (lambda file: file.write_text(file.read_text().replace(",no,", ",yes,")), KNEE, ["was changed"]),
        (lambda file: file.unlink(), KNEE | {"on": "2020"}, ["is missing"]),
        (lambda file: file.unlink(), None, []),
    ],
    ids=["untouched", "gone", "changed", "gone, and the date is mended", "gone, and no stop holds"],
)
def test_a_table_that_the_last_run_saw_has_to_be_there(kept, spoil, stop, message):
    seen = digest_stops(kept)
    (file,) = kept.iterdir()
    spoil(file)
    problems = find_lost_stops(kept, seen, stop)
    assert [problem.message.split("covers ")[1] for problem in problems] == message
