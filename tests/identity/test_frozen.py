"""Reviews that began before there was a register keep all their ids: these were given then."""

from pathlib import Path

import pytest

from cireview.formats import read_export
from cireview.identity import REGISTERED, keep_ids
from cireview.tables import read_table

FROZEN = Path(__file__).parent / "frozen"
IDS = read_table(FROZEN / "ids.csv")


@pytest.mark.parametrize("file", sorted(set(IDS["file"])))
def test_a_first_run_gives_the_ids_that_labels_have(file):
    records = read_export(FROZEN / file, source="Source A", search_id="source_a").records
    kept = keep_ids(records, REGISTERED.empty()).records
    columns = ["title", "authors", "abstract", "record_id"]
    assert kept[columns].to_numpy().tolist() == IDS.loc[IDS["file"] == file, columns].to_numpy().tolist()
