"""What has to be said below a flow stands in its table, so that no figure of it can leave it out."""

import pandas as pd
import pytest

from cireview.labels.studies import STUDY
from cireview.prisma import note_flow

SEARCHES = pd.DataFrame({"source": ["Scopus", "PubMed"], "complete": ["yes", "no: 3 of 8"]})
NAMED = STUDY.conform(pd.DataFrame([("a", "One", "s.csv", 2)], columns=list(STUDY.columns)))
ONE_TO_ONE = "Each report counts as a separate study."


@pytest.mark.parametrize(
    ("counts", "searches", "studies", "said"),
    [
        ({"new_reports": 3}, SEARCHES.head(1), STUDY.empty(), [ONE_TO_ONE]),
        ({"new_reports": 0}, SEARCHES.head(1), STUDY.empty(), []),
        ({"new_reports": 3}, SEARCHES.head(1), NAMED, []),
        ({"new_reports": 3}, SEARCHES, NAMED, ["Incomplete search: records of PubMed are missing."]),
    ],
)
def test_gaps_and_studies_that_nobody_named_are_said_before_the_notes(counts, searches, studies, said):
    told = note_flow(counts, searches=searches, studies=studies, notes=["A note."])
    assert told == [*said, "A note."]
