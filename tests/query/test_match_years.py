"""A limit to years is judged on records that tell their year, and never loses one that tells none."""

import pandas as pd
import pytest

from cireview.errors import QueryError
from cireview.query import matches, read_strategy
from cireview.query.validation import validate_query

YEARS = ["1999", "2000", "2000-05-01", "2020", "2021", ""]
RECORDS = pd.DataFrame({"record_id": list("abcdef"), "year": YEARS}).assign(
    title="Children", abstract="", keywords=""
)
LIMITS = [
    ("ovid_medline", 'child*.ti.\nlimit 1 to yr="2000 -Current"', "bcdef"),
    ("ovid_medline", 'child*.ti.\nlimit 1 to yr="2000 - 2020"', "bcdf"),
    ("ovid_medline", 'child*.ti.\nlimit 1 to yr="1860 - 1999"', "af"),
    ("pubmed", "child*[ti]\n#1 AND 2000:2020[dp]", "bcdf"),
    ("embase", "child*:ti\n#1 AND [2000-2020]/py", "bcdf"),
    ("scopus", "TITLE(child*)\n#1 AND PUBYEAR > 1999", "bcdef"),
    ("web_of_science", "TI=(child*)\n#1 AND PY=(2000-2020)", "bcdf"),
]


def strategy(database, text):
    lines = "\n".join(f"{number}. {line}" for number, line in enumerate(text.split("\n"), start=1))
    return read_strategy(lines, database=database)


@pytest.mark.parametrize(("database", "text", "found"), LIMITS)
def test_each_platform_s_limit_is_judged(database, text, found):
    query = strategy(database, text).query
    assert "".join(RECORDS["record_id"][matches(query, RECORDS)]) == found


def test_a_limit_that_loses_a_known_item_is_named_as_its_block():
    done = validate_query(strategy(*LIMITS[1][:2]).query, RECORDS)
    assert done.not_judged == ()
    assert done.items.set_index("record_id").loc["a", "found"] == "no"
    assert done.blocks["loses"].tolist() == [0, 2]


def test_records_without_a_column_of_years_leave_it_unjudged():
    query, records = strategy(*LIMITS[1][:2]).query, RECORDS.drop(columns="year")
    assert len(validate_query(query, records).not_judged) == 1
    with pytest.raises(QueryError, match="cannot be searched for"):
        matches(query, records)
