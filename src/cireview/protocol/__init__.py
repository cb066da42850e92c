"""Protocol, codebook and configuration: the one place that knows their keys."""

from cireview.protocol.amendments import Amendment
from cireview.protocol.codebook import Codebook, Dimension, Matrix, Value
from cireview.protocol.load import check_model, find_placeholders, load_model
from cireview.protocol.models import Config, Protocol
from cireview.protocol.render import render_protocol
from cireview.protocol.source import Source
from cireview.protocol.stages import Criterion

__all__ = [
    "Amendment",
    "Codebook",
    "Config",
    "Criterion",
    "Dimension",
    "Matrix",
    "Protocol",
    "Source",
    "Value",
    "check_model",
    "find_placeholders",
    "load_model",
    "render_protocol",
]
