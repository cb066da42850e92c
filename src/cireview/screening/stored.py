"""Keep the features of a review in a file, and compute them again if the file does not match."""

from __future__ import annotations

import hashlib
import os
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview import __version__
from cireview.screening.encoder import digest_encoder
from cireview.screening.learning import resolve_model
from cireview.screening.presets import COLUMNS, Preset
from cireview.screening.space import Space, place_records
from cireview.screening.texts import compose_texts
from cireview.screening.vectors import Notify


def open_space(
    path: str | Path,
    records: pd.DataFrame,
    *,
    criteria: str,
    model: str = "default",
    notify: Notify | None = None,
) -> Space:
    """Return the features kept at `path`; build and keep them where they are missing or do not fit.

    A file of another version of cireview, of other records, criteria or settings, or a damaged one is not
    used; a warning says why, and it is written anew.

    Parameters
    ----------
    path
        The file, ``.npz``; it holds numbers and text alone, no code.
    records, criteria, model
        As in `cireview.screening.rank`. Vectors of an encoder are kept beside the file, in ``vectors.npz``.
    notify
        Hears of progress (see `cireview.screening.vectors.embed_texts`).

    Raises
    ------
    ProtocolError
        If there is no such model.
    """
    path, preset = Path(path), resolve_model(model)[0]
    digest = _digest(records, criteria, preset)
    if path.exists():
        try:
            return _load(path, digest)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            message = f"features are computed again, because the stored ones cannot be used: {error}"
            warnings.warn(message, RuntimeWarning, stacklevel=2)
    vectors = path.with_name("vectors.npz")
    space = place_records(records, criteria=criteria, preset=preset, vectors=vectors, notify=notify)
    path.parent.mkdir(parents=True, exist_ok=True)
    _save(path, digest, space)
    return space


def _save(path: Path, digest: str, space: Space) -> None:
    """Write the file whole or not at all: other jobs may be reading the one before it."""
    values, part = space.values, path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("wb") as file:
        np.savez(
            file,
            version=_pack([__version__]),
            digest=_pack([digest]),
            ids=_pack(space.ids),
            terms=_pack(space.terms),
            empty=space.empty,
            bare=space.bare,
            foreign=space.foreign,
            data=values.data,
            indices=values.indices,
            indptr=values.indptr,
            shape=np.array(values.shape),
            dimensions=np.array(space.dimensions),
        )
    # At once, for other jobs may be reading.
    part.replace(path)


def _load(path: Path, digest: str) -> Space:
    from scipy import sparse

    with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        version = _unpack(kept["version"])
        # Another version may compute other features of the same texts.
        if version != [__version__]:
            raise ValueError(f"{path.name} is from version {version[0]}, and this is {__version__}")
        if _unpack(kept["digest"]) != [digest]:
            raise ValueError(f"{path.name} belongs to other records, criteria or settings")
        parts = (kept["data"], kept["indices"], kept["indptr"])
        values = sparse.csr_matrix(parts, shape=tuple(kept["shape"]))
        ids, terms = _unpack(kept["ids"]), _unpack(kept["terms"])
        marks = kept["empty"], kept["bare"], kept["foreign"]
        return Space(ids, values, terms, *marks, int(kept["dimensions"]))


def _digest(records: pd.DataFrame, criteria: str, preset: Preset) -> str:
    encoder = digest_encoder(preset.embedding) if preset.embedding else ""
    whole = hashlib.sha256(repr((criteria, preset, encoder)).encode("utf-8", "replace"))
    for record, text in zip(records["record_id"], compose_texts(records, COLUMNS), strict=True):
        whole.update(f"\x1e{record}\x1f{text}".encode("utf-8", "replace"))
    return whole.hexdigest()


def _pack(texts: list[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\x1e".join(texts).encode("utf-8"), dtype=np.uint8)


def _unpack(packed: NDArray[np.uint8]) -> list[str]:
    return packed.tobytes().decode("utf-8").split("\x1e") if len(packed) else []
