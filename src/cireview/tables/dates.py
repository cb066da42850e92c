"""Dates: that of a search, which names a folder of the archive, and those that people write in sheets."""

from __future__ import annotations

import re
from datetime import date as day

from cireview.errors import Problem, SearchError

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


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
        # A year or a month is filled up to a day, so that the calendar can refuse month 13.
        day.fromisoformat(f"{date}-01-01"[:10])
    except ValueError:
        remedy = "Write it as 2020, 2020-03 or 2020-03-31; the folder of the archive is named after it"
        raise SearchError(Problem(f"{date!r} is not a valid date of a search", remedy=remedy)) from None
    return date


def order_date(cell: str) -> str:
    """Return 31.3.2020, 31/3/2020 and 31 March 2020 as 2020-03-31, so that dates sort.

    What is no date, or may be two days (4/3/2020 is in March or April), is returned as it stands.
    """
    day_first = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", cell)
    year_first = re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", cell)
    if day_first:
        date, month, year = day_first.groups()
    elif year_first:
        year, month, date = year_first.groups()
    else:
        only = suggest_date(cell) if _is_all_date(cell) else ""
        return only if len(only) == len("2020-03-31") and is_date(only) else cell
    return f"{year}-{int(month):02}-{int(date):02}"


def _is_all_date(cell: str) -> bool:
    """Say whether a cell holds a day, a month and a year, and nothing else."""
    words = re.findall(r"[^\W_]+", cell)
    kinds = {"day" if word.isdigit() and len(word) < 3 else "year" for word in words if word.isdigit()}
    spelt = [word for word in words if word[:3].lower() in _MONTHS]
    return len(words) == 3 and "year" in kinds and all(word.isdigit() or word in spelt for word in words)


def is_date(text: str) -> bool:
    """Say whether `text` is a year, a month or a day that the calendar has, such as 2020-03-31."""
    try:
        check_search_date(text)
    except SearchError:
        return False
    return True


def is_before(day: str, other: str) -> bool:
    """Say whether one date is surely before another; either may be a month or a year alone.

    Examples
    --------
    >>> is_before("2020-04-30", "2020-05"), is_before("2020", "2020-05-01")
    (True, False)
    """
    known = min(len(day), len(other))
    return day[:known] < other[:known]


def refuse_date(given: str) -> tuple[str, str]:
    """Return the problem of a date that `order_date` left unchanged, and the remedy."""
    if " or " in (meant := suggest_date(given)):
        return f"{given!r} may be {meant}", "Write the date that you mean"
    as_what = meant if is_date(meant) else "the day as 2020-03-31"
    return f"{given!r} is not a valid date", f"Write {as_what}"


def suggest_date(given: str) -> str:
    """Return how a date written otherwise has to be written; where it may be two days, both; or ""."""
    words = re.findall(r"\d+|[A-Za-z]+", given)
    months = {word: _MONTHS.index(word[:3].lower()) + 1 for word in words if word[:3].lower() in _MONTHS}
    year = next((word for word in words if re.fullmatch(r"\d{4}", word)), "")
    others = [word for word in words if re.fullmatch(r"\d{1,2}", word)]
    if not year:
        return ""
    if months:
        month = next(iter(months.values()))
        return f"{year}-{month:02}" + (f"-{int(others[0]):02}" if others else "")
    numbers = [int(word) for word in others]
    if words[0] == year:  # 2026/11/29
        return "-".join([year, *(f"{number:02}" for number in numbers)])
    if len(numbers) == 1:
        return f"{year}-{numbers[0]:02}"
    if len(numbers) != 2:
        return ""
    orders = [numbers, numbers[::-1]] if "/" in given else [numbers]
    days = dict.fromkeys(f"{year}-{month:02}-{day:02}" for day, month in orders if month <= 12)
    return " or ".join(days)
