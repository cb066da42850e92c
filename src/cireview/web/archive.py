"""The archive of one search: raw answers, write-once, that anyone can audit and replay.

A folder holds ``search.json`` (what was asked, written first), ``pages/000001.gz`` (raw answers),
``manifest.jsonl`` (one line a page: request without key, status, time, SHA-256) and ``complete.json``
(totals, written last). A page counts when its line is in the manifest; whatever a killed process left
half-written beyond that is removed before the next page is added. Reading an archive changes nothing.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import zlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cireview.errors import Problem, SearchError
from cireview.web.service import (
    Answer,
    Request,
    Service,
    UnreadableError,
    Value,
    describe_request,
    understand,
)
from cireview.web.session import Session

_LINE = {
    "file": str,
    "sha256": str,
    "retrieved": str,
    "bytes": int,
    "request": dict,
    "holds_records": bool,
}
"""What of a line of the manifest is read, and its kind."""
_SEARCH, _MANIFEST, _COMPLETE = "search.json", "manifest.jsonl", "complete.json"


@dataclass
class Archive:
    """The answers of one search, in the order in which they came.

    Parameters
    ----------
    folder
        Where it lies.
    search
        What was asked (``search.json``).
    lines
        Lines of the manifest.
    totals
        What ``complete.json`` says; None as long as the search has not ended.
    """

    folder: Path
    search: Mapping[str, Any]
    lines: list[dict[str, Any]] = field(default_factory=list)
    totals: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        self._known = {_key(line["request"]): line for line in self.lines}
        self._is_mended = False

    def get(
        self, session: Session | None, service: Service, request: Request, read: Callable[[bytes], Value]
    ) -> Value:
        """Return the result of `read` for the archived answer; without one, ask the service and archive it.

        Raises
        ------
        SearchError
            If there is no answer and no session, or the service refuses.
        """
        line = self._known.get(_key(describe_request(request)))
        if line is not None:
            return self.read(line, read)
        if session is None or self.totals is not None:
            message = "the archive lacks the answer to a request, and the network is not allowed"
            raise SearchError(
                Problem(message, _name(self.folder), remedy="Run the search with network access")
            )
        answer, value = session.fetch(service, request, read)
        self._add(service, request, answer)
        return value

    def holds(self, request: Request) -> bool:
        """Say whether the answer to a request is archived."""
        return _key(describe_request(request)) in self._known

    def read(self, line: Mapping[str, Any], read: Callable[[bytes], Value]) -> Value:
        """Return the result of `read` for the answer of a line; raise a SearchError if it cannot be read."""
        try:
            return understand(read, self.body(line))
        except UnreadableError as error:
            raise SearchError(Problem(str(error), f"{_name(self.folder)}/{line['file']}")) from error

    def body(self, line: Mapping[str, Any]) -> bytes:
        """Return the raw answer of a line of the manifest; raise a SearchError if it was changed."""
        try:
            with gzip.open(self.folder / line["file"]) as packed:
                body = packed.read(line["bytes"] + 1)  # one that was put there may unpack to anything
        except (OSError, EOFError, zlib.error):
            body = None
        if body is None or hashlib.sha256(body).hexdigest() != line["sha256"]:
            raise _changed(self.folder, line["file"])
        return body

    def changed(self) -> SearchError:
        """Return the error that the request or the totals have changed since they were written."""
        return _changed(self.folder, _SEARCH if self.totals is None else _COMPLETE)

    def finish(self, totals: Mapping[str, Any]) -> None:
        """Freeze the archive: nothing can be added after this."""
        manifest = self.folder / _MANIFEST
        digest = hashlib.sha256(manifest.read_bytes() if manifest.exists() else b"").hexdigest()
        self.totals = {**totals, "pages": len(self.lines), "manifest_sha256": digest}
        self._begin()
        _write_once(self.folder / _COMPLETE, _to_json(self.totals))

    def _begin(self) -> None:
        if not (self.folder / _SEARCH).exists():
            (self.folder / "pages").mkdir(parents=True, exist_ok=True)
            _write_once(self.folder / _SEARCH, _to_json(self.search))
        elif not self._is_mended:
            _remove_torn_ends(self.folder, len(self.lines))
        self._is_mended = True

    def _add(self, service: Service, request: Request, answer: Answer) -> None:
        self._begin()
        number = len(self.lines) + 1
        line: dict[str, Any] = {
            "page": number,
            "file": f"pages/{number:06d}.gz",
            "url": service.base_url + request.path,
            "request": describe_request(request),
            "holds_records": request.holds_records,
            "status": answer.status,
            "headers": dict(answer.headers),
            "retrieved": answer.retrieved,
            "bytes": len(answer.body),
            "sha256": hashlib.sha256(answer.body).hexdigest(),
        }
        _write_once(self.folder / line["file"], gzip.compress(answer.body, mtime=0))
        with (self.folder / _MANIFEST).open("ab") as manifest:
            manifest.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            manifest.flush()
            os.fsync(manifest.fileno())
        self.lines.append(line)
        self._known[_key(line["request"])] = line


def open_archive(
    folder: str | Path, search: Mapping[str, Any] | None = None, *, derived: Collection[str] = ()
) -> Archive:
    """Open the archive in `folder`, or the one that will be made there.

    Parameters
    ----------
    folder
        The archive's folder.
    search
        What is to be searched; None for an archive that exists, whatever was searched.
    derived
        Keys of `search` that this software worked out: once a search has ended, a newer version that would
        word them otherwise still reads it.

    Raises
    ------
    SearchError
        If the archive is of another search, is damaged, or does not exist and no search is given.
    """
    folder = Path(folder)
    path = folder / _SEARCH
    if not path.exists():
        if search is None:
            raise SearchError(Problem("there is no archive of a search here", _name(folder)))
        return Archive(folder, search)
    archived = _from_json(folder, _SEARCH)
    totals = _from_json(folder, _COMPLETE) if (folder / _COMPLETE).exists() else None
    asked = archived if search is None else json.loads(_to_json(search))
    if different := _list_differences(archived, asked, derived if totals is not None else ()):
        message = f"the archive belongs to another search: {', '.join(different)} differ(s)"
        remedy = "Change search.date in the protocol: this starts a new search beside the old one"
        raise SearchError(Problem(message, f"{_name(folder)}/{_SEARCH}", remedy=remedy))
    return Archive(folder, archived, _read_manifest(folder, totals), totals)


def is_archive_of(folder: str | Path, search: Mapping[str, Any], *, derived: Collection[str] = ()) -> bool:
    """Return whether `folder` has an archive of this search, regardless of its `derived` keys.

    Raises
    ------
    SearchError
        If what was asked was changed since it was written.
    """
    folder = Path(folder)
    asked = json.loads(_to_json(search))
    return (folder / _SEARCH).exists() and not _list_differences(_from_json(folder, _SEARCH), asked, derived)


def _list_differences(
    archived: Mapping[str, Any], asked: Mapping[str, Any], free: Collection[str]
) -> list[str]:
    return sorted(
        key for key in {*archived, *asked} if key not in free and archived.get(key) != asked.get(key)
    )


def _read_manifest(folder: Path, totals: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    manifest = folder / _MANIFEST
    content = manifest.read_bytes() if manifest.exists() else b""
    if totals is not None and hashlib.sha256(content).hexdigest() != totals.get("manifest_sha256"):
        raise _changed(folder, _MANIFEST)
    try:
        lines = [json.loads(line) for line in content[: content.rfind(b"\n") + 1].splitlines()]
    except (ValueError, RecursionError):
        raise _changed(folder, _MANIFEST) from None
    if not all(_is_line(line) for line in lines):
        raise _changed(folder, _MANIFEST)
    return lines


def _is_line(line: Any) -> bool:
    """Say whether a line of a manifest is one that we wrote; its file lies in the archive."""
    return (
        isinstance(line, dict)
        and all(isinstance(line.get(name), kind) for name, kind in _LINE.items())
        and re.fullmatch(r"pages/\d{6,}\.gz", line["file"]) is not None
        and line["bytes"] >= 0
    )


def _remove_torn_ends(folder: Path, pages: int) -> None:
    manifest = folder / _MANIFEST
    if manifest.exists():
        with manifest.open("r+b") as stream:
            stream.truncate(stream.read().rfind(b"\n") + 1)
    for path in sorted((folder / "pages").glob("*")):
        if path.suffix != ".gz" or int(path.stem) > pages:
            path.unlink()


def has_ended(folder: str | Path) -> bool:
    """Say whether `folder` holds the archive of a search that has ended."""
    return (Path(folder) / _COMPLETE).is_file()


def is_begun(folder: str | Path) -> bool:
    """Say whether `folder` holds the archive of a search, ended or not."""
    return (Path(folder) / _SEARCH).is_file()


def _changed(folder: Path, file: str) -> SearchError:
    message = "this file of the archive is missing or was changed since it was written"
    remedy = "Restore the archive, or start a new search with another search.date"
    return SearchError(Problem(message, f"{_name(folder)}/{file}", remedy=remedy))


def _write_once(path: Path, content: bytes) -> None:
    if path.exists():
        message = "another run has just written this page of the same search"
        raise SearchError(Problem(message, path.name, remedy="Run one search of a source at a time"))
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    partial.chmod(0o444)
    partial.replace(path)


def _key(request: Mapping[str, Any]) -> str:
    return json.dumps(request, sort_keys=True, ensure_ascii=False)


def _from_json(folder: Path, file: str) -> dict[str, Any]:
    try:
        value = json.loads((folder / file).read_bytes())
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise _changed(folder, file)
    return value


def _to_json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _name(folder: Path) -> str:
    """Return the folder as a person knows it: source and date, without the machine's own path."""
    return "/".join(folder.parts[-2:])
