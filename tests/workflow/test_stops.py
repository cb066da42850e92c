"""What comes after a stop awaits its readers; samples are drawn with batches out, taken back, extended."""

import random
import shutil

import pytest
from workflow.test_certification import FILES, PROTOCOL, Gardens, article, number_of

from cireview.errors import ReviewError
from cireview.tables import read_table

pytestmark = pytest.mark.workflow

ALWAYS = PROTOCOL.replace("  looks: 2\n", "")


@pytest.fixture(scope="module")
def read_on(make_once):
    """Return a folder, to be left as it is, in which all relevant abstracts and 40 others were read."""
    return Gardens(make_once("gardens that are read on", begin) / "review")


def begin(home):
    folder = Gardens(home / "review")
    folder.do("init")
    (folder.path / "config/protocol.yaml").write_text(ALWAYS)
    file = folder.path / "config/config.yaml"
    file.write_text(file.read_text().replace("target_recall: 0.95", "target_recall: 0.75"))
    write_articles(folder, range(160))
    folder.screen()
    folder.label("begun", folder.ids()[:60])
    folder.screen()


def write_articles(folder, numbers):
    texts = [article(one, random.Random(one)) for one in numbers]
    (folder.path / "data/exports/scopus.ris").write_text("".join(texts))


@pytest.fixture
def gardens(read_on, tmp_path):
    shutil.copytree(read_on.path, tmp_path / "review")
    return Gardens(tmp_path / "review")


def stop(folder, rule, on="2020-05-01"):
    file = folder.path / "config/protocol.yaml"
    text = ALWAYS.replace(
        "  reviewers: [anna, ben]\nmeth", "  reviewers: [anna, ben]\n  stop: {on: %s, rule: %s}\nmeth"
    )
    file.write_text(text % (on, rule))


def decided_by(folder):
    return folder.table("decisions").set_index("record_id")["decided_by"]


@pytest.mark.parametrize("rule", ["none", "certified"])
def test_what_comes_after_a_stop_awaits_and_is_handed_out(gardens, rule):
    if rule == "certified":
        gardens.draw("certification", "--yes")
        gardens.label("sample", gardens.drawn("certification_1"))
    stop(gardens, rule)
    gardens.screen()
    assert len(gardens.sheet("anna")) == 0
    excluded = decided_by(gardens)
    excluded = set(excluded[excluded == f"model: {rule}"].index)
    assert len(excluded) == 100 - (len(gardens.drawn("certification_1")) if rule == "certified" else 0)

    write_articles(gardens, range(190))
    shutil.rmtree(gardens.path / "results")
    gardens.screen("all")
    new = {one for one in gardens.ids() if number_of(one) >= 160}
    assert len(new) == 30
    assert set(gardens.sheet("anna")["record_id"]) == set(gardens.sheet("ben")["record_id"]) == new
    now = decided_by(gardens)
    assert set(now[now == f"model: {rule}"].index) == excluded
    told = gardens.do("status")
    assert "does not hold" not in told
    assert "No task is open" not in told
    flow = read_table(gardens.path / "results/7_synthesis/prisma/flow.csv").set_index("data")["n"]
    assert flow["excluded_by_automation"] == str(len(excluded))

    gardens.label("new", sorted(new), [170])
    stop(gardens, "none", on="2021-05-01")
    gardens.screen()
    assert set(decided_by(gardens)[sorted(excluded)]) == {f"model: {rule}"}
    assert len(gardens.sheet("anna")) == 0


def test_a_second_stop_covers_what_came_after_the_first(gardens):
    stop(gardens, "none")
    gardens.screen()
    write_articles(gardens, range(190))
    gardens.screen()
    stop(gardens, "knee", on="2021-05-01")
    gardens.screen()
    by = decided_by(gardens)
    assert by.value_counts()[["model: none", "model: knee"]].tolist() == [100, 30]
    kept = sorted(path.name for path in (gardens.path / "data/stops").iterdir())
    assert kept == ["2020-05-01_none.csv", "2021-05-01_knee.csv"]


