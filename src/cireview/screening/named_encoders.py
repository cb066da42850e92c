"""Encoders of sentences that can be downloaded by name, and the folders that hold those downloaded."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from cireview.errors import Problem, SearchError
from cireview.screening.encoder import MODEL, ORIGIN, TOKENIZER, find_changed
from cireview.web import Request, Service, Session

LARGEST = 2_000_000_000
"""Bytes that a file of an encoder may have."""
_SECONDS = 3_600.0
_BY_HAND = "Try again later, or put both files into a folder yourself and run 'cireview model add FOLDER'"
_NAME = re.compile(r"\w[\w.-]*")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Download:
    """A file of an encoder: its address, its SHA-256 as 64 hex digits, and its bytes, 0 if unknown."""

    url: str
    sha256: str
    size: int = 0


@dataclass(frozen=True)
class NamedEncoder:
    """An encoder that can be downloaded.

    Parameters
    ----------
    name
        Name of its folder.
    files
        A `Download` for each of ``model.onnx`` and ``tokenizer.json``.
    license, about
        What its publisher says.
    """

    name: str
    files: dict[str, Download]
    license: str = "not stated"
    about: str = ""

    @property
    def size(self) -> int:
        """Bytes of all files; 0 if unknown."""
        return sum(download.size for download in self.files.values())


def list_named() -> list[NamedEncoder]:
    """Return the encoders that have a name here, as ``named_encoders.json`` lists them.

    Addresses name a revision, so that a file cannot change below its digest.
    """
    table = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return [
        NamedEncoder(
            name,
            {
                file: Download(f"{row['page']}/resolve/{row['revision']}/{path}", digest, size)
                for file, (path, size, digest) in row["files"].items()
            },
            row["license"],
            row["about"],
        )
        for name, row in table.items()
    ]


def find_named(name: str, *, urls: Sequence[str] = (), digests: Sequence[str] = ()) -> NamedEncoder:
    """Return the encoder of that name, or one whose addresses a person gives.

    Parameters
    ----------
    name
        One that `list_named` has, or with `urls` any name for its folder.
    urls, digests
        Address and SHA-256 of ``model.onnx``, then of ``tokenizer.json``.

    Raises
    ------
    SearchError
        If there is no such name, or addresses and digests are not two each, as they should be.
    """
    named = {encoder.name: encoder for encoder in list_named()}
    if not urls and not digests:
        if name not in named:
            remedy = f"Choose one of {', '.join(named)}, or give --url and --sha256 of both files"
            raise SearchError(Problem(f"there is no encoder {name!r}", column="NAME", remedy=remedy))
        return named[name]
    problems = []
    if not _NAME.fullmatch(name) or name in named:
        remedy = "Choose another name, with only letters, digits, '.', '-' and '_'"
        problems.append(Problem(f"{name!r} cannot be the name of a new folder", column="NAME", remedy=remedy))
    if len(urls) != 2 or len(digests) != 2:
        message = f"two addresses and two digests are needed, but there are {len(urls)} and {len(digests)}"
        remedy = f"Give --url and --sha256 of {MODEL}, then both of {TOKENIZER}"
        problems.append(Problem(message, column="--url, --sha256", remedy=remedy))
    for url in urls:
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            problems.append(
                Problem(f"{url!r} is not a web address", column="--url", remedy="Begin it with https://")
            )
    for digest in digests:
        if not _DIGEST.fullmatch(digest.lower()):
            remedy = "Copy the 64 hexadecimal digits from the publisher"
            problems.append(Problem(f"{digest!r} is not a SHA-256", column="--sha256", remedy=remedy))
    if problems:
        raise SearchError(problems)
    pairs = zip((MODEL, TOKENIZER), urls, digests, strict=True)
    return NamedEncoder(name, {file: Download(url, digest.lower()) for file, url, digest in pairs})


def get_encoder(
    encoder: NamedEncoder, models: Path, *, notify: Callable[[str, Download], None] | None = None
) -> Path:
    """Download an encoder into ``models/<name>`` and return that folder; nothing is asked if it is there.

    Both files come whole and with their digest, or there is no folder. ``origin.json`` beside them keeps
    addresses, digests and licence; whoever loads the encoder later compares the digests again.

    Parameters
    ----------
    encoder
        What to download.
    models
        Folder of all encoders.
    notify
        Called with the name of a file before it is downloaded.

    Raises
    ------
    SearchError
        If there is a folder of that name with other files, an address gives no answer, or what it gives has
        another digest.
    """
    folder = models / encoder.name
    if folder.exists():
        origin = {file: download.sha256 for file, download in encoder.files.items()}
        if find_changed(folder, origin):
            message = f"the folder {str(folder)!r} contains something else"
            raise SearchError(Problem(message, remedy="Delete it, or choose another folder with --folder"))
        return folder
    models.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=f".{encoder.name}.", dir=models) as part,
        Session(environment={}, tries=2, request_seconds=_SECONDS, max_bytes=LARGEST) as session,
    ):
        whole = Path(part) / encoder.name
        whole.mkdir()
        for file, download in encoder.files.items():
            if notify:
                notify(file, download)
            (whole / file).write_bytes(_download(download, session))
        (whole / ORIGIN).write_text(_tell_origin(encoder), encoding="utf-8")
        whole.rename(folder)
    return folder


def _download(download: Download, session: Session) -> bytes:
    host = urlsplit(download.url).hostname or ""
    service = Service(host, download.url, interval=0.0, leads_elsewhere=True)
    try:
        body = session.fetch(service, Request(), bytes)[1]
    except SearchError as error:  # the remedies are those of a search
        raise SearchError([replace(problem, remedy=_BY_HAND) for problem in error.problems]) from None
    if (digest := hashlib.sha256(body).hexdigest()) != download.sha256:
        message = f"{download.url} gave {len(body):,} bytes with the SHA-256 {digest}, not {download.sha256}"
        remedy = "The file was not kept. Compare address and digest with those of the publisher"
        raise SearchError(Problem(message, remedy=remedy))
    return body


def _tell_origin(encoder: NamedEncoder) -> str:
    files = {file: {"url": one.url, "sha256": one.sha256} for file, one in encoder.files.items()}
    told = {"name": encoder.name, "license": encoder.license, "about": encoder.about, "files": files}
    return json.dumps(told, indent=2) + "\n"
