"""The identities of a flow with both columns: they hold, and no number can be another one unnoticed."""

import pytest

from cireview.errors import TableError
from cireview.prisma import check_flow

# Every number differs from 0, so that none can be added or taken away without a trace.
COUNTS = {
    "database_results": 90,
    "register_results": 10,
    "website_results": 8,
    "organisation_results": 7,
    "duplicates": 20,
    "excluded_automatic": 5,
    "excluded_other": 3,
    "records_screened": 70,
    "awaiting_screening": 2,
    "records_excluded": 40,
    "dbr_sought_reports": 30,
    "dbr_notretrieved_reports": 4,
    "awaiting_retrieval": 4,
    "awaiting_assessment": 2,
    "dbr_assessed": 20,
    "dbr_excluded": {"No children": 5, "No method": 3},
    "other_already_found": 3,
    "other_ineligible": 1,
    "other_screened_out": 2,
    "other_awaiting_screen": 1,
    "other_sought_reports": 8,
    "other_notretrieved_reports": 1,
    "other_awaiting": 1,
    "other_assessed": 6,
    "other_excluded": {"No children": 2},
    "new_reports": 16,
}
RECORDS = 115
PLAIN = [key for key, number in COUNTS.items() if isinstance(number, int)]


def test_a_flow_that_adds_up_is_accepted():
    check_flow(COUNTS, records=RECORDS)


@pytest.mark.parametrize("records", [RECORDS - 1, RECORDS + 1])
def test_a_record_that_is_lost_or_doubled_is_found(records):
    with pytest.raises(TableError, match=f"identified = records, but {RECORDS} is not {records}"):
        check_flow(COUNTS, records=records)


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize("key", PLAIN)
def test_no_number_can_be_another_one(key, step):
    with pytest.raises(TableError, match="the flow does not add up"):
        check_flow(COUNTS | {key: COUNTS[key] + step}, records=RECORDS)


@pytest.mark.parametrize("key", ["dbr_excluded", "other_excluded"])
def test_reasons_have_to_sum(key):
    with pytest.raises(TableError, match="assessed - excluded = reports included, but 15 is not 16"):
        check_flow(
            COUNTS | {key: {**COUNTS[key], "No children": COUNTS[key]["No children"] + 1}}, records=RECORDS
        )


def test_every_problem_is_named_at_once():
    with pytest.raises(TableError) as error:
        check_flow(COUNTS | {"records_screened": 71}, records=RECORDS)
    assert [str(problem).split(":")[1].split(",")[0].strip() for problem in error.value.problems] == [
        "records identified = removed before screening + screened + awaiting",
        "records screened = excluded + reports sought",
    ]
