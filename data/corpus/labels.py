"""Write the sheets that reviewers would have filled, as the programs that they used would have saved them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import yaml
from articles import HERE, Article

SCREENING = ["record_id", "title", "decision", "reason", "reviewer", "decided_on", "note"]
ELIGIBILITY = ["record_id", "title", "retrieved", *SCREENING[2:]]
_INFERRED = "barata_cavalcanti2020"  # not named as reviewed; follows from the published totals by country

Row = dict[str, str]


def write_labels(articles: list[Article], record_of: dict[str, str]) -> dict[str, bytes]:
    """Return the sheets by path below the folder of labels; `record_of` gives each article's record id."""
    disagreements = yaml.safe_load((HERE / "disagreements.yaml").read_text(encoding="utf-8"))
    one, two = (_judge(name, disagreements) for name in ("reviewer_1", "reviewer_2"))
    by_id = sorted(articles, key=lambda article: record_of[article.id])
    by_title = sorted(articles, key=lambda article: (article.title.lower(), record_of[article.id]))
    settled = [article for article in by_id if article.id in disagreements]
    read = [article for article in by_id if article.fate != "excluded_abstract"]
    return {
        "screening/reviewer_1.csv": _sheet(
            SCREENING, _rows(by_id, record_of, "reviewer_1", date(2020, 3, 23), 24, one)
        ),
        "screening/reviewer_2.csv": _excel(
            SCREENING, _rows(by_title, record_of, "reviewer_2", date(2020, 3, 24), 20, two)
        ),
        "screening/adjudication.csv": _sheet(
            SCREENING, _rows(settled, record_of, "adjudicator", date(2020, 4, 6), 99, _adjudicate)
        ),
        "eligibility/full_text.csv": _sheet(
            ELIGIBILITY, _rows(read, record_of, "consensus", date(2020, 4, 14), 9, _assess)
        ),
    }


def _screen(article: Article) -> Row:
    """Return the final decision on the abstract."""
    if article.fate == "excluded_abstract":
        return {"decision": "exclude", "reason": article.reason, "note": "invented"}
    return {"decision": "include", "reason": "", "note": "invented"}


def _judge(reviewer: str, disagreements: dict[str, dict[str, str]]) -> Callable[[Article], Row]:
    """Return how one reviewer judges an abstract."""

    def judge(article: Article) -> Row:
        own = disagreements.get(article.id, {}).get(reviewer)
        if own is None:
            return _screen(article)
        decision, _, reason = own.partition(" ")
        return {"decision": decision, "reason": reason, "note": "invented"}

    return judge


def _adjudicate(article: Article) -> Row:
    decided = _screen(article)
    return decided | {"decision": decided["decision"].capitalize()}


def _assess(article: Article) -> Row:
    """Return the decision on the full text; that an article is one of the 32 is published, or inferred."""
    if article.fate == "excluded_full_text":
        decided = {"decision": "exclude", "reason": article.reason, "note": "invented"}
    else:
        note = "inferred" if article.id == _INFERRED else "published"
        decided = {"decision": "include", "reason": "", "note": note}
    return {"retrieved": "yes", **decided}


def _rows(
    articles: list[Article],
    record_of: dict[str, str],
    reviewer: str,
    start: date,
    per_day: int,
    judge: Callable[[Article], Row],
) -> list[Row]:
    return [
        {
            "record_id": record_of[article.id],
            "title": article.title,
            "reviewer": reviewer,
            "decided_on": (start + timedelta(days=n // per_day)).isoformat(),
            **judge(article),
        }
        for n, article in enumerate(articles)
    ]


def _sheet(columns: list[str], rows: list[Row]) -> bytes:
    return _text(columns, rows, ",", "\n").encode()


def _excel(columns: list[str], rows: list[Row]) -> bytes:
    """Return the sheet as Excel saves 'CSV UTF-8' where the decimal sign is a comma."""
    return _text(columns, rows, ";", "\r\n").encode("utf-8-sig")


def _text(columns: list[str], rows: list[Row], delimiter: str, newline: str) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=delimiter, lineterminator=newline)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
