"""Vectors of texts by an encoder, each computed once and kept in a file."""

from __future__ import annotations

import os
import warnings
import zipfile
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np

from cireview.screening.encoder import TOKENS, Encoder, Vectors, check_encoder, digest_encoder

Notify = Callable[[int, int], None]
# After so many texts the file is written and progress is shown: what is lost by an interruption is little.
_STEP = 4_000
_KEY_BYTES = 16


def embed_texts(
    texts: Sequence[str], folder: str, *, kept: Path | None = None, notify: Notify | None = None
) -> Vectors:
    """Return texts × dimensions, rows of length one, and zero where a text is empty.

    Parameters
    ----------
    texts
        Clean texts.
    folder
        An encoder (see `Encoder`).
    kept
        File of vectors by a digest of their texts; those of other texts or another encoder are dropped.
    notify
        Called now and then with the number of texts done and of all that are not kept.

    Raises
    ------
    ProtocolError
        As for `Encoder` and `Encoder.check`.
    """
    check_encoder(folder)
    keys = [blake2b(text.encode("utf-8", "replace"), digest_size=_KEY_BYTES).digest() for text in texts]
    encoder = f"{digest_encoder(folder)} {TOKENS}"
    known = _load(kept, encoder) if kept else {}
    missing = {key: text for key, text in zip(keys, texts, strict=True) if text.strip() and key not in known}
    names, waiting = list(missing), list(missing.values())
    if waiting:
        model = Encoder(folder)  # without a new text it is not even loaded
        model.check()
        for start in range(0, len(waiting), _STEP):
            part = slice(start, start + _STEP)
            known.update(zip(names[part], model.encode(waiting[part]), strict=True))
            if kept:
                _save(kept, encoder, {key: known[key] for key in dict.fromkeys(keys) if key in known})
            if notify:
                notify(min(start + _STEP, len(waiting)), len(waiting))
    size = len(next(iter(known.values()), ()))
    nothing = np.zeros(size, dtype=np.float32)
    return np.array([known.get(key, nothing) for key in keys], dtype=np.float32).reshape(len(keys), size)


def _save(path: Path, encoder: str, known: dict[bytes, Vectors]) -> None:
    """Write the file whole or not at all: a run may be stopped at any time."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = np.frombuffer(b"".join(known), dtype=np.uint8).reshape(len(known), _KEY_BYTES)
    with part.open("wb") as file:
        np.savez(file, encoder=np.array(encoder), keys=keys, vectors=np.array(list(known.values())))
    part.replace(path)


def _load(path: Path, encoder: str) -> dict[bytes, Vectors]:
    if not path.exists():
        return {}
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            if str(kept["encoder"]) != encoder:
                raise ValueError(f"{path.name} belongs to another encoder")
            return dict(zip(map(bytes, kept["keys"]), kept["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        message = f"vectors are computed again, because the stored ones cannot be used: {error}"
        warnings.warn(message, RuntimeWarning, stacklevel=2)
        return {}
