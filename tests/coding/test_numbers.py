"""Numbers of a study are read from its text; other numbers are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.coding.numbers import find_numbers


def read(text):
    return [(number.kind, number.values, number.unit) for number in find_numbers(text)]


SAMPLES = {
    "We included adolescents (n = 1,234).": 1234,
    "Girls (N=45) kept a diary.": 45,
    "A sample of 312 adolescents was drawn.": 312,
    "The final sample included 88 mothers.": 88,
    "In all, 1 204 low-income families took part.": 1204,
    "Data came from 57 semi-structured interviewees.": 57,
    "Twenty-five parents were interviewed.": 25,
    "We surveyed 212 partners of the coalition.": 212,
    "A cohort of about 900 was followed.": 900,
    "Fifteen 6-year-old children drew pictures.": 15,
    "Nearly 2015 participants answered.": 2015,
    "In all, 44 schoolchildren came.": 44,
    "We saw 27 parent–child dyads.": 27,
    "We saw 1,234 (45.6%) children.": 1234,
    "We recruited 40 senior stakeholders.": 40,
}
AGES = {
    "Children aged 6–12 years took part.": ((6, 12), "years"),
    "Children aged 6 to 12 took part.": ((6, 12), "years"),
    "Children ages 3-5 were visited.": ((3, 5), "years"),
    "Infants aged 6 months were weighed.": ((6,), "months"),
    "Their mean age was 7.4 years.": ((7.4,), "years"),
    "Median age of 14.": ((14,), "years"),
    "Most were 10-year-olds.": ((10,), "years"),
    "It served 3- to 5-year-old children.": ((3, 5), "years"),
    "Adults aged ≥18 years joined.": ((18,), "years"),
    "Children between 6 and 12 years of age joined.": ((6, 12), "years"),
    "Pupils under the age of 18 joined.": ((18,), "years"),
    "Children younger than 5 years were seen.": ((5,), "years"),
    "Children aged between eight and eleven.": ((8, 11), "years"),
}
PERIODS = {
    "from 2010 to 2015": (2010, 2015),
    "from January 2010 to March 2015": (2010, 2015),
    "between 2012 and 2014": (2012, 2014),
    "between May 2012 and June 2014": (2012, 2014),
    "in 2010–2016": (2010, 2016),
    "in 2010-2016": (2010, 2016),
    "the school year 2014/15": (2014, 2015),
    "the school year 2014-15": (2014, 2015),
    "2009 through 2011": (2009, 2011),
    "1999 until 2003": (1999, 2003),
}
DURATIONS = {
    "a 3-year follow-up": ((3,), "years"),
    "an 18-month intervention": ((18,), "months"),
    "a two-year pilot programme": ((2,), "years"),
    "Families were followed for 24 months.": ((24,), "months"),
    "The initiative lasted five years.": ((5,), "years"),
    "It changed over the past 10 years.": ((10,), "years"),
    "Rates fell within 6 weeks.": ((6,), "weeks"),
    "They met over a period of 30 days.": ((30,), "days"),
    "Six months later they met again.": ((6,), "months"),
    "over three to five years": ((3, 5), "years"),
    "a three-year, 12-site trial": ((3,), "years"),
    "a 12-week evaluation": ((12,), "weeks"),
}
YEARS = {
    "The initiative began in 2013.": 2013,
    "In March 2014 partners met.": 2014,
    "Since 2009 it has grown.": 2009,
    "It ended by 2018.": 2018,
    "during 2016": 2016,
    "in early 2017": 2017,
    "In 2015 participants were asked.": 2015,
    "in Spring 2012": 2012,
    "until 2020": 2020,
    "since late 1998": 1998,
}


@pytest.mark.parametrize(("text", "value"), SAMPLES.items())
def test_sample_sizes(text, value):
    assert ("sample_size", (value,), "") in read(text)


@pytest.mark.parametrize(("text", "number"), AGES.items())
def test_ages_are_no_durations(text, number):
    assert read(text) == [("age", *number)]


@pytest.mark.parametrize(("text", "values"), PERIODS.items())
def test_spans_of_years(text, values):
    assert read(text) == [("period", values, "")]


@pytest.mark.parametrize(("text", "number"), DURATIONS.items())
def test_durations(text, number):
    assert read(text) == [("duration", *number)]


@pytest.mark.parametrize(("text", "value"), YEARS.items())
def test_years(text, value):
    assert read(text) == [("year", (value,), "")]


@pytest.mark.parametrize(
    "text",
    [
        "Obesity fell (Doe & Roe, 2011).",
        "Earlier work (see Smith et al., 2015; Lee 2016) found 12.",
        "Doe (2011) and Smith et al. (2015b) say so.",
        "It is known [12] and shown [3, 5–7].",
        "Reported on pp. 426–433.",
        "Page 12 and pages 30 to 45 show it.",
        "Can J Public Health 106(6):426–433.",
        "It was significant (p = 0.03).",
        "P < .05 and p-value of 0.2",
        "Obesity fell by 45% and 12 per cent.",
        "Between 30 and 45 percent of children were obese.",
        "The odds were 1.8 (OR = 1.8, 95% CI 1.2–3.4).",
        "See Table 3 and Figures 2 and 4.",
        "Phase 2 children and grade 5 students",
        "One in 5 children is poor, 3 out of 10 families move.",
        "There were 8 deaths per 1,000 children.",
        "It cost $1,500 families could not pay.",
        "About 530 million people are hungry.",
        "It has doi 10.1007/s10995-020-02894-7.",
        "COVID-19 patients stayed at home.",
        "It linked 40 youth services and nine students clubs.",
        "Year 6 pupils were seen.",
        "They met 12 times with parents.",
        "They worked in 14 schools with children.",
        "The 2011 article is known.",
        "One hundred and fifty children came.",
        "From 2015 to 2010 nothing happened that way",
    ],
)
def test_other_numbers_are_no_sample_sizes(text):
    assert [
        number for number in read(text) if number[0] in ("sample_size", "age", "period", "duration")
    ] == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            "From 2010 to 2015, 312 adolescents aged 12–15 took part (Doe, 2016).",
            [("period", (2010, 2015), ""), ("sample_size", (312,), ""), ("age", (12, 15), "years")],
        ),
        (
            "Of 45 families (p < .01), 32% had children under 5 years; the 2-year follow-up began in 2014.",
            [
                ("sample_size", (45,), ""),
                ("age", (5,), "years"),
                ("duration", (2,), "years"),
                ("year", (2014,), ""),
            ],
        ),
        (
            "We saw 300–400 students (n = 12–15).",
            [("sample_size", (300, 400), ""), ("sample_size", (12, 15), "")],
        ),
        ("", []),
    ],
)
def test_numbers_stand_in_the_order_of_the_text_each_once(text, numbers):
    assert read(text) == numbers


def test_offsets_show_the_words():
    text = "We saw 312 adolescents."
    [number] = find_numbers(text)
    assert text[number.start : number.end] == "312 adolescents"


@given(st.text(alphabet="0123456789 ,.–-()[]/:%=nNpPaget yearsofchildmo", max_size=80))
def test_no_text_is_too_strange(text):
    for number in find_numbers(text):
        assert 0 <= number.start < number.end <= len(text)
        assert list(number.values) == sorted(number.values)


@given(st.integers(2, 999_999))
def test_a_number_is_read_however_its_thousands_are_written(size):
    for written in (str(size), f"{size:,}", f"{size:,}".replace(",", "\u202f")):
        assert read(f"(n = {written})") == [("sample_size", (size,), "")]


def test_a_long_text_takes_no_more_than_its_share():
    # Patterns that look back and forth would take minutes here.
    assert find_numbers("1 " * 50_000) == []
    assert find_numbers("(" * 20_000 + "a " * 20_000) == []
    assert find_numbers("(" + "Doe 2011 " * 20_000) == []
