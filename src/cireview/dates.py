"""The date of a search: it names a folder of the archive, and is the same wherever it is given."""

from __future__ import annotations

import re
from datetime import date as day

from cireview.errors import Problem, SearchError


def check_search_date(date: str) -> str:
    """Return `date` if it is a year, a month or a day such as 2020-03-31.

    Raises
    ------
    SearchError
        If it is none.
    """
    try:
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", date):
            raise ValueError
        day.fromisoformat(f"{date}-01-01"[:10])
    except ValueError:
        remedy = "Write 2020, 2020-03 or 2020-03-31; it also names the folder of the archive"
        raise SearchError(Problem(f"{date!r} is not the date of a search", remedy=remedy)) from None
    return date
