"""RO-Crate 1.1: the structure that the specification asks for, and digests that are those of the files."""

import hashlib
import importlib.util
import json

import pytest

from cireview import __version__
from cireview.errors import ReviewError
from cireview.paper.crate import NAME, Made, describe_crate, read_digests
from cireview.paper.submission_folder import check_target, put_in_place

MADE = Made(
    "T", "A folder", "2026-01-02", ("cireview run", "cireview submit x"), 7, {"config/a b.yaml": "d" * 64}
)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "made"
    (made / "sub").mkdir(parents=True)
    (made / "sub/a b.csv").write_text("x\n1\n")
    (made / "README.md").write_text("# T\n")
    (made / NAME).write_text(json.dumps(describe_crate(made, MADE)))
    return made


def graph(folder):
    crate = json.loads((folder / NAME).read_text())
    assert crate["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    return {one["@id"]: one for one in crate["@graph"]}


def test_the_descriptor_points_to_the_root_and_the_root_has_what_is_required(folder):
    things = graph(folder)
    assert things[NAME]["about"] == {"@id": "./"}
    assert things[NAME]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = things["./"]
    assert root["@type"] == "Dataset"
    assert all(root[key] for key in ("name", "description", "datePublished", "license"))


def test_every_reference_leads_to_a_thing(folder):
    things = graph(folder)

    def references(value):
        if isinstance(value, dict):
            yield from [value["@id"]] if set(value) == {"@id"} else []
            value = list(value.values())
        if isinstance(value, list):
            for one in value:
                yield from references(one)

    asked = {one for thing in things.values() for one in references(thing)}
    assert {one for one in asked if not one.startswith("https://")} <= set(things)
    assert {one["@id"] for one in things["./"]["hasPart"]} == {"sub/a%20b.csv", "README.md"}


def test_files_have_their_digests_and_inputs_theirs(folder):
    things = graph(folder)
    assert things["sub/a%20b.csv"]["sha256"] == hashlib.sha256(b"x\n1\n").hexdigest()
    assert things["#input/config/a%20b.yaml"]["sha256"] == "d" * 64


def test_software_version_seed_and_commands_stand_there(folder):
    things = graph(folder)
    assert things["#cireview"]["version"] == __version__
    assert things["#seed"]["value"] == 7
    assert things["#run"]["description"] == "cireview run; cireview submit x"


@pytest.mark.skipif(importlib.util.find_spec("rocrate") is None, reason="rocrate is not installed")
def test_rocrate_reads_it(folder):
    from rocrate.rocrate import ROCrate

    crate = ROCrate(folder)
    assert crate.root_dataset["name"] == "T"
    assert crate.get("sub/a%20b.csv")["encodingFormat"] == "text/csv"


def test_a_new_or_empty_folder_may_be_written(tmp_path, folder):
    (tmp_path / "empty").mkdir()
    assert check_target(tmp_path / "new") == check_target(tmp_path / "empty") == {}
    assert set(check_target(folder)) == {"sub/a b.csv", "README.md"}


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda folder: (folder / "README.md").write_text("mine"), "README.md: was changed"),
        (lambda folder: (folder / NAME).unlink(), "not empty, and 'cireview submit' did not write it"),
        (lambda folder: (folder / NAME).write_text("{}"), "did not write it"),
        (lambda folder: (folder / NAME).write_text("["), "did not write it"),
        (lambda folder: (folder / NAME).write_text('{"@graph": ["x"]}'), "did not write it"),
    ],
)
def test_what_people_changed_or_others_wrote_is_never_written_over(folder, spoil, told):
    spoil(folder)
    with pytest.raises(ReviewError) as error:
        check_target(folder)
    assert told in str(error.value)


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ReviewError, match="there is a file with the name"):
        check_target(tmp_path / "file")


def test_a_later_submission_takes_the_place_of_an_earlier_one_and_leaves_what_is_not_ours(tmp_path, folder):
    target = tmp_path / "target"
    put_in_place(folder, target, {})
    (target / "letter.txt").write_text("Dear editor")
    (folder / "sub/a b.csv").unlink()
    (folder / "README.md").write_text("# New\n")
    assert put_in_place(folder, target, check_target(target)) == 2
    assert {path.name for path in target.rglob("*") if path.is_file()} == {"README.md", NAME, "letter.txt"}
    assert (target / "README.md").read_text() == "# New\n"


def test_a_crate_of_others_is_not_ours():
    assert read_digests({"@graph": [{"@id": "./", "@type": "Dataset"}]}) == {}
