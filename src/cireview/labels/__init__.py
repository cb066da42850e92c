"""What people decided in sheets: read, settled where several people speak, and measured for agreement."""

from cireview.labels.agreement import (
    cohen_kappa,
    measure_agreement,
    pabak,
    percent_agreement,
)
from cireview.labels.alpha import bound_alpha, krippendorff_alpha, measure_masi
from cireview.labels.criteria import CRITERION_NOTE, settle_criteria
from cireview.labels.doubts import (
    find_comments,
    find_contradictions,
    find_future_dates,
    find_moved_reasons,
    find_others_sheets,
    find_unknown_ids,
)
from cireview.labels.duplicates import list_parted, read_answered_ids, read_answers, read_matches
from cireview.labels.eligibility import settle_eligibility
from cireview.labels.read import LABEL, read_labels
from cireview.labels.readers import assign_readers
from cireview.labels.reopen import REOPENED, Reopening
from cireview.labels.rows import ANSWERED, CHECKED, check_rows, read_rows
from cireview.labels.settle import CONFLICT, Settled, settle
from cireview.labels.team import Team

__all__ = [
    "ANSWERED",
    "CHECKED",
    "CONFLICT",
    "CRITERION_NOTE",
    "LABEL",
    "REOPENED",
    "Reopening",
    "Settled",
    "Team",
    "assign_readers",
    "bound_alpha",
    "check_rows",
    "cohen_kappa",
    "find_comments",
    "find_contradictions",
    "find_future_dates",
    "find_moved_reasons",
    "find_others_sheets",
    "find_unknown_ids",
    "krippendorff_alpha",
    "list_parted",
    "measure_agreement",
    "measure_masi",
    "pabak",
    "percent_agreement",
    "read_answered_ids",
    "read_answers",
    "read_labels",
    "read_matches",
    "read_rows",
    "settle",
    "settle_criteria",
    "settle_eligibility",
]
