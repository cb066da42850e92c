"""Protocol, codebook and configuration: the one place that knows their keys."""

from cireview.protocol.amendments import Amendment
from cireview.protocol.appraisal import Appraisal
from cireview.protocol.codebook import Codebook, Dimension, Value
from cireview.protocol.kinds import Column, complete_columns
from cireview.protocol.load import check_model, find_placeholders, find_row, load_model
from cireview.protocol.matrix import Findings, Matrix
from cireview.protocol.models import Config, Protocol
from cireview.protocol.render import render_protocol
from cireview.protocol.source import Source
from cireview.protocol.stages import Criterion
from cireview.protocol.synthesis import OF_RECORDS, Chosen

__all__ = [
    "OF_RECORDS",
    "Amendment",
    "Appraisal",
    "Chosen",
    "Codebook",
    "Column",
    "Config",
    "Criterion",
    "Dimension",
    "Findings",
    "Matrix",
    "Protocol",
    "Source",
    "Value",
    "check_model",
    "complete_columns",
    "find_placeholders",
    "find_row",
    "load_model",
    "render_protocol",
]
