"""Tell how a file is encoded, and read its text in pieces."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from cireview.formats.packing import open_bytes

HEAD = 65_536
_BLOCK = 1 << 22
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _decode_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Decode bytes that are not UTF-8 as Windows-1252, and as Latin-1 where that has no character."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in wrong), error.end


codecs.register_error("cireview.cp1252", _decode_as_cp1252)


@dataclass(frozen=True)
class Encoding:
    """How to decode a file.

    Parameters
    ----------
    name
        Name of the encoding as people know it.
    codec, errors
        What `open` takes.
    warning
        What is doubtful about it; empty when it is certain.
    """

    name: str
    codec: str
    errors: str = "strict"
    warning: str = ""

    @contextmanager
    def open(self, path: Path) -> Iterator[TextIO]:
        """Open `path` as text whose lines end with LF, whatever they ended with."""
        with open_bytes(path) as file:
            yield io.TextIOWrapper(file, encoding=self.codec, errors=self.errors, newline=None)

    def blocks(self, path: Path) -> Iterator[str]:
        """Yield the text in large pieces, each of whole lines."""
        with self.open(path) as file:
            while block := file.read(_BLOCK):
                yield block + file.readline()


def guess_codec(head: bytes) -> str:
    """Return the codec that a byte order mark or the zeros of UTF-16 show, otherwise 'utf-8'."""
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return codec
    # Tags and delimiters are ASCII, whose other byte is zero.
    half, even, odd = len(head) // 2, head[::2].count(0), head[1::2].count(0)
    if odd > max(0.3 * half, 8) and even < 0.1 * half:
        return "utf-16-le"
    if even > max(0.3 * half, 8) and odd < 0.1 * half:
        return "utf-16-be"
    return "utf-8"


def choose_codec(head: bytes, encoding: str | None) -> str:
    """Return the codec of a file that starts with `head`: the one asked for, its byte order from the file."""
    guess = guess_codec(head)
    asked = codecs.lookup(encoding).name if encoding else guess
    if asked == "utf-16" and not guess.startswith("utf-16"):
        return "utf-16-le"
    return guess if guess.startswith(asked) else asked


def decode_head(head: bytes, encoding: str | None = None) -> str:
    """Decode the start of a file, whose last character may be cut; never fails."""
    codec = choose_codec(head, encoding)
    errors = "cireview.cp1252" if codec.startswith("utf-8") else "replace"
    text = codecs.getincrementaldecoder(codec)(errors).decode(head)
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def find_encoding(path: Path, encoding: str | None = None) -> Encoding:
    """Return how `path` is encoded: as asked, else by its mark, else UTF-8, else Windows-1252 with a warning.

    A declaration inside the file is not believed. Bytes that are not UTF-8 are read as Windows-1252 one by
    one, so that a file pasted together from both is right in both parts.
    """
    with open_bytes(path) as file:
        head = file.read(HEAD)
    codec = choose_codec(head, encoding)
    name = {"utf-8-sig": "utf-8"}.get(codec, codec)
    line = _find_undecodable(path, codec)
    if not line:
        return Encoding(name, codec)
    if encoding or not codec.startswith("utf-8"):
        return Encoding(name, codec, "replace", f"line {line} is not {name}: such characters became \ufffd")
    warning = f"line {line} is not UTF-8: such bytes were read as Windows-1252"
    return Encoding("cp1252", codec, "cireview.cp1252", warning)


def _find_undecodable(path: Path, codec: str) -> int:
    """Return the first line that cannot be decoded, 0 if there is none."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    lines = 1
    with open_bytes(path) as file:
        while block := file.read(_BLOCK):
            try:
                lines += decoder.decode(block).count("\n")
            except UnicodeDecodeError as error:
                return lines + bytes(error.object[: error.start]).count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return lines
    return 0
