"""Fink step 6: code the included articles with a codebook."""

from cireview.coding.agreement import CODING_AGREEMENT, measure_coding
from cireview.coding.conditions import find_not_asked
from cireview.coding.evaluation import SUGGESTION_SCORE, score_suggestions
from cireview.coding.judgements import read_findings, read_matrix
from cireview.coding.numbers import Number, find_numbers
from cireview.coding.parts import compose_texts
from cireview.coding.read import CODING, read_coding
from cireview.coding.secondhand import fill_unreported
from cireview.coding.settle import CODE_CONFLICT, CODED_VALUE, Codable, Coded, settle_codes
from cireview.coding.suggest import SUGGESTED, SUGGESTION, add_pages, suggest_codes

__all__ = [
    "CODED_VALUE",
    "CODE_CONFLICT",
    "CODING",
    "CODING_AGREEMENT",
    "SUGGESTED",
    "SUGGESTION",
    "SUGGESTION_SCORE",
    "Codable",
    "Coded",
    "Number",
    "add_pages",
    "compose_texts",
    "fill_unreported",
    "find_not_asked",
    "find_numbers",
    "measure_coding",
    "read_coding",
    "read_findings",
    "read_matrix",
    "score_suggestions",
    "settle_codes",
    "suggest_codes",
]
