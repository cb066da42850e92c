"""Fink step 6: code the included articles with a codebook."""

from cireview.coding.numbers import Number, find_numbers
from cireview.coding.parts import compose_texts
from cireview.coding.read import CODING, read_coding, read_matrix
from cireview.coding.secondhand import fill_unreported
from cireview.coding.settle import CODE_CONFLICT, Codable, Coded, measure_coding, settle_codes
from cireview.coding.suggest import SUGGESTED, SUGGESTION, add_pages, suggest_codes

__all__ = [
    "CODE_CONFLICT",
    "CODING",
    "SUGGESTED",
    "SUGGESTION",
    "Codable",
    "Coded",
    "Number",
    "add_pages",
    "compose_texts",
    "fill_unreported",
    "find_numbers",
    "measure_coding",
    "read_coding",
    "read_matrix",
    "settle_codes",
    "suggest_codes",
]
