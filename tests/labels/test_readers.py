"""Who reads what: any few of many, whoever joins, pauses, leaves or hands over."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.labels.people import check_person
from cireview.labels.readers import assign_readers, find_further
from cireview.labels.team import VACANT, Team, split_names

REPORTS = [f"r{number}" for number in range(3000)]
ANY_TWO = Team(["anna", "ben", "carla"])


def read(team, spoken=(), reports=REPORTS):
    return assign_readers(reports, team=team, spoken=dict(spoken))


def shares_of(readers):
    counts = Counter(person for people in readers.values() for person in people)
    return {person: number / counts.total() for person, number in counts.items()}


@pytest.mark.parametrize(
    ("team", "shares"),
    [
        (ANY_TWO, {"anna": 1 / 3, "ben": 1 / 3, "carla": 1 / 3}),
        (Team(["anna", "ben", "carla"], shares={"anna": 0.5, "ben": 0.3, "carla": 0.2}), None),
        (
            Team(list("abcde"), readers=3, shares=dict(zip("abcde", (0.3, 0.3, 0.2, 0.1, 0.1), strict=True))),
            None,
        ),
        (Team(["anna", "ben"], former=["carla"], hand_over={"carla": "ben"}), {"anna": 0.5, "ben": 0.5}),
    ],
    ids=["the same", "half to one", "three of five", "two are left"],
)
def test_each_report_has_its_number_of_readers_and_each_person_a_share(team, shares):
    readers = read(team)
    assert {len(set(people)) for people in readers.values()} == {team.readers}
    assert shares_of(readers) == pytest.approx(shares or team.shares, abs=0.02)


def test_who_joins_takes_a_share_and_moves_nothing_between_others():
    before, after = read(ANY_TWO), read(Team([*ANY_TWO.reviewers, "dora"]))
    assert shares_of(after)["dora"] == pytest.approx(1 / 4, abs=0.02)
    assert all(set(after[one]) - set(before[one]) <= {"dora"} for one in REPORTS)


def test_who_leaves_leaves_to_all_and_who_hands_over_to_one():
    left = Team(["anna", "ben", "dora"], former=["carla"])
    to_dora = Team(left.reviewers, former=["carla"], hand_over={"carla": "dora"})
    four = read(Team([*left.reviewers, "carla"]))
    spread, given = read(left), read(to_dora)
    taken = [one for one in REPORTS if "carla" in four[one]]
    assert {person for one in taken for person in set(spread[one]) - set(four[one])} == set(left.reviewers)
    moved = {
        person for one in taken if "dora" not in four[one] for person in set(given[one]) - set(four[one])
    }
    assert moved == {"dora"}
    assert all(four[one] == spread[one] == given[one] for one in REPORTS if one not in taken)


SPOKEN = {
    "two have read": ({"anna", "ben"}, ANY_TWO, ("anna", "ben")),
    "a former one has read": ({"eve"}, Team(["anna"], former=["eve"]), ("anna", "eve")),
    "three have read": ({"anna", "ben", "carla"}, ANY_TWO, ("anna", "ben", "carla")),
    "nobody is left": ({"anna"}, Team(["anna"], former=["eve"]), ("anna", VACANT)),
    "one is enough": ({"ben"}, Team(["anna", "ben"], readers=1), ("ben",)),
}


@pytest.mark.parametrize(("spoken", "team", "readers"), SPOKEN.values(), ids=SPOKEN)
def test_who_has_read_a_report_is_its_reader(spoken, team, readers):
    assert read(team, {"a": spoken}, ["a"])["a"] == readers


def test_a_hand_over_is_handed_on():
    team = Team(["carla"], former=["anna", "ben"], hand_over={"anna": "ben", "ben": "carla"}, readers=1)
    assert set(read(team).values()) == {("carla",)}


def test_a_further_reader_is_none_of_those_who_read():
    assert find_further("a", ["anna", "ben"], ANY_TWO) == "carla"
    assert find_further("a", ["anna", "ben"], Team(["anna", "ben"])) == VACANT


@given(st.data())
def test_whatever_happens_nobody_reads_what_enough_have_read_and_nothing_read_is_lost(data):
    people = data.draw(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=7, unique=True))
    cut = data.draw(st.integers(1, len(people)))
    team = Team(people[:cut], former=people[cut:], readers=data.draw(st.integers(1, 3)))
    spoken = {one: data.draw(st.sets(st.sampled_from(people), max_size=4)) for one in REPORTS[:5]}
    for one, readers in read(team, spoken, REPORTS[:5]).items():
        assert spoken[one] <= set(readers)
        new = set(readers) - spoken[one]
        assert new <= {*team.reviewers, VACANT}
        assert not new or len(readers) <= max(team.readers, len(spoken[one]))


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("anna", ["anna"]),
        ("anna; ben", ["anna", "ben"]),
        ("Ben and ANNA", ["ben", "anna"]),
        ("anna+ben, anna", ["anna", "ben"]),
        ("anna & zoe", []),
        ("", []),
    ],
)
def test_a_cell_may_name_several_people(cell, names):
    assert split_names(cell, ["anna", "ben"]) == names


@pytest.mark.parametrize(
    ("name", "day", "told"),
    [
        ("anna", "", ""),
        ("anna; ben", "2020-05-01", ""),
        ("anna; ben", "", "but the date is missing"),
        ("anna; zoe", "2020-05-01", "'zoe' is not a reviewer"),
        ("zoe", "", "'zoe' is not a reviewer"),
        ("", "", "the reviewer is missing"),
    ],
)
def test_who_decided_is_somebody_or_several_with_a_day(name, day, told):
    message = check_person(name, day, ["anna", "ben"])[1]
    assert told in message
    assert bool(told) == bool(message)


NAMES_OF_FILES = {
    "dora.csv": "dora",
    "screening_dora.xlsx": "dora",
    "screening_dora_2.csv": "dora",
    "Eligibility_Dora.ods": "Dora",
    "screening.csv": "",
    "screening_conflicts_2.csv": "",
    "labels_of_everybody.csv": "",
}


@pytest.mark.parametrize(("file", "given"), NAMES_OF_FILES.items())
def test_a_file_that_is_named_after_nobody_in_the_protocol_is_told_so(file, given):
    _, message, remedy = check_person("", "", ["anna", "ben"], file=f"data/labels/screening/{file}")
    told = f": the file name gives {given!r}, and the protocol names no such reviewer" if given else ""
    assert message == f"the reviewer is missing{told}"
    assert "anna, ben" in remedy


def test_a_coder_is_called_so_whatever_the_file_is_called():
    found = check_person("", "", ["reviewer_1"], file="coding_reviewer_1x.csv", role="coder")
    assert found[:2] == ("coder", "the coder is missing, and 'reviewer_1x' in the file name is not a coder")


def test_a_row_of_a_sheet_of_conflicts_names_all_who_agreed():
    for file, told in (("screening_conflicts_2.xlsx", True), ("screening_anna.xlsx", False)):
        message = check_person("anna", "2020-05-01", ["anna", "ben"], file=f"data/labels/screening/{file}")[1]
        assert ("anna alone settled this conflict" in message) == told
