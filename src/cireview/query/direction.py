"""Whether a change of the query finds more or fewer records."""

from __future__ import annotations

import re


def mirror_behind(loss: str) -> str:
    """Reverse the effect of a change after NOT: excluding more finds fewer."""
    turned = re.sub("more|fewer", lambda word: "fewer" if word[0] == "more" else "more", loss)
    line = re.match(r"line \d+: ", turned)
    start = line.end() if line else 0
    inner = turned[start:]
    # After two NOTs, the direction is the first one again.
    told = inner.removeprefix("behind NOT: ") if inner.startswith("behind NOT: ") else f"behind NOT: {inner}"
    return turned[:start] + told
