"""Whether what a database could not keep finds more or fewer."""

from __future__ import annotations

import re


def mirror_behind(loss: str) -> str:
    """Turn round what a change does behind NOT: to exclude more is to find fewer."""
    turned = re.sub("more|fewer", lambda word: "fewer" if word[0] == "more" else "more", loss)
    line = re.match(r"line \d+: ", turned)
    start = line.end() if line else 0
    inner = turned[start:]
    # Behind NOT twice, the direction is the first one again.
    told = inner.removeprefix("behind NOT: ") if inner.startswith("behind NOT: ") else f"behind NOT: {inner}"
    return turned[:start] + told
