"""Read ``config/`` of a review's folder, with the problems of all its files at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from cireview.errors import Problem, ReviewError
from cireview.places import place
from cireview.protocol import Codebook, Config, Protocol, check_model, load_model
from cireview.review.folder import Review

Given = TypeVar("Given")
Model = TypeVar("Model", bound=BaseModel)


def load_review(root: str | Path, *, config: Mapping[str, Any] | None = None) -> Review:
    """Read ``config/`` of the review in `root`.

    Parameters
    ----------
    root
        The review's folder.
    config
        Content of ``config/config.yaml`` as Snakemake merged it with the command line; read from the file
        by default.

    Raises
    ------
    ReviewError
        With the problems of all three files.
    """
    root = Path(root)
    problems: list[Problem] = []

    def attempt(read: Callable[[], Given]) -> Given | None:
        try:
            return read()
        except ReviewError as error:
            problems.extend(error.problems)
            return None

    protocol = attempt(lambda: _load(root, "protocol", Protocol))
    codebook = attempt(lambda: _load(root, "codebook", Codebook))
    settings = None
    if config is None or (root / place("config")).is_file():
        # Snakemake reads the file too, and takes the last of two equal keys in silence.
        settings = attempt(lambda: _load(root, "config", Config))
    if config is not None and not problems:
        settings = attempt(lambda: check_model(dict(config), Config, name=place("config")))
    if protocol is None or codebook is None or settings is None:
        raise ReviewError(problems)
    return Review(root, protocol, codebook, settings)


def _load(root: Path, name: str, model: type[Model]) -> Model:
    return load_model(root / place(name), model, name=place(name))
