"""`cireview validate` as a librarian runs it: with a file of known records, and with or without a review."""

import pytest
from cli.conftest import run

GOLD = "TY  - JOUR\nTI  - Children and well-being\nAB  - They dug.\nDO  - 10.1/a\nER  - \n" + (
    "TY  - JOUR\nTI  - Adults in gardens\nAB  - They dug too.\nER  - \n"
)


@pytest.fixture
def gold(tmp_path):
    (tmp_path / "gold.ris").write_text(GOLD)
    return tmp_path / "gold.ris"


def test_a_query_is_validated_without_any_review(gold, tmp_path):
    done = run("validate", gold, tmp_path, "--query", "child* AND wellbeing", "-o", tmp_path / "out")
    lines = done.stdout.splitlines()
    assert lines[0].startswith(
        "The query finds 0 of 2 known records: relative recall 0.000 (95 % interval 0.000 to"
    )
    assert "Lost by  wellbeing: 2 (1 only by it)" in lines
    assert "Spelling 'well being' is in 1 lost records; the query has wellbeing" in lines
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "items.csv", "blocks.csv", "terms.csv", "variants.csv",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "arguments", "told"),
    [
        (GOLD, [], "the query is missing. Give a query with --query"),
        (GOLD, ["--query", "(child"], "character 1 of the query"),
        (GOLD, ["--query", "child", "--fields", "titel"], "titel"),
        (
            "TY  - JOUR\nAB  - Nameless\nER  - \n",
            ["--query", "child"],
            "1 records without title, DOI",
        ),
        ("", ["--query", "child"], "gold.ris"),
    ],
)
def test_bad_input_is_told_before_any_work(gold, tmp_path, text, arguments, told):
    gold.write_text(text)
    done = run("validate", gold, tmp_path, *arguments)
    assert done.exit_code != 0
    assert told in f"{done.exception}{done.stderr}"


def test_a_sheet_for_the_second_librarian_lies_where_no_run_asks_about_it(gold, tmp_path):
    arguments = ["validate", gold, tmp_path, "--query", "child*", "--press"]
    assert "such as data/press.xlsx" in str(run(*arguments, tmp_path / "press.xlsx").exception)
    (tmp_path / "data").mkdir()
    assert run(*arguments, tmp_path / "data/press.xlsx").exit_code == 0
    assert (tmp_path / "data/press.xlsx").is_file()


def test_a_strategy_in_a_file_is_read_in_its_own_syntax(gold, tmp_path):
    (tmp_path / "ovid.txt").write_text("1. exp Child/ (9)\n2. child*.ti,ab. (8)\n3. 1 or 2 (10)\n")
    lines = run("validate", gold, tmp_path, "--query", tmp_path / "ovid.txt").stdout.splitlines()
    assert lines[0].startswith("The query finds 1 of 2 known records")
    assert "Line 2 finds 1 of 2: child*.ti,ab." in lines
