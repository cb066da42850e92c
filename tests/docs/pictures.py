"""Draw the figures that docs show of reviews that were never made: `python tests/docs/pictures.py`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from cireview.figures.bubbles import draw_bubbles
from cireview.figures.flow_files import draw_flow
from cireview.figures.found import Certified, draw_found
from cireview.figures.overlap import describe_overlap, draw_overlap
from cireview.figures.saving import save_figure
from cireview.figures.stopping import draw_stopping
from cireview.flow.entries import Shown
from cireview.prisma.overlap import count_overlap
from cireview.stopping.assess import Progress, assess, trace_stopping

IMAGES = Path(__file__).parents[2] / "docs/images"
COUNTS = {
    "database_results": 300,
    "database_specific_results": {"PubMed": 180, "Scopus": 120},
    "register_results": 20,
    "duplicates": 90,
    "excluded_automatic": 10,
    "records_screened": 220,
    "records_excluded": 150,
    "dbr_sought_reports": 70,
    "dbr_notretrieved_reports": 4,
    "dbr_assessed": 66,
    "dbr_excluded": {"No comparison": 20, "No garden of a school": 16},
    "website_results": 12,
    "citations_results": 48,
    "other_already_found": 18,
    "other_ineligible": 2,
    "other_screened_out": 28,
    "other_sought_reports": 12,
    "other_notretrieved_reports": 1,
    "other_assessed": 11,
    "other_excluded": {"No comparison": 5},
    "new_studies": 36,
    "new_reports": 36,
}
# Reports, and included ones among them, by the sources that found them.
FOUND_BY = {
    ("Scopus", "Embase", "PubMed"): (412, 21),
    ("Embase",): (388, 3),
    ("Scopus",): (301, 2),
    ("Scopus", "Embase"): (164, 7),
    ("Embase", "PubMed"): (120, 4),
    ("Scopus", "PubMed"): (77, 2),
    ("ERIC",): (58, 1),
    ("PubMed",): (49, 0),
    ("Scopus", "ERIC"): (31, 1),
    ("Scopus", "Embase", "PubMed", "ERIC"): (12, 2),
}


def draw_pictures(folder: Path) -> list[Path]:
    """Draw them into `folder`, and return where they are."""
    names = ("flow_other_methods", "stopping", "overlap", "found", "evidence_map")
    flow, stopping, overlap, found, evidence = (folder / f"{name}.svg" for name in names)
    draw_flow(COUNTS, [flow], shown=Shown(template="new_other"))
    total, chance = 2000, np.random.default_rng(1)
    labels = chance.random(900) < 0.6 * np.exp(-np.arange(900) / 110)
    progress = Progress(total=total, unread=total - len(labels), found=int(labels.sum()))
    curve = trace_stopping(labels, np.full(len(labels), True), progress=progress)
    order = [str(place) for place in range(len(labels))]
    rules = assess(order, pd.Series(labels, index=order), progress=progress)
    save_figure(draw_stopping(curve, rules), [stopping], title="Stopping rules over a reading")
    _draw_overlap(overlap)
    points = pd.DataFrame({"read": total - curve["left"], "found": curve["found_all"]}).astype("int64")
    figure = draw_found(points, total=total, certified=Certified(0.88, 0.91))
    save_figure(figure, [found], title="Relevant abstracts found, and left")
    _draw_evidence(evidence)
    return [flow, stopping, overlap, found, evidence]


def _draw_evidence(path: Path) -> None:
    across = {"columns": ["Kindergarten", "Primary school", "Secondary school"]}
    down = {"index": ["Eating of vegetables", "Physical activity", "Learning", "Well-being"]}
    counts = pd.DataFrame([[4, 14, 3], [1, 6, 0], [0, 5, 2], [0, 0, 1]], **across, **down)
    may = pd.DataFrame([[1, 1, 1], [1, 1, 1], [0, 0, 0], [0, 2, 0]], **across, **down)
    note = "Outcome: 33 of 36 coded; not stated 3. School: 34 of 36 coded; not coded 2."
    save_figure(draw_bubbles(counts, may, note=note), [path], title="Evidence map: outcome by school")


def _draw_overlap(path: Path) -> None:
    rows, included = [], []
    for sources, (reports, chosen) in FOUND_BY.items():
        ids = [f"{'+'.join(sources)} {place}" for place in range(reports)]
        rows += [(report, source) for report in ids for source in sources]
        included += ids[:chosen]
    records = pd.DataFrame(rows, columns=["report_id", "source"], dtype="str")
    overlap = count_overlap(records, included=included)
    save_figure(
        draw_overlap(overlap), [path], title="Overlap of the sources", description=describe_overlap(overlap)
    )


if __name__ == "__main__":
    draw_pictures(IMAGES)
