import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.screening import rank
from cireview.screening.texts import leave_out_unwanted, split_words


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
        "No smoking",  # nothing would be left
        "",
    ],
)
def test_topics_that_speak_of_exclusion_stay(topic):
    assert leave_out_unwanted(topic) == topic


@given(st.text())
def test_nothing_is_added_and_a_text_with_words_keeps_some(protocol):
    wanted = leave_out_unwanted(protocol)
    assert set(split_words(wanted)) <= set(split_words(protocol))
    assert bool(split_words(wanted)) == bool(split_words(protocol))


def test_excluded_words_do_not_bring_up_what_they_exclude():
    titles = ["sleep of rats in cages", "training of adults at work", "teaching of children at school"]
    records = pd.DataFrame({"record_id": ["a", "b", "c"], "title": titles, "abstract": titles})
    protocol = "training of adults; excluded: sleep, rats, cages"
    ranked = rank(records, pd.Series(dtype=bool), criteria=protocol, seed=1)
    assert ranked["record_id"].tolist()[0] == "b"
    assert ranked["record_id"].tolist()[-1] == "a"
