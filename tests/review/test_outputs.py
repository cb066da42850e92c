"""Removed is only what a run wrote, is as it wrote it, and none makes any more; all else stays."""

import hashlib
import json
import shutil

import pytest

from cireview.places import place
from cireview.review.outputs import Made, clear_results, settle_results
from cireview.sheets.handouts import write_handouts
from cireview.tables import RECORD

FIGURE, LOG = "results/7_synthesis/figures/codes_country.svg", "results/logs/3_search/import_export/wiley.log"
PROTOCOL = "results/1_question/protocol.md"


def write(root, file, text="as a run wrote it"):
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return hashlib.sha256(text.encode()).hexdigest()


def run(root, files, *, unwritten=(), whole=True):
    """Write files as a run does; return those under results/ that no run made."""
    for file in files:
        write(root, file)
    made = Made(frozenset([*files, *unwritten]), frozenset(files), whole)
    return settle_results(root, made)


def files_of(root):
    return sorted(
        path.relative_to(root).as_posix() for path in (root / "results").rglob("*") if path.is_file()
    )


@pytest.fixture
def root(tmp_path):
    """Return a review in which a figure, a log and the protocol were made."""
    assert run(tmp_path, [FIGURE, LOG, PROTOCOL]) == []
    return tmp_path


def test_what_no_run_makes_any_more_goes_with_its_empty_folders(root):
    assert run(root, [PROTOCOL]) == []
    assert files_of(root) == [PROTOCOL]
    assert sorted(path.name for path in (root / "results").iterdir()) == ["1_question"]
    assert list(json.loads((root / place("made")).read_text())) == [PROTOCOL]


def test_a_folder_that_holds_more_stays(root):
    write(root, f"{FIGURE}.mine", "mine")
    run(root, [PROTOCOL])
    assert files_of(root) == [PROTOCOL, f"{FIGURE}.mine"]


def test_results_itself_stays_when_all_of_it_goes(root):
    assert run(root, []) == []
    assert list((root / "results").iterdir()) == []


def test_a_run_of_a_part_removes_nothing_and_names_nothing(root):
    write(root, "results/mine.txt")
    assert run(root, [PROTOCOL], whole=False) == []
    assert files_of(root) == sorted([FIGURE, LOG, PROTOCOL, "results/mine.txt"])
    assert run(root, [PROTOCOL]) == ["results/mine.txt"]  # the list still has what the part did not make
    assert files_of(root) == [PROTOCOL, "results/mine.txt"]


def test_what_needed_no_run_is_made_all_the_same(root):
    assert run(root, [PROTOCOL], unwritten=[FIGURE, LOG]) == []
    assert files_of(root) == sorted([FIGURE, LOG, PROTOCOL])


def change(root):
    write(root, FIGURE, "changed by a person")


def change_and_run_without_it(root):
    change(root)
    run(root, [PROTOCOL], unwritten=[FIGURE, LOG])


def lose_list(root):
    shutil.rmtree(root / place("made").split("/")[0])


def spoil_list(root):
    (root / place("made")).write_text('{"results/7_synth')


def put_other_things_into_list(root):
    (root / place("made")).write_text(json.dumps([FIGURE]))


def put_link(root):
    (root / FIGURE).rename(root / "elsewhere.svg")
    (root / FIGURE).symlink_to(root / "elsewhere.svg")


STAYS = [change, change_and_run_without_it, lose_list, spoil_list, put_other_things_into_list, put_link]


@pytest.mark.parametrize("act", STAYS, ids=[act.__name__ for act in STAYS])
def test_what_is_not_known_to_be_as_a_run_wrote_it_stays_and_is_named(root, act):
    act(root)
    assert run(root, [PROTOCOL]) == [FIGURE]
    assert run(root, [PROTOCOL]) == [FIGURE]
    assert (root / FIGURE).is_file()


def test_a_changed_file_that_a_run_makes_again_is_as_that_run_wrote_it(root):
    change(root)
    run(root, [FIGURE, PROTOCOL])
    assert run(root, [PROTOCOL]) == []
    assert not (root / FIGURE).exists()


@pytest.mark.parametrize(
    "file",
    [
        "results/README.md",
        "results/3_search/attempts/scopus",
        "results/5_methodological_screen/attempts/open_access",
        "results/logs/1_question/render_protocol.log",
        "results/.DS_Store",
        "results/7_synthesis/tables/~$included.csv",
    ],
)
def test_what_lies_there_by_right_is_not_named(root, file):
    write(root, file)
    assert run(root, [PROTOCOL]) == []
    assert (root / file).is_file()


@pytest.mark.parametrize("file", ["results/mine.txt", "results/3_search/README.md", "results/8_more/a.csv"])
def test_any_other_file_is_named(root, file):
    write(root, file)
    assert run(root, [PROTOCOL]) == [file]


def test_sheets_that_were_handed_out_are_made_though_no_rule_names_them(root):
    folder = root / "results/4_practical_screen/sheets"
    write_handouts({"screening_anna_001": RECORD.empty().assign(decision="")}, folder, choices={})
    (folder / "screening_bert.csv").write_bytes((folder / "screening_anna_001.csv").read_bytes())
    digests = place("screening_handed_out")
    strangers = settle_results(root, Made(frozenset([digests]), frozenset([digests]), whole=True))
    assert strangers == ["results/4_practical_screen/sheets/screening_bert.csv"]
    assert (folder / "screening_anna_001.xlsx").is_file()


@pytest.mark.parametrize(
    "elsewhere", ["data/labels/a.csv", "results/../data/labels/a.csv", "/{root}/data/labels/a.csv"]
)
def test_nothing_outside_results_is_ever_removed(root, elsewhere):
    digest = write(root, "data/labels/a.csv")
    made = {elsewhere.format(root=root): digest}
    (root / place("made")).write_text(json.dumps(made))
    run(root, [PROTOCOL])
    clear_results(root, [PROTOCOL], made)
    assert (root / "data/labels/a.csv").is_file()


def test_a_link_to_a_folder_is_not_followed(root, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    digest = write(outside, "a.csv")
    (root / "results/outside").symlink_to(outside)
    clear_results(root, [PROTOCOL], {"results/outside/a.csv": digest})
    assert (outside / "a.csv").is_file()


def test_letters_of_two_forms_are_one_name(root):
    composed, apart = "results/3_search/\u00fc.csv", "results/3_search/u\u0308.csv"
    digest = write(root, apart)
    assert clear_results(root, [composed], {apart: digest}).removed == []


def test_other_capitals_are_another_file_unless_the_system_says_otherwise(root, monkeypatch):
    old, new = "results/3_search/Wiley.csv", "results/3_search/wiley.csv"
    digest = write(root, old)
    (root / new).hardlink_to(root / old)  # as a file looks under both names where capitals make no difference
    assert clear_results(root, [new], {old: digest}).removed == []
    (root / new).unlink()
    write(root, new)
    assert clear_results(root, [new], {old: digest}).removed == [old]


def test_a_list_is_kept_of_every_run_also_of_one_that_failed(tmp_path):
    settle_results(tmp_path, Made(frozenset([FIGURE, LOG]), frozenset(), whole=False))
    assert not (tmp_path / place("made")).exists()
    digest = write(tmp_path, LOG)
    settle_results(tmp_path, Made(frozenset([FIGURE, LOG]), frozenset(), whole=False))
    assert json.loads((tmp_path / place("made")).read_text()) == {LOG: digest}
