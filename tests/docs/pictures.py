"""Draw the figures that docs show of reviews that were never made: `python tests/docs/pictures.py`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from cireview.figures.charts import save_figure
from cireview.figures.flow_diagram import draw_flow
from cireview.figures.stopping import draw_stopping
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


def draw_pictures(folder: Path) -> list[Path]:
    """Draw them into `folder`, and return where they are."""
    flow, stopping = folder / "flow_other_methods.svg", folder / "stopping.svg"
    draw_flow(COUNTS, [flow], template="new_other")
    total, chance = 2000, np.random.default_rng(1)
    labels = chance.random(900) < 0.6 * np.exp(-np.arange(900) / 110)
    counts = {"total": total, "unread": total - len(labels)}
    curve = trace_stopping(labels, np.full(len(labels), True), **counts)
    order = [str(place) for place in range(len(labels))]
    progress = Progress(**counts, found=int(labels.sum()))
    rules = assess(order, pd.Series(labels, index=order), progress=progress)
    save_figure(draw_stopping(curve, rules), [stopping], title="Stopping rules over a reading")
    return [flow, stopping]


if __name__ == "__main__":
    draw_pictures(IMAGES)
