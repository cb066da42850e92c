"""The full texts in `data/fulltext/`: their file names, their text, and the articles they belong to."""

from cireview.full_texts.extract import Extracted, can_read_pdf, extract_text
from cireview.full_texts.match import (
    EXTRACTED,
    FULL_TEXT,
    describe_extracted,
    list_at_hand,
    list_page_starts,
    match_full_texts,
    name_text_files,
    read_full_texts,
    read_texts,
    warn_of_files,
)
from cireview.full_texts.names import SUFFIXES, plain_name, report_names, text_key

__all__ = [
    "EXTRACTED",
    "FULL_TEXT",
    "SUFFIXES",
    "Extracted",
    "can_read_pdf",
    "describe_extracted",
    "extract_text",
    "list_at_hand",
    "list_page_starts",
    "match_full_texts",
    "name_text_files",
    "plain_name",
    "read_full_texts",
    "read_texts",
    "report_names",
    "text_key",
    "warn_of_files",
]
