"""A new folder: what init writes into it, and what stands there before anybody wrote."""

import re

from cli.conftest import run

from cireview.errors import ReviewError
from cireview.review import load_review


def files(folder):
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def test_init_makes_a_folder_that_passes_its_own_check(folder):
    done = run("check", folder)
    assert done.exit_code == 0
    assert "No problem found in 0 export files and 0 filled sheets;" in done.stdout


def test_what_the_template_leaves_to_be_written_is_named_row_by_row(folder):
    said = run("check", folder).stdout.splitlines()
    told = [line for line in said if line.startswith("not written yet: ")]
    protocol = (folder / "config/protocol.yaml").read_text().splitlines()
    rows = [number for number, line in enumerate(protocol, 1) if re.search(r"(: |- )<.*>$", line)]
    assert [int(re.search(r"row (\d+)", line)[1]) for line in told] == rows
    assert told[0] == (
        f"not written yet: config/protocol.yaml, row {rows[0]}, column title: <title of the review> is a "
        "placeholder of the template. Write your own words"
    )
    assert said[-1].endswith(f"; {len(rows)} placeholders await your words.")


def test_placeholders_are_no_criteria(folder):
    assert load_review(folder).criteria_text == ""
    file = folder / "config/protocol.yaml"
    file.write_text(file.read_text().replace("<the question>", "Do gardens help?"))
    assert load_review(folder).criteria_text == "Do gardens help?"


def test_init_makes_what_people_own_and_no_code(folder):
    made = set(files(folder))
    assert {f"config/{name}.yaml" for name in ("protocol", "codebook", "config")} <= made
    assert not [name for name in made if name.endswith((".py", ".smk"))]
    for kind in ("duplicates", "screening", "eligibility", "coding", "synthesis"):
        assert (folder / "data/labels" / kind).is_dir()
    assert (folder / "data/exports").is_dir()
    assert (folder / "data/fulltext").is_dir()


def test_init_says_what_comes_next(tmp_path):
    said = run("init", tmp_path / "review").stdout
    assert "protocol.yaml" in said
    assert "data/exports/" in said
    assert "snakemake --cores 2" in said


def test_init_writes_nothing_where_a_file_is_in_the_way(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config/protocol.yaml").write_text("title: mine\n")
    done = run("init", tmp_path)
    assert isinstance(done.exception, ReviewError)
    assert "config/protocol.yaml: the file exists already. Nothing was written" in str(done.exception)
    assert files(tmp_path) == {"config/protocol.yaml": b"title: mine\n"}


def test_init_leaves_other_files_of_the_folder_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    assert run("init", tmp_path).exit_code == 0
    assert (tmp_path / "notes.txt").read_text() == "mine"
