"""Open a file, and unpack it if it is compressed."""

from __future__ import annotations

import gzip
import io
import math
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from cireview.errors import ExportError, Problem
from cireview.limits import FEW_RECORDS, FEWEST_BYTES, refuse_expansion

_PIECE = 1 << 20
_ENDINGS = (".gz", ".zip")


def plain_stem(path: Path) -> str:
    """Return the name of a file without its ending, nor that of its compression.

    Examples
    --------
    >>> plain_stem(Path("data/scopus.csv.gz"))
    'scopus'
    """
    name = path.name
    for ending in _ENDINGS:
        if name.lower().endswith(ending):
            name = name[: -len(ending)]
    return Path(name).stem


@contextmanager
def open_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for reading; one compressed by gzip, or a ZIP archive of one file, as what it holds.

    Raises
    ------
    ExportError
        If an archive holds no file, several, or one with a password, or if what is compressed is cut off.
    """
    with path.open("rb") as file:
        magic = file.read(4)
        file.seek(0)
        if magic.startswith(b"\x1f\x8b"):
            with gzip.open(file) as unpacked:
                yield _limit(cast(IO[bytes], unpacked), path)
        elif magic == b"PK\x03\x04" and zipfile.is_zipfile(file):
            with _open_archive(file, path) as unpacked:
                yield unpacked
        else:
            file.seek(0)
            yield file


def most_records(path: Path) -> float:
    """Return how many records a compressed file or a spreadsheet may contain; other files have no limit."""
    with path.open("rb") as file:
        is_packed = file.read(4).startswith((b"PK\x03\x04", b"\x1f\x8b"))
    return max(FEW_RECORDS, path.stat().st_size // FEWEST_BYTES) if is_packed else math.inf


def _name_broken(path: Path) -> ExportError:
    remedy = "Download it again, or compress it again"
    return ExportError(Problem("the compressed file is broken or cut off", str(path), remedy=remedy))


def _open_archive(file: IO[bytes], path: Path) -> IO[bytes]:
    """Open what an archive holds; a spreadsheet is an archive too, and stays one."""
    try:
        archive = zipfile.ZipFile(file)
        held = [member for member in archive.infolist() if not _is_hidden(member.filename)]
        if any(member.filename.startswith("xl/") for member in held):
            file.seek(0)
            return file
        _require_one(held, path)
        return _limit(archive.open(held[0]), path)
    except ExportError:
        raise
    except Exception as error:  # the parsers of broken archives raise whatever they stumble over
        raise _name_broken(path) from error


def _require_one(held: list[zipfile.ZipInfo], path: Path) -> None:
    """Refuse an archive that does not hold one file that anybody may read."""
    message = f"the file is a ZIP archive of {len(held)} files"
    if len(held) == 1:
        if not held[0].flag_bits & 1:
            return
        message = "the ZIP archive needs a password"
    raise ExportError(Problem(message, str(path), remedy="Unpack it, and put its files here"))


class _Limited(io.RawIOBase):
    """Bytes that are unpacked as they are read, up to a limit."""

    def __init__(self, unpacked: IO[bytes], path: Path) -> None:
        self._unpacked, self._path, self._packed = unpacked, path, path.stat().st_size

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # as in `_open_archive`
            raise _name_broken(self._path) from error

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence == 2:
            while self.read(_PIECE):
                pass
            offset += self._unpacked.tell()
        with self._told():
            return self._unpacked.seek(offset)

    def tell(self) -> int:
        return self._unpacked.tell()

    def readinto(self, buffer: Any) -> int:
        with self._told():
            piece = self._unpacked.read(min(len(buffer), _PIECE))
        refuse_expansion(self._unpacked.tell(), self._packed, str(self._path))
        buffer[: len(piece)] = piece
        return len(piece)


def _limit(unpacked: IO[bytes], path: Path) -> IO[bytes]:
    return cast(IO[bytes], io.BufferedReader(_Limited(unpacked, path), _PIECE))


def _is_hidden(name: str) -> bool:
    """Say whether this is a folder, or a file that macOS added to the archive."""
    return name.endswith("/") or name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1].startswith(".")