def test_reading_goes_on_where_the_stop_is_taken_out(gardens):
    stop(gardens, "none")
    gardens.screen()
    (gardens.path / "config/protocol.yaml").write_text(ALWAYS)
    gardens.screen()
    assert len(gardens.sheet("anna")) == 100


def test_a_certificate_is_looked_at_after_every_answer(gardens):
    gardens.draw("certification", "--yes")
    members = gardens.drawn("certification_1")
    gardens.label("a few", members[:5])
    gardens.screen()
    row = gardens.table("samples").set_index("sample").loc["certification_1"]
    assert row[["answered", "certifies"]].tolist() == ["5", "no"]
    few = float(row["recall_95"])
    # A gap: nothing behind it counts.
    gardens.label("more", [*members[:9], *members[10:]])
    (gardens.path / "data/labels/screening/a few.csv").unlink()
    gardens.screen()
    row = gardens.table("samples").set_index("sample").loc["certification_1"]
    assert (row["answered"], row["certifies"]) == ("9", "no")
    assert few < float(row["recall_95"]) < float(row["recall_80"])
    gardens.label("the gap", members[9:10])
    gardens.screen()
    assert gardens.stopping()[["met", "advice"]].tolist() == ["yes", "Reading may stop"]


def test_a_sample_with_a_hit_goes_on_with_its_lots(gardens):
    gardens.draw("certification", "--yes")
    first = gardens.drawn("certification_1")
    gardens.label("sample", first, [*range(20), number_of(first[3])])
    gardens.screen()
    assert gardens.stopping()["met"] == "no"
    assert "so far" in gardens.stopping()["advice"]
    gardens.draw("certification", "--yes")
    table = read_table(gardens.path / "data/samples/certification_2.csv")
    second = table.loc[table["place"].astype(int) > 0, "record_id"].tolist()
    assert set(table["goes_on"]) == {"certification_1"}
    assert not set(first) & set(second)
    gardens.screen()
    assert gardens.sheet("anna_certification_2")["record_id"].tolist() == second
    gardens.label("goes on", second)
    gardens.screen()
    assert gardens.table("samples")["answered"].tolist() == [str(len(first) + len(second))] * 2
    assert gardens.stopping()["met"] == "yes"
    with pytest.raises(ReviewError, match="certification_1 already certifies a stop"):
        gardens.draw("certification", "--yes")


def test_a_sample_that_nobody_began_is_taken_back_with_its_reason(gardens):
    gardens.draw("certification", "--yes")
    members = gardens.drawn("certification_1")
    said = gardens.do("draw", "certification_1", "--cancel", "drawn too early", "--on", "2020-04-03")
    assert "cancelled certification_1" in said
    kept = gardens.path / "data/samples_cancelled"
    table = read_table(kept / "certification_1_1.csv")
    assert table[["cancelled_on", "reason"]].drop_duplicates().to_numpy().tolist() == [
        ["2020-04-03", "drawn too early"]
    ]
    gardens.screen()
    assert len(gardens.sheet("anna")) == 100
    gardens.draw("certification", "--yes")
    assert gardens.drawn("certification_1") == members
    gardens.label("begun it", members[:1])
    with pytest.raises(ReviewError, match=r"1 of \d+ abstracts of certification_1 are labelled"):
        gardens.do("draw", "certification_1", "--cancel", "again", "--on", "2020-04-04")


def test_a_draw_takes_back_batches_that_nobody_has_begun(gardens):
    file = gardens.path / "config/config.yaml"
    file.write_text(file.read_text() + "\n" if "batch:" in file.read_text() else file.read_text())
    text = file.read_text().replace("  batch: null", "  batch: {size: 10}")
    assert text != file.read_text()
    file.write_text(text)
    gardens.screen()
    sheets = gardens.path / "results/4_practical_screen/sheets"
    anna = read_table(sheets / "screening_anna_001.csv")["record_id"].tolist()
    gardens.label("screening_anna_001", [])
    shutil.copy(sheets / "screening_anna_001.csv", gardens.path / "data/labels/screening/")
    said = gardens.draw("certification", "--yes")
    assert "removed 2 file(s) of batches" in said
    assert not list(sheets.glob("screening_ben_001.*"))
    # Anna may have begun hers, so that it is none of the unread.
    table = read_table(gardens.path / "data/samples/certification_1.csv").set_index("record_id")["place"]
    assert set(table[anna]) == {"-1"}
    gardens.screen()
    assert len(gardens.sheet("ben_certification_1")) == len(gardens.drawn("certification_1"))


