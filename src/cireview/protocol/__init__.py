"""Protocol, codebook and configuration: the one place that knows their keys."""

from cireview.protocol.load import check_model, load_model
from cireview.protocol.models import (
    Codebook,
    Config,
    Criterion,
    Dimension,
    Matrix,
    Protocol,
    Source,
)

__all__ = [
    "Codebook",
    "Config",
    "Criterion",
    "Dimension",
    "Matrix",
    "Protocol",
    "Source",
    "check_model",
    "load_model",
]
