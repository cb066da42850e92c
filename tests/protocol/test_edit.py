"""People of a stage are changed in the file as a person would: every other line stays."""

import pytest

from cireview.errors import ProtocolError
from cireview.protocol import Protocol
from cireview.protocol.edit import add_person, hand_over
from cireview.protocol.load import read_model

TEXT = """# Our protocol
title: Gardens
question: {main: Do gardens change what children eat}
sources: [{name: Scopus, export: scopus.ris}]
search: {query: garden* AND child*, date: 2020-01}
practical_screen:
  criteria: [{id: garden, text: About gardens,
      terms: [garden]}]
  reviewers: [anna, ben]  # both students
  adjudicator: judge
methodological_screen:
  criteria: [{id: method, text: Compares groups}]
  reviewers:
    - anna  # until May
    - ben
  # who decides
  adjudicator: judge
review: {coders: [anna]}
"""


BOTH = "  reviewers: [anna, ben]  # both students"
ANNA_CARLA = "  reviewers: [anna, carla]  # both students"


def changed(before, after):
    """Return the lines that went and those that came."""
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


CHANGES = {
    "one more": (
        lambda text: add_person(text, "abstracts", "carla"),
        ([BOTH], ["  reviewers: [anna, ben, carla]  # both students"]),
    ),
    "one more in a list of lines": (
        lambda text: add_person(text, "full_texts", "carla"), ([], ["    - carla"])
    ),
    "one more where one was: nothing needs a second reader": (
        lambda text: add_person(text, "coding", "carla"),
        (["review: {coders: [anna]}"], ["review: {coders: [anna, carla], coders_per_article: 1}"]),
    ),
    "a share": (
        lambda text: add_person(text, "abstracts", "carla", share=0.2),
        (
            [BOTH],
            [BOTH.replace("ben", "ben, carla"), "  shares: {anna: 0.4, ben: 0.4, carla: 0.2}"],
        ),
    ),
    "one leaves": (
        lambda text: hand_over(text, "abstracts", "ben", "carla"),
        (
            [BOTH],
            [ANNA_CARLA, "  hand_over: {ben: carla}", "  former_reviewers: [ben]"],
        ),
    ),
    "one leaves a list of lines": (
        lambda text: hand_over(text, "full_texts", "anna", "carla"),
        (
            ["    - anna  # until May"],
            ["    - carla", "  hand_over: {anna: carla}", "  former_reviewers: [anna]"],
        ),
    ),
    "one pauses": (
        lambda text: hand_over(text, "abstracts", "ben", "carla", pause=True),
        (
            [BOTH],
            [ANNA_CARLA, "  hand_over: {ben: carla}", "  paused_reviewers: [ben]"],
        ),
    ),
    "another judge": (
        lambda text: hand_over(text, "abstracts", "judge", "carla"),
        ([], ["  adjudicator: carla", "  former_adjudicators: [judge]"]),
    ),
    "the only coder leaves": (
        lambda text: hand_over(text, "coding", "anna", "carla"),
        (
            ["review: {coders: [anna]}"],
            [
                "review: {coders: [carla], coders_per_article: 1, hand_over: {anna: carla}, "
                "former_coders: [anna]}"
            ],
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "lines"), CHANGES.values(), ids=CHANGES)
def test_only_lines_that_name_people_change(change, lines):
    assert changed(TEXT, change(TEXT)) == lines


def test_who_comes_back_reads_again_and_hands_nothing_over():
    away = hand_over(TEXT, "abstracts", "ben", "carla", pause=True)
    back = add_person(away, "abstracts", "ben")
    screen = read_model(back, Protocol, name="protocol.yaml").practical_screen
    assert (screen.reviewers, screen.paused_reviewers, screen.hand_over) == (["anna", "carla", "ben"], [], {})
    assert screen.readers == 2


REFUSED = {
    "reads already": (
        lambda text: add_person(text, "abstracts", "ben"),
        "already one of the reviewers",
    ),
    "in two spellings": (lambda text: add_person(text, "abstracts", "Anna"), "one role and one spelling"),
    "the judge reads": (lambda text: add_person(text, "abstracts", "judge"), "one role and one spelling"),
    "never read": (
        lambda text: hand_over(text, "abstracts", "zoe", "anna"),
        "never had anything to read",
    ),
    "to the same": (lambda text: hand_over(text, "abstracts", "ben", "ben"), "to themselves"),
    "no name": (lambda text: add_person(text, "abstracts", "anna b"), "a name has only letters"),
    "to the judge": (lambda text: hand_over(text, "abstracts", "ben", "judge"), "one role and one spelling"),
}


@pytest.mark.parametrize(("change", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused(change, message):
    with pytest.raises(ProtocolError, match=message):
        change(TEXT)


LISTS = {
    "in quotes": """  reviewers: ['anna', "ben"]""",
    "over two lines": "  reviewers: [anna,\n    ben]",
    "under the key": "  reviewers:\n  - anna\n  - ben",
    "with remarks between": "  reviewers:\n    # first\n    - anna\n    # second\n    - ben",
    "beside an empty list": "  reviewers: [anna, ben]\n  former_reviewers: []",
    "beside lists in lines": "  reviewers: [anna, ben]\n  former_reviewers:\n    - zed\n"
    "  hand_over:\n    zed: anna",
    "before a remark on the next step": "  reviewers: [anna, ben]\n\n# Step 5 ----",
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["Unix", "Windows"])
@pytest.mark.parametrize("people", LISTS.values(), ids=LISTS)
def test_however_people_are_listed_remarks_and_ends_of_lines_stay(people, newline):
    text = TEXT.replace("  reviewers: [anna, ben]  # both students\n", f"{people}\n").replace("\n", newline)
    for change in (add_person, lambda *given: hand_over(given[0], given[1], "ben", given[2])):
        after = change(text, "abstracts", "carla")
        screen = read_model(after, Protocol, name="protocol.yaml").practical_screen
        assert "carla" in screen.reviewers
        assert set(screen.people) >= {"anna", "ben", "carla", "judge"}
        remarks = [line for line in text.splitlines() if line.strip().startswith("#")]
        assert [line for line in after.splitlines() if line.strip().startswith("#")] == remarks
        assert after.count("\n") == after.count(newline)
