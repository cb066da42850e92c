"""Dates in people's cells: what has one reading is read, what has two is asked about."""

import pytest

from cireview.tables.dates import order_date, refuse_date

READ = {
    "2026-11-29": "2026-11-29",
    "29.11.2026": "2026-11-29",
    "1. 2. 2026": "2026-02-01",
    "2026/2/1": "2026-02-01",
    "29/11/2026": "2026-11-29",
    "11/29/2026": "2026-11-29",
    "29-11-2026": "2026-11-29",
    "7/7/2026": "2026-07-07",
    "29 November 2026": "2026-11-29",
    "Nov 29, 2026": "2026-11-29",
    "29-Nov-2026": "2026-11-29",
}
ASKED = {
    "4/11/2026": ("'4/11/2026' may be 2026-11-04 or 2026-04-11", "Write the date that you mean"),
    "31/2/2026": ("'31/2/2026' is not a valid date", "Write the day as 2020-03-31"),
    "2026-02-31": ("'2026-02-31' is not a valid date", "Write the day as 2020-03-31"),
    "29/11/26": ("'29/11/26' is not a valid date", "Write the day as 2020-03-31"),
    "about 29/11/2026": ("'about 29/11/2026' is not a valid date", "Write 2026-11-29"),
    "29/11/2026 to 30/11/2026": (
        "'29/11/2026 to 30/11/2026' is not a valid date",
        "Write the day as 2020-03-31",
    ),
    "yesterday": ("'yesterday' is not a valid date", "Write the day as 2020-03-31"),
}


@pytest.mark.parametrize(("cell", "day"), READ.items())
def test_a_date_with_one_reading_is_read(cell, day):
    assert order_date(cell) == day


@pytest.mark.parametrize(("cell", "told"), ASKED.items())
def test_a_date_with_two_readings_or_none_stays_and_is_asked_about(cell, told):
    assert order_date(cell) == cell
    assert refuse_date(cell) == told
