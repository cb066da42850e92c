"""Run `cireview` as if one subject's protocol had not been there when the words of protocols were listed.

    python benchmarks/screening_left_out.py SUBJECT simulate …

`screening.py` uses it to score a review whose own criteria are among those that the list was made from.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from cireview.cli import main
from cireview.screening import wanted


def list_others(subject: str) -> frozenset[str]:
    """Return the words that protocols on three other subjects or more share."""
    listed = json.loads(Path(wanted.__file__).with_name("protocol_words.json").read_text(encoding="utf-8"))
    return frozenset(word for word, subjects in listed.items() if len(set(subjects) - {subject}) >= 3)


if __name__ == "__main__":
    others = list_others(sys.argv.pop(1))
    wanted.list_protocol_words = lambda: others
    main()
