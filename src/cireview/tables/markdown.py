"""Write text of records and people in Markdown unchanged and harmless."""

from __future__ import annotations

import re


def escape_markdown(text: str) -> str:
    """Return `text` on one line, escaped so that Markdown and HTML show it unchanged."""
    flat = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|#])", r"\\\1", flat)


def fence_text(text: str) -> list[str]:
    """Return the lines of a box with `text`, which cannot end the box, and a blank one; none for no text."""
    if not text:
        return []
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
    return [f"{fence}text", *text.splitlines(), fence, ""]
