"""Cells of a flow table: what people write is read, and what cannot be a count is named."""

import pytest

from cireview.flow.cells import CellError, read_count, read_named, write_named


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("12.0", 12),
        ("1,234", 1234),
        ("1.234", 1234),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("1\u202f234", 1234),
        ("12'345", 12345),
        ("1,234,567", 1234567),
        (" 7 ", 7),
    ],
)
def test_a_count_is_read_with_its_thousands(text, number):
    assert read_count(text) == number


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-5", "less than zero"),
        ("\u22125", "less than zero"),
        ("2.5", "is a fraction"),
        ("1,23", "is a fraction"),
        ("many", "is not a count"),
        ("1e3", "is not a count"),
        ("12 of 14", "is not a count"),
        ("~12", "is not a count"),
        ("1,234.567", "is not a count"),
        ("<b>3</b>", "is not a count"),
    ],
)
def test_what_is_no_count_is_named(text, message):
    with pytest.raises(CellError, match=message):
        read_count(text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Wrong age, 10; Wrong design, 9", {"Wrong age": 10, "Wrong design": 9}),
        ("Wrong age, 10\nWrong design, 9", {"Wrong age": 10, "Wrong design": 9}),
        ("Wrong age, 10\r\nWrong design, 9", {"Wrong age": 10, "Wrong design": 9}),
        ("Wrong age: 10; Wrong design: 9", {"Wrong age": 10, "Wrong design": 9}),
        ("Wrong age, under 5, 10", {"Wrong age, under 5": 10}),
        ("Many, 1,234", {"Many": 1234}),
        ("19", {"Reason not given": 19}),
        ("1,234", {"Reason not given": 1234}),
        ("0", {}),
        ("Reason1, xxx; Reason2, xxx", {}),
    ],
)
def test_names_are_read_with_their_numbers(text, numbers):
    assert read_named(text) == numbers


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Wrong age, 10 Wrong design, 9", "contains two numbers"),
        ("Wrong age", "has no number"),
        ("Wrong age, few", "has no number"),
        ("Wrong age, ; Other, 4", "has no number"),
        ("Wrong age, -5", "less than zero"),
        ("Wrong age, 2.5", "is a fraction"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named(text, message):
    with pytest.raises(CellError, match=message):
        read_named(text)


def test_one_reason_is_written_with_a_second_that_is_dropped_again():
    assert read_named(write_named({"Only one": 19})) == {"Only one": 19}
    assert ";" in write_named({"Only one": 19})
