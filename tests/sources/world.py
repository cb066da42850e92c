"""What the played services know: works invented here, and how they are asked for and answered."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Work:
    """One invented work; it is found by every query that holds its word, and by those that hold no word."""

    number: int
    published: date
    word: str

    @property
    def title(self) -> str:
        return f"Work {self.number} on {self.word}"

    @property
    def doi(self) -> str:
        return f"10.5555/{self.number}"


@dataclass(frozen=True)
class Asked:
    service: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    posted: bytes = b""
    line: str = ""


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    announced: int = 0


@dataclass
class World:
    """What exists, and what the history server remembers."""

    size: int = 250
    words: tuple[str, ...] = ("word0",)
    first_day: date = date(2001, 1, 1)
    days_apart: int = 1
    histories: dict[str, list[Work]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        step = timedelta(days=self.days_apart)
        self.works = [
            Work(n + 1, self.first_day + n * step, self.words[n % len(self.words)]) for n in range(self.size)
        ]

    def find(self, query: str, first: str = "0001-01-01", last: str = "9999-12-31") -> list[Work]:
        asked = set(re.findall(r"word\d+", query))
        span = re.search(r"\b(\d{4})\s*(?:-|:| TO )\s*(\d{4})\b", query)
        first, last = (f"{span[1]}-01-01", f"{span[2]}-12-31") if span else (first, last)
        found = (work for work in self.works if not asked or work.word in asked)
        return [work for work in found if first <= work.published.isoformat() <= last]


def as_json(value: object, **headers: str) -> Reply:
    return Reply(200, json.dumps(value).encode(), headers=headers)


def window(works: Sequence[Work], start: int, size: int) -> list[Work]:
    return list(works[start : start + size])


Play = Callable[[World, Asked], Reply]
