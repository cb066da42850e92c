"""An export of a register of trials stands in the box of registers, though nobody said what it is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml
from formats import register_files as files
from review.acts import PROTOCOL, Acts

from cireview.flow.kinds import other_sources
from cireview.formats import read_export
from cireview.prisma import assign_fates, count_flow
from cireview.prisma.table import flow_table
from cireview.review import check_review, load_review
from cireview.tables import DECISION, MATCH, RECORD

EXPORTS = {
    "ClinicalTrials.gov": ("trials.csv", files.CTGOV_CSV),
    "ClinicalTrials.gov (old download)": ("trials_old.csv", files.CTGOV_OLD_CSV),
    "WHO ICTRP": ("ictrp.xml", files.ICTRP_XML),
    "EU Clinical Trials Register": ("euctr.txt", files.EUCTR_TEXT),
}


def lay_out(folder: Path, name: str, file: str, content: str) -> None:
    """Lay out a review that names its sources, and of none its kind."""
    review = Acts(folder)
    protocol = yaml.safe_load(PROTOCOL)
    protocol["sources"] = [{"name": "Scopus", "export": "scopus.ris"}, {"name": name, "export": file}]
    review.write("config/protocol.yaml", yaml.safe_dump(protocol))
    review.export("data/exports/scopus.ris")
    (folder / "data/exports/society.ris").unlink()
    review.write(f"data/exports/{file}", content)


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_of_a_register_stands_in_the_box_of_registers(name: str, tmp_path: Path) -> None:
    lay_out(tmp_path, name, *EXPORTS[name])
    review = load_review(tmp_path)
    check_review(review, today="2030-01-01")
    sources = review.protocol.sources
    records = pd.concat(
        read_export(tmp_path / review.exports[one.key], source=one.name, search_id=one.key).records
        for one in sources
    )
    kinds = {one.name: one.kind for one in sources}  # as the rule of the flow takes them
    matches = pd.DataFrame({"record_id": records["record_id"], "report_id": records["record_id"]})
    matches = MATCH.conform(matches.assign(rule="single", score=1.0).reindex(columns=list(MATCH.columns)))
    nothing, retrieved = DECISION.empty(), pd.DataFrame(columns=["record_id", "retrieved"], dtype="str")
    others = other_sources(kinds)
    fates = assign_fates(
        RECORD.conform(records), matches, nothing, nothing, nothing, retrieved, others=others
    )
    flow = flow_table(count_flow(fates, kinds=kinds, reasons={})).set_index("data")["n"]
    assert (flow["database_results"], flow["register_results"]) == ("6", "1")
    assert flow["register_specific_results"].startswith(name)
