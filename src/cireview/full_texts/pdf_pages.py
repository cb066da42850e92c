"""Read the pages of one PDF in a process of its own, which may be stopped: the file alone, run as a script.

It prints a line of JSON for the file and one for each page as soon as it is read, so that what was read
stays when time or memory is over. Nothing of cireview is imported, for memory is counted from the start.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

MOST_CHARACTERS = 20_000_000
"""Characters after which no more pages are read: no article has so many."""


def read_pages(path: str) -> Iterator[dict[str, Any]]:
    """Yield ``pages`` of a file, or ``status`` and ``note``; then ``text`` or ``failed`` of each page."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each flaw that it has mended
    try:
        reader = PdfReader(path)
        # An empty password opens what only forbids copying or printing.
        if reader.is_encrypted and not reader.decrypt(""):
            remedy = "save a copy without a password, or its text as .txt under the same name"
            yield {"status": "locked", "note": f"the PDF needs a password; {remedy}"}
            return
        number = len(reader.pages)
    except Exception as error:  # a broken PDF raises whatever its reader stumbles over
        yield {"status": "broken", "note": f"{name_error(error)}; download the article again"}
        return
    yield {"pages": number}
    left = MOST_CHARACTERS
    for place in range(number):
        try:
            text = reader.pages[place].extract_text()
        except Exception as error:
            yield {"failed": f"page {place + 1} cannot be read ({name_error(error)})"}
            continue
        left -= len(text)
        if left < 0:
            return
        yield {"text": text}


def name_error(error: Exception) -> str:
    """Return kind and words of an error, cut short."""
    words = " ".join(str(error).split())[:120]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def limit_work(seconds: int, size: int) -> None:
    """Let the system stop this process after so many CPU seconds, and refuse it more memory (bytes)."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(ValueError, OSError):  # macOS has not all of these limits
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


if __name__ == "__main__":
    limit_work(int(sys.argv[2]), int(sys.argv[3]))
    for one in read_pages(sys.argv[1]):
        sys.stdout.write(f"{json.dumps(one)}\n")
        sys.stdout.flush()
