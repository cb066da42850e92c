"""Counts of flows that figures are drawn from."""

from hypothesis import strategies as st

FINISHED = {
    "database_results": 221,
    "register_results": 4,
    "duplicates": 128,
    "excluded_automatic": 3,
    "excluded_other": 1,
    "records_screened": 93,
    "records_excluded": 42,
    "dbr_sought_reports": 51,
    "dbr_notretrieved_reports": 0,
    "dbr_assessed": 50,
    "dbr_excluded": {"No children": 12, "No method": 7},
    "new_studies": 32,
    "new_reports": 33,
    "website_results": 11,
    "organisation_results": 12,
    "citations_results": 13,
    "other_sought_reports": 36,
    "other_notretrieved_reports": 14,
    "other_assessed": 22,
    "other_excluded": {"Not in English": 15},
    "previous_studies": 60,
    "previous_reports": 61,
    "total_studies": 92,
    "total_reports": 94,
}

BY_OTHER_METHODS = {
    "other_already_found": 20,
    "other_ineligible": 3,
    "other_screened_out": 40,
    "other_awaiting_screen": 5,
    "other_screened_out_automation": 2,
}
# Letters that DejaVu Sans has, and what breaks XML, mathematics or wrapping.
letters = st.sampled_from("aeiounrtslßåÖéñøŁžışΩλДж&<>\"'$\\_^{}%#@;,.-/()") | st.sampled_from("     WM")
texts = st.text(letters, min_size=1, max_size=120).filter(str.strip)


def words(box):
    return " ".join(line.text for line in box.lines).replace("*", "")
