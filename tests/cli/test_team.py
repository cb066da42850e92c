"""A team is changed by a command: the protocol is edited whole or not at all, and it says what it did."""

import pytest
from cli.conftest import run


def protocol(folder):
    return (folder / "config/protocol.yaml").read_text()


def test_a_reviewer_is_added_in_every_stage_that_is_named(folder):
    done = run("add-reviewer", "carla", "--in", "abstracts,full-texts", folder)
    assert done.exit_code == 0, done.output
    assert protocol(folder).count("carla") == 2
    assert "carla was added for abstracts" in done.stdout
    assert "carla was added for full texts" in done.stdout


def test_a_hand_over_counts_what_stays_and_what_goes(folder):
    before = protocol(folder)
    name = before.split("reviewers: [")[1].split("]")[0].split(",")[0].strip()
    done = run("hand-over", name, "dora", folder)
    assert f"articles that {name} answered: 0; these count. Articles handed over: 0" in done.stdout
    assert f"hand_over: {{{name}: dora}}" in protocol(folder)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("add-reviewer", "carla", "--in", "titles"), "'titles' is not a stage"),
        (("hand-over", "zoe", "dora"), "zoe never had anything to read"),
        (("add-reviewer", "carla", "--in", "abstracts,coding", "--share", "0.999"), "equal to 0.99"),
    ],
)
def test_nothing_changes_where_a_command_is_refused(folder, words, message):
    before = protocol(folder)
    done = run(*words, folder)
    assert message in f"{done.exception} {done.output}"
    assert protocol(folder) == before


@pytest.mark.parametrize("words", [("add-reviewer",), ("hand-over", "{first}")])
def test_a_new_name_that_is_nearly_one_of_the_team_is_named(folder, words):
    first = protocol(folder).split("reviewers: [")[1].split("]")[0].split(",")[0].strip()
    words = [word.format(first=first) for word in words]
    said = run(*words, f"{first}x", folder).stdout
    assert f"note: {first}x is new to this review. If you meant {first}, correct config/protocol.yaml" in said
    assert "note:" not in run("add-reviewer", "q", folder).stdout
