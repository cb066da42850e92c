"""Two runs at once, clocks, lost memories, links and names: what becomes of the folder of a review."""

import json
import os
import shutil
import time
from datetime import datetime, timedelta

import pytest
from faults.reviews import DECISIONS, FLOW, LABELS, ODD

from cireview.errors import ReviewError
from cireview.places import place
from cireview.review import check_names, describe_run
from cireview.review.faults import check_folder, settle_dates
from cireview.tables import read_table

pytestmark = pytest.mark.workflow
YEAR = 365 * 24 * 3600
# Jobs wait until the test lets them go on.
WAIT = """
import os, sys, time

while "/.snakemake/scripts/" in sys.argv[0] and os.path.exists("hold"):
    time.sleep(0.02)
"""


def include_all(folder):
    """Change an answer, and give the sheet an older time than the run."""
    sheet = folder.path / LABELS
    answers = sheet.read_text(encoding="utf-8")
    sheet.write_text(answers.replace(",exclude,garden", ",include,"), encoding="utf-8")
    os.utime(sheet, (1e9, 1e9))


def shift(path, seconds):
    status = path.stat()
    os.utime(path, (status.st_atime + seconds, status.st_mtime + seconds))


def test_names_with_blanks_quotes_umlauts_and_signs_are_read(undisturbed):
    flow = read_table(undisturbed.path / FLOW).set_index("data")["n"]
    assert (flow["records_screened"], flow["new_studies"]) == ("2", "1")
    assert ODD in undisturbed.path.name
    codes = read_table(undisturbed.path / place("codes"))
    assert codes["value"].tolist() == ["school"]


@pytest.mark.parametrize(
    ("folder", "files", "message"),
    [
        ("a {b", ["data/labels/screening/anna }1{.csv"], ""),
        ("review", ["data/exports/{a}.ris"], "data/exports/{a}.ris: Snakemake cannot read a name"),
        (
            "my {1}",
            [],
            "my {1}: Snakemake cannot read a name that contains words in braces. Rename this folder",
        ),
    ],
)
def test_words_in_braces_are_refused_with_what_to_rename(tmp_path, folder, files, message):
    try:
        check_names(tmp_path / folder, files)
        said = ""
    except ReviewError as error:
        said = str(error)
    assert message in said
    assert bool(said) is bool(message)


def test_words_in_braces_stop_the_run(unrun, stops):
    (unrun.path / LABELS).rename((unrun.path / LABELS).with_name("anna {1}.csv"))
    stops(
        unrun, "data/labels/screening/anna {1}.csv: Snakemake cannot read", "Rename the file without braces"
    )


def test_a_second_run_at_the_same_time_is_kept_out(again, is_as_undisturbed):
    (again.path / FLOW).unlink()
    hold = again.path / "hold"
    hold.touch()
    first = again.start(FLOW, customize=WAIT)
    while not (again.path / place("running")).exists():
        time.sleep(0.02)
    status, said = again.run(FLOW)
    hold.unlink()
    words, _ = first.communicate()
    assert status != 0, said
    assert "Another run of this review began on" in said
    assert f"(process {first.pid}). Wait until it ends" in said
    assert "Traceback" not in said
    assert first.returncode == 0, words
    assert not (again.path / place("running")).exists()
    is_as_undisturbed(again)


def test_a_run_on_another_machine_is_named(again, stops):
    (again.path / ".snakemake/locks").mkdir(exist_ok=True)
    (again.path / ".snakemake/locks/0.output.lock").write_text(f"{FLOW}\n")
    run = {**vars(describe_run(datetime.now())), "host": "desk-of-anna"}
    (again.path / place("running")).write_text(json.dumps(run))
    stops(again, "on the machine desk-of-anna", "snakemake --unlock && snakemake --cores 2")


