"""A new folder: what init writes into it, and what stands there before anybody wrote."""

import re
import subprocess

import pytest
from cli.conftest import run

from cireview.errors import LINES, ReviewError, lay_out
from cireview.review import load_review


def files(folder):
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def test_a_new_folder_passes_its_check_once_its_placeholders_are_written(folder):
    done = run("check", folder)
    assert done.exit_code == 0
    assert "No problem found in 0 export files and 0 filled sheets." in done.stdout


def test_every_placeholder_of_the_template_is_refused_with_its_row(template):
    protocol = (template / "config/protocol.yaml").read_text().splitlines()
    rows = [number for number, line in enumerate(protocol, 1) if re.search(r"(: |- )<.*>$", line)]
    problems = run("check", template).exception.problems
    assert [problem.row for problem in problems] == rows
    assert str(problems[0]) == (
        f"config/protocol.yaml, row {rows[0]}, key title: '<title of the review>' is a placeholder. "
        "Replace it with your own words"
    )
    lines = lay_out(problems)
    assert lines[0] == "config/protocol.yaml:"
    assert lines[-1] == "  Replace it with your own words"
    assert len(lines) == len(rows) + 2 <= LINES


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
    assert "cireview run" in said


def test_init_writes_nothing_where_a_file_is_in_the_way(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config/protocol.yaml").write_text("title: mine\n")
    done = run("init", tmp_path)
    assert isinstance(done.exception, ReviewError)
    # Never "delete it": that would be the person's protocol.
    assert "this folder already holds a review. Nothing was written. Continue this review" in str(
        done.exception
    )
    assert files(tmp_path) == {"config/protocol.yaml": b"title: mine\n"}


def test_init_names_each_other_file_that_is_in_the_way(tmp_path):
    (tmp_path / "Snakefile").write_text("mine")
    done = run("init", tmp_path)
    assert "Snakefile: the file already exists. Nothing was written. Choose another" in str(done.exception)
    assert files(tmp_path) == {"Snakefile": b"mine"}


def test_init_leaves_other_files_of_the_folder_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    assert run("init", tmp_path).exit_code == 0
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_what_is_given_on_the_command_line_counts_before_the_file(folder):
    (folder / "config/config.yaml").write_text("seed: 7\nscreening: {target_recall: 0.8, confidence: 0.9}\n")
    config = load_review(folder, config={"screening": {"confidence": 0.75}}).config
    assert (config.seed, config.screening.target_recall, config.screening.confidence) == (7, 0.8, 0.75)
    with pytest.raises(ReviewError, match=r"config/config.yaml, key sede: unknown key 'sede'. Did you mean"):
        load_review(folder, config={"sede": 1})


def test_a_mistake_in_each_file_is_named_at_once(folder):
    for name in ("protocol", "codebook", "config"):
        file = folder / f"config/{name}.yaml"
        file.write_text(f"{file.read_text()}note: one: two\n")
    told = [str(problem) for problem in run("check", folder).exception.problems]
    assert [line.split(",")[0] for line in told] == [
        f"config/{name}.yaml" for name in ("protocol", "codebook", "config")
    ]
    assert all(line.endswith('Write: note: "one: two"') for line in told)


def test_another_folder_than_that_of_a_review_is_one_problem(tmp_path):
    (problem,) = run("check", tmp_path).exception.problems
    assert problem.message == "this folder holds no review: it has no config/protocol.yaml"


def test_init_lays_out_an_example_over_what_every_review_has(tmp_path):
    assert "sixty" in run("init", tmp_path, "--example", "sixty").stdout
    made = files(tmp_path)
    assert b"sixty abstracts" in made["config/protocol.yaml"]
    assert {"Snakefile", "data/exports/pubmed.nbib", "later/pubmed_2024-11.nbib"} <= set(made)


def test_an_example_that_does_not_exist_is_wrong_use_and_names_all(tmp_path):
    done = run("init", tmp_path / "review", "--example", "sixti")
    assert (done.exit_code, (tmp_path / "review").exists()) == (2, False)
    assert "sixty" in done.stderr


def test_git_on_windows_changes_no_byte_of_an_export(template, tmp_path):
    export = template / "data/exports/scopus.csv"
    export.write_bytes(b"Title\r\nRain\n")

    def git(*words):
        command = ["git", "-c", "core.autocrlf=true", "-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run([*command, *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", template)
    git("-C", template, "add", "--all")
    git("-C", template, "commit", "-m", "A review")
    git("clone", template, "copy")
    assert (tmp_path / "copy/data/exports/scopus.csv").read_bytes() == export.read_bytes()
