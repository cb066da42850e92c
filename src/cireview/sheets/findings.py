"""The sheet on which people judge how sure each finding is, like a summary of findings of GRADE-CERQual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from cireview.tables.workbook import Choices


def findings_sheet(judged: pd.DataFrame) -> pd.DataFrame:
    """Return the findings that nobody has judged yet, with the columns to fill in.

    One that was judged is changed where it stands, in `data/labels/`: on a second sheet it would stand twice.

    Parameters
    ----------
    judged
        ``finding``, ``words`` and what was judged (`cireview.coding.read_findings`).
    """
    said = judged.drop(columns=["finding", "words"])
    return judged[(said == "").all(axis="columns")].reset_index(drop=True)


def list_choices(
    components: Sequence[str], concerns: Mapping[str, str], confidence: Mapping[str, str]
) -> Choices:
    """Return the entries of the drop-downs: concerns about each component, and degrees of confidence."""
    offered = {component: list(concerns.values()) for component in components}
    return {**offered, "confidence": list(confidence.values())}
