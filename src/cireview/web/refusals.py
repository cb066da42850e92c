"""Read the refusal of a service: its own words, the time to wait, and whether a quota is used up."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from cireview.limits import ERROR_BYTES, LONGEST_WAIT, NESTING
from cireview.web.service import Answer, Service, make_plain

WAIT_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
_QUOTA = re.compile(
    r"quota|daily (limit|budget|rate)|insufficient (budget|credit)|budget (is )?(exhausted|exceeded)"
    r"|(day|week)ly? limit|requests per day",
    re.IGNORECASE,
)
# Members of an error's JSON that hold words, the most telling first.
_TELLING = (
    *("statusText", "details", "detail", "error_description", "message", "description"),
    *("error", "reason", "title", "name"),
)


def quote_service(body: bytes) -> str:
    """Return the service's own words from the body of an error in JSON, XML, HTML or plain text."""
    text = _decode(body[:ERROR_BYTES]).strip()
    try:
        words = "; ".join(dict.fromkeys(_find_words(json.loads(text))))
    except (ValueError, RecursionError):
        tags = ("summary", "ERROR", "title")
        marked = [re.search(rf"<{tag}\b[^<>]*>([^<]+)</{tag}>", text) for tag in tags]
        words = next((match[1] for match in marked if match), re.sub(r"<[^<>]*>", " ", text))
    return make_plain(words[:ERROR_BYTES]) or "no words"


def _decode(body: bytes) -> str:
    is_wide = body[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) and len(body) > 2
    return body.decode("utf-16" if is_wide else "utf-8-sig", "replace")


def _find_words(value: Any, depth: int = 0) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    if depth > NESTING:
        return []
    if isinstance(value, list):
        return [words for item in value for words in _find_words(item, depth + 1)]
    if not isinstance(value, dict):
        return []
    of = [value[member] for member in _TELLING if member in value]
    telling = [words for item in of for words in _find_words(item, depth + 1)]
    nested = [v for k, v in value.items() if k not in _TELLING and isinstance(v, dict | list)]
    return telling or [words for item in nested for words in _find_words(item, depth + 1)]


def seconds_to_wait(answer: Answer, now: float) -> float | None:
    """Return the seconds that ``Retry-After`` asks for, as a number or a date; None if it is absent.

    The Lens has a header of its own instead (docs.api.lens.org/getting-started.html).
    """
    headers = ("retry-after", "x-rate-limit-retry-after-seconds")
    value = next((answer.headers[name].strip() for name in headers if name in answer.headers), "")
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", value):
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now) if value else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def is_throttled(answer: Answer) -> bool:
    """Say whether the service asks to slow down, which PubMed may do with any status."""
    return answer.status == 429 or b"API rate limit exceeded" in answer.body[:500]


def is_quota_used_up(answer: Answer) -> bool:
    """Say whether an allowance is used up, so that waiting a little does not help."""
    if answer.status not in (402, 403, 429):
        return False
    if "QUOTA_EXCEEDED" in answer.headers.get("x-els-status", ""):
        return True
    return _QUOTA.search(quote_service(answer.body)) is not None or _remaining(answer.body) == 0


def _remaining(body: bytes) -> float | None:
    number = re.search(
        rb'"(?:dailyRemainingUsd|credits_?remaining)"\s*:\s*(-?\d+(?:\.\d+)?)', body, re.IGNORECASE
    )
    return max(0.0, float(number[1])) if number else None


def reset_time(answer: Answer, now: float) -> str:
    """Return when an allowance is renewed, ISO 8601 in UTC, or '' when the service names no likely time."""
    wait = seconds_to_wait(answer, now)
    value = answer.headers.get("x-ratelimit-reset", "").strip()
    if wait is None and re.fullmatch(r"[0-9]+(\.[0-9]+)?", value):
        moment = float(value)
        moment = moment / 1000 if moment > 1e11 else moment  # Elsevier counts milliseconds
        wait = moment - now if moment > 1e9 else moment
    if wait is None or abs(wait) > LONGEST_WAIT:
        return ""
    return datetime.fromtimestamp(now + wait, UTC).isoformat(timespec="seconds")


def advise(service: Service, answer: Answer, has_key: Callable[[str], bool]) -> str:
    """Return the remedy for a refusal."""
    if answer.status in (401, 403) and service.keys:
        key = service.keys[0]
        if has_key(key.variable):
            return (
                f"Check the key in the environment variable {key.variable}, and what it permits ({key.where})"
            )
        return f"Set the environment variable {key.variable}; you get a key at {key.where}"
    if answer.status in (413, 414):
        return "Shorten the query, or split it into several searches"
    if answer.status in (400, 422):
        return "Change the query so that the service accepts it"
    return "Try again later. Received records are kept, and the search continues from its last page"
