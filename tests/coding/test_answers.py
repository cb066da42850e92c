"""What stands in a cell is read by the kind of its question; each mistake says what to write."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.coding.answers import read_answer
from cireview.tables.questions import Question

KM = Question("distance", "number", unit="km", least=0, most=500)
PEOPLE = Question("people", "number", whole=True, least=1, values={"none": "Not stated"})
DAY = Question("begun", "date")
THEME = Question(
    "theme", "multiple", values={"food": "Food", "sleep": "Sleep", "none": "Not stated"}, empty=["none"]
)
PLACE = Question("place", values={"FI": "Finland", "SE": "Sweden"})

RIGHT = {
    "a number": (KM, "12.50", ["12.5"]),
    "a whole number": (PEOPLE, "120", ["120"]),
    "a decimal that is whole": (PEOPLE, "120.0", ["120"]),
    "a large number": (PEOPLE, "1234567890123456", ["1234567890123456"]),
    "a short form": (KM, "1.2e2", ["120"]),
    "nothing but zero": (KM, "-0.0", ["0"]),
    "a word for no number": (PEOPLE, "not stated", ["none"]),
    "a day": (DAY, "31.3.2020", ["2020-03-31"]),
    "a month": (DAY, "2020-03", ["2020-03"]),
    "a text": (Question("aim", "text"), "To eat; to sleep", ["To eat; to sleep"]),
    "several values": (THEME, "sleep; Food;", ["sleep", "food"]),
    "one value": (PLACE, "finland", ["FI"]),
}
WRONG = {
    "a decimal comma": (KM, "12,5", "'12,5' has a comma. Write 12.5"),
    "thousands or decimals": (KM, "1,234", "'1,234' may be 1234 or 1.234. Write the number that you mean"),
    "thousands twice": (
        KM,
        "1,234,567",
        "'1,234,567' has other characters between its digits. Write 1234567",
    ),
    "a blank between thousands": (KM, "1 234", "'1 234' has other characters between its digits. Write 1234"),
    "its unit": (KM, "12 km", "'12 km' contains a unit. Write 12: the codebook"),
    "its unit, and a comma": (KM, "12,5 km", "contains a unit. Write 12.5"),
    "another unit": (KM, "12 miles", "contains a unit. Write the number alone in km"),
    "a percentage": (KM, "12%", "contains a unit"),
    "about": (KM, "about 12", "'about 12' is not a number. Write one number in km, such as 12.5"),
    "a range": (KM, "12-15", "'12-15' is not a number"),
    "no digits of ours": (KM, "\u0661\u0662", "is not a number"),
    "a half person": (PEOPLE, "12.5", "'12.5' is not a whole number. people takes a whole number at least 1"),
    "below": (PEOPLE, "0", "0 is below 1"),
    "above": (KM, "501", "501 is above 500. distance takes a number in km from 0 to 500"),
    "no day of the calendar": (DAY, "31.02.2020", "'31.02.2020' is not a valid date"),
    "no year": (DAY, "31.02.", "'31.02.' is not a valid date"),
    "two days": (DAY, "4/5/2024", "'4/5/2024' may be 2024-05-04 or 2024-04-05. Write the date"),
    "an unknown value": (PLACE, "Finnland", "'Finnland' is not a value of place. Write one of: FI, SE"),
    "nearly a value": (THEME, "foood", "'foood' is not a value of theme. Did you mean 'food'?"),
    "something and nothing": (THEME, "food; not stated", "none means that nothing was found, but"),
    "two where one is asked": (PLACE, "FI; SE", "place takes one value. Keep one of them"),
}


@pytest.mark.parametrize(("question", "cell", "values"), RIGHT.values(), ids=RIGHT)
def test_an_answer_is_read(question, cell, values):
    answer = read_answer(cell, question)
    assert list(answer.values) == values
    assert answer.problems == ()


@pytest.mark.parametrize(("question", "cell", "said"), WRONG.values(), ids=WRONG)
def test_a_mistake_says_what_to_write(question, cell, said):
    (problem,) = read_answer(cell, question).problems
    assert re.search(re.escape(said), ". ".join(problem))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_a_number_means_what_it_says_and_reads_the_same_again(number):
    (value,) = read_answer(f"{number:f}", Question("n", "number")).values
    assert float(value) == float(number)
    assert read_answer(value, Question("n", "number")).values == (value,)
