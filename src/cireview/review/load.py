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
        What was given on Snakemake's command line. It counts before what ``config/config.yaml`` says.

    Raises
    ------
    ReviewError
        With the problems of all three files; with one, if none of them is there.
    """
    root = Path(root)
    if not any((root / place(name)).exists() for name in ("protocol", "codebook", "config")):
        message = f"this folder holds no review: it has no {place('protocol')}"
        remedy = "Change to the folder of the review, or give its name; 'cireview init' creates a new one"
        raise ReviewError(Problem(message, root.as_posix(), remedy=remedy))
    problems: list[Problem] = []

    def attempt(read: Callable[[], Given]) -> Given | None:
        try:
            return read()
        except ReviewError as error:
            problems.extend(error.problems)
            return None

    protocol = attempt(lambda: _load(root, "protocol", Protocol))
    codebook = attempt(lambda: _load(root, "codebook", Codebook))
    settings = attempt(lambda: _load(root, "config", Config))
    if settings is not None and config:
        given = _merge(settings.model_dump(exclude_unset=True), config)
        settings = attempt(lambda: check_model(given, Config, name=place("config")))
    if protocol is None or codebook is None or settings is None:
        raise ReviewError(problems)
    return Review(root, protocol, codebook, settings)


def _merge(settings: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings in which what was given counts, key by key."""
    merged = dict(settings)
    for key, value in given.items():
        before = merged.get(key)
        both = isinstance(before, Mapping) and isinstance(value, Mapping)
        merged[key] = _merge(before, value) if both and before else value
    return merged


def _load(root: Path, name: str, model: type[Model]) -> Model:
    return load_model(root / place(name), model, name=place(name))