def test_results_from_the_future_do_not_hinder_a_run(again, undisturbed, ends_as_undisturbed):
    """The clock was a year ahead at the last run, and is set back."""
    for file in (again.path / "results").rglob("*"):
        shift(file, YEAR)
    (again.path / DECISIONS).unlink()
    ends_as_undisturbed(again, DECISIONS)


def test_a_sheet_from_the_future_is_named(again, stops):
    shift(again.path / LABELS, 10 * YEAR)
    stops(
        again,
        f"{LABELS}: its date, 20",
        "is later than the clock of this computer",
        "open each such file and save it",
    )


def test_dates_of_two_seconds_are_not_the_future(tmp_path):
    """Some drives keep times to two seconds only."""
    now = datetime.now()
    for folder in ("data/labels", "results"):
        (tmp_path / folder).mkdir(parents=True)
    sheet, table = tmp_path / "data/labels/a.csv", tmp_path / "results/a.csv"
    for file in (sheet, table):
        file.touch()
    typed = ["snakemake"]
    for ahead, message in ((1, None), (3, "data/labels/a.csv: its date")):
        late = (now + timedelta(seconds=ahead)).timestamp()
        os.utime(sheet, (late, late))
        os.utime(table, (late, late))
        settle_dates(tmp_path, now)
        assert table.stat().st_mtime == pytest.approx(now.timestamp() if message else late, abs=1e-3)
        if message:
            with pytest.raises(ReviewError, match=message):
                check_folder(tmp_path, ["data/labels/a.csv"], now=now, arguments=typed)
        else:
            check_folder(tmp_path, ["data/labels/a.csv"], now=now, arguments=typed)


def test_without_the_memory_of_snakemake_no_change_is_overlooked(again, stops):
    words = ("Snakemake no longer knows what this table was made from", "Run: snakemake --forceall --cores 2")
    shutil.rmtree(again.path / ".snakemake")
    include_all(again)
    stops(again, *words)
    status, said = again.run("--forceall", place("sources"))
    assert status == 0, said
    stops(again, *words)  # the rest is still forgotten


def test_without_our_own_memory_the_same_is_made(again, ends_as_undisturbed):
    shutil.rmtree(again.path / ".cireview")
    (again.path / FLOW).unlink()
    ends_as_undisturbed(again, FLOW)


def test_links_out_of_the_folder_are_followed(again, tmp_path, ends_as_undisturbed):
    """Data on a drive of the team, results on a larger disk, one export kept elsewhere."""
    for part in ("data", "results"):
        shutil.move(again.path / part, tmp_path / part)
        (again.path / part).symlink_to(tmp_path / part)
    export = again.path / f"data/exports/{ODD}.ris"
    shutil.move(export, tmp_path / "kept.ris")
    export.symlink_to(tmp_path / "kept.ris")
    (again.path / DECISIONS).unlink()
    ends_as_undisturbed(again, DECISIONS)
    assert export.is_symlink()
    assert (tmp_path / DECISIONS).is_file()


@pytest.mark.parametrize("name", [LABELS, f"data/exports/{ODD}.ris", "data/labels/screening", "data"])
def test_a_link_that_leads_nowhere_is_named(again, tmp_path, name):
    """A drive that is not there; without the message, answers and records would be taken for absent."""
    shutil.move(again.path / name, tmp_path / "drive")
    (again.path / name).symlink_to(tmp_path / "drive")
    typed = {"now": datetime.now(), "arguments": ["snakemake"]}
    check_folder(again.path, [], **typed)
    (tmp_path / "drive").rename(tmp_path / "gone")
    with pytest.raises(ReviewError) as error:
        check_folder(again.path, [], **typed)
    assert str(error.value).startswith(
        f"{name}: this link points to {tmp_path / 'drive'}, which does not exist."
    )


def test_a_link_that_leads_nowhere_stops_the_run(again, tmp_path, stops):
    (again.path / LABELS).unlink()
    (again.path / LABELS).symlink_to(tmp_path / "gone.csv")
    stops(again, f"{LABELS}: this link points to", "Connect the drive or folder that it points to")
