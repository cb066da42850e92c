"""What a protocol looks for: its exclusions and the words of all protocols are left out."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.screening import rank
from cireview.screening.texts import split_words
from cireview.screening.wanted import keep_content, leave_out_unwanted, list_protocol_words

# A text, words that must go, words that must stay. The second twenty were written before the code, and
# looked at only when it was done.
WAYS = [
    ("Adults with asthma. Exclusion criteria were: 1) children, 2) smokers.", "children smokers", "asthma"),
    (
        "Studies were excluded with an arbitrary cut-off of <66% having dementia. Therapy",
        "dementia",
        "therapy",
    ),
    ("Exercise; trials were also excluded because they recruited athletes.", "athletes", "exercise"),
    (
        "Inclusion criteria: exercise. Exclusion criteria: athletes. Veterans.",
        "athletes veterans",
        "exercise",
    ),
    ("We included trials of exercise. We excluded athletes and veterans.", "athletes veterans", "exercise"),
    ("Exercise, excluding athletes", "athletes", "exercise"),
    ("Exercise trials, but not yoga", "yoga", "exercise"),
    ("Letters, editorials and opinion papers were excluded. Exercise", "letters editorials", "exercise"),
    ("Not eligible were case reports. Exercise", "case reports", "exercise"),
    ("Exercise programmes (except yoga) in adults", "yoga", "exercise programmes"),
    ("Excluded: yoga; Included: exercise", "yoga", "exercise"),
    ("Exclusion: yoga\nInclusion: exercise", "yoga", "exercise"),
    (
        "## Exclusion criteria\n* yoga\n* pilates\n## Inclusion criteria\n* exercise",
        "yoga pilates",
        "exercise",
    ),
    ("EXCLUSION CRITERIA - yoga - pilates INCLUSION CRITERIA - exercise", "yoga pilates", "exercise"),
    ("Papers on yoga will be excluded, as will letters. Exercise", "yoga letters", "exercise"),
    ("Include if: exercise. Exclude if: yoga; pilates.", "yoga pilates", "exercise"),
    ("Exercise in adults\nReasons for exclusion: yoga, animals", "yoga animals", "exercise adults"),
    ("Studies that investigated only yoga were excluded; exercise", "yoga", "exercise"),
    ("Also, studies were excluded that tested yoga. Exercise", "yoga", "exercise"),
    ("Trials were ineligible if they tested yoga. Exercise", "yoga", "exercise"),
    ("Exercise in adults. Exclusions: yoga, pilates.", "yoga pilates", "exercise adults"),
    ("Articles reporting yoga were not included. Exercise", "yoga", "exercise"),
    ("We did not include yoga. Exercise", "yoga", "exercise"),
    ("We did not consider yoga; exercise", "yoga", "exercise"),
    ("Studies were removed if they dealt with yoga. Exercise", "yoga", "exercise"),
    ("Exercise other than yoga", "yoga", "exercise"),
    ("Exercise rather than yoga", "yoga", "exercise"),
    ("Exercise (not yoga) in adults", "yoga", "exercise"),
    ("Key exclusion criteria included yoga and pilates. Exercise", "yoga pilates", "exercise"),
    (
        "Exercise in adults. The following were excluded: yoga; pilates; dance.",
        "yoga pilates dance",
        "exercise",
    ),
    ("Exercise. Excluding criteria: yoga", "yoga", "exercise"),
    ("Criteria for exclusion were yoga and pilates. Exercise", "yoga pilates", "exercise"),
    (
        "Exclusion criteria (a) yoga (b) pilates. Inclusion criteria (a) exercise (b) adults",
        "yoga pilates",
        "exercise adults",
    ),
    ("Yoga is out of scope. Exercise", "yoga", "exercise"),
    ("Trials with yoga were not eligible for this review. Exercise", "yoga", "exercise"),
    ("No yoga. Exercise", "yoga", "exercise"),
    ("Eligible: exercise. Ineligible: yoga.", "yoga", "exercise"),
    ("Exercise, with the exception of yoga", "yoga", "exercise"),
    ("Exercise trials, apart from yoga", "yoga", "exercise"),
    (
        "Exercise. Excluded were yoga, pilates and dance; also massage.",
        "yoga pilates dance massage",
        "exercise",
    ),
]


# Other words and places, written when the first forty were done.
MORE_WAYS = [
    ("Studies of exercise; excluded were editorials and yoga", "editorials yoga", "exercise"),
    ("Exercise, excluded are yoga and pilates", "yoga pilates", "exercise"),
    ("Exercise (yoga excluded) in adults", "yoga", "exercise adults"),
    ("Exercise (yoga is excluded) in adults", "yoga", "exercise adults"),
    ("Exercise - no yoga", "yoga", "exercise"),
    ("Exercise – not yoga", "yoga", "exercise"),
    ("| exercise | NOT yoga |", "yoga", "exercise"),
    ("Exercise. Studies of yoga do not qualify.", "yoga", "exercise"),
    ("Exercise. Trials of yoga were omitted.", "yoga", "exercise"),
    ("Exercise; papers on yoga were left out", "yoga", "exercise"),
    ("Exercise. Articles on yoga were screened out.", "yoga", "exercise"),
    ("Exercise. Reject yoga.", "yoga", "exercise"),
    ("Exercise. Omit studies of yoga.", "yoga", "exercise"),
]


@pytest.mark.parametrize(("protocol", "gone", "kept"), WAYS + MORE_WAYS)
def test_an_exclusion_is_left_out_wherever_it_stands(protocol, gone, kept):
    words = split_words(leave_out_unwanted(protocol).lower())
    assert not set(gone.split()) & set(words)
    assert set(kept.split()) <= set(words)


@pytest.mark.parametrize(
    ("protocol", "wanted"),
    [
        ("trials in adults, not case reports", "trials in adults"),
        ("studies of adults (no children); sleep", "studies of adults sleep"),
        ("a method with five conditions, but not a phrase", "a method with five conditions"),
        ("adults excluding students", "adults"),
        ("Excluded: letters and rats. Sleep", "Sleep"),
        ("Animal studies are excluded. Sleep", "Sleep"),
        ("Sleep in adults; we excluded rats", "Sleep in adults"),
        ("Exclusion criteria:\n- rats\n- mice\nInclusion criteria:\n- sleep", "Inclusion criteria sleep"),
        (
            "Inclusion criteria: sleep\nExclusion criteria: rats; mice\nadults",
            "Inclusion criteria sleep adults",
        ),
    ],
)
def test_what_a_protocol_excludes_is_left_out(protocol, wanted):
    assert split_words(leave_out_unwanted(protocol)) == split_words(wanted)


@pytest.mark.parametrize(
    "topic",
    [
        "pupils excluded from school",
        "social exclusion of the poor",
        "people not in education or work",
        "children without parents",
        "Does training help adults, not just children?",
        "pupils who were excluded from school",
        "children who were left out of play",
        "no-show rates and follow-up - nothing else",
        "low- and high-dose aspirin",
        "2.5 mg of a drug, e.g. aspirin. Children",
        "",
    ],
)
def test_topics_that_speak_of_exclusion_stay(topic):
    assert leave_out_unwanted(topic) == topic


@given(st.text())
def test_nothing_is_added(protocol):
    assert set(split_words(leave_out_unwanted(protocol))) <= set(split_words(protocol))


def test_excluded_words_do_not_bring_up_what_they_exclude():
    titles = ["sleep of rats in cages", "training of adults at work", "teaching of children at school"]
    records = pd.DataFrame({"record_id": ["a", "b", "c"], "title": titles, "abstract": titles})
    protocol = "training of adults; excluded: sleep, rats, cages"
    ranked = rank(records, pd.Series(dtype=bool), criteria=protocol, seed=1)
    assert ranked["record_id"].tolist()[0] == "b"
    assert ranked["record_id"].tolist()[-1] == "a"


@pytest.mark.parametrize(
    ("protocol", "content"),
    [
        ("How do beta blockers compare?", "beta blockers compare"),
        ("Eligible studies were peer-reviewed articles on 12 weeks of yoga", "weeks yoga"),
        ("Unihäiriöt ja liikunta aikuisilla", "unihäiriöt ja liikunta aikuisilla"),
        ("yoga", "yoga"),
    ],
)
def test_stop_words_numbers_and_the_words_of_all_protocols_are_left_out(protocol, content):
    assert keep_content(protocol) == content


def test_words_of_protocols_are_listed_once():
    words = list_protocol_words()
    assert {"eligible", "criteria", "article"} <= words
    assert not {"", "word", "yoga", "rheumatology"} & words


@pytest.mark.parametrize(
    "protocol", ["", "?!", "Excluded: rats, cages", "We excluded rats.", "Eligible studies met criteria"]
)
def test_a_protocol_that_says_nothing_of_what_is_wanted_ranks_nothing(protocol):
    titles = ["sleep of rats in cages", "training of adults at work"]
    records = pd.DataFrame({"record_id": ["a", "b"], "title": titles, "abstract": titles})
    same = [rank(records, pd.Series(dtype=bool), criteria=one, seed=1) for one in (protocol, "")]
    pd.testing.assert_frame_equal(*same)


FORMS = {
    "one word": "training",
    "ten pages": "We excluded rats. Eligible: training of adults; not mice. " * 500,
    "a topic on page ten": "Two reviewers screened records.\n" * 1000 + "Training of adults.",
    "Finnish": "Aikuisten training työssä, not rats",
    "a question alone": "Does training of adults help?",
}


@pytest.mark.parametrize("protocol", FORMS.values(), ids=FORMS)
def test_criteria_of_any_form_rank(protocol):
    titles = ["sleep of rats in cages", "training of adults at work", "teaching of mice at school"]
    records = pd.DataFrame({"record_id": ["a", "b", "c"], "title": titles, "abstract": titles})
    ranked = rank(records, pd.Series(dtype=bool), criteria=protocol, seed=1)
    assert ranked["record_id"][0] == "b"
