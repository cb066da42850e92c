"""Features from a sentence-transformers model that lies on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cireview.errors import Problem, ProtocolError

_KEY = "screening.model"


def check_embedding(model: str) -> None:
    """Raise a ProtocolError if there is no folder `model`."""
    if not Path(model).is_dir():
        remedy = "Download the model yourself and name its folder"
        raise ProtocolError(Problem(f"there is no folder {model!r}", column=_KEY, remedy=remedy))


def embed_texts(texts: Sequence[str], model: str) -> NDArray[np.float32]:
    """Return texts × dimensions, rows of length one, and zero where a text is empty.

    Parameters
    ----------
    texts
        Clean texts.
    model
        Folder of a sentence-transformers model. Nothing is downloaded.

    Raises
    ------
    ProtocolError
        If the folder does not exist or sentence-transformers is not installed.
    """
    check_embedding(model)
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        remedy = "Install cireview[embeddings]"
        problem = Problem("sentence-transformers is not installed", column=_KEY, remedy=remedy)
        raise ProtocolError(problem) from error
    network = SentenceTransformer(model, local_files_only=True)
    vectors = network.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
    values: NDArray[np.float32] = np.asarray(vectors, dtype=np.float32)
    values[[not text.strip() for text in texts]] = 0
    return values
