"""One folder is one review: read what people own in it, and check it before any work starts."""

from cireview.review.check import check_review, doubt_answers, find_missing_keys, find_nameless_texts
from cireview.review.contents import digest_contents
from cireview.review.folder import Review, find_label_files
from cireview.review.load import load_review

__all__ = [
    "Review",
    "check_review",
    "digest_contents",
    "doubt_answers",
    "find_label_files",
    "find_missing_keys",
    "find_nameless_texts",
    "load_review",
]
