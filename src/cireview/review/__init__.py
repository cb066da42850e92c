"""One folder is one review: read what people own in it, and check it before any work starts."""

from cireview.review.check import check_review, doubt_answers, find_nameless_texts
from cireview.review.contents import digest_contents
from cireview.review.faults import check_folder, check_names, settle_dates
from cireview.review.folder import Review, find_label_files
from cireview.review.identities import preferred_sources
from cireview.review.load import load_review
from cireview.review.running import begin_run, describe_run, end_run, is_main_run
from cireview.review.status import find_missing_keys
from cireview.review.synthesis import choose_synthesis

__all__ = [
    "Review",
    "begin_run",
    "check_folder",
    "check_names",
    "check_review",
    "choose_synthesis",
    "describe_run",
    "digest_contents",
    "doubt_answers",
    "end_run",
    "find_label_files",
    "find_missing_keys",
    "find_nameless_texts",
    "is_main_run",
    "load_review",
    "preferred_sources",
    "settle_dates",
]