def test_costs_are_told_and_a_draw_while_hits_come_is_asked_about(gardens):
    gardens.label("hits go on", gardens.ids()[60:70], range(200))
    gardens.screen(*FILES)
    with pytest.raises(SystemExit):
        gardens.draw("certification")
    assert not (gardens.path / "data/samples").exists() or not list(
        (gardens.path / "data/samples").glob("*.csv")
    )


def test_a_sample_that_goes_on_is_taken_back_and_drawn_again_as_it_was(gardens):
    gardens.draw("certification", "--yes")
    first = gardens.drawn("certification_1")
    gardens.label("sample", first, [*range(20), number_of(first[3])])
    gardens.screen()
    gardens.draw("certification", "--yes")
    second = gardens.drawn("certification_2")
    with pytest.raises(ReviewError, match="certification_1 is not the last certification"):
        gardens.do("draw", "certification_1", "--cancel", "too dear", "--on", "2020-04-04")
    gardens.do("draw", "certification_2", "--cancel", "too dear", "--on", "2020-04-04")
    gardens.screen()
    assert len(gardens.sheet("anna")) == 100 - len(first)
    gardens.draw("certification", "--yes")
    assert gardens.drawn("certification_2") == second


def test_a_stop_that_no_run_has_seen_is_run_before_anything_is_drawn(gardens):
    stop(gardens, "none")
    with pytest.raises(ReviewError, match="stops reading on 2020-05-01, but no run has recorded"):
        gardens.draw("certification", "--yes")
    gardens.screen()
    with pytest.raises(ReviewError, match="all abstracts have been read"):
        gardens.draw("certification", "--yes")


def test_a_stop_whose_table_is_gone_stops_the_run(gardens):
    stop(gardens, "none")
    gardens.screen("all")
    (gardens.path / "data/stops/2020-05-01_none.csv").unlink()
    shutil.rmtree(gardens.path / "results")
    with pytest.raises(ReviewError, match=r"data/stops/2020-05-01_none\.csv: this table .* is missing"):
        gardens.do("check")
    (gardens.path / "config/protocol.yaml").write_text(ALWAYS)
    gardens.do("check")


def test_two_reports_of_a_sample_that_a_person_merges_count_as_one(gardens):
    gardens.draw("certification", "--yes", "--expected", "1")
    members = gardens.drawn("certification_1")
    gardens.label("sample", members)
    (gardens.path / "data/labels/duplicates").mkdir(exist_ok=True)
    answer = f"record_id_1,record_id_2,decision\n{members[0]},{members[1]},same\n"
    (gardens.path / "data/labels/duplicates/merged.csv").write_text(answer)
    gardens.screen()
    row = gardens.table("samples").set_index("sample").loc["certification_1"]
    assert row[["size", "decided", "certifies"]].tolist() == [str(len(members) - 1)] * 2 + ["yes"]
    assert gardens.stopping()["met"] == "yes"


def test_a_target_that_was_changed_after_the_draw_is_refused(gardens):
    gardens.draw("certification", "--yes")
    file = gardens.path / "config/config.yaml"
    file.write_text(file.read_text().replace("target_recall: 0.75", "target_recall: 0.7"))
    with pytest.raises(ReviewError, match=r"drawn for recall 0.75, but config/ now has 0.7"):
        gardens.do("check")


def test_status_says_that_reading_may_stop_before_the_sample_is_read_to_its_end(gardens):
    gardens.draw("certification", "--yes", "--expected", "2")
    members = gardens.drawn("certification_1")
    gardens.label("some", members[: len(members) // 2])
    gardens.screen("all")
    assert "Reading may stop" not in gardens.do("status")
    gardens.label("some", members[:-1])
    gardens.screen("all")
    told = gardens.do("status")
    assert "Practical screen: Reading may stop: certified (0 relevant in" in told
    assert "write practical_screen.stop into config/protocol.yaml" in told
