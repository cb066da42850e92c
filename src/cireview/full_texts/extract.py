"""Take the text out of a PDF or text file; what cannot be read is listed, and never stops a review."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cireview.full_texts import pdf_pages
from cireview.full_texts.clean import clean_pages, drop_running_heads
from cireview.limits import PDF_BYTES, PDF_SECONDS, PDF_WAIT

READ, NO_TEXT, LOCKED, BROKEN = "read", "no text", "locked", "broken"
_SHORT = 200
"""Characters below which a PDF holds no article: a scan may carry a stamp or a page number."""


@dataclass(frozen=True)
class Extracted:
    """What came out of a file.

    Parameters
    ----------
    text
        The text, empty unless it could be read.
    status
        ``read``, ``no text`` (pictures of pages), ``locked`` (needs a password) or ``broken``.
    pages, pages_with_text
        Pages of a PDF, and those that hold text; of a text file those that form feeds part.
    note
        What is wrong and what to do about it.
    starts
        Offset in the text at which each page begins.
    """

    text: str
    status: str
    pages: int = 0
    pages_with_text: int = 0
    note: str = ""
    starts: tuple[int, ...] = ()


def can_read_pdf() -> bool:
    """Say whether the library that reads PDFs is installed."""
    return importlib.util.find_spec("pypdf") is not None


def extract_text(path: str | Path) -> Extracted:
    """Return the text of a file, PDF or plain text by its content; the same file gives the same text."""
    path = Path(path)
    content = path.read_bytes()
    # Readers of PDF look for the mark within so many bytes: some programs write others before it.
    if b"%PDF-" in content[:1024]:
        return _extract_pdf(path)
    if path.suffix.lower() == ".pdf":
        # A link to a PDF may give a web page in its place, and the browser saves it under the name.
        page = b"<html" in content[:2000].lower() or b"<!doctype" in content[:2000].lower()
        description = "a web page saved under this name" if page else "not a PDF"
        return Extracted("", BROKEN, note=f"this is {description}; download the article again")
    pages = _decode(content).rstrip("\f").split("\f")  # programs that make text of PDFs end pages so
    text, starts = clean_pages(drop_running_heads(pages))
    if not text:
        return Extracted("", BROKEN, note="the file contains no text; save the article again")
    return Extracted(text, READ, len(pages), sum(bool(page.strip()) for page in pages), starts=starts)


def _extract_pdf(path: Path) -> Extracted:
    told, ending = _ask_reader(path)
    head = told[0] if told else {}
    if "status" in head:
        return Extracted("", head["status"], note=head["note"])
    if "pages" not in head:
        return Extracted("", BROKEN, note=f"{ending or 'it cannot be read'}; download the article again")
    read = told[1:]
    failed = [one["failed"] for one in read if "failed" in one]
    if len(read) < head["pages"]:
        failed.append(
            f"{len(read)} of {head['pages']} pages were read: {ending or 'it contains too many characters'}"
        )
    texts = [one.get("text", "") for one in read]
    return _judge([*texts, *[""] * (head["pages"] - len(read))], failed, left=head["pages"] - len(read))


def _ask_reader(path: Path) -> tuple[list[dict[str, Any]], str]:
    """Return what a process of its own tells of a PDF, and what ended it before its end."""
    limits = [str(int(PDF_SECONDS)), str(PDF_BYTES)]
    # -P: the modules beside the script are no modules of the standard library.
    command = [sys.executable, "-P", str(Path(pdf_pages.__file__)), str(path), *limits]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PDF_WAIT, check=False)  # noqa: S603
        output, ending = done.stdout, ""
        if done.returncode:
            over = done.returncode == -getattr(signal, "SIGXCPU", 0)
            ending = (
                f"reading took more than {PDF_SECONDS:g} seconds of CPU time"
                if over
                else "the PDF reader failed or ran out of memory"
            )
    except subprocess.TimeoutExpired as error:
        output, ending = error.stdout or b"", f"reading took more than {PDF_WAIT:g} seconds"
    told = []
    for line in output.splitlines():
        with contextlib.suppress(ValueError):  # the last one may be cut
            told.append(json.loads(line))
    return told, ending


def _judge(texts: Sequence[str], failed: Sequence[str], *, left: int = 0) -> Extracted:
    text, starts = clean_pages(drop_running_heads(texts))
    full = sum(bool(page.strip()) for page in texts)
    if len(text) < _SHORT:
        notes = [
            "it contains only pictures of pages, or nothing; people can read it, or save its text as .txt"
        ]
        return Extracted("", NO_TEXT, len(texts), full, "; ".join([*failed, *notes]))
    unread = left + sum("cannot be read" in one for one in failed)
    bare = len(texts) - full - unread
    notes = [f"no text on {bare} of {len(texts)} pages"] if bare > len(texts) / 2 else []
    return Extracted(text, READ, len(texts), full, "; ".join([*failed, *notes]), starts)


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Text that is not UTF-8 usually comes from Windows; a wrong letter costs less than a lost text.
        return content.decode("cp1252", "replace")
