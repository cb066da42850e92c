"""Take the text out of a PDF or text file; what cannot be read is told, and never stops a review."""

from __future__ import annotations

import importlib.util
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cireview.full_texts.clean import clean_text, drop_running_heads

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
        Pages of a PDF, and those that hold text; 1 and 1 for a text file.
    note
        What is wrong and what to do about it.
    """

    text: str
    status: str
    pages: int = 0
    pages_with_text: int = 0
    note: str = ""


def can_read_pdf() -> bool:
    """Say whether the library that reads PDFs is installed."""
    return importlib.util.find_spec("pypdf") is not None


def extract_text(path: str | Path) -> Extracted:
    """Return the text of a file, PDF or plain text by its content; the same file gives the same text."""
    path = Path(path)
    content = path.read_bytes()
    # Readers of PDF look for the mark within so many bytes: some programs write others before it.
    if b"%PDF-" in content[:1024]:
        return _extract_pdf(content)
    if path.suffix.lower() == ".pdf":
        # A link to a PDF may give a web page in its place, and the browser saves it under the name.
        page = b"<html" in content[:2000].lower() or b"<!doctype" in content[:2000].lower()
        description = "a web page that was saved under this name" if page else "no PDF"
        return Extracted("", BROKEN, note=f"this is {description}; download the article again")
    text = clean_text("\n".join(drop_running_heads(_decode(content).split("\f"))))
    if not text:
        return Extracted("", BROKEN, note="the file holds no text; save the article again")
    return Extracted(text, READ, 1, 1)


def _extract_pdf(content: bytes) -> Extracted:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each flaw that it has mended
    try:
        reader = PdfReader(io.BytesIO(content))
        # An empty password opens what only forbids copying or printing.
        if reader.is_encrypted and not reader.decrypt(""):
            remedy = "save a copy without password, or its text as .txt under the same name"
            return Extracted("", LOCKED, note=f"a password is needed; {remedy}")
        pages = len(reader.pages)
    except Exception as error:  # a broken PDF raises whatever its reader stumbles over
        return Extracted("", BROKEN, note=f"{_name(error)}; download the article again")
    texts, failed = [], []
    for number in range(pages):
        try:
            texts.append(reader.pages[number].extract_text())
        except Exception as error:
            texts.append("")
            failed.append(f"page {number + 1} cannot be read ({_name(error)})")
    return _judge(texts, failed)


def _judge(texts: Sequence[str], failed: Sequence[str]) -> Extracted:
    text = clean_text("\n".join(drop_running_heads(texts)))
    full = sum(bool(page.strip()) for page in texts)
    if len(text) < _SHORT:
        notes = ["it holds pictures of pages, or nothing; a person can read it, or save its text as .txt"]
        return Extracted("", NO_TEXT, len(texts), full, "; ".join([*failed, *notes]))
    bare = len(texts) - full - len(failed)
    notes = [f"no text on {bare} of {len(texts)} pages"] if bare > len(texts) / 2 else []
    return Extracted(text, READ, len(texts), full, "; ".join([*failed, *notes]))


def _name(error: Exception) -> str:
    words = " ".join(str(error).split())[:120]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Whatever is not UTF-8 comes from Windows mostly; a wrong letter costs less than a lost text.
        return content.decode("cp1252", "replace")
