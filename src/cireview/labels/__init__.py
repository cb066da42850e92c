"""What people decided in sheets: read them, and settle what several people said of one report."""

from cireview.labels.criteria import CRITERION_NOTE, settle_criteria
from cireview.labels.doubts import find_future_dates, find_others_sheets, find_unknown_ids
from cireview.labels.drawing import draw_next
from cireview.labels.duplicates import read_answer_sheets, read_answers
from cireview.labels.read import LABEL, read_labels
from cireview.labels.rounds import PAUSED, Reading
from cireview.labels.settle import CONFLICT, Settled, assign_readers, settle
from cireview.labels.stages import read_abstracts, settle_eligibility, settle_screening

__all__ = [
    "CONFLICT",
    "CRITERION_NOTE",
    "LABEL",
    "PAUSED",
    "Reading",
    "Settled",
    "assign_readers",
    "draw_next",
    "find_future_dates",
    "find_others_sheets",
    "find_unknown_ids",
    "read_abstracts",
    "read_answer_sheets",
    "read_answers",
    "read_labels",
    "settle",
    "settle_criteria",
    "settle_eligibility",
    "settle_screening",
]
